"""A screen that is one list with a pane beside it for the selected row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown

Row = TypeVar("Row")


class Listing(Place, Generic[Row]):
    """Expects a `Table` and a `Paper` with the id `side` in the body. The pane follows the cursor.

    `SIDE_FROM` is the width from which the pane is shown by itself; `o` shows or hides it at any width.
    """

    SIDE_FROM: ClassVar[int] = 160

    def __init__(self) -> None:
        super().__init__()
        self.side: bool | None = None

    def on_mount(self) -> None:
        """The list has the keys."""
        rows = self.query_one(Rows)
        rows.when_moved = self.cursor_moved
        rows.focus()

    def side_lines(self, row: Row, columns: int) -> Sequence[Line]:
        """What the pane says about the selected row."""
        raise NotImplementedError  # pragma: no cover - abstract

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        current: Row | None = self.query_one(Rows).current
        return current

    def select(self, row_id: str) -> None:
        """Put the cursor on a row; on none if it is not shown."""
        rows = self.query_one(Rows)
        at = next((at for at, row in enumerate(rows.rows) if rows.identify(row) == row_id), None)
        if at is not None:
            rows.move_to(at)

    @property
    def side_shown(self) -> bool:
        """As asked for, else by the width."""
        return self.app.size.width >= self.SIDE_FROM if self.side is None else self.side

    def draw_side(self) -> None:
        """The pane."""
        side, row = self.query_one("#side", Paper), self.selected
        side.display = self.side_shown
        if self.side_shown:
            side.show(self.side_lines(row, side.size.width or 40) if row is not None else [])

    def on_rows_moved(self) -> None:
        """Pane, lit keys and what is kept fresh follow the cursor."""
        self.draw_footer()
        self.draw_side()
        self.attend()

    def exports(self) -> Shown | None:
        """The rows in sight and below, in their order, or the marked ones."""
        from coldsend_tui.export.fields import kind_of
        from coldsend_tui.tui.exporting import Shown, read_of

        rows, query = self.query_one(Rows), getattr(self, "filter", None)
        shown = [row for row in rows.present if not rows.marks or rows.identify(row) in rows.marks]
        kind = kind_of(shown[0]) if shown else None
        if kind is None:
            return None
        columns = tuple(column.key for column, _ in rows.layout_of.columns)
        narrowed = "" if query is None else str(query)
        return Shown(kind, [read_of(row, None) for row in shown], columns, narrowed, marked=len(rows.marks))

    def do_sort(self) -> None:
        self.query_one(Table).sort_next()

    def do_reverse(self) -> None:
        self.query_one(Table).sort_reverse()

    def do_side(self) -> None:
        self.side = not self.side_shown
        self.attend()
        self.draw_side()
