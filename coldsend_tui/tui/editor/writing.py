"""A text in the editor, again and again until it can be used or its writer gives up."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from coldsend_tui.campaign_file.content import CampaignFile
from coldsend_tui.campaign_file.read import Reading
from coldsend_tui.campaign_file.remarks import with_remarks, without_remarks
from coldsend_tui.ops import wording
from coldsend_tui.tui.editor.away import run_editor
from coldsend_tui.tui.editor.command import editor, opening

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.editor.drafts import Draft

Check = Callable[[str], Reading]


async def view(app: ConsoleApp, draft: Draft, reason: str) -> None:
    """Open a text to look at. Raises UsageError where there is no editor."""
    before = draft.read()
    await run_editor(app, opening(editor(os.environ), draft.path, 1))
    if draft.read() == before:
        draft.discard()
        app.state.say(f"view only: {reason}")
    else:
        app.state.say(f"{draft.keep()}; view only, nothing was sent: {reason}", "warn")


async def written(app: ConsoleApp, draft: Draft, check: Check, *, faulty: bool = False) -> CampaignFile | None:
    """What the operator asks for; None when nothing, which has been said. Faults are put into the text and it is opened again.

    `faulty` says that the text has faults already, which are put into it before it is opened. Raises UsageError where there is no editor and NotText when the text cannot be read; the text stays where it is.
    """
    words = editor(os.environ)
    shown, line, faults = draft.read(), 1, 0
    if faulty:
        shown, line, faults = _remarked(draft, shown, check(shown))
    while True:
        status = await run_editor(app, opening(words, draft.path, line))
        text = draft.read()
        if text == shown and not faults:
            draft.discard()
            app.state.say(f"the editor ended with status {status}: nothing was sent" if status else "nothing changed")
            return None
        if given_up := _given_up(status, text, shown, faults):
            app.state.say(f"{draft.keep()}; {given_up}: nothing was sent", "warn")
            return None
        plain = without_remarks(text)
        reading = check(plain)
        if reading.file is not None:
            draft.write(plain)
            return reading.file
        shown, line, faults = _remarked(draft, plain, reading)


def _remarked(draft: Draft, plain: str, reading: Reading) -> tuple[str, int, int]:
    shown, line = with_remarks(plain, reading.faults)
    draft.write(shown)
    return shown, line, len(reading.faults)


def _given_up(status: int, text: str, shown: str, faults: int) -> str:
    """Why the text is not used; "" when it is."""
    if status:
        return f"the editor ended with status {status}"
    if text == shown:
        return f"{wording.plural(faults, 'fault')} left"
    return "" if text.strip() else "no text is left"
