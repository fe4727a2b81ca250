"""A list with a filter line and a pane in which the selected row is read in full. Where both do not fit, the pane covers the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from textual.widgets import Input

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.filtering import Filtered
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.widgets.boxes import Across, Down
from coldsend_tui.tui.widgets.pane import Pane
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table

Row = TypeVar("Row")

BESIDE_FROM = 112
"""Columns from which a list keeps its columns beside the pane."""

FINDING = (
    Command("open", "enter", "open", "Read the selected row in full", footer=0),
    Command("filter", "slash", "filter", "Filter by words and fields", footer=5),
    Command("mark", "space", "mark", "Mark a row; marked ones act together"),
    Command("side", "o", "side pane", "Show or hide the selected row beside the list", footer=7),
    Command("sort", "s", "sort", "Sort by the next column", footer=8),
    Command("reverse", "S", "reverse", "Turn the order around"),
)
"""What every list with a pane can do."""


class Detailed(Listing[Row], Filtered):
    """Subclasses give the table; its id is `list`."""

    TITLE_OF_PANE: ClassVar[str] = "Selected"
    DEFAULT_CSS = """
    Detailed #split { height: 1fr; layers: base above; }
    Detailed #list { width: 1fr; layer: base; }
    Detailed #pane { width: 48; layer: base; }
    Detailed.-wide #pane { width: 68; }
    Detailed.-cover #pane { width: 100%; layer: above; background: $background; }
    """

    def table(self) -> Table[Row]:
        """The list."""
        raise NotImplementedError  # pragma: no cover - abstract

    def compose_body(self) -> Iterable[Any]:
        """List, pane, filter line."""
        with Down(id="body"):
            with Across(id="split"):
                yield self.table()
                with Pane(self.TITLE_OF_PANE):
                    yield Paper(id="side")
            yield self.filter_line()

    @property
    def narrow(self) -> bool:
        """Whether list and pane do not fit beside each other."""
        return self.app.size.width < BESIDE_FROM

    def draw_side(self) -> None:
        """The pane, or its absence."""
        shown = self.side_shown
        pane, side = self.query_one(Pane), self.query_one("#side", Paper)
        pane.display = shown
        self.set_class(self.narrow, "-cover")
        if not shown and pane.has_focus:
            self.query_one(Rows).focus()
        if shown:
            row = self.selected
            columns = max(30, side.size.width or self._columns())
            side.show(self.side_lines(row, columns) if row is not None else [])

    def _columns(self) -> int:
        width = self.app.size.width
        return (width if width < BESIDE_FROM else 68 if width >= 160 else 48) - 5

    def targets(self) -> tuple[Row, ...]:
        """The marked rows, else the one under the cursor."""
        rows = self.query_one(Rows)
        if rows.marks:
            return tuple(row for row in rows.present if rows.identify(row) in rows.marks)
        return (self.selected,) if self.selected is not None else ()

    def on_rows_marked(self) -> None:
        """The title counts the marks."""
        self.draw()

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.do_open()

    def count_title(self, what: str, shown: int, every: int, more: str = "") -> str:
        """The title of the list: how many rows, of how many, how many marked."""
        marks = len(self.query_one(Rows).marks)
        words = [f"{what} {shown:,}" if shown == every else f"{what} {shown:,} of {every:,}"] if every else [what]
        words += [more] * bool(more and every) + [f"{marks} marked"] * bool(marks) + ["filtered"] * bool(self.filter)
        return " · ".join(words)

    def do_open(self) -> None:
        if self.selected is not None:
            self.side = True
            self.draw_side()
            self.query_one("#pane").focus()
            self.attend()

    def do_side(self) -> None:
        self.side = not self.side_shown
        self.draw_side()
        if self.narrow and self.side:
            self.query_one("#pane").focus()
        self.attend()

    def do_mark(self) -> None:
        self.query_one(Rows).action_mark()

    def do_back(self) -> None:
        if self.query_one("#pane").has_focus and not self.query_one("#filter", Input).has_focus:
            if self.narrow:
                self.side = False
                self.draw_side()
            self.query_one(Rows).focus()
        else:
            super().do_back()
