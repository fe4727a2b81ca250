"""`x` on the leads of a campaign: all of them to a file of this machine, whatever their number, by one request."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops import wording
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.path import AskPath

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

_TOLD_EVERY = 200_000
"""Bytes between two messages on the flash line."""


def export(app: ConsoleApp, campaign_id: str, name: str) -> None:
    """Ask for a path, then write there."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "leads"
    default = f"leads-{stem}-{app.state.clock.now():%Y-%m-%d}.csv"

    def answered(path: Path | None) -> None:
        if path is not None:
            app.run_worker(_write(app, campaign_id, path.absolute()), name="export", group="export", exit_on_error=True)

    app.push_screen(AskPath("Export all leads of this campaign to", default, suffixes=(".csv",), check=_free), answered)


def _free(path: Path) -> str:
    if path.exists():
        return f"{path.name} exists already; nothing is overwritten"
    return "" if path.absolute().parent.is_dir() else f"{path.parent} is no directory"


async def _write(app: ConsoleApp, campaign_id: str, path: Path) -> None:
    from coldsend_tui.actions.lead_export import export_leads
    from coldsend_tui.tui.uploading.flow import client_of

    client = await client_of(app)
    if client is None:
        return
    told = 0

    def received(size: int, whole: int | None) -> None:
        nonlocal told
        if size - told >= _TOLD_EVERY:
            told = size
            of = f" of {whole / 1e6:.1f}" if whole else ""
            app.state.say(f"export {size / 1e6:.1f}{of} MB …")

    app.state.say("export …")
    try:
        done = await export_leads(client, campaign_id, path, on_received=received)
    except ColdSendError as error:
        app.state.say(f"{error.title}: {error}", "error")
        return
    defused = f", {wording.plural(done.defused, 'formula-like cell')} defused" if done.defused else ""
    app.state.say(
        f"{wording.plural(done.leads, 'lead')} in {safe(str(path))} ({done.size / 1e6:.2f} MB{defused}; only you can read it)",
        "done",
    )
