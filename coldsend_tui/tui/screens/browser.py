"""A screen over a long list of people: pages left, the selected one in full right, read when somebody stays on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from textual.timer import Timer
from textual.widgets import Input

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import LiveSession
from coldsend_tui.live.pages import Pages, ReadPage
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.widgets.boxes import Across, Down
from coldsend_tui.tui.widgets.filter_line import FilterLine
from coldsend_tui.tui.widgets.paged import PagedTable
from coldsend_tui.tui.widgets.pane import Pane
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows
from coldsend_tui.tui.widgets.title import title

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown

STAY = 0.25
"""Seconds the cursor rests on a row before it is read in full: not a request for each row that is passed."""
KEPT_DETAILS = 30


class Identified(Protocol):
    """A row with an id."""

    @property
    def id(self) -> str:
        """The API's id."""
        ...


Row = TypeVar("Row", bound=Identified)
Detail = TypeVar("Detail")


class Browser(Place, Generic[Row, Detail]):
    """Subclasses say how pages and details are read and what they look like. At 80 columns one of the two is in sight.

    `PEOPLE` are those of the list in a sentence, `SEARCH_HINT` stands in the search line, `EMPTY` where there is nothing without any filter. A new search or filter is a
    new list: call `browse`.
    """

    LIST_TITLE: ClassVar[str] = ""
    PEOPLE: ClassVar[str] = ""
    PANE_TITLE: ClassVar[str] = ""
    SEARCH_HINT: ClassVar[str] = "a word"
    EMPTY: ClassVar[str] = "nothing here"
    DEFAULT_CSS = """
    Browser #list { width: 3fr; }
    Browser #pane { width: 2fr; }
    Browser.-wide #pane { width: 64; }
    Browser.-narrow #pane { display: none; }
    Browser.-narrow.-open #pane { display: block; width: 100%; }
    Browser.-narrow.-open #list { display: none; }
    Browser.-alone #pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.search = ""
        self.details: dict[str, Detail | ColdSendError] = {}
        self._stay: Timer | None = None

    # -- what subclasses say --------------------------------------------------------------------------------------------

    def reader(self, session: LiveSession) -> ReadPage[Row]:
        """How a page of the list as it is wanted now is read."""
        raise NotImplementedError  # pragma: no cover - abstract

    async def read_detail(self, session: LiveSession, row: Row) -> Detail:
        """A row in full. Raises ColdSendError."""
        raise NotImplementedError  # pragma: no cover - abstract

    def list_columns(self) -> Sequence[Column[Row]]:
        """The columns, as of now."""
        raise NotImplementedError  # pragma: no cover - abstract

    def head_lines(self, row: Row, detail: Detail | None, width: int) -> list[Line]:
        """What the row itself tells, above its detail."""
        raise NotImplementedError  # pragma: no cover - abstract

    def detail_lines(self, row: Row, detail: Detail, width: int) -> list[Line]:
        """The rest, once it has been read."""
        raise NotImplementedError  # pragma: no cover - abstract

    def title_words(self) -> list[str]:
        """What is asked for beside the search, as words for the title."""
        return []

    def narrowed(self) -> bool:
        """Whether anything but the whole list is asked for."""
        return bool(self.search)

    def unfiltered(self) -> bool:
        """Give up every filter; whether there was none."""
        return not self.search

    # -- body ---------------------------------------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Any]:
        """List, pane, and the search line while it is in use."""
        with Down(id="body"):
            with Across(id="split"):
                table: PagedTable[Row] = PagedTable((), lambda row: row.id, id="list", markable=True)
                table.border_title = self.LIST_TITLE
                yield table
                with Pane(self.PANE_TITLE):
                    yield Paper(id="detail")
            yield FilterLine(self.SEARCH_HINT, "search")

    def on_mount(self) -> None:
        """The list has the keys; the pane follows the cursor. (Textual calls the handler of `Place` too.)"""
        rows = self.query_one(Rows)
        rows.when_moved = self.cursor_moved
        rows.focus()

    @property
    def table(self) -> PagedTable[Row]:
        """The list."""
        return self.query_one("#list", PagedTable)

    @property
    def pages(self) -> Pages[Row] | None:
        """The rows; None before there is a session."""
        return self.table.pages

    @property
    def selected(self) -> Row | None:
        """The row under the cursor; None where it has not been read yet."""
        row: Row | None = self.query_one(Rows).current
        return row

    def targets(self) -> tuple[Row, ...]:
        """The marked rows that are held, else the one under the cursor."""
        rows = self.query_one(Rows)
        if rows.marks:
            return tuple(row for row in rows.present if row.id in rows.marks)
        return (self.selected,) if self.selected is not None else ()

    def acted_on(self) -> tuple[Row, ...]:
        """`targets` for a write: all that are marked or, where some of them are not held any more, none, which is said."""
        rows, marks = self.targets(), len(self.query_one(Rows).marks)
        if marks > len(rows):
            self.state.say(
                f"{marks - len(rows):,} of {marks:,} marked ones are not held any more: mark fewer at once", "warn"
            )
            return ()
        return rows

    def draw(self) -> None:
        """List and pane; the list is asked for as soon as there is a session."""
        table = self.table
        table.columns = tuple(self.list_columns())
        if self.state.session is not None and table.pages is None:
            self.browse()
        table.follow(empty=self._empty())
        title(table, self._title())
        self.draw_pane()

    def browse(self) -> None:
        """Begin the list as it is wanted now."""
        session = self.state.session
        if session is not None:
            self.table.browse(Pages(self.reader(session), self.state.clock, self._page_came))

    def on_rows_marked(self) -> None:
        """The title counts the marks."""
        title(self.table, self._title())

    def _page_came(self) -> None:
        if self.is_current:
            self.draw_all()
            self._rest()

    def _title(self) -> str:
        pages = self.pages
        total = pages.total if pages is not None else None
        words = [self.LIST_TITLE if total is None else f"{self.LIST_TITLE} {total:,}", *self.title_words()]
        words += [f"“{self.search}”"] if self.search else []
        marks = len(self.query_one(Rows).marks)
        words += [f"{marks:,} marked"] if marks else []
        if pages is not None and pages.reading:
            words.append("reading …")
        elif pages is not None and pages.error is not None and len(pages):
            words.append("could not be read again")
        return " · ".join(words)

    def _empty(self) -> str:
        pages, state = self.pages, self.state
        if state.playback is not None:
            return f"{self.PEOPLE} are not recorded: a recording holds what the console keeps, not its people"
        if pages is None or (pages.error is not None and state.lost is not None):
            return state.unread(self.PEOPLE)
        if pages.error is not None:
            return f"{pages.error} (r tries again)"
        if pages.total is None:
            return "reading …"
        return "nothing found (esc shows all again)" if self.narrowed() else self.EMPTY

    def put(self, row: Row) -> None:
        """A row that was changed by a write: in place, without a request."""
        if self.pages is not None and self.pages.put(row, lambda one: one.id) and self.is_mounted:
            self.table.follow()
            title(self.table, self._title())

    # -- the pane -----------------------------------------------------------------------------------------------------

    def draw_pane(self) -> None:
        """The selected row as far as it is known."""
        sheet, row = self.query_one("#detail", Paper), self.selected
        width = max(20, sheet.size.width or self.query_one("#pane").size.width - 2)
        sheet.show(self._pane_lines(row, width) if row is not None else [])

    def _pane_lines(self, row: Row, width: int) -> list[Line]:
        known = self.details.get(row.id)
        if isinstance(known, ColdSendError):
            why = self.state.unread("the rest") if self.state.lost is not None else f"{known} (r tries again)"
            failed = wrap(why, width, "crit")
            return [*self.head_lines(row, None, width), BLANK, *failed]
        lines = [*self.head_lines(row, known, width), BLANK]
        if known is None:
            return [*lines, line(("reading …", "faint"))]
        return lines + self.detail_lines(row, known, width)

    def on_rows_moved(self) -> None:
        """Another row: what it tells itself at once, the rest when the cursor rests."""
        self.query_one(Pane).scroll_home(animate=False)
        self.draw_footer()
        self.draw_pane()
        self._rest()

    @property
    def pane_shown(self) -> bool:
        """Whether the pane is in sight at this width."""
        return self.has_class("-open") if self.has_class("-narrow") else not self.has_class("-alone")

    def _rest(self) -> None:
        if self._stay is not None:
            self._stay.stop()
        row = self.selected
        if row is not None and row.id not in self.details and self.pane_shown:
            self._stay = self.set_timer(STAY, self.read_selected)

    def read_selected(self) -> None:
        """Read the row under the cursor in full, now."""
        if (row := self.selected) is not None and self.is_current:
            self.run_worker(self._read(row), group="detail", exclusive=True, exit_on_error=False)

    async def _read(self, row: Row) -> None:
        session = self.state.session
        if session is None:
            return
        try:
            self.details[row.id] = await self.read_detail(session, row)
        except ColdSendError as error:
            self.details[row.id] = error
        while len(self.details) > KEPT_DETAILS:
            self.details.pop(next(iter(self.details)))
        if self.is_current:
            self.draw_pane()

    def exports(self) -> Shown | None:
        """The whole list as it is asked for, page by page; the marked rows alone where there are any."""
        from coldsend_tui.export.fields import kind_of
        from coldsend_tui.tui.exporting import Shown, read_of

        rows, pages, session = self.query_one(Rows), self.pages, self.state.session
        known = list(rows.present)
        kind = kind_of(known[0]) if known else None
        if kind is None or pages is None or session is None:
            return None
        columns = tuple(column.key for column, _ in rows.layout_of.columns)
        narrowed = " ".join([*self.title_words(), *([f"“{self.search}”"] if self.search else [])])
        marks = frozenset(rows.marks)
        marked = [row for row in known if row.id in marks]
        if marks and len(marked) == len(marks):
            read = {row.id: pages.read_at(at) for at, row in enumerate(pages) if row is not None and row.id in marks}
            return Shown(kind, [read_of(row, read.get(row.id)) for row in marked], columns, narrowed, marked=len(marks))
        return Shown(kind, (), columns, narrowed, self.reader(session), pages.total, marks, len(marks))

    # -- commands -----------------------------------------------------------------------------------------------------

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.do_open()

    def do_open(self) -> None:
        self.add_class("-open")
        self.remove_class("-alone")
        self.query_one("#pane").focus()
        self.draw_pane()
        self._rest()

    def do_side(self) -> None:
        if self.has_class("-narrow") and not self.pane_shown:
            self.do_open()
            return
        self.toggle_class("-open" if self.has_class("-narrow") else "-alone")
        if not self.pane_shown:
            self.query_one(Rows).focus()
        self.call_after_refresh(self.draw_all)
        self._rest()

    def do_back(self) -> None:
        """Escape: out of the search line, out of the pane, then the marks, then the filters, then the screen."""
        search, rows = self.query_one("#filter", Input), self.query_one(Rows)
        if search.has_focus:
            search.display = bool(search.value)
            rows.focus()
        elif self.query_one("#pane").has_focus:
            self.remove_class("-open")
            rows.focus()
        elif rows.clear_marks():
            pass
        elif not self.unfiltered():
            search.value, search.display, self.search = "", False, ""
            self.browse()
            self.draw_all()
        elif len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def do_refresh(self) -> None:
        if row := self.selected:
            self.details.pop(row.id, None)
        if self.pages is not None:
            self.pages.refresh()
        self._rest()
        self.state.say("reading this list again")

    def do_filter(self) -> None:
        search = self.query_one("#filter", Input)
        search.display = True
        self.set_focus(search)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search on the server; an empty line ends the search."""
        event.stop()
        self.search_for(event.value)

    def search_for(self, text: str) -> None:
        """A search was typed."""
        self.submit(text)

    def submit(self, text: str) -> None:
        """Search for `text`, back to the list."""
        self.query_one("#filter", Input).display = bool(text)
        self.query_one(Rows).focus()
        if text.strip() != self.search:
            self.search = text.strip()
            self.browse()
            self.draw_all()

    def do_mark(self) -> None:
        self.query_one(Rows).action_mark()
