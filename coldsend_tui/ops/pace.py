"""How many mails are due in the time to come: what a stop would hold back."""

from __future__ import annotations

from datetime import datetime, timedelta

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import leads
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.schedule import Window, open_time
from coldsend_tui.workspace import Campaign, Workspace


def due_within(
    campaign: Campaign, settings: CampaignSettings | None, workspace: Workspace, now: datetime, span: timedelta
) -> int | None:
    """Mails that an ACTIVE campaign can send within `span` from `now`; None while that is not known.

    Bounded by the gap of 3-5 min per usable inbox inside the window, by what is left of each inbox's day, and, without
    follow-ups, by the leads left.
    """
    if campaign.status != "ACTIVE":
        return 0
    if settings is None or (window := Window.of(settings)) is None:
        return None
    room = capacity(campaign, settings, workspace, now)
    if room is None:
        return None
    senders = index_of(workspace).senders
    by_gap = open_time(window, now, now + span) / limits.GAP_MEAN
    total = 0.0
    for inbox in room.inboxes:
        if not inbox.usable:
            continue
        sender = senders.get(inbox.id)
        left = inbox.per_day
        if left is not None and sender is not None and sender.sent_today is not None:
            left = max(0, left - sender.sent_today)
        total += by_gap if left is None else min(by_gap, left)
    return round(total if settings.steps else min(total, leads.left(campaign)))
