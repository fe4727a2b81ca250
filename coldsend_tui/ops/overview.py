"""The workspace in a few figures: today's mails against capacity, totals by ratio of sums, campaigns by state."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.health import untracked
from coldsend_tui.workspace import Workspace


class Today(NamedTuple):
    """One UTC day so far. None: not known. `capacity` is the sum of daily limits of ACTIVE senders.

    `sent` comes from the senders' daily usage, or from the timeline where that is missing; replies and bounces only from the
    timeline, whose own count of mails is `mailed` and whose last reading was at `counted_at` (operator's clock). `states` counts
    campaigns by state.
    """

    sent: int | None
    capacity: int | None
    replied: int | None
    bounced: int | None
    unread: int | None
    states: Mapping[str, int]
    mailed: int | None = None
    counted_at: datetime | None = None

    @property
    def bounces(self) -> Ratio | None:
        """Today's bounces of today's mails, both as the timeline counts them."""
        return None if self.bounced is None or self.mailed is None else Ratio(self.bounced, self.mailed)


class Totals(NamedTuple):
    """All campaigns together, as ratios of sums over mails sent; opens over the mails of campaigns that count them."""

    sent: int
    leads: int
    opened: Ratio
    replied: Ratio
    bounced: Ratio


def today(workspace: Workspace, now: datetime) -> Today:
    """Figures of the UTC day of `now`."""
    used = [sender.sent_today for sender in workspace.senders if sender.sent_today is not None]
    limits = [
        sender.daily_limit
        for sender in workspace.senders
        if sender.status == "ACTIVE" and sender.daily_limit is not None
    ]
    day = next((row for row in reversed(workspace.timeline) if row.day == now.date()), None)
    sent = sum(used) if used else day.sent if day else None
    counted = [
        state.fetched_at
        for name, state in workspace.feeds.items()
        if name.startswith("timeline:") and state.fetched_at is not None
    ]
    return Today(
        sent=sent,
        capacity=sum(limits) if limits else None,
        replied=day.replied if day else None,
        bounced=day.bounced if day else None,
        unread=workspace.unread_replies,
        states=Counter(campaign.status for campaign in workspace.campaigns),
        mailed=day.sent if day else None,
        counted_at=max(counted, default=None) if day else None,
    )


def totals(workspace: Workspace) -> Totals:
    """Sums over all campaigns."""
    leads = sent = tracked = opened = replied = bounced = 0
    for campaign in workspace.campaigns:
        leads += campaign.total_leads
        sent += campaign.sent
        # Settings are decoded where they matter: ten thousand would take too long.
        if campaign.opened or not campaign.sent or not untracked(campaign, workspace.settings.get(campaign.id)):
            tracked += campaign.sent
        opened += campaign.opened
        replied += campaign.replied
        bounced += campaign.bounced
    return Totals(sent, leads, Ratio(opened, tracked), Ratio(replied, sent), Ratio(bounced, sent))
