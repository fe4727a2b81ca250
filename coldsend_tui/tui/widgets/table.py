"""The virtual list: any number of rows, only those in sight are ever drawn. A move of the cursor draws two lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coldsend_tui.tui.columns.spec import Column, Layout, fit, widest
from coldsend_tui.tui.lines import BLANK, Line, cells, wrap
from coldsend_tui.tui.widgets.paper import Paper, strip

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

Row = TypeVar("Row")
# Two cells before each row: the cursor's bar and the mark.
GUTTER = 2
MEASURED = 100
"""Rows that are measured for the widths of columns: more than a screen shows, few enough to cost nothing."""
# What stands in the place of a row that has not been read yet.
UNREAD = "·"


class Rows(ScrollView, Generic[Row], can_focus=True):
    """The scrolling part: rows, a cursor and marks. Rows are identified by `identify(row)`, so the cursor survives a refresh."""

    DEFAULT_CSS = "Rows { scrollbar-size: 1 1; overflow-x: hidden; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("home,g", "edge(-1)", "First", show=False),
        Binding("end,G", "edge(1)", "Last", show=False),
        Binding("space", "mark", "Mark", show=False),
        Binding("v", "mark_range", "Mark a range", show=False),
        Binding("M", "mark_all", "Mark all shown", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another row, or its row changed."""

    class Opened(Message):
        """Enter or a click on the row under the cursor."""

    class Marked(Message):
        """The marks changed."""

    def __init__(self, identify: Callable[[Row], str], *, markable: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.identify = identify
        self.markable = markable
        self.rows: Sequence[Row | None] = ()
        self.layout_of: Layout[Row] = Layout(())
        self.cursor = 0
        self.marks: set[str] = set()
        # Called at once, not by message: what follows the cursor is drawn in the same frame.
        self.when_moved: Callable[[], object] = lambda: self.post_message(self.Moved())
        self._anchor: int | None = None
        self._drawn: dict[int, tuple[Any, Strip]] = {}
        self._under = Style()

    @property
    def present(self) -> Iterable[Row]:
        """The rows that have been read, in order; all of them unless the list is read page by page."""
        return (row for row in self.rows if row is not None)

    @property
    def current(self) -> Row | None:
        """The row under the cursor; None where there is none, or it has not been read."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def set_rows(self, rows: Sequence[Row], layout: Layout[Row]) -> None:
        """Show `rows`; the cursor stays on the row it was on, wherever that went."""
        before = self.current
        resized = len(rows) != len(self.rows)
        same_layout = layout == self.layout_of
        changed = not same_layout or resized or any(a != b for a, b in zip(rows, self.rows, strict=True))
        self.rows, self.layout_of = rows, layout
        if before is not None:
            self.cursor = self._find(self.identify(before), near=self.cursor)
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        if resized:
            self.virtual_size = Size(self.size.width, len(rows))
            shown = {self.identify(row) for row in rows} if self.marks else set()
            self.marks &= shown
        if changed:
            self.redraw()
            self.post_message(self.Moved())

    def _find(self, identity: str, *, near: int) -> int:
        rows, identify = self.rows, self.identify
        if near < len(rows) and (row := rows[near]) is not None and identify(row) == identity:
            return near
        return next((at for at, row in enumerate(rows) if row is not None and identify(row) == identity), near)

    def redraw(self) -> None:
        """Draw what is in sight again; the terminal still gets only the cells that differ."""
        self._drawn.clear()
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """Another width is another layout; the table around asks for it."""
        self.virtual_size = Size(event.size.width, len(self.rows))
        self._drawn.clear()
        self._keep_in_sight()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Visible lines. What lies under all of them is looked up once: Textual asks every ancestor for it."""
        self._under = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        at = y + round(self.scroll_y)
        width = self.size.width
        if at >= len(self.rows):
            return Strip.blank(width, self._under)
        row = self.rows[at]
        selected = at == self.cursor
        marked = bool(self.marks) and row is not None and self.identify(row) in self.marks
        key = (selected, marked, self.has_focus if selected else False, width)
        drawn = self._drawn.get(at)
        if drawn is not None and drawn[0] == key:
            return drawn[1]
        roles = cast("ConsoleApp", self.app).roles
        gutter: Line = (("▌" if selected else " ", "accent"), ("•" if marked else " ", "mark"))
        identity, rest = self.layout_of.halves(row) if row is not None else (((UNREAD, "faint"),), BLANK)
        lit = (*gutter, *identity)
        left = min(width, cells(lit))
        head = strip(lit, left, roles, roles["cursor"] if selected else None)
        made = Strip.join([head, strip(rest, width - left, roles)]).apply_style(self._under)
        if len(self._drawn) > 512:
            self._drawn.clear()
        self._drawn[at] = (key, made)
        return made

    def move_to(self, at: int) -> None:
        """Put the cursor on row `at` (clipped) and bring it into sight."""
        at = max(0, min(at, len(self.rows) - 1))
        if at == self.cursor:
            return
        old, self.cursor = self.cursor, at
        self._refresh_rows(old, at)
        self._keep_in_sight()
        self.when_moved()

    def _refresh_rows(self, *positions: int) -> None:
        top, width = round(self.scroll_y), self.size.width
        self.refresh(*(Region(0, at - top, width, 1) for at in positions if 0 <= at - top < self.size.height))

    def _keep_in_sight(self) -> None:
        top, height = round(self.scroll_y), max(1, self.size.height)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing can be marked, the keys for marking are free for the screen."""
        return self.markable or not action.startswith("mark")

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self.move_to(self.cursor + by * max(1, self.size.height - 1))

    def action_edge(self, to: int) -> None:
        """The first or the last row."""
        self.move_to(0 if to < 0 else len(self.rows) - 1)

    def action_mark(self) -> None:
        """Mark or unmark the row under the cursor and go on to the next."""
        row = self.current
        if row is None or not self.markable:
            return
        self.marks ^= {self.identify(row)}
        self._anchor = self.cursor
        self._refresh_rows(self.cursor)
        self.move_to(self.cursor + 1)
        self.post_message(self.Marked())

    def action_mark_range(self) -> None:
        """Mark all rows between the last marked one and the cursor."""
        if not self.markable or not self.rows:
            return
        start = self.cursor if self._anchor is None else self._anchor
        low, high = sorted((start, self.cursor))
        self.marks |= {self.identify(row) for row in self.rows[low : high + 1] if row is not None}
        self._anchor = self.cursor
        self.redraw()
        self.post_message(self.Marked())

    def action_mark_all(self) -> None:
        """Mark all rows that are shown; when all are, unmark them."""
        if not self.markable:
            return
        every = {self.identify(row) for row in self.present}
        self.marks = set() if self.marks == every else every
        self.redraw()
        self.post_message(self.Marked())

    def clear_marks(self) -> bool:
        """Unmark everything; whether there was anything marked."""
        had = bool(self.marks)
        self.marks.clear()
        self._anchor = None
        if had:
            self.redraw()
            self.post_message(self.Marked())
        return had

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened())

    def on_click(self, event: Click) -> None:
        """Select with one click, open with a second on the same row."""
        at = round(self.scroll_y) + event.y
        if at < len(self.rows):
            if at == self.cursor and event.chain == 2:
                self.action_open()
            self.move_to(at)

    def on_focus(self) -> None:
        """The cursor looks alike with and without focus; only its row may need a redraw."""
        self._refresh_rows(self.cursor)

    def on_blur(self) -> None:
        """See `on_focus`."""
        self._refresh_rows(self.cursor)


class Table(Vertical, Generic[Row]):
    """A header over virtual rows. Columns are chosen by the width; `sort_next` walks through the sortable ones."""

    DEFAULT_CSS = """
    Table > #titles { height: 1; }
    Table > Rows { height: 1fr; min-height: 1; }
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        identify: Callable[[Row], str],
        *,
        sort: str | None = None,
        markable: bool = False,
        empty: str = "Nothing here.",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.sort_key = sort
        self.descending = next((column.descending for column in columns if column.key == sort), False)
        self.body = self.make_body(identify, markable)
        self.titles = Paper(id="titles")
        self.note = Paper(id="note")
        self._rows: Sequence[Row] = ()
        self._wanted: dict[str, int] = {}

    def make_body(self, identify: Callable[[Row], str], markable: bool) -> Rows[Row]:
        """The scrolling part."""
        return Rows(identify, markable=markable)

    def compose(self) -> ComposeResult:
        """Titles, rows, and a note that stands in for them while there are none."""
        yield self.titles
        yield self.note
        yield self.body

    def on_resize(self) -> None:
        """Choose the columns again."""
        self._lay_out()

    def show(self, rows: Sequence[Row], *, empty: str | None = None) -> None:
        """Show `rows`, sorted by the present column."""
        self._rows = rows
        if empty is not None:
            self.empty = empty
        self._lay_out()

    def recolumn(self, columns: Sequence[Column[Row]], sort: str | None) -> None:
        """Other columns from the next `show` on: other things are listed."""
        self.columns, self.sort_key, self._wanted = tuple(columns), sort, {}
        self.descending = next((column.descending for column in columns if column.key == sort), False)

    def stand_in(self, columns: int) -> list[Line]:
        """What stands in the place of rows while there are none."""
        return [
            BLANK,
            *(((" " * GUTTER, ""), *spans) for spans in wrap(self.empty, max(8, columns - 2 * GUTTER), "muted")),
        ]

    def sort_next(self) -> None:
        """Sort by the next sortable column in sight."""
        keys = [column.key for column, _ in self.body.layout_of.columns if column.sort]
        if not keys:
            return
        at = keys.index(self.sort_key) + 1 if self.sort_key in keys else 0
        self.sort_key = keys[at % len(keys)]
        self.descending = next(column.descending for column in self.columns if column.key == self.sort_key)
        self._lay_out()

    def sort_reverse(self) -> None:
        """Turn the order around."""
        self.descending = not self.descending
        self._lay_out()

    def fitted(self, rows: Iterable[Row], width: int) -> Layout[Row]:
        """The columns in `width` cells. What the first rows of any time needed is kept, so that nothing jumps."""
        for key, cells_ in widest(self.columns, islice(rows, MEASURED)).items():
            self._wanted[key] = max(cells_, self._wanted.get(key, 0))
        return fit(self.columns, width, self._wanted)

    def _lay_out(self) -> None:
        width = self.size.width - 1
        if width <= GUTTER:
            return
        layout = self.fitted(self._rows, width - GUTTER)
        column = next((column for column in self.columns if column.key == self.sort_key and column.sort), None)
        rows = self._rows
        if column is not None and column.sort is not None:
            rows = sorted(rows, key=column.sort, reverse=self.descending)
        self.titles.show([((" " * GUTTER, ""), *layout.header(self.sort_key, self.descending))])
        self.note.show([] if rows else self.stand_in(width))
        self.body.set_rows(rows, layout)
