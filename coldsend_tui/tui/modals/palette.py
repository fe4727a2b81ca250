"""The command line of the console: a few letters find a command, a word with a text runs it. Refused ones stay in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from coldsend_tui.text import safe
from coldsend_tui.tui.commands import Command, Offer
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.lines import BLANK, Line, clip, line, pad, wrap
from coldsend_tui.tui.widgets.paper import Paper

SHOWN = 12


class Chosen(NamedTuple):
    """A command and the text it was given."""

    command: Command
    text: str = ""


class Palette(ModalScreen[Chosen]):
    """Answers the chosen command with its text, or nothing.

    While the first word may still be any command, the list shows commands. Behind a word that takes a text it shows how
    the text may go on, and below what it would do. `tab` takes what is selected, `enter` runs what is written; a selection
    that was moved by the arrows is taken first.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("down,ctrl+n", "step(1)", "Next", show=False, priority=True),
        Binding("up,ctrl+p", "step(-1)", "Previous", show=False, priority=True),
        Binding("tab", "take", "Take", show=False, priority=True),
    ]

    def __init__(self, commands: Sequence[Command], state: Console, text: str = "") -> None:
        super().__init__()
        self.commands = [c for c in commands if c.name not in ("palette", "back")]
        self.state = state
        self.first = text
        self.found: list[Command] = []
        self.offers: list[Offer] = []
        self.chosen: Command | None = None
        self.at = 0
        self.moved = False

    def compose(self) -> ComposeResult:
        """The typed text, how it may go on, what it would do."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Command"
            dialog.border_subtitle = "↓ ↑ chooses · tab completes · enter runs it · esc leaves"
            text = Input(
                self.first, placeholder="a few letters, or a word with a text: pause status:active bounce>3%", id="find"
            )
            text.cursor_blink = False
            text.select_on_focus = False
            yield text
            yield Paper(id="found")

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self._find(self.first)

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.query_one("#find", Input).value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text finds other commands."""
        self._find(event.value)

    def on_input_submitted(self) -> None:
        """Run what is written, or go on with what was selected."""
        if self.chosen is not None:
            if self.moved and self.offers:
                self.action_take()
            else:
                self.dismiss(Chosen(self.chosen, self.typed.partition(" ")[2].strip()))
        elif self.found:
            command = self.found[self.at]
            if command.takes and not command.takes.startswith("["):
                self.action_take()
            else:
                self.dismiss(Chosen(command))
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Run nothing."""
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Select another."""
        number = len(self.offers) if self.chosen is not None else len(self.found)
        self.at = max(0, min(number - 1, self.at + by)) if self.moved or self.chosen is None else max(0, self.at)
        self.moved = True
        self._show()

    def action_take(self) -> None:
        """Go on with what is selected."""
        if self.chosen is not None:
            if self.offers:
                self._write(f"{self.chosen.label} {self.offers[self.at].text}")
        elif self.found and self.found[self.at].takes:
            self._write(f"{self.found[self.at].label} ")

    def _write(self, text: str) -> None:
        find = self.query_one("#find", Input)
        find.value = text
        find.cursor_position = len(text)

    def _find(self, text: str) -> None:
        word, space, rest = text.lstrip(": ").partition(" ")
        self.chosen = next((c for c in self.commands if c.takes and c.label == word.lower()), None) if space else None
        self.at, self.moved = 0, False
        if self.chosen is None:
            self.found = ranked(text.lstrip(":"), self.commands)
        else:
            self.offers = list(self.chosen.offers(self.state, rest)) if self.chosen.offers else []
        self._show()

    def _show(self) -> None:
        found = self.query_one("#found", Paper)
        if self.chosen is not None:
            found.show(self._argument_lines(self.chosen, found.size.width or 70))
            return
        top = max(0, self.at - SHOWN + 1)
        rows: list[Line] = []
        for at, command in enumerate(self.found[top : top + SHOWN], top):
            here = at == self.at
            name = ((command.label, "bold" if here else ""), (f" {command.takes}" if command.takes else "", "faint"))
            rows.append(
                (
                    ("▌" if here else " ", "accent"),
                    *pad(((command.key_text or ":", "key"),), 6),
                    *pad(name, 18),
                    (command.help, "muted"),
                )
            )
        found.show(rows or [line((" no command has these letters", "muted"))])

    def _argument_lines(self, command: Command, columns: int) -> list[Line]:
        rows: list[Line] = []
        rest = self.typed.lstrip(": ").partition(" ")[2]
        top = max(0, self.at - SHOWN + 3)
        for at, offer in enumerate(self.offers[top : top + SHOWN - 2], top):
            here = self.moved and at == self.at
            rows.append(
                clip(
                    (
                        ("▌" if here else " ", "accent"),
                        (safe(offer.text), "bold" if here else ""),
                        (f"  {safe(offer.about)}" if offer.about else "", "muted"),
                    ),
                    columns,
                )
            )
        if command.preview is not None:
            said = command.preview(self.state, rest)
            role = "warn" if said.wrong else ""
            rows += [BLANK] if rows else []
            wrapped = wrap(safe(said.text), columns - 2, role)
            rows += [
                line(("✗ " if said.wrong else "→ ", role or "accent") if at == 0 else "  ", *spans)
                for at, spans in enumerate(wrapped)
            ]
        return rows


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
