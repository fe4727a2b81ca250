"""What the campaign list shows beyond counters, worked out for the rows in sight and kept until something changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from coldsend_tui.details import CampaignSettings
from coldsend_tui.live import feeds
from coldsend_tui.ops import trend, wording
from coldsend_tui.ops.health import untracked
from coldsend_tui.ops.sending import NextSend, inbox_states
from coldsend_tui.ops.sent_today import SentToday, sent_today
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.screens.campaigns.finishes import Finishes
from coldsend_tui.workspace import Campaign, Gap, Sample

DAY = timedelta(hours=24)
BUCKETS = 12


class CachedInsight:
    """Answers `columns.campaigns.Insight` from the cache of the console. Call `forget` when rows changed."""

    def __init__(self, state: Console, when_asked: Callable[[], object]) -> None:
        self.state = state
        self.finishes = Finishes(state, when_asked)
        self._samples: dict[str, list[Sample]] = {}
        self._settings: dict[str, CampaignSettings | None] = {}
        self._next: dict[str, NextSend] = {}
        self._today: dict[str, SentToday] = {}
        self._gaps: list[Gap] | None = None

    def forget(self) -> None:
        """Work everything out again when it is next asked for."""
        self._samples.clear()
        self._settings.clear()
        self._next.clear()
        self._today.clear()
        self._gaps = None

    def settings(self, campaign: Campaign) -> CampaignSettings | None:
        """What its detail last said: asked of the cache once for all columns."""
        if campaign.id not in self._settings:
            self._settings[campaign.id] = self.state.workspace.settings.get(campaign.id)
        return self._settings[campaign.id]

    def samples(self, campaign: Campaign) -> list[Sample]:
        """Counters over the last day of workspace time."""
        known = self._samples.get(campaign.id)
        if known is None:
            known = self._samples[campaign.id] = self.state.store.samples(campaign.id, self.state.clock.now() - DAY)
        return known

    def today(self, campaign: Campaign) -> SentToday:
        """Mails since midnight UTC, as far as they are known."""
        known = self._today.get(campaign.id)
        if known is None:
            state = self.state
            settings = self.settings(campaign)
            known = self._today[campaign.id] = sent_today(
                campaign, settings, state.workspace, state.clock.now(), self.samples(campaign), self.gaps
            )
        return known

    def untracked(self, campaign: Campaign) -> bool:
        """Whether its opens are not counted."""
        # Settings are read where they matter.
        return not campaign.opened and untracked(campaign, self.settings(campaign))

    @property
    def gaps(self) -> list[Gap]:
        """Times of the last day in which nobody read the counters."""
        if self._gaps is None:
            self._gaps = self.state.store.gaps(self.state.clock.now() - DAY)
        return self._gaps

    def spark(self, campaign: Campaign) -> list[int | None]:
        """Mails per two hours; None where nobody looked."""
        now, samples = self.state.clock.now(), self.samples(campaign)
        start = now - DAY
        grown = trend.buckets(samples, "sent", start, now, BUCKETS)
        begun = start if campaign.launched_at is None else max(start, campaign.launched_at)
        first = begun if not campaign.sent else samples[0].at if samples else now
        blind = trend.unseen([Gap(begun, max(begun, first)), *self.gaps], start, now, BUCKETS)
        return [None if at in blind and not number else number for at, number in enumerate(grown)]

    def next_send(self, campaign: Campaign) -> NextSend:
        """When the next mail leaves, or why none does."""
        known = self._next.get(campaign.id)
        if known is None:
            known = self._next[campaign.id] = self.state.next_send(campaign)
        return known

    def inboxes(self, campaign: Campaign) -> tuple[int, int] | None:
        """How many of its inboxes are ACTIVE, and how many there are; None while they were not read."""
        settings = self.settings(campaign)
        states = inbox_states(settings, self.state.workspace) if settings else None
        return None if states is None else (sum(state == "ACTIVE" for state in states.values()), len(states))

    def finish(self, campaign: Campaign) -> tuple[bool, date | None]:
        """See `Finishes.of`."""
        return self.finishes.of(campaign, self.settings(campaign))

    def age(self, campaign: Campaign) -> str:
        """Age of the row by the operator's clock: the newest of the row itself and the counters."""
        fetched = self.state.fetched_at(feeds.ANALYTICS)
        seen = max(campaign.seen_at, fetched) if fetched else campaign.seen_at
        return wording.age(seen, self.state.clock.real())
