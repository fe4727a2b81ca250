"""The inbox: conversations left, unread first; the selected one right, read when somebody stays on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Input

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import feeds
from coldsend_tui.live.browsing.replies import Thread, UnreadFirst, Wanted, read_thread
from coldsend_tui.live.pages import Pages
from coldsend_tui.people import Conversation
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import replies as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.screens.replies import view
from coldsend_tui.tui.widgets.paged import PagedTable
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows
from coldsend_tui.tui.widgets.title import title

STAY = 0.25
"""Seconds the cursor rests on a conversation before its messages are read: two requests, not one for each row passed."""
KEPT_THREADS = 30


class RepliesScreen(Place):
    """What people answered."""

    NAME = "replies"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Read the conversation; esc goes back to the list", footer=0),
        Command("next_unread", "n", "next unread", "Go to the next unread conversation", footer=1),
        Command("last_unread", "N", "previous unread", "Go to the previous unread conversation"),
        Command("filter", "slash", "search", "Search names, addresses and subjects on the server", footer=2),
        Command("kinds", "u", "unread only", "Unread ones only, starred ones only, or all, unread first", footer=3),
        Command("category", "c", "category", "Only one category: the next of those in sight, then all again", footer=4),
        Command("quotes", "Q", "quotes", "Fold or unfold quoted text"),
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=9),
    )

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.unfolded = False
        self._reader: UnreadFirst | None = None
        self._threads: dict[str, Thread | ColdSendError] = {}
        self._stay: Timer | None = None
        self._unread: int | None = None

    # -- body ---------------------------------------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Any]:
        """List, thread, and the search line while it is in use."""
        with Vertical(id="body"):
            with Horizontal(id="split"):
                table: PagedTable[Conversation] = PagedTable((), lambda row: row.id, id="list", markable=True)
                table.border_title = "Replies"
                yield table
                with VerticalScroll(id="thread") as thread:
                    thread.border_title = "Conversation"
                    yield Paper(id="messages")
            search = Input(placeholder="name, address or subject   enter searches, esc clears", id="filter")
            search.cursor_blink = False
            search.display = False
            yield search

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """How many are unread: when that moves, the list is read again."""
        return (feeds.UNREAD,), feeds.UNREAD

    def on_mount(self) -> None:
        """The list has the keys; the thread follows the cursor."""
        super().on_mount()
        rows = self.query_one(Rows)
        rows.when_moved = self.on_rows_moved
        rows.focus()

    @property
    def table(self) -> PagedTable[Conversation]:
        """The list."""
        return self.query_one("#list", PagedTable)

    @property
    def selected(self) -> Conversation | None:
        """The conversation under the cursor; None where it has not been read yet."""
        row: Conversation | None = self.query_one(Rows).current
        return row

    def draw(self) -> None:
        """List and thread; the list is asked for as soon as there is a session."""
        table, state = self.table, self.state
        table.columns = columns.columns(state.clock.now())
        if state.session is not None and table.pages is None:
            self._browse()
        unread = state.workspace.unread_replies
        if unread != self._unread:
            if self._unread is not None and table.pages is not None:
                table.pages.refresh()
            self._unread = unread
        table.follow(empty=self._empty())
        title(table, self._title())
        self._draw_thread()

    def _browse(self) -> None:
        session = self.state.session
        if session is None:
            return
        self._reader = UnreadFirst(session, self.wanted)
        self.table.browse(Pages(self._reader, self.state.clock, self._page_came))

    def _page_came(self) -> None:
        if self.is_current:
            self.draw_all()
            self._rest()

    def _title(self) -> str:
        pages, wanted = self.table.pages, self.wanted
        total = pages.total if pages else None
        words = ["Replies" if total is None else f"Replies {total:,}"]
        unread = self._reader.unread if self._reader else None
        if unread is not None and not wanted.unread:
            words.append(f"{unread:,} unread")
        words += ["unread only"] * wanted.unread + ["starred"] * wanted.starred
        words += [safe(wanted.category).replace("_", " ")] if wanted.category else []
        words += [f"“{safe(wanted.search)}”"] if wanted.search else []
        if pages is not None and pages.reading:
            words.append("reading …")
        return " · ".join(words)

    def _empty(self) -> str:
        pages = self.table.pages
        if pages is None:
            return "not connected yet"
        if pages.error is not None:
            return f"{pages.error} (r tries again)"
        if pages.total is None:
            return "reading replies …"
        return "nothing here" if self.wanted != Wanted() else "no replies yet"

    # -- the thread ---------------------------------------------------------------------------------------------------

    def _draw_thread(self) -> None:
        sheet, row = self.query_one("#messages", Paper), self.selected
        width = max(20, sheet.size.width or self.query_one("#thread").size.width - 2)
        sheet.show(self._thread_lines(row, width) if row is not None else [])

    def _thread_lines(self, row: Conversation, width: int) -> list[Line]:
        known = self._threads.get(row.id)
        thread = known if isinstance(known, Thread) else None
        lines = [*view.head(row, thread, width), BLANK]
        if thread is not None:
            return lines + view.messages(thread, self.state.clock.now(), width, unfolded=self.unfolded)
        if isinstance(known, ColdSendError):
            return [*lines, *wrap(str(known), width, "crit"), line(("r tries again", "muted"))]
        preview = safe(row.preview)
        return [*lines, line((preview, "muted")), line(("reading the messages …", "faint"))]

    def on_rows_moved(self) -> None:
        """Another conversation: its head at once, its messages when the cursor rests."""
        self.query_one("#thread", VerticalScroll).scroll_home(animate=False)
        self.draw_footer()
        self._draw_thread()
        self._rest()

    def _rest(self) -> None:
        if self._stay is not None:
            self._stay.stop()
        row = self.selected
        if row is not None and row.id not in self._threads and self._thread_shown:
            self._stay = self.set_timer(STAY, self._read_selected)

    @property
    def _thread_shown(self) -> bool:
        return not self.has_class("-narrow") or self.has_class("-open")

    def _read_selected(self) -> None:
        if (row := self.selected) is not None and self.is_current:
            self.run_worker(self._read(row.id), group="thread", exclusive=True, exit_on_error=False)

    async def _read(self, thread_id: str) -> None:
        session = self.state.session
        if session is None:
            return
        try:
            self._threads[thread_id] = await read_thread(session, thread_id)
        except ColdSendError as error:
            self._threads[thread_id] = error
        while len(self._threads) > KEPT_THREADS:
            self._threads.pop(next(iter(self._threads)))
        if self.is_current:
            self._draw_thread()

    # -- commands -----------------------------------------------------------------------------------------------------

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.do_open()

    def do_open(self) -> None:
        self.add_class("-open")
        self.query_one("#thread").focus()
        self._draw_thread()
        self._rest()

    def do_back(self) -> None:
        """Escape: out of the search line, out of the thread, then the filters."""
        search, rows = self.query_one("#filter", Input), self.query_one(Rows)
        if search.has_focus:
            search.display = bool(search.value)
            rows.focus()
        elif self.query_one("#thread").has_focus:
            self.remove_class("-open")
            rows.focus()
        elif not rows.clear_marks() and self.wanted != Wanted():
            search.value, search.display = "", False
            self._want(Wanted())

    def do_refresh(self) -> None:
        if row := self.selected:
            self._threads.pop(row.id, None)
        if self.table.pages is not None:
            self.table.pages.refresh()
        self._rest()
        self.state.say("reading replies again")

    def do_filter(self) -> None:
        search = self.query_one("#filter", Input)
        search.display = True
        self.set_focus(search)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search; an empty line ends the search."""
        event.input.display = bool(event.value)
        self.query_one(Rows).focus()
        self._want(self.wanted._replace(search=event.value.strip()))

    def _want(self, wanted: Wanted) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self._browse()
            self.draw_all()

    def do_kinds(self) -> None:
        unread, starred = self.wanted.unread, self.wanted.starred
        self._want(self.wanted._replace(unread=not unread and not starred, starred=unread))

    def do_category(self) -> None:
        pages = self.table.pages
        seen = sorted({row.category for row in pages.known if row.category}) if pages else []
        if self.wanted.category and self.wanted.category not in seen:
            seen = [self.wanted.category, *seen]
        at = seen.index(self.wanted.category) + 1 if self.wanted.category in seen else 0
        self._want(self.wanted._replace(category=seen[at] if at < len(seen) else None))

    def do_quotes(self) -> None:
        self.unfolded = not self.unfolded
        self._draw_thread()

    def do_copy(self) -> None:
        if row := self.selected:
            self.app.copy_to_clipboard(row.email)
            self.state.say(f"copied {row.email}")

    def do_next_unread(self) -> None:
        self._to_unread(1)

    def do_last_unread(self) -> None:
        self._to_unread(-1)

    def _to_unread(self, step: int) -> None:
        rows = self.query_one(Rows)
        unread = self._reader.unread if self._reader else None
        positions = range(rows.cursor + step, len(rows.rows) if step > 0 else -1, step)
        # Unread ones stand first: beyond them there is nothing to find.
        for at in positions:
            row = rows.rows[at]
            if row is not None and row.read is False:
                rows.move_to(at)
                return
            if row is None and unread is not None and at < unread:
                rows.move_to(at)
                return
            if step > 0 and unread is not None and at >= unread:
                break
        self.state.say("no unread conversation " + ("below" if step > 0 else "above"))
