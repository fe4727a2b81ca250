"""The API requests of this console, newest first: what was asked, what came, how long it took, what was left of the budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar

from coldsend_tui.api.record import RequestRecord
from coldsend_tui.ops import wording
from coldsend_tui.ops.query_fields import REQUEST_FIELDS
from coldsend_tui.tui.columns.requests import COLUMNS
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.filtering import Filtered
from coldsend_tui.tui.screens.journal import view
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.widgets.boxes import Across, Down
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import title

if TYPE_CHECKING:
    from coldsend_tui.api.request_log import RequestLog
    from coldsend_tui.tui.exporting import Shown


class RequestsScreen(Filtered, Listing[RequestRecord]):
    """Pushed over the journal. It draws when a request ends while it is in sight, and at no other time."""

    NAME = "journal"
    SIDE_FROM = 140
    FIELDS = REQUEST_FIELDS
    EXAMPLE = "method:post status>=400 ms>1000 campaigns"
    DEFAULT_CSS = """
    RequestsScreen #split { height: 1fr; }
    RequestsScreen #list { width: 1fr; }
    RequestsScreen #side { width: 52; height: 100%; }
    RequestsScreen.-narrow #split { layout: vertical; }
    RequestsScreen.-narrow #list { width: 100%; height: 1fr; }
    RequestsScreen.-narrow #side { width: 100%; height: 12; }
    """
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("side", "enter,o", "details", "Show the selected request in full, or the whole list", footer=1),
        Command("filter", "slash", "filter", "Filter by words and fields: status>=400 ms>1000", footer=2),
        Command("export", "x", "export", "Export the requests shown as CSV, JSON or TOML", footer=3),
        Command("writes", "t", "writes", "Back to the writes of this console", footer=4),
        Command("copy", "y", "copy id", "Copy the request's id to your clipboard (OSC 52)", footer=5),
    )

    def __init__(self) -> None:
        super().__init__()
        self._due = False

    @property
    def asked(self) -> RequestLog | None:
        """The client's; None before there is one."""
        session = self.state.session
        return session.client.requests if session is not None and session.client is not None else None

    def compose_body(self) -> Iterable[Any]:
        """The list, the selected request, the filter line."""
        with Down(id="body"):
            with Across(id="split"):
                table: Table[RequestRecord] = Table(COLUMNS, lambda record: str(record.number), id="list")
                yield table
                side = Paper(id="side", classes="panel")
                side.border_title = "Selected"
                yield side
            yield self.filter_line()

    def on_screen_resume(self) -> None:  # type: ignore[override]
        """In sight: follow. (Textual calls the handler of `Place` too.)"""
        if self.asked is not None:
            self.asked.on_more = self._more

    def on_screen_suspend(self) -> None:
        """Out of sight: nothing is drawn for what comes."""
        self._let_go()

    def on_unmount(self) -> None:
        """Gone."""
        self._let_go()

    def _let_go(self) -> None:
        if self.asked is not None:
            self.asked.on_more = None

    def _more(self) -> None:
        """Requests that end together are drawn together."""
        if not self._due:
            self._due = True
            self.call_later(self._draw_more)

    def _draw_more(self) -> None:
        self._due = False
        self.draw_all()

    def draw(self) -> None:
        """The requests that pass the filter. The cursor stays at the newest while it stands there."""
        every = self.asked.newest_first if self.asked is not None else []
        shown = self.passing(every)
        table, rows = self.query_one(Table), self.query_one(Rows)
        words = ["API requests", *([f"newest {len(every):,} of this console"] if every else [])]
        if self.filter is not None:
            words = ["API requests", f"{len(shown):,} of {len(every):,}", "filtered"]
        title(table, " · ".join([*words, *_figures(shown)]))
        follows = rows.cursor == 0
        table.show(shown, empty=self._empty(bool(every)))
        if follows:
            rows.move_to(0)
        self.draw_side()

    def _empty(self, some: bool) -> str:
        if some:
            return "no request passes the filter (esc clears it)"
        if self.state.playback:
            return "a recording keeps no requests"
        return "nothing has been asked yet: each request of this console will stand here with its answer"

    def side_lines(self, row: RequestRecord, columns: int) -> Sequence[Line]:
        """The request in full."""
        return view.request(row, columns)

    def exports(self) -> Shown | None:
        """What is shown, newest first."""
        from coldsend_tui.tui.exporting import Shown, read_of

        query = "" if self.filter is None else str(self.filter)
        return Shown("requests", [read_of(row, row.at) for row in self.query_one(Rows).present], narrowed=query)

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.do_side()

    def do_writes(self) -> None:
        self.app.pop_screen()

    def do_back(self) -> None:
        """Escape: out of the filter line, then the filter, then back to the writes."""
        nothing = self.filter is None and not self.keys_while_typing()
        super().do_back()
        if nothing:
            self.app.pop_screen()

    def do_copy(self) -> None:
        if (row := self.selected) and row.request_id:
            self.app.copy_to_clipboard(row.request_id)
            self.state.say(f"copied {row.request_id}")
        else:
            self.state.say("the server gave this request no id")


def _figures(records: Sequence[RequestRecord]) -> list[str]:
    """How fast, and how many failed."""
    if not records:
        return []
    failed = sum(record.error is not None for record in records)
    return [f"median {median(record.ms for record in records):,.0f} ms", wording.count(failed) + " failed"]
