"""Help for the screen in sight, made from the very records that the keys are bound from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from coldsend_tui.tui.commands import MOVES, Command
from coldsend_tui.tui.lines import BLANK, Line, line, pad
from coldsend_tui.tui.widgets.paper import Paper


class Help(ModalScreen[None]):
    """Keys by group; any of esc, q and ? closes it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss_help", "Close", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, place: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self.place = place
        self.commands = commands

    def compose(self) -> ComposeResult:
        """One scrolling sheet."""
        with VerticalScroll(classes="dialog") as sheet:
            sheet.border_title = f"Keys · {self.place}" if self.place else "Keys"
            sheet.border_subtitle = "esc closes"
            yield Paper(lines(self.commands))

    def action_scroll(self, by: int) -> None:
        """Scroll by keys."""
        self.query_one(VerticalScroll).scroll_relative(y=by * 3, animate=False)

    def action_dismiss_help(self) -> None:
        """Close."""
        self.dismiss()


def lines(commands: Sequence[Command]) -> list[Line]:
    """The help text: groups in the order in which they first appear, then how to move."""
    out: list[Line] = []
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    for group, members in groups.items():
        out += [BLANK] if out else []
        out.append(line((group, "title")))
        for command in members:
            keys = " ".join(_name(key) for key in command.key.split(",") if key)
            word = f":{command.label} {command.takes}".rstrip()
            spans = (*pad(((keys or word, "key"),), 14 if keys else 18), (command.help, ""))
            out.append((*spans, ("  writes", "warn")) if command.writes else spans)
    out += [BLANK, line(("Moving", "title"))]
    out += [(*pad(((keys, "key"),), 14), (text, "")) for keys, text in MOVES]
    return out


def _name(key: str) -> str:
    return Command("", key, "", "").key_text
