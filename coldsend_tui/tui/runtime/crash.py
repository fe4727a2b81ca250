"""What a person sees when the console fails: where, what, and nothing that was in a variable.

Textual's report prints local variables, and with them whatever key or reply was in a frame.
"""

from __future__ import annotations

import sys
import traceback

from coldsend_tui import __version__
from coldsend_tui.text import safe

DEEPEST = 12


def report(error: BaseException) -> str:
    """A short plain traceback: file, line and function of the innermost frames, the error's type and its safe text."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    lines = [f"coldsend-tui {__version__} stopped on an internal error (Python {sys.version.split()[0]})."]
    for frame in frames:
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
    lines.append(f"{type(error).__name__}: {safe(str(error))[:300]}")
    lines.append("Nothing was lost: the cache and the journal are on disk. Please report the lines above.")
    return "\n".join(lines)


def name_drafts() -> None:
    """Say where texts are that were not carried out, or still in the editor: nothing an operator wrote is lost."""
    if drafts := sys.modules.get("coldsend_tui.tui.editor.drafts"):
        for path in drafts.left_over():
            print(f"coldsend-tui: what you wrote is kept in {path}", file=sys.stderr)  # noqa: T201 - the console is gone


def _short(filename: str) -> str:
    for root in ("/coldsend_tui/", "/site-packages/", "/lib/"):
        if root in filename:
            return (
                root.strip("/") + "/" + filename.rsplit(root, 1)[1]
                if root == "/coldsend_tui/"
                else filename.rsplit(root, 1)[1]
            )
    return filename.rsplit("/", 1)[-1]
