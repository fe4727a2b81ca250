"""A virtual list over pages that are read when they come into sight: the table of leads, replies and contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from textual.events import Resize
from textual.geometry import Size

from coldsend_tui.live.pages import Pages
from coldsend_tui.tui.columns.spec import Layout
from coldsend_tui.tui.widgets.table import GUTTER, Rows, Table

Row = TypeVar("Row")


class PagedRows(Rows[Row]):
    """Rows of a `Pages`. The cursor stays at its position, the marks at the rows they were put on, read or not."""

    pages: Pages[Row] | None = None

    @property
    def present(self) -> Iterable[Row]:
        """The rows that are held."""
        return self.pages.known if self.pages is not None else ()

    def browse(self, pages: Pages[Row]) -> None:
        """Show another list from its start."""
        self.pages, self.rows, self.cursor = pages, pages, 0
        self.marks.clear()
        self.scroll_to(y=0, animate=False, immediate=True)

    def follow(self, layout: Layout[Row]) -> None:
        """A page came or the columns changed: draw what is in sight again."""
        self.layout_of = layout
        self.virtual_size = Size(self.size.width, len(self.rows))
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
        self.redraw()
        self.look()
        self.post_message(self.Moved())

    def look(self) -> None:
        """Tell the list which rows are in sight."""
        if self.pages is not None and self.size.height:
            top = round(self.scroll_y)
            self.pages.look(top, top + self.size.height - 1)

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Other rows are in sight."""
        super().watch_scroll_y(old, new)
        self.look()

    def on_resize(self, event: Resize) -> None:
        """More or fewer rows are in sight. (Textual calls the handler of `Rows` too.)"""
        self.call_after_refresh(self.look)


class PagedTable(Table[Row]):
    """A table whose rows are read page by page. Sorting and filtering are the server's: they make another list."""

    def make_body(self, identify: Callable[[Row], str], markable: bool) -> Rows[Row]:
        """Rows that tell what is in sight."""
        return PagedRows(identify, markable=markable)

    @property
    def pages(self) -> Pages[Row] | None:
        """The list that is shown."""
        return self._body.pages

    @property
    def _body(self) -> PagedRows[Row]:
        assert isinstance(self.body, PagedRows)
        return self.body

    def browse(self, pages: Pages[Row]) -> None:
        """Show another list; the one before is closed."""
        if self.pages is not None:
            self.pages.close()
        self._body.browse(pages)
        self._lay_out()

    def follow(self, *, empty: str | None = None) -> None:
        """A page came or failed. `empty` stands in the place of rows while there are none."""
        if empty is not None:
            self.empty = empty
        self._lay_out()

    def on_unmount(self) -> None:
        """Nothing is read for a table that is gone."""
        if self.pages is not None:
            self.pages.close()

    def show(self, rows: Sequence[Row], *, empty: str | None = None) -> None:
        """Not for paged lists: use `browse`."""
        raise TypeError("a paged table shows pages")  # pragma: no cover - a programming error

    def _lay_out(self) -> None:
        width = self.size.width - 1
        if width <= GUTTER:
            return
        layout = self.fitted(self.body.present, width - GUTTER)
        self.titles.show([((" " * GUTTER, ""), *layout.header(self.sort_key, self.descending))])
        self.note.show([] if len(self.body.rows) else self.stand_in(width))
        self._body.follow(layout)
