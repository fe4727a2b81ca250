"""`coldsend-tui export`: a campaign as a file that `apply` takes; lists are written by `export_lists`."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.commands.console import connect
from coldsend_tui.config import config_path, key_origin, load, select
from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.api import ColdSend
    from coldsend_tui.config import Profile

_HEADING = "Campaign file: `coldsend-tui apply FILE` brings the campaign to this state."


def run(options: Namespace) -> int:
    """Read the campaign and print it, or write it to the file that was asked for; other words are lists."""
    if options.kind != "campaign":
        from coldsend_tui.commands import export_lists

        if options.kind == "leads" and options.which is None:
            raise UsageError("The leads of which campaign?", "Write `export leads ID`, or its exact name.")
        if options.kind != "leads" and options.which is not None:
            raise UsageError(f"{options.kind} takes no name.", "Write --where to narrow the list.")
        return export_lists.run(options)
    if options.which is None:
        raise UsageError(
            "Which campaign?", "Write `export campaign ID` or its exact name; `export campaigns` lists all."
        )
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    key_origin(profile)
    text = asyncio.run(_export(profile, options.which))
    if not options.output:
        print(text, end="")
        return 0
    try:
        Path(options.output).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{options.output} cannot be written ({error.strerror}).", "Choose another file.") from None
    print(f"The campaign is in {options.output}.", file=sys.stderr)
    return 0


async def _export(profile: Profile, which: str) -> str:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.campaign_file.content import of_campaign
    from coldsend_tui.campaign_file.write import write

    target = await connect(profile)
    async with ColdSend(api_key=target.api_key, base_url=target.base_url) as client:
        campaign = await client.campaigns.get(await id_of(client, which))
    # Without the time of reading: two exports of an unchanged campaign are the same, letter by letter.
    return write(of_campaign(campaign), status=campaign.status, heading=[_HEADING])


async def id_of(client: ColdSend, which: str) -> str:
    """The id of the campaign that `which` names: an id, or an exact name. ColdSendError when there is none, or several."""
    from uuid import UUID

    from coldsend_tui.actions.campaign_names import ids_of

    try:
        return str(UUID(which))
    except ValueError:
        found = await ids_of(client, which, most=10)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ColdSendError(f'No campaign is called "{safe(which)}".', "Give its exact name, or its id.")
    raise ColdSendError(
        f'{len(found)} campaigns are called "{safe(which)}".', f"Give one of their ids: {', '.join(found)}."
    )
