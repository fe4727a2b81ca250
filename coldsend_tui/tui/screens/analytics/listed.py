"""A tab of Analytics that is one list: its keys, and what of it is in sight."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.analytics.tab import Tab
from coldsend_tui.tui.widgets.table import Rows, Table

Row = TypeVar("Row")


class ListTab(Tab, Generic[Row]):
    """Subclasses compose a `Table` with the id `LIST` whose rows do not take the focus: the screen has the keys."""

    LIST: ClassVar[str] = ""

    @property
    def table(self) -> Table[Row]:
        """The list."""
        return self.query_one(f"#{self.LIST}", Table)

    @property
    def rows(self) -> Rows[Row]:
        """Its rows."""
        return self.table.body

    def in_sight(self) -> list[Line]:
        """Titles and the rows on the screen, as lines."""
        layout, top = self.rows.layout_of, round(self.rows.scroll_y)
        seen = self.rows.rows[top : top + max(1, self.rows.size.height)]
        titles = layout.header(self.table.sort_key, self.table.descending)
        return [titles, *(layout.line(row) for row in seen if row is not None)]

    def step(self, lines: int) -> None:
        self.rows.action_move(lines)

    def page(self, pages: int) -> None:
        self.rows.action_page(pages)

    def edge(self, where: int) -> None:
        self.rows.action_edge(where)

    def on_rows_opened(self) -> None:
        """A double click."""
        self.do_open()

    def do_open(self) -> None:
        """Open what the cursor is on."""
        raise NotImplementedError  # pragma: no cover - abstract

    def do_sort(self) -> None:
        self.table.sort_next()

    def do_reverse(self) -> None:
        self.table.sort_reverse()
