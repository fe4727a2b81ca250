"""A mail written in the operator's own editor: the text above, the quoted conversation below a line that ends it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from coldsend_tui.tui.editor.away import run_editor
from coldsend_tui.tui.editor.command import editor, opening

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.editor.drafts import Draft

CUT: Final = "# ------------------------ >8 ------------------------"
"""What stands below is not sent; a mail itself may have lines that begin with #."""
TELLS: Final = "# Write your mail above this line; what is below is not sent."


def with_quote(text: str, quoted: Sequence[str]) -> str:
    """What the editor is given: `quoted` lines as comments below the text."""
    lines = [text.rstrip("\n"), "", CUT, TELLS, "#", *(f"# {line}".rstrip() for line in quoted)]
    return "\n".join(lines) + "\n"


def without_quote(text: str) -> str:
    """What is to be sent of what the editor left."""
    lines = text.split("\n")
    cut = next((at for at, line in enumerate(lines) if line.rstrip() == CUT), len(lines))
    return "\n".join(lines[:cut]).strip("\n")


async def edited(app: ConsoleApp, draft: Draft, quoted: Sequence[str]) -> str | None:
    """The text as the editor left it; None where it ended with a failure, which has been said.

    Raises UsageError where there is no editor and NotText when the text cannot be read; the file stays.
    """
    draft.write(with_quote(draft.read(), quoted))
    status = await run_editor(app, opening(editor(os.environ), draft.path, 1))
    text = without_quote(draft.read())
    draft.write(text)
    if status:
        app.state.say(f"{draft.keep()}; the editor ended with status {status}: nothing was sent", "warn")
        return None
    return text
