"""What the campaign list shows beyond counters, worked out for the rows in sight and kept until something changed."""

from __future__ import annotations

from datetime import timedelta

from coldsend_tui.live import feeds
from coldsend_tui.ops import trend, wording
from coldsend_tui.ops.health import untracked
from coldsend_tui.ops.sending import NextSend
from coldsend_tui.ops.sent_today import SentToday, sent_today
from coldsend_tui.tui.console import Console
from coldsend_tui.workspace import Campaign, Gap, Sample

DAY = timedelta(hours=24)
BUCKETS = 12


class CachedInsight:
    """Answers `columns.campaigns.Insight` from the cache of the console. Call `forget` when rows changed."""

    def __init__(self, state: Console) -> None:
        self.state = state
        self._samples: dict[str, list[Sample]] = {}
        self._next: dict[str, NextSend] = {}
        self._today: dict[str, SentToday] = {}
        self._gaps: list[Gap] | None = None

    def forget(self) -> None:
        """Work everything out again when it is next asked for."""
        self._samples.clear()
        self._next.clear()
        self._today.clear()
        self._gaps = None

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
            if self._gaps is None:
                self._gaps = state.store.gaps(state.clock.now() - DAY)
            settings = state.workspace.settings.get(campaign.id)
            known = self._today[campaign.id] = sent_today(
                campaign, settings, state.workspace, state.clock.now(), self.samples(campaign), self._gaps
            )
        return known

    def untracked(self, campaign: Campaign) -> bool:
        """Whether its opens are not counted."""
        # Settings are read where they matter.
        return not campaign.opened and untracked(campaign, self.state.workspace.settings.get(campaign.id))

    def spark(self, campaign: Campaign) -> list[int]:
        """Mails per two hours."""
        now = self.state.clock.now()
        return trend.buckets(self.samples(campaign), "sent", now - DAY, now, BUCKETS)

    def next_send(self, campaign: Campaign) -> NextSend:
        """When the next mail leaves, or why none does."""
        known = self._next.get(campaign.id)
        if known is None:
            known = self._next[campaign.id] = self.state.next_send(campaign)
        return known

    def age(self, campaign: Campaign) -> str:
        """Age of the row by the operator's clock: the newest of the row itself and the counters."""
        fetched = self.state.fetched_at(feeds.ANALYTICS)
        seen = max(campaign.seen_at, fetched) if fetched else campaign.seen_at
        return wording.age(seen, self.state.clock.real())
