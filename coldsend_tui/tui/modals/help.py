"""Help for the screen in sight, made from the very records that the keys are bound from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from coldsend_tui.text import width
from coldsend_tui.tui.commands import MARKS, MOVES, Command
from coldsend_tui.tui.lines import BLANK, Line, line, pad, wrap
from coldsend_tui.tui.widgets.paper import Paper

TWO_SHEETS = 130
"""Columns from which the groups stand in two columns beside each other."""
_GAP = 4
_KEYS_MOST = 26
"""Columns of keys and typed words at most; a longer one has a line of its own."""


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
            sheet.border_subtitle = "j k scrolls · esc closes"
            yield Paper()

    def on_resize(self) -> None:
        """Lines as wide as there is room."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        sheet = self.query_one(Paper)
        sheet.show(lines(self.commands, max(30, sheet.size.width)))

    def action_scroll(self, by: int) -> None:
        """Scroll by keys."""
        self.query_one(VerticalScroll).scroll_relative(y=by * 3, animate=False)

    def action_dismiss_help(self) -> None:
        """Close."""
        self.dismiss()


def lines(commands: Sequence[Command], columns: int) -> list[Line]:
    """The help text in `columns` cells: groups in the order in which they first appear, then how to mark and to move."""
    wide = columns >= TWO_SHEETS
    room = (columns - _GAP) // 2 if wide else columns
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    sheets = [_group(name, [(_word(c), c.help, c.writes) for c in some], room) for name, some in groups.items()]
    if any(command.name == "mark" for command in commands):
        sheets.append(_group("Marking", [(keys, text, False) for keys, text in MARKS], room))
    sheets.append(_group("Moving", [(keys, text, False) for keys, text in MOVES], room))
    return _beside(sheets, room) if wide else _below(sheets)


def _group(name: str, entries: Sequence[tuple[str, str, bool]], columns: int) -> list[Line]:
    """A heading and its keys; what does not fit a line goes on below, under itself."""
    keys_wide = min(_KEYS_MOST, max(width(word) for word, _, _ in entries)) + 2
    out = [line((name, "title"))]
    for word, text, writes in entries:
        told = wrap(f"{text} · [writes]" if writes else text, max(10, columns - keys_wide))
        if width(word) + 2 > keys_wide:
            out.append(line((word, "key")))
            word = ""
        for at, spans in enumerate(told):
            out.append((*pad(line((word if at == 0 else "", "key")), keys_wide), *_marked(spans)))
    return out


def _marked(spans: Line) -> Line:
    """The word that a write is marked with, in its own colour."""
    text, role = spans[0]
    before, found, after = text.partition("[writes]")
    return ((before, role), ("writes", "warn"), (after, role)) if found else spans


def _below(sheets: Sequence[list[Line]]) -> list[Line]:
    out: list[Line] = []
    for sheet in sheets:
        out += [BLANK, *sheet] if out else sheet
    return out


def _beside(sheets: Sequence[list[Line]], columns: int) -> list[Line]:
    """Two columns, cut between two groups where they come out most alike."""
    cut = min(range(1, len(sheets)), key=lambda at: max(len(_below(sheets[:at])), len(_below(sheets[at:]))))
    pairs = zip_longest(_below(sheets[:cut]), _below(sheets[cut:]), fillvalue=BLANK)
    return [(*pad(left, columns + _GAP), *right) for left, right in pairs]


def _word(command: Command) -> str:
    """The keys as people write them, else what is typed."""
    keys = " ".join(Command("", key, "", "").key_text for key in command.key.split(",") if key)
    return keys or f":{command.label} {command.takes}".rstrip()
