"""The command palette: type a few letters, enter runs. Refused commands stay in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line, line, pad
from coldsend_tui.tui.widgets.paper import Paper

SHOWN = 12


class Palette(ModalScreen[str]):
    """Answers the name of the chosen command, or nothing."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("down,ctrl+n", "step(1)", "Next", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "Previous", show=False, priority=True),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = [c for c in commands if c.name not in ("palette", "back")]
        self.found: list[Command] = []
        self.at = 0

    def compose(self) -> ComposeResult:
        """The typed text and what it finds."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Command"
            text = Input(placeholder="type to find a command", id="find")
            text.cursor_blink = False
            yield text
            yield Paper(id="found")

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self._find("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text finds other commands."""
        self._find(event.value)

    def on_input_submitted(self) -> None:
        """Run the chosen one."""
        self.dismiss(self.found[self.at].name if self.found else None)

    def action_leave(self) -> None:
        """Run nothing."""
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Choose another."""
        self.at = max(0, min(len(self.found) - 1, self.at + by))
        self._show()

    def _find(self, text: str) -> None:
        self.found = ranked(text, self.commands)
        self.at = 0
        self._show()

    def _show(self) -> None:
        top = max(0, self.at - SHOWN + 1)
        rows: list[Line] = []
        for at, command in enumerate(self.found[top : top + SHOWN], top):
            pointer = "▌" if at == self.at else " "
            rows.append(
                (
                    (pointer, "accent"),
                    *pad(((command.key_text, "key"),), 7),
                    *pad(((command.label, "bold" if at == self.at else ""),), 16),
                    (command.help, "muted"),
                )
            )
        self.query_one("#found", Paper).show(rows or [line((" no command has these letters", "muted"))])


def ranked(text: str, commands: Sequence[Command]) -> list[Command]:
    """Commands that contain the letters of `text` in their order; starts of words first."""
    wanted = text.strip().lower()
    if not wanted:
        return list(commands)
    scored = []
    for order, command in enumerate(commands):
        for weight, field in ((0, command.label.lower()), (4, command.help.lower())):
            if field.startswith(wanted):
                scored.append((weight, order, command))
            elif wanted in field:
                scored.append((weight + 1, order, command))
            elif weight == 0 and _subsequence(wanted, field):
                scored.append((3, order, command))
            else:
                continue
            break
    return [command for _, _, command in sorted(scored, key=lambda item: item[:2])]


def _subsequence(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
