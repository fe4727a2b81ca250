"""One campaign: where it stands, where it can go, what holds it up, and everything about it in tabs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from coldsend_tui.live import feeds
from coldsend_tui.ops.holdups import holdups
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.sent_today import shares_inboxes
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line, clip
from coldsend_tui.tui.screens.campaign import head
from coldsend_tui.tui.screens.campaign.tabs import TABS
from coldsend_tui.tui.screens.editing import EDITS, Editing
from coldsend_tui.tui.screens.lifecycle import LEADS, REPLIES, TRANSITIONS
from coldsend_tui.tui.screens.tabbed import spec
from coldsend_tui.tui.screens.tabbed.screen import Tabbed
from coldsend_tui.tui.screens.tabbed.spec import TabSpec
from coldsend_tui.tui.widgets.boxes import Down
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown

TALL = 34
"""Rows of a terminal from which there is room for blank lines, hold-ups and the plot."""
_HEAD_LINES = 8


class CampaignScreen(Tabbed, Editing):
    """The lifecycle control panel of one campaign."""

    NAME = "campaigns"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        LEADS,
        REPLIES,
        *TRANSITIONS,
        *EDITS,
        *spec.openers(TABS),
        *spec.MOVES,
        Command("back", "escape", "back", "Back to the list", footer=1),
        Command("copy", "y", "copy id", "Copy the campaign's id to your clipboard (OSC 52)"),
    )

    MORE_KEYS: ClassVar[tuple[Binding, ...]] = spec.keys_of(TABS)
    TABS = TABS

    def __init__(self, campaign_id: str, tab: str = TABS[0].name) -> None:
        super().__init__(tab)
        self.campaign_id = campaign_id

    def compose_body(self) -> Iterable[Any]:
        """Lifecycle above, the tabs' names, the tab."""
        with Down(id="body"):
            yield Paper(id="lifecycle", classes="panel")
            yield Paper(id="tab-names", classes="frame")
            yield Down(id="tab")

    @property
    def campaign(self) -> Campaign | None:
        """The row as it is known now; None once it is gone."""
        return next((c for c in self.state.workspace.campaigns if c.id == self.campaign_id), None)

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Its detail, everybody's counters, its quotas, and what the tab needs."""
        detail = feeds.campaign(self.campaign_id)
        more = self.tab.feeds() if self.tab else ()
        return (detail, feeds.ANALYTICS, feeds.quotas(self.campaign_id), *more), detail

    @property
    def selected(self) -> Campaign | None:
        """This campaign, for what is copied."""
        return self.campaign

    def exports(self) -> Shown | None:
        """This campaign's counters."""
        from coldsend_tui.tui.exporting import Shown, read_of

        return Shown("campaigns", [read_of(self.campaign, None)]) if self.campaign else None

    # -- drawing ------------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The head, the names of the tabs, the tab; a campaign that is gone closes its screen."""
        campaign = self.campaign
        if campaign is None and self.state.recalled:
            return
        if campaign is None:
            self.call_later(self._gone)
            return
        self._draw_head(campaign)
        self.query_one("#tab-names", Paper).show([tab_names(self.spec, self.size.width)])
        self.draw_tab()

    def _draw_head(self, campaign: Campaign) -> None:
        state, now = self.state, self.state.clock.now()
        settings, upcoming = state.store.campaign_settings(campaign.id), state.next_send(campaign)
        panel = self.query_one("#lifecycle", Paper)
        title(panel, head.title(campaign, state.store.state_since("campaign", campaign.id), now))
        columns = panel.size.width or self.size.width - 4
        quotas = state.store.quotas(campaign.id) or ()
        shared = settings is None or shares_inboxes(campaign, settings, state.workspace)
        today = head.sent_today(quotas, shared=shared)
        short = self.size.height < TALL
        if short and self.spec is not TABS[0]:
            lines = head.compact(campaign, settings, upcoming, now, today)
        else:
            held = () if short else holdups(campaign, settings, state.workspace, now, quotas)
            lines = head.full(campaign, settings, upcoming, held, now, columns, _HEAD_LINES, today)
        panel.styles.height = len(lines) + 2
        panel.show(lines)

    def _gone(self) -> None:
        if self.is_current:
            self.app.pop_screen()

    def why_not(self, command: str) -> str:
        """The machine's own reason, or the tab's."""
        campaign = self.campaign
        if command in set(Transition) and campaign is not None:
            return head.refusal(campaign, Transition(command))
        return super().why_not(command)

    def targets(self) -> tuple[str, ...]:
        """This campaign."""
        return (self.campaign_id,)

    # -- commands -----------------------------------------------------------------------------------------------------

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_copy(self) -> None:
        self.app.copy_to_clipboard(self.campaign_id)
        self.state.say(f"copied {self.campaign_id}")


def tab_names(current: TabSpec, columns: int) -> Line:
    """The names of the tabs. Leads have a screen of their own: there may be a million of them."""
    leads = ((" ", ""), *spec.lettered("Leads", LEADS.key, "muted"), ("…", "faint"))
    return clip((*spec.names(TABS, current, columns), *leads), columns)
