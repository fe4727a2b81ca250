"""Mails of the present UTC day for one campaign, as narrowly as the API lets anybody tell.

The API has no such figure. It tells what every inbox sent today, which is the campaign's own where nobody shares its inboxes and
an upper bound where somebody does; and it tells counters, whose growth since midnight is all of it only for who watched since then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import NamedTuple

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops.capacity import day_limit
from coldsend_tui.ops.index import index_of
from coldsend_tui.workspace import Campaign, Gap, Sample, Workspace


class SentToday(NamedTuple):
    """At least `least` and at most `most` mails (None: no upper bound is known), of `limit` that the day allows (None: not known)."""

    least: int
    most: int | None = None
    limit: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the figure is known."""
        return self.least == self.most

    def text(self, cells: int = 99) -> str:
        """`52/80`, `≤ 52/80`, `≥ 3`, or `–` where nothing is known; without the limit where that needs more than `cells`."""
        if self.most is None:
            return f"≥ {self.least:,}" if self.least else "–"
        figure = f"{self.most:,}" if self.exact else f"≤ {self.most:,}"
        whole = figure if self.limit is None else f"{figure}/{self.limit:,}"
        return whole if len(whole) <= cells else figure


def sent_today(
    campaign: Campaign,
    settings: CampaignSettings | None,
    workspace: Workspace,
    now: datetime,
    samples: Sequence[Sample] = (),
    gaps: Sequence[Gap] = (),
) -> SentToday:
    """What is known at `now`. `samples` are the campaign's, oldest first, with one from before midnight if there is one; `gaps` are
    the times in which nobody read the counters."""
    midnight = datetime.combine(now.date(), time(), UTC)
    if campaign.sent == 0 or campaign.status == "DRAFT":
        counted = SentToday(0, 0)
    elif campaign.launched_at is not None and campaign.launched_at >= midnight:
        counted = SentToday(campaign.sent, campaign.sent)
    else:
        counted = _counted(samples, gaps, midnight)
    if campaign.status != "ACTIVE" or settings is None or settings.inboxes is None:
        return counted
    index, used, limit = index_of(workspace), 0, 0
    limited = True
    for inbox in settings.inboxes:
        sender = index.senders.get(inbox.id)
        if sender is None or sender.sent_today is None:
            return counted
        used += sender.sent_today
        allowed = day_limit(sender.daily_limit, settings, campaign.launched_at, now)
        # An inbox that is not ACTIVE will not send what it might.
        limit += sender.sent_today if sender.status != "ACTIVE" else allowed or 0
        limited = limited and allowed is not None
    # Follow-ups count for the inboxes, not for the campaign's counter: its growth is a lower bound beside them.
    least = used if not shares_inboxes(campaign, settings, workspace) else min(counted.least, used)
    return SentToday(least, used, limit if limited else None)


def shares_inboxes(campaign: Campaign, settings: CampaignSettings, workspace: Workspace) -> bool:
    """Whether another ACTIVE campaign sends through one of its inboxes, or may: one whose settings were never read."""
    index = index_of(workspace)
    own = int(campaign.id in index.active and campaign.id not in workspace.settings)
    if index.unread > own:
        return True
    return any(index.users(inbox.id) - {campaign.id} for inbox in settings.inboxes or ())


def _counted(samples: Sequence[Sample], gaps: Sequence[Gap], midnight: datetime) -> SentToday:
    """Growth of the counter since midnight: all of it where it was watched at midnight, a lower bound otherwise."""
    blind = [gap for gap in gaps if gap.began < midnight < gap.ended]
    watched = bool(samples) and samples[0].at <= midnight and not blind
    grown = sum(
        max(0, after.sent - before.sent)
        for before, after in pairwise(samples)
        # What grew across a midnight that nobody watched may be of yesterday.
        if after.at > midnight and not (blind and before.at < midnight)
    )
    return SentToday(grown, grown if watched else None)
