"""After the start: uploads that were interrupted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coldsend_tui.text import safe

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


async def announce(app: ConsoleApp) -> None:
    """Say that an upload was interrupted, and where it goes on; nothing when there is none."""
    near = app.launch.store_path
    if near is None:
        return
    from coldsend_tui.actions.lead_upload.upload import DIRECTORY, unfinished

    if not (near.parent / DIRECTORY).is_dir():
        return
    for left in await asyncio.to_thread(unfinished, near):
        name = safe(left.source.rpartition("/")[2])
        app.state.say(
            f"an upload of {name} was interrupted: open the leads of {safe(left.campaign)} and press u",
            "warn",
            news=True,
        )
