"""The leads of one campaign: any number of them, one in full beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from coldsend_tui.live import LiveSession, feeds
from coldsend_tui.live.browsing import leads as browsing
from coldsend_tui.live.pages import ReadPage
from coldsend_tui.people import Lead, LeadHistory
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import leads as columns
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.browser import Browser
from coldsend_tui.tui.screens.leads import operating, view
from coldsend_tui.tui.widgets.table import Rows

if TYPE_CHECKING:
    from coldsend_tui.actions.leads import Of


class LeadsScreen(Browser[Lead, LeadHistory]):
    """The people of one campaign."""

    NAME = "campaigns"
    LIST_TITLE = "Leads"
    PEOPLE = "leads"
    PANE_TITLE = "Lead"
    SEARCH_HINT = "part of an address"
    EMPTY = "no leads yet: u uploads a list, n adds one"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Everything that happened to this lead; esc goes back to the list", footer=0),
        Command("filter", "slash", "search", "Search addresses on the server", footer=1),
        Command("status", "f", "state", "Only leads of one state: the next one, then all again", footer=2),
        Command("batch", "b", "same upload", "Only leads of the same upload as this one, then all again"),
        Command("side", "o", "side pane", "Show or hide the selected row beside the list"),
        Command("mark", "space", "mark", "Mark a lead; marked ones act together"),
        Command(
            "upload",
            "u",
            "upload",
            "Upload a CSV file: mapping, scorecard, plan, result",
            writes=True,
            footer=3,
            scope=("lead upload", "upload"),
        ),
        Command("new", "n", "add", "Add one lead", writes=True, footer=4, scope=("lead", "add lead")),
        Command(
            "edit", "e", "edit", "Change the fields of this lead", writes=True, footer=5, scope=("lead", "edit lead")
        ),
        Command(
            "delete",
            "D",
            "delete",
            "Delete the marked leads that are still PENDING",
            writes=True,
            footer=6,
            scope=("lead", "delete leads"),
        ),
        Command(
            "move",
            "B",
            "into a branch",
            "Move the marked leads into a branch of the campaign",
            writes=True,
            scope=("moved leads", "move leads"),
        ),
        Command("export", "x", "export", "Write all leads of the campaign to a CSV file", footer=7),
        Command("elsewhere", "a", "all campaigns", "The campaigns this person is in; open one of them", footer=8),
        Command("copy", "y", "copy address", "Copy the address to your clipboard (OSC 52)", footer=9),
    )

    def __init__(self, campaign_id: str, search: str = "") -> None:
        super().__init__()
        self.search = search
        self.campaign_id = campaign_id
        self.status: str | None = None
        self.batch_id: str | None = None

    def reader(self, session: LiveSession) -> ReadPage[Lead]:
        """Pages of this campaign's leads."""
        return browsing.reader(session, browsing.Wanted(self.campaign_id, self.status, self.search, self.batch_id))

    async def read_detail(self, session: LiveSession, row: Lead) -> LeadHistory:
        """The journey."""
        return await browsing.read_history(session, self.campaign_id, row.id)

    def list_columns(self) -> Sequence[Column[Lead]]:
        """Ages by workspace time."""
        return columns.columns(self.state.clock.now())

    def head_lines(self, row: Lead, detail: LeadHistory | None, width: int) -> list[Line]:
        """The person."""
        return view.head(row, self.state.clock.now(), width)

    def detail_lines(self, row: Lead, detail: LeadHistory, width: int) -> list[Line]:
        """The journey."""
        return view.history(detail, self.state.clock.now(), width)

    def title_words(self) -> list[str]:
        """Campaign and filters."""
        campaign = next((c for c in self.state.workspace.campaigns if c.id == self.campaign_id), None)
        words = [safe(campaign.name)[:48]] if campaign else []
        return words + ([self.status] if self.status else []) + (["of one upload"] if self.batch_id else [])

    # -- commands -----------------------------------------------------------------------------------------------------

    def narrowed(self) -> bool:
        """By words or filters."""
        return super().narrowed() or self.status is not None or self.batch_id is not None

    def unfiltered(self) -> bool:
        """All leads again."""
        before, self.status, self.batch_id = (self.status, self.batch_id), None, None
        return super().unfiltered() and before == (None, None)

    def do_status(self) -> None:
        every = [None, *states.LEAD]
        self.status = every[(every.index(self.status) + 1) % len(every)]
        self.browse()
        self.draw_all()

    def do_batch(self) -> None:
        row = self.selected
        if self.batch_id is None and (row is None or row.batch_id is None):
            self.state.say("this lead came with no upload", "warn")
            return
        self.batch_id = None if self.batch_id is not None or row is None else row.batch_id
        self.browse()
        self.draw_all()

    def written(self) -> None:
        """Something was written: the list and the details are read again."""
        self.details.clear()
        if self.state.session is not None:
            self.state.session.refresh(feeds.ANALYTICS, feeds.campaign(self.campaign_id))
        if self.is_mounted:
            self.query_one(Rows).clear_marks()
            self.browse()
            self.draw_all()

    def of(self) -> Of:
        """The campaign, for plans."""
        return operating.campaign_of(self.state, self.campaign_id)

    def do_upload(self) -> None:
        from coldsend_tui.tui.uploading.flow import upload

        upload(self.console_app, self.campaign_id, self.written)

    def do_new(self) -> None:
        operating.add(self.console_app, self.of(), self.written)

    def do_edit(self) -> None:
        if row := self.selected:
            operating.edit(self.console_app, self.of(), row, self.written)

    def do_delete(self) -> None:
        operating.delete(self.console_app, self.of(), self.targets(), self.written)

    def do_move(self) -> None:
        from coldsend_tui.tui.screens.leads.moving import move

        move(self.console_app, self.campaign_id, self.targets(), self.written)

    def do_export(self) -> None:
        from coldsend_tui.tui.screens.leads.exporting import export

        export(self.console_app, self.campaign_id, self.of().name)

    def do_elsewhere(self) -> None:
        from coldsend_tui.tui.screens.leads.elsewhere import open_memberships

        if row := self.selected:
            open_memberships(self.console_app, row.email, besides=self.campaign_id)

    def do_copy(self) -> None:
        if row := self.selected:
            self.app.copy_to_clipboard(row.email)
            self.state.say(f"copied {row.email}")
