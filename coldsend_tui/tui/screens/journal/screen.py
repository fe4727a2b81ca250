"""Every write of this console on this workspace, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from coldsend_tui.errors import StoreError
from coldsend_tui.store import JournalEntry
from coldsend_tui.tui.columns.journal import COLUMNS
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import title


class JournalScreen(Place):
    """The journal."""

    NAME = "journal"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("verify", "c", "check chain", "Check the hash chain of the whole journal", footer=1),
    )

    def compose_body(self) -> Iterable[Any]:
        """One list."""
        table: Table[JournalEntry] = Table(
            COLUMNS, lambda entry: str(entry.id), empty="nothing has been written yet", id="body"
        )
        table.border_title = "Journal"
        yield table

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(Rows).focus()

    def draw(self) -> None:
        """The newest entries."""
        entries = self.state.store.journal.entries()
        self.query_one(Table).show(entries)
        title(self.query_one(Table), f"Journal · newest {len(entries)}" if entries else "Journal")

    def do_verify(self) -> None:
        try:
            lines = self.state.store.journal.verify()
        except StoreError as error:
            self.state.say(str(error), "error")
        else:
            self.state.say(f"the chain of {lines:,} lines is whole", "done")
