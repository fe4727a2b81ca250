"""From leads to replies. Clicks and branches are told by campaign: three requests once somebody stays on one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.timer import Timer

from coldsend_tui.live import feeds
from coldsend_tui.ops import flow, funnel, wording
from coldsend_tui.ops.clicks import Clicks
from coldsend_tui.tui.everywhere import Everywhere
from coldsend_tui.tui.lines import BLANK, Line, line, wrap
from coldsend_tui.tui.screens.analytics import ages
from coldsend_tui.tui.screens.analytics.funnel import depth, view
from coldsend_tui.tui.screens.analytics.funnel.depth import Depth
from coldsend_tui.tui.screens.analytics.tab import SheetTab
from coldsend_tui.tui.screens.campaign.clicks import view as clicks_view
from coldsend_tui.tui.screens.own_reading import OwnReading
from coldsend_tui.workspace import Campaign

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing

STAY: Final = 0.4
"""Seconds on a campaign before its clicks are asked for: not three requests for each one that is passed."""
KEPT: Final = 30


class FunnelTab(SheetTab):
    """One sheet: of all campaigns, or of one."""

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self._readings: dict[str, OwnReading[Depth]] = {}
        self._stay: Timer | None = None

    def feeds(self) -> tuple[str, ...]:
        """Counters and unsubscribes; of a campaign its graph too, which names its branches."""
        return (feeds.ANALYTICS, feeds.CAMPAIGNS, *([feeds.flow(self.campaign.id)] if self.campaign else []))

    def opened(self) -> None:
        self._linger()

    @property
    def ranked(self) -> list[Campaign]:
        """Campaigns with mails, those with most first."""
        return sorted((c for c in self.state.workspace.campaigns if c.sent), key=lambda c: -c.sent)

    @property
    def campaign(self) -> Campaign | None:
        """The one in hand; None for all of them together."""
        return next((c for c in self.state.workspace.campaigns if c.id == self.of.campaign_id), None)

    @property
    def reading(self) -> OwnReading[Depth] | None:
        """What was asked for of the campaign in hand."""
        return self._readings.get(self.campaign.id) if self.campaign else None

    # -- asking -------------------------------------------------------------------------------------------------------

    def _linger(self) -> None:
        if self._stay is not None:
            self._stay.stop()
        self._stay = self.set_timer(STAY, self._ask) if self.campaign else None

    def _ask(self) -> None:
        campaign = self.campaign
        if campaign is None or not self.of.is_current or self.of.tab is not self:
            return
        if campaign.id not in self._readings:
            while len(self._readings) >= KEPT:
                del self._readings[next(iter(self._readings))]
            self._readings[campaign.id] = OwnReading(self.of, partial(depth.read, campaign.id))
        self._readings[campaign.id].opened()
        self.of.draw_all()

    # -- drawing ------------------------------------------------------------------------------------------------------

    def heading(self) -> str:
        age = ages.told(self.state.age(feeds.ANALYTICS))
        campaign = self.campaign
        if campaign is None:
            return f"All {wording.plural(len(self.state.workspace.campaigns), 'campaign')} since the beginning · {age}"
        ranked = self.ranked
        at = next((f"{place:,}/{len(ranked):,} · " for place, one in enumerate(ranked, 1) if one.id == campaign.id), "")
        return f"{at}{campaign.name} · {age}"

    def lines(self, columns: int, rows: int) -> list[Line]:
        workspace, campaign = self.state.workspace, self.campaign
        if not workspace.campaigns:
            read = self.state.age(feeds.ANALYTICS) is not None
            told = "no campaign yet" if read else self.state.unread("campaigns", feeds.ANALYTICS)
            return wrap(told, columns, "muted")
        listed = ages.told(self.state.age(feeds.CAMPAIGNS))
        if campaign is None:
            lines = [*view.stages(funnel.stages(workspace.campaigns), listed, columns), BLANK]
            lines += [*view.by_state(funnel.by_state(workspace.campaigns), columns), BLANK]
            return lines + wrap(
                "Clicks and branches are told by campaign: . goes to the one with most mails.", columns, "faint"
            )
        reading = self.reading
        if reading is not None:
            reading.go_on()
        known = reading.known if reading else None
        lines = [*view.stages(funnel.stages([campaign], self._counted(campaign)), listed, columns), BLANK]
        graph = self.state.store.flow(campaign.id)
        if graph is not None and (found := flow.branches(graph)):
            lines += view.branches(found, known.branches if known else None, columns)
        return lines + self._clicks(campaign, known, columns)

    def _counted(self, campaign: Campaign) -> Clicks | None:
        known = self.reading.known if self.reading else None
        return depth.counted(known, self.state.store.campaign_settings(campaign.id))

    def _clicks(self, campaign: Campaign, known: Depth | None, columns: int) -> list[Line]:
        reading = self.reading
        lines: list[Line] = [line(("Clicks", "title"), (reading.told if reading else "", "muted"))]
        if depth.untracked(self.state.store.campaign_settings(campaign.id)):
            lines += clicks_view.untracked(known.clicks if known else None, "", columns)
        trouble = reading.trouble(columns) if reading else [line(("reading …", "muted"))]
        lines += trouble
        if (clicks := self._counted(campaign)) is not None:
            lines += clicks_view.table(clicks, columns)
            lines += clicks_view.links(clicks, -1, columns)[0] if clicks.any else []
        return lines

    # -- what leaves ----------------------------------------------------------------------------------------------------

    def exports(self) -> Shown | None:
        """Every stage with its share."""
        from coldsend_tui.ops.reports import RateRow
        from coldsend_tui.tui.exporting import Shown, read_of

        campaign, workspace = self.campaign, self.state.workspace
        every = [campaign] if campaign else workspace.campaigns
        found = funnel.stages(every, self._counted(campaign) if campaign else None)
        name, id = (campaign.name, campaign.id) if campaign else ("all campaigns", "")
        rows = [
            RateRow(name, id, f"{stage.name} of {stage.of}" if stage.of else stage.name, stage.number, stage.whole)
            for stage in found
        ]
        at = self.state.fetched_at(feeds.ANALYTICS)
        return Shown("rates", [read_of(row, at) for row in rows], None, f"funnel of {name}") if every else None

    def drawing(self) -> Drawing | None:
        """The sheet as it is."""
        from coldsend_tui.tui.plot_file import Drawing

        return (
            Drawing(f"Funnel · {self.heading()}", None, self.lines(120, 60)) if self.state.workspace.campaigns else None
        )

    # -- keys ---------------------------------------------------------------------------------------------------------

    def do_next(self) -> None:
        self._go(1)

    def do_previous(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        every: list[str | None] = [None, *(campaign.id for campaign in self.ranked)]
        here = every.index(self.of.campaign_id) if self.of.campaign_id in every else 0
        self.of.campaign_id = every[(here + by) % len(every)]
        self._linger()
        self.of.attend()
        self.of.draw_all()

    def do_open(self) -> None:
        if self.campaign:
            self.of.console_app.open_object("campaign", self.campaign.id)
        else:
            self.do_next()

    def do_refresh(self) -> None:
        if self.reading:
            self.reading.again()
        Everywhere(self.of.console_app).do_refresh()
