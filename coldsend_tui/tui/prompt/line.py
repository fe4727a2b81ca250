"""The line behind `:` from opening to running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.tui import prompt
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.modals.palette import Chosen, Palette

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp


def open_line(app: ConsoleApp, text: str) -> None:
    """Ask for a command, `text` already typed, and carry it out."""

    def answered(chosen: Chosen | None) -> None:
        if chosen is not None and chosen.command.run is not None:
            run_typed(app, chosen.command, chosen.text)
        elif chosen is not None:
            app.run_command(chosen.command.name)

    app.push_screen(Palette((*app.commands(), *prompt.COMMANDS), app.state, text), answered)


def run_typed(app: ConsoleApp, command: Command, text: str) -> None:
    """Carry out a command that was typed with `text`; say why when it is refused or cannot be understood."""
    reason = app.place.refusal(command) if app.place else ""
    try:
        if reason:
            app.state.say(f"{command.label}: {reason}", "warn")
        elif command.run is not None:
            command.run(app, text)
    except ColdSendError as error:
        app.state.say(f"{command.label}: {error}", "warn")
