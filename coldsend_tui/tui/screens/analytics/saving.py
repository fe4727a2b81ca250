"""`p`: what is drawn goes to a file, as text or SVG by the ending of its name. A file that is there stays as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coldsend_tui.errors import ColdSendError
from coldsend_tui.export import ExportFile
from coldsend_tui.text import safe
from coldsend_tui.tui.exporting import suggested
from coldsend_tui.tui.modals.path import AskPath
from coldsend_tui.tui.plot_file import Drawing, svg_of, text_of

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

ENDINGS: Final = {".svg": svg_of, ".txt": text_of}
"""How a drawing is written, by the ending of the file."""


def ask(app: ConsoleApp, drawing: Drawing, name: str) -> None:
    """Ask for the path, then write there."""
    default = suggested(app, name).name + ".svg"

    def answered(path: Path | None) -> None:
        if path is None:
            app.state.say("save: cancelled, nothing was written")
        else:
            app.run_worker(_write(app, drawing, path), name="save", group="save", exit_on_error=False)

    app.push_screen(AskPath("Save as .svg or .txt", default, suffixes=tuple(ENDINGS), check=wrong), answered)


def wrong(path: Path) -> str:
    """Why a path will not do; "" when it will."""
    if path.suffix.lower() not in ENDINGS:
        return f"{path.name} says neither text nor SVG: end it with .txt or .svg"
    if path.exists():
        return f"{path.name} is there already and stays as it is: choose another name"
    return "" if path.absolute().parent.is_dir() else f"{path.parent} is no directory"


async def _write(app: ConsoleApp, drawing: Drawing, path: Path) -> None:
    state = app.state
    stamp = f"{state.launch.profile} · {state.clock.now():%Y-%m-%d %H:%M} UTC · coldsend-tui"

    def write() -> tuple[Path, int]:
        made = ENDINGS[path.suffix.lower()](drawing, stamp)
        with ExportFile(path) as file:
            file.write(made)
        return file.path, len(made.encode())

    try:
        place, size = await asyncio.to_thread(write)
    except ColdSendError as error:
        state.say(f"save: {error}", "error")
        return
    state.say(f"saved in {safe(str(place))} ({size / 1e3:.1f} kB, only you can read it)", "done")
