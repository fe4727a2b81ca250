"""The saved lists of contacts; enter shows the people of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from coldsend_tui.live import LiveSession
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.live.browsing.contacts import Preview
from coldsend_tui.live.pages import ReadPage
from coldsend_tui.people import ContactList
from coldsend_tui.tui.columns import contacts as columns
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.browser import Browser
from coldsend_tui.tui.screens.contacts import view


class ContactListsScreen(Browser[ContactList, Preview]):
    """Static and dynamic lists. Answers the list whose people are to be shown."""

    NAME = "contacts"
    LIST_TITLE = "Lists"
    PANE_TITLE = "List"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "its people", "Show the people of this list", footer=0),
        Command("back", "escape", "back", "Back to all contacts", footer=1),
    )

    def reader(self, session: LiveSession) -> ReadPage[ContactList]:
        """All lists."""
        return browsing.lists_reader(session)

    async def read_detail(self, session: LiveSession, row: ContactList) -> Preview:
        """How many people are in it now, and the newest."""
        return await browsing.read_members(session, row)

    def list_columns(self) -> Sequence[Column[ContactList]]:
        """Ages by workspace time."""
        return columns.list_columns(self.state.clock.now())

    def head_lines(self, row: ContactList, detail: Preview | None, width: int) -> list[Line]:
        """Name, type, filter."""
        return view.list_head(row, self.state.clock.now(), width)

    def detail_lines(self, row: ContactList, detail: Preview, width: int) -> list[Line]:
        """Its people."""
        return view.members(detail)

    def do_open(self) -> None:
        if row := self.selected:
            self.dismiss(row)
