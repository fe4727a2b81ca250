"""Choose some of a list: space marks, enter takes the marked ones (or the one under the cursor), esc leaves with nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from coldsend_tui.text import safe, width
from coldsend_tui.tui.lines import BLANK, Line, line, pad
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import subtitle, title


class Choice(NamedTuple):
    """One thing to choose. `text` and `note` may be a stranger's; `search` is what typing is held against."""

    id: str
    text: str
    note: str = ""

    @property
    def search(self) -> str:
        """Text and note in lower case."""
        return f"{self.text} {self.note}".lower()


class _Filter(Input):
    """Narrows the list; leaves the space key to the marks where there are some."""

    def __init__(self, *, marks: bool) -> None:
        super().__init__(placeholder="type to narrow the list", id="only")
        self.cursor_blink = False
        self._marks = marks

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable key is text, but for the one that marks."""
        return (key != "space" or not self._marks) and super().check_consume_key(key, character)


class Pick(ModalScreen[tuple[str, ...] | None]):
    """A list with marks and a filter. Answers the ids chosen, None when it was left.

    With `one`, or with a single choice, there are no marks, and the space key is text.
    """

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    ROWS: ClassVar[int] = 14
    # Ahead of the filter, which would take them for text.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "move(14)", "Page down", show=False, priority=True),
        Binding("pageup", "move(-14)", "Page up", show=False, priority=True),
        Binding("space", "mark", "Mark", show=False, priority=True),
        Binding("ctrl+a", "mark_all", "Mark all", show=False, priority=True),
    ]

    def __init__(
        self, heading: str, choices: Sequence[Choice], *, empty: str = "nothing to choose from", one: bool = False
    ) -> None:
        super().__init__()
        self.heading, self.choices, self.empty, self.one = heading, tuple(choices), empty, one or len(choices) < 2
        self.marks: set[str] = set()
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """The filter above, the list below."""
        with Vertical(classes="dialog") as dialog:
            title(dialog, self.heading)
            marks = "" if self.one else "space marks · ctrl+a all · "
            subtitle(dialog, f"{marks}enter takes {'it' if self.one else 'them'} · esc cancels")
            yield _Filter(marks=not self.one)
            with VerticalScroll(id="choices", can_focus=False):
                yield Paper(id="choice-lines")

    def on_mount(self) -> None:
        """Typing narrows the list at once."""
        self.query_one("#choices").styles.height = min(self.ROWS, max(3, len(self.choices)), self.app.size.height - 9)
        self.set_focus(self.query_one("#only"))
        self.call_after_refresh(self._draw)

    @property
    def shown(self) -> tuple[Choice, ...]:
        """What the filter leaves."""
        words = self.query_one("#only", Input).value.lower().split()
        return tuple(choice for choice in self.choices if all(word in choice.search for word in words))

    def on_input_changed(self) -> None:
        """Another filter."""
        self.cursor = 0
        self._draw()

    def on_input_submitted(self) -> None:
        """Enter: the marked ones, or the one under the cursor."""
        here = self._here
        marked = tuple(choice.id for choice in self.choices if choice.id in self.marks)
        if marked or here is not None:
            self.dismiss(marked or ((here.id,) if here else ()))

    @property
    def _here(self) -> Choice | None:
        shown = self.shown
        return shown[self.cursor] if self.cursor < len(shown) else None

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Nothing is marked where one is chosen."""
        return not (self.one and action in ("mark", "mark_all"))

    def action_move(self, by: int) -> None:
        """Down or up."""
        self.cursor = min(max(0, self.cursor + by), max(0, len(self.shown) - 1))
        self._draw()

    def action_mark(self) -> None:
        """Mark or unmark the one under the cursor and go on."""
        if (here := self._here) is not None:
            self.marks ^= {here.id}
            self.action_move(1)

    def action_mark_all(self) -> None:
        """Mark all that are shown, or none of them."""
        every = {choice.id for choice in self.shown}
        self.marks = self.marks - every if every <= self.marks else self.marks | every
        self._draw()

    def _draw(self) -> None:
        scroll = self.query_one("#choices", VerticalScroll)
        columns = max(20, (scroll.scrollable_content_region.width or 66) - 1)
        shown = self.shown
        lines: list[Line] = [self._row(choice, at == self.cursor, columns) for at, choice in enumerate(shown)]
        self.query_one("#choice-lines", Paper).show(
            lines or [line((self.empty if not self.choices else "no match", "muted"))]
        )
        rows = scroll.scrollable_content_region.height or self.ROWS
        if self.cursor < scroll.scroll_offset.y:
            scroll.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= scroll.scroll_offset.y + rows:
            scroll.scroll_to(y=self.cursor - rows + 1, animate=False)

    @cached_property
    def _longest(self) -> int:
        """Cells of the longest text: what is not needed for it is left to the notes."""
        return max((width(safe(choice.text)) for choice in self.choices), default=0)

    def _row(self, choice: Choice, here: bool, columns: int) -> Line:
        mark = ("■ ", "mark") if choice.id in self.marks else (" " if self.one else "· ", "faint")
        wide = min(44, columns * 3 // 5, self._longest)
        name = pad(((safe(choice.text), "bold" if here else ""),), wide)
        return line(("▸" if here else " ", "accent"), mark, *name, (f"  {safe(choice.note)}", "muted")) or BLANK
