"""Every write of this console on this workspace, newest first, the selected one in full, and whether the chain is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from coldsend_tui.clock import in_workspace
from coldsend_tui.errors import StoreError
from coldsend_tui.ops.query_fields import JOURNAL_FIELDS
from coldsend_tui.store import JournalEntry
from coldsend_tui.tui import recovering
from coldsend_tui.tui.columns.journal import columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.filtering import Filtered
from coldsend_tui.tui.screens.journal import view
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.screens.recovery import RECOVERY, Recovery
from coldsend_tui.tui.widgets.boxes import Across, Down
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import title

SHOWN = 2_000
"""The newest entries; older ones are in the export."""
EMPTY = """Nothing has been written yet.

Every write of this console will stand here: who wrote when, what, before → after, what came of it when it was read back, and the \
request's id. The lines are a chain of hashes, which h checks: what is changed or taken out later shows.

t shows the API requests, reads included."""
AT_ONCE = 100
"""Entries read before the first drawing; the others follow."""


class JournalScreen(Filtered, Listing[JournalEntry], Recovery):
    """The journal."""

    NAME = "journal"
    SIDE_FROM = 140
    FIELDS = JOURNAL_FIELDS
    EXAMPLE = "action:pause result:failed -name:test"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("side", "enter,o", "details", "Show the selected entry in full, or the whole list", footer=1),
        Command("filter", "slash", "filter", "Filter by words and fields: action:pause result:none", footer=2),
        Command("export", "x", "export", "Export the last 24 hours as a timeline", footer=4),
        Command("check_chain", "h", "check chain", "Check the hash chain of the whole journal", footer=5),
        Command("requests", "t", "API requests", "Every request of this console: status, time, budget left", footer=3),
        Command("copy", "y", "copy id", "Copy the object's id to your clipboard (OSC 52)"),
        *RECOVERY,
    )

    def __init__(self) -> None:
        super().__init__()
        self.chain = ""
        self._entries: Sequence[JournalEntry] = ()
        self._read = 0

    def compose_body(self) -> Iterable[Any]:
        """What is left behind, the list, the selected entry, the filter line."""
        yield Paper(id="standing")
        with Down(id="body"):
            with Across(id="split"):
                table: Table[JournalEntry] = Table(
                    columns(self._in_workspace), lambda entry: str(entry.id), empty=EMPTY, id="list"
                )
                table.border_title = "Journal"
                yield table
                side = Paper(id="side", classes="panel")
                side.border_title = "Selected"
                yield side
            yield self.filter_line()

    def draw(self) -> None:
        """The newest entries that pass the filter."""
        journal = self.state.store.journal
        last = journal.last()
        if not self._entries and last:
            self._entries = journal.entries(AT_ONCE)
        if last != self._read:
            self._read = last
            self.run_worker(self._read_again(), name="journal", group="journal", exclusive=True, exit_on_error=False)
        every = self._entries
        shown = self.passing(every)
        self.query_one("#standing", Paper).show(recovering.lines(self.state, self.size.width))
        table = self.query_one(Table)
        table.columns = columns(self._in_workspace)
        text = f"Journal · newest {len(every):,}" if every else "Journal"
        if self.filter is not None:
            text = f"Journal · {len(shown):,} of {len(every):,} · filtered"
        title(table, text + (f" · {self.chain}" if every and self.chain else ""))
        table.show(shown, empty="no entry passes the filter (esc clears it)" if every else EMPTY)
        self.draw_side()

    async def _read_again(self) -> None:
        """Read the entries and walk the chain, aside from the keys; the title says what came of it."""
        journal = self.state.store.journal
        self._entries = await asyncio.to_thread(journal.entries, SHOWN)
        self.draw_all()
        try:
            lines = await asyncio.to_thread(journal.verify)
        except StoreError as error:
            self.chain = "chain BROKEN"
            self.state.say(str(error), "error")
        else:
            self.chain = f"chain of {lines:,} lines whole"
        self.draw_all()

    def _in_workspace(self, moment: datetime) -> datetime:
        return in_workspace(self.state.clock, moment)

    def side_lines(self, row: JournalEntry, columns: int) -> Sequence[Line]:
        """The entry in full."""
        return view.detail(row, columns, self._in_workspace)

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.do_side()

    def do_requests(self) -> None:
        from coldsend_tui.tui.screens.journal.requests import RequestsScreen

        self.app.push_screen(RequestsScreen())

    def do_check_chain(self) -> None:
        from coldsend_tui.tui.journalling import check_chain

        check_chain(self.console_app)

    def do_export(self) -> None:
        from coldsend_tui.tui.journalling import export

        export(self.console_app, "24h markdown")

    def do_copy(self) -> None:
        if entry := self.selected:
            self.app.copy_to_clipboard(entry.object_id)
            self.state.say(f"copied {entry.object_id}")
