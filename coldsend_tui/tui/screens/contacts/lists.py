"""The saved lists of contacts; enter shows the people of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from coldsend_tui.live import LiveSession
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.live.browsing.contacts import KnownList
from coldsend_tui.live.pages import ReadPage
from coldsend_tui.ops.contact_query import Names, parse_filter
from coldsend_tui.people import Contact, ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import contacts as columns
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.browser import Browser
from coldsend_tui.tui.screens.contacts import view

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome


class ContactListsScreen(Browser[ContactList, KnownList]):
    """Static and dynamic lists. Answers the list whose people are to be shown."""

    NAME = "contacts"
    LIST_TITLE = "Lists"
    PEOPLE = "lists"
    PANE_TITLE = "List"
    EMPTY = "no lists yet: n makes one, of marked people or by a filter"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "its people", "Show the people of this list", footer=0),
        Command("in_full", "o", "in full", "The selected list in full: filter, dates, its newest people", footer=0),
        Command("new", "n", "new", "A new list: STATIC of the marked people, or DYNAMIC by a filter", writes=True, footer=1,
                scope=("list", "create list")),
        Command("edit", "e", "edit", "Rename, describe, change the filter", writes=True, footer=2, scope=("list", "edit list")),
        Command("delete", "D", "delete", "Delete the list; its people stay", writes=True, footer=3,
                scope=("list", "delete list")),
        Command("back", "escape", "back", "Back to all contacts", footer=4),
    )  # fmt: skip

    def __init__(self, marked: Sequence[Contact] = ()) -> None:
        super().__init__()
        self.marked = tuple(marked)

    def reader(self, session: LiveSession) -> ReadPage[ContactList]:
        """All lists."""
        return browsing.lists_reader(session)

    async def read_detail(self, session: LiveSession, row: ContactList) -> KnownList:
        """The list itself, how many people are in it now, and the newest."""
        return await browsing.read_list(session, row)

    def list_columns(self) -> Sequence[Column[ContactList]]:
        """Ages by workspace time."""
        return columns.list_columns(self.state.clock.now())

    def head_lines(self, row: ContactList, detail: KnownList | None, width: int) -> list[Line]:
        """Name, type, filter, dates; what was read last says them."""
        return view.list_head(detail.row if detail else row, self.names, self.state.clock.now(), width)

    def detail_lines(self, row: ContactList, detail: KnownList, width: int) -> list[Line]:
        """Its people."""
        return view.members(detail.members)

    def do_open(self) -> None:
        if row := self.selected:
            self.dismiss(row)

    def do_in_full(self) -> None:
        super().do_open()

    # -- writes -------------------------------------------------------------------------------------------------------

    @property
    def names(self) -> Names:
        """What a filter may name."""
        rows = self.pages.known if self.pages is not None else []
        return Names({one.name: one.id for one in self.state.workspace.campaigns}, {row.name: row.id for row in rows})

    def do_new(self) -> None:
        from coldsend_tui.actions import contact_lists as plans

        def filled(values: Mapping[str, str]) -> None:
            dynamic = values["kind"] == plans.DYNAMIC
            plan = plans.plan_create(
                values["name"],
                values["kind"],
                description=values["description"].strip(),
                filter=parse_filter(values["filter"], self.names) if dynamic else None,
                members=self.marked,
                taken=list(self.names.lists),
                **self._about("create list"),
            )
            self._offer(plan)

        self._ask("New list", None, filled)

    def do_edit(self) -> None:
        from coldsend_tui.actions import contact_lists as plans
        from coldsend_tui.ops.contact_query import spelled

        if (row := self.selected) is None:
            return
        before = safe(spelled(row.filter, self.names))

        def filled(values: Mapping[str, str]) -> None:
            filter = values.get("filter")
            plan = plans.plan_edit(
                row,
                name=values["name"] if values["name"] != safe(row.name) else None,
                description=values["description"] if values["description"] != safe(row.description) else None,
                filter=None if filter is None or filter == before else parse_filter(filter, self.names),
                taken=list(self.names.lists),
                **self._about("edit list"),
            )
            self._offer(plan)

        self._ask(f"Edit {safe(row.name)}", row, filled)

    def do_delete(self) -> None:
        from coldsend_tui.actions import contact_lists as plans

        if row := self.selected:
            self._offer(plans.plan_delete(row, **self._about("delete list")))

    def _ask(self, heading: str, row: ContactList | None, then: Any) -> None:
        from coldsend_tui.tui.screens.contacts.list_form import ListForm, fields_of

        session = self.state.session
        if session is None:
            self.state.say("not connected yet", "warn")
            return
        taken = [name for name in self.names.lists if row is None or name != row.name]

        def answered(values: dict[str, str] | None) -> None:
            if values is None:
                self.state.say("list: cancelled, nothing was sent")
            else:
                then(values)

        fields = fields_of(row, self.names, len(self.marked))
        self.app.push_screen(ListForm(heading, fields, self.names, taken, session), answered)

    def _about(self, action: str) -> dict[str, Any]:
        from coldsend_tui.tui.writes import budget_left

        return {"read_only": self.state.refusal_of("list", action), "budget_left": budget_left(self.console_app)}

    def _offer(self, plan: Any) -> None:
        from coldsend_tui.tui.writes import offer

        def ended(outcome: Outcome | None) -> None:
            if outcome is not None and self.pages is not None:
                self.details.clear()
                self.pages.refresh()
                self.read_selected()

        offer(self.console_app, plan, ended)
