"""One campaign: where it stands, where it can go, what holds it up, and everything about it in tabs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partialmethod
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import Vertical

from coldsend_tui.live import feeds
from coldsend_tui.ops.holdups import holdups
from coldsend_tui.ops.lifecycle import Transition, move
from coldsend_tui.ops.sent_today import shares_inboxes
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line, Span, clip
from coldsend_tui.tui.screens.campaign import head
from coldsend_tui.tui.screens.campaign.tab import Tab
from coldsend_tui.tui.screens.campaign.tabs import BY_NAME, TABS, TabSpec
from coldsend_tui.tui.screens.editing import EDITS, Editing
from coldsend_tui.tui.screens.lifecycle import LEADS, REPLIES, TRANSITIONS
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown

TALL = 34
"""Rows of a terminal from which there is room for blank lines, hold-ups and the plot."""
_HEAD_LINES = 8


class CampaignScreen(Editing):
    """The lifecycle control panel of one campaign."""

    NAME = "campaigns"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        LEADS,
        REPLIES,
        *TRANSITIONS,
        *EDITS,
        Command("tab_next", "tab,right_square_bracket", "next tab", "The next tab", footer=2, group="Tabs"),
        Command("tab_back", "shift+tab,left_square_bracket", "tab before", "The tab before", group="Tabs"),
        *(Command(f"tab_{t.name}", t.key, t.label, f"Show {t.label}", group="Tabs") for t in TABS),
        Command("down", "down,j", "down", "A line down, or the next object", group="Moving"),
        Command("up", "up,k", "up", "A line up, or the object before", group="Moving"),
        Command("page_down", "pagedown,ctrl+f", "page down", "A page down", group="Moving"),
        Command("page_up", "pageup,ctrl+b", "page up", "A page up", group="Moving"),
        Command("first", "home,g", "first", "To the top", group="Moving"),
        Command("last", "end,G", "last", "To the end", group="Moving"),
        Command("back", "escape", "back", "Back to the list", footer=1),
        Command("copy", "y", "copy id", "Copy the campaign's id to your clipboard (OSC 52)"),
    )

    MORE_KEYS: ClassVar[tuple[Binding, ...]] = tuple(
        Binding(key, f"tab_key({key!r})", show=False)
        for key in dict.fromkeys(key for spec in TABS for command in spec.commands for key in command.key.split(","))
    )

    def __init__(self, campaign_id: str, tab: str = TABS[0].name) -> None:
        super().__init__()
        self.campaign_id = campaign_id
        self.spec = BY_NAME[tab]
        self._made: dict[str, Tab] = {}

    def compose_body(self) -> Iterable[Any]:
        """Lifecycle above, the tabs' names, the tab."""
        with Vertical(id="body"):
            yield Paper(id="lifecycle", classes="panel")
            yield Paper(id="tab-names", classes="frame")
            yield Vertical(id="tab")

    @property
    def campaign(self) -> Campaign | None:
        """The row as it is known now; None once it is gone."""
        return next((c for c in self.state.workspace.campaigns if c.id == self.campaign_id), None)

    @property
    def tab(self) -> Tab | None:
        """The tab in sight; None before it is made."""
        return self._made.get(self.spec.name)

    @property
    def ready_tab(self) -> Tab | None:
        """The tab in sight once its widgets are there; a key that is faster has nothing to act on."""
        return self.tab if self.tab is not None and self.tab.built else None

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
        if self.tab is None:
            self._show_tab(self.spec)
        self._draw_head(campaign)
        self.query_one("#tab-names", Paper).show([tab_names(self.spec, self.size.width)])
        if self.ready_tab is not None:
            self.ready_tab.draw()

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

    # -- tabs ---------------------------------------------------------------------------------------------------------

    def _show_tab(self, spec: TabSpec) -> None:
        """Make the tab if it was never shown, and put it in sight."""
        if spec.name not in self._made:
            made = self._made[spec.name] = spec.make(self)
            self.query_one("#tab", Vertical).mount(made)
        self.spec = spec
        for name, tab in self._made.items():
            tab.display = name == spec.name
        self._made[spec.name].opened()

    def show_tab(self, name: str) -> None:
        """Switch to a tab by its name."""
        if name != self.spec.name:
            self._show_tab(BY_NAME[name])
            self.attend()
            self.draw_all()
            self.call_after_refresh(self.draw_all)

    def owners(self) -> tuple[object, ...]:
        """The tab carries out its commands, this screen its own."""
        return (self.ready_tab, self) if self.ready_tab else (self,)

    def commands(self) -> tuple[Command, ...]:
        """The tab's commands first: they are what the eye is on."""
        return (*self.spec.commands, *super().commands())

    def action_tab_key(self, key: str) -> None:
        """A key that belongs to some tab: it means what the tab in sight says, or nothing."""
        for command in self.spec.commands:
            if key in command.key.split(","):
                self.console_app.run_command(command.name)

    def why_not(self, command: str) -> str:
        """The machine's own reason, or the tab's."""
        campaign = self.campaign
        if command in set(Transition) and campaign is not None:
            asked = move(campaign.status, Transition(command))
            return "" if asked.legal else head.reason(asked)
        if self.tab is not None and any(command == one.name for one in self.spec.commands):
            return self.tab.why_not(command)
        return ""

    def targets(self) -> tuple[str, ...]:
        """This campaign."""
        return (self.campaign_id,)

    # -- commands -----------------------------------------------------------------------------------------------------

    def do_tab_next(self) -> None:
        self.show_tab(TABS[(TABS.index(self.spec) + 1) % len(TABS)].name)

    def do_tab_back(self) -> None:
        self.show_tab(TABS[(TABS.index(self.spec) - 1) % len(TABS)].name)

    def do_down(self) -> None:
        if self.ready_tab:
            self.ready_tab.step(1)

    def do_up(self) -> None:
        if self.ready_tab:
            self.ready_tab.step(-1)

    def do_page_down(self) -> None:
        if self.ready_tab:
            self.ready_tab.page(1)

    def do_page_up(self) -> None:
        if self.ready_tab:
            self.ready_tab.page(-1)

    def do_first(self) -> None:
        if self.ready_tab:
            self.ready_tab.edge(-1)

    def do_last(self) -> None:
        if self.ready_tab:
            self.ready_tab.edge(1)

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_copy(self) -> None:
        self.app.copy_to_clipboard(self.campaign_id)
        self.state.say(f"copied {self.campaign_id}")


for _spec in TABS:
    setattr(CampaignScreen, f"do_tab_{_spec.name}", partialmethod(CampaignScreen.show_tab, _spec.name))


def tab_names(current: TabSpec, columns: int) -> Line:
    """The names of the tabs, the key of each lit in its name."""
    gap = " " if columns >= 100 else ""
    spans: list[Span] = [(" ", "")]
    for spec in TABS:
        here = spec is current
        spans += [
            ("▸" if here else " ", "accent"),
            *_lettered(spec.label, spec.key, "lit" if here else "muted"),
            (gap, ""),
        ]
    # Leads have a screen of their own: there may be a million of them.
    spans += [(" ", ""), *_lettered("Leads", LEADS.key, "muted"), ("…", "faint")]
    return clip(tuple(span for span in spans if span[0]), columns)


def _lettered(label: str, key: str, role: str) -> Line:
    """A name with the letter that opens it lit."""
    at = label.lower().index(key)
    return ((label[:at], role), (label[at], "key"), (label[at + 1 :], role))
