"""Contacts, searched on the server; the selected person beside the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import LiveSession
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.live.browsing.contacts import Known
from coldsend_tui.live.pages import ReadPage
from coldsend_tui.ops import contact_query
from coldsend_tui.people import Contact, ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import contacts as columns
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.browser import Browser
from coldsend_tui.tui.screens.contacts import view
from coldsend_tui.tui.widgets.table import Rows

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.contacts.mailing import Mailing


WRITES = (
    Command("edit", "e", "edit", "Edit name, company and own fields", writes=True, footer=4, scope=("contact", "edit contact")),
    Command("pin", "H", "pin signal", "Pin the signal by hand, or leave it to the platform", writes=True,
            scope=("contact", "pin signal")),
    Command("tag", "T", "tag", "Give a tag to this person or the marked ones", writes=True, footer=5,
            scope=("people", "tag people")),
    Command("untag", "U", "untag", "Take a tag from this person or the marked ones", writes=True,
            scope=("people", "untag people")),
    Command("put", "B", "into list", "Put this person or the marked ones into a STATIC list", writes=True, footer=6,
            scope=("people", "put into list")),
    Command("enrol", "C", "enrol", "Make this person or the marked ones leads of a campaign", writes=True, footer=7,
            scope=("people", "enrol")),
    Command("mail", "E", "direct mail", "Write one mail to this person, outside of campaigns; costs a credit", writes=True,
            footer=8, scope=("direct mail", "direct mail")),
    Command("import", "I", "import", "Import people from a CSV file", writes=True, scope=("contact file", "import contacts")),
    Command("delete", "D", "delete", "Delete this person or the marked ones", writes=True, scope=("people", "delete people")),
)  # fmt: skip


class ContactsScreen(Browser[Contact, Known]):
    """Everybody the team knows."""

    NAME = "contacts"
    LIST_TITLE = "Contacts"
    PEOPLE = "contacts"
    PANE_TITLE = "Contact"
    SEARCH_HINT = 'signal:hot replied:yes campaign:"Q4 CFO" list:Partners word'
    EMPTY = "nobody yet: I imports a file, and leads of campaigns stand here too"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "The person in full; esc goes back to the list", footer=0),
        Command("filter", "slash", "search", "Search on the server, by words and fields", footer=1),
        Command("signal", "f", "signal", "Only people of one signal: the next one, then all again", footer=2),
        Command("lists", "t", "lists", "Saved lists of contacts", footer=3),
        Command(
            "elsewhere",
            "a",
            "all campaigns",
            "This person as a lead: the campaigns it is in; open one of them",
            footer=9,
        ),
        Command("side", "o", "side pane", "Show or hide the selected row beside the list"),
        Command("mark", "space", "mark", "Mark a person; marked ones act together"),
        *WRITES,
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=10),
    )

    def __init__(self) -> None:
        super().__init__()
        self.signal: str | None = None
        self.of_list: ContactList | None = None
        self.query_: Mapping[str, Any] = {}
        self.tags: dict[str, str] = {}
        self._mailing: Mailing | None = None

    def draw(self) -> None:
        """As every list; the tags of whoever was read are remembered, for the API lists none."""
        super().draw()
        for row in self.pages.known if self.pages is not None else ():
            for tag in row.tags:
                if tag.id:
                    self.tags[tag.id] = tag.name

    def reader(self, session: LiveSession) -> ReadPage[Contact]:
        """People that the search finds."""
        query = dict(self.query_)
        if self.signal:
            query["signal"] = self.signal
        if self.of_list:
            query["list_id"] = self.of_list.id
        return browsing.reader(session, query)

    async def read_detail(self, session: LiveSession, row: Contact) -> Known:
        """The person with its campaigns."""
        return await browsing.read_contact(session, row)

    def list_columns(self) -> Sequence[Column[Contact]]:
        """Ages by workspace time."""
        return columns.columns(self.state.clock.now())

    def head_lines(self, row: Contact, detail: Known | None, width: int) -> list[Line]:
        """The person."""
        return view.head(detail.contact if detail else row, self.state.clock.now(), width)

    def detail_lines(self, row: Contact, detail: Known, width: int) -> list[Line]:
        """Campaigns of this person."""
        return view.memberships(detail, self.state.clock.now())

    def title_words(self) -> list[str]:
        """Signal and list."""
        words = [self.signal] if self.signal else []
        return words + ([f"list {safe(self.of_list.name)[:40]}"] if self.of_list else [])

    # -- commands -----------------------------------------------------------------------------------------------------

    def narrowed(self) -> bool:
        """By words or filters."""
        return super().narrowed() or bool(self.signal or self.of_list)

    def unfiltered(self) -> bool:
        """Everybody again."""
        nothing = not (self.signal or self.of_list or self.query_)
        self.signal, self.of_list, self.query_ = None, None, {}
        return super().unfiltered() and nothing

    def show_list(self, row: ContactList) -> None:
        """Only the members of a saved list."""
        self.of_list = row
        self.browse()
        self.draw_all()

    def search_for(self, text: str) -> None:
        """Read the search against the server's fields; what cannot be asked for stays in the line, with the reason."""
        self.run_worker(self._ask(text), group="search", exclusive=True, exit_on_error=False)

    async def _ask(self, text: str) -> None:
        session = self.state.session
        if session is None:
            return
        try:
            lists = {row.name: row.id for row in await browsing.read_lists(session)} if "list:" in text.lower() else {}
            campaigns = {row.name: row.id for row in self.state.workspace.campaigns}
            self.query_ = contact_query.parse(text, contact_query.Names(campaigns, lists))
        except ColdSendError as error:
            self.state.say(str(error), "warn")
            return
        self.submit(text)

    def do_signal(self) -> None:
        every = [None, *contact_query.SIGNALS]
        self.signal = every[(every.index(self.signal) + 1) % len(every)]
        self.browse()
        self.draw_all()

    def do_lists(self) -> None:
        from coldsend_tui.tui.screens.contacts.lists import ContactListsScreen

        marked = self.acted_on() if self.query_one(Rows).marks else ()
        self.app.push_screen(ContactListsScreen(marked), lambda row: self.show_list(row) if row else None)

    def do_elsewhere(self) -> None:
        from coldsend_tui.tui.screens.leads.elsewhere import open_memberships

        if row := self.selected:
            open_memberships(self.console_app, row.email)

    def do_copy(self) -> None:
        if row := self.selected:
            self.app.copy_to_clipboard(row.email)
            self.state.say(f"copied {row.email}")

    # -- writes -------------------------------------------------------------------------------------------------------

    def unmark(self) -> None:
        """What was to be done with the marked ones is done."""
        self.query_one(Rows).clear_marks()

    def do_edit(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        operating.edit(self)

    def do_pin(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        operating.signal(self)

    def do_tag(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        operating.tag(self)

    def do_untag(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        operating.tag(self, off=True)

    def do_put(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        self.run_worker(operating.put(self), group="put", exclusive=True, exit_on_error=False)

    def do_enrol(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        operating.enrol(self)

    def do_delete(self) -> None:
        from coldsend_tui.tui.screens.contacts import operating

        operating.delete(self)

    def do_import(self) -> None:
        from coldsend_tui.tui.screens.contacts import importing

        self.run_worker(importing.begin(self), group="import", exclusive=True, exit_on_error=False)

    def do_mail(self) -> None:
        from coldsend_tui.tui.screens.contacts.mailing import Mailing

        if self._mailing is None:
            self._mailing = Mailing(self)
        if row := self.selected:
            self._mailing.begin(row)
