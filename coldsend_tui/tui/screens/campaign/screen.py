"""One campaign: where it stands, where it can go, what holds it up, how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from textual.containers import Horizontal, Vertical

from coldsend_tui.live import feeds
from coldsend_tui.ops.lifecycle import Transition, move
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.campaign import view
from coldsend_tui.tui.screens.lifecycle import TRANSITIONS, Lifecycle
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign

SPANS = (timedelta(hours=6), timedelta(hours=24), timedelta(days=7))


class CampaignScreen(Lifecycle):
    """The lifecycle control panel of one campaign."""

    NAME = "campaigns"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        *TRANSITIONS,
        Command("span", "t", "time span", "Plot the last 6 hours, 24 hours or 7 days", footer=9),
        Command("back", "escape", "back", "Back to the list", footer=1),
        Command("copy", "y", "copy id", "Copy the campaign's id to your clipboard (OSC 52)"),
    )

    def __init__(self, campaign_id: str) -> None:
        super().__init__()
        self.campaign_id = campaign_id
        self.span = SPANS[0]

    def compose_body(self) -> Iterable[Any]:
        """Lifecycle above, readiness beside progress, inboxes beside content."""
        with Vertical(id="body"):
            yield Paper(id="lifecycle", classes="panel")
            with Horizontal(id="middle"):
                with Vertical(id="readiness-panel", classes="panel") as panel:
                    panel.border_title = "Readiness"
                    yield Paper(id="readiness")
                with Vertical(id="progress-panel", classes="panel") as panel:
                    panel.border_title = "Progress"
                    yield Paper(id="progress")
                    yield Plot(id="plot")
            with Horizontal(id="lower"):
                inboxes = Paper(id="inboxes", classes="panel")
                inboxes.border_title = "Inboxes"
                yield inboxes
                content = Paper(id="content", classes="panel")
                content.border_title = "Content"
                yield content

    @property
    def campaign(self) -> Campaign | None:
        """The row as it is known now; None once it is gone."""
        return next((c for c in self.state.workspace.campaigns if c.id == self.campaign_id), None)

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Its detail, everybody's counters, its quotas."""
        detail = feeds.campaign(self.campaign_id)
        return (detail, feeds.ANALYTICS, feeds.quotas(self.campaign_id)), detail

    def draw(self) -> None:
        """All panels; a campaign that is gone closes its screen."""
        campaign, state = self.campaign, self.state
        if campaign is None and state.recalled:
            return
        if campaign is None:
            self.call_later(self._gone)
            return
        now = state.clock.now()
        settings, upcoming, checks = view.judged(campaign, state)
        since = state.store.state_since("campaign").get(campaign.id)
        panel = self.query_one("#lifecycle", Paper)
        title(panel, view.title(campaign, since, now))
        panel.show(view.lifecycle(campaign, settings, upcoming, now, panel.size.width or 76))
        readiness = self.query_one("#readiness", Paper)
        readiness.show(view.readiness(checks, settings, readiness.size.width or 36))
        progress = self.query_one("#progress", Paper)
        progress.show(view.progress(campaign, settings, state, progress.size.width or 40))
        samples = state.store.samples(campaign.id, now - self.span)
        self.query_one(Plot).picture(view.plot(samples, now, self.span))
        inboxes = self.query_one("#inboxes", Paper)
        inboxes.show(view.inboxes(settings, state.store.quotas(campaign.id), inboxes.size.width or 40))
        content = self.query_one("#content", Paper)
        content.show(view.content(settings, content.size.width or 40))

    def _gone(self) -> None:
        if self.is_current:
            self.app.pop_screen()

    def why_not(self, command: str) -> str:
        """The machine's own reason."""
        campaign = self.campaign
        if command in set(Transition) and campaign is not None:
            asked = move(campaign.status, Transition(command))
            return "" if asked.legal else view.reason(asked)
        return ""

    def targets(self) -> tuple[str, ...]:
        """This campaign."""
        return (self.campaign_id,)

    def do_span(self) -> None:
        self.span = SPANS[(SPANS.index(self.span) + 1) % len(SPANS)]
        self.draw()

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_copy(self) -> None:
        self.app.copy_to_clipboard(self.campaign_id)
        self.state.say(f"copied {self.campaign_id}")
