"""`coldsend-tui leads`: a list of leads into a campaign, or all leads of one out of it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.config import config_path, key_origin, load, select
from coldsend_tui.ops import wording
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.config import Profile


def run(options: Namespace) -> int:
    """Carry out `leads upload` or `leads export`."""
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    key_origin(profile)
    if options.action == "upload":
        from coldsend_tui.commands import lead_upload

        return lead_upload.run(profile, options)
    return asyncio.run(_export(profile, options.campaign, Path(options.output)))


async def _export(profile: Profile, which: str, target: Path) -> int:
    from coldsend_tui.actions.lead_export import export_leads
    from coldsend_tui.api import ColdSend
    from coldsend_tui.commands.console import connect
    from coldsend_tui.commands.export import id_of

    at = await connect(profile)
    async with ColdSend(api_key=at.api_key, base_url=at.base_url) as client:
        done = await export_leads(client, await id_of(client, which), target)
    defused = f", {wording.plural(done.defused, 'cell')} kept from running as formulas" if done.defused else ""
    print(f"{wording.plural(done.leads, 'lead')} in {safe(str(done.path))}{defused}.", file=sys.stderr)
    return 0
