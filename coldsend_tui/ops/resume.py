"""What a resume would set free: the backlog, mails an hour, the first day against the usual one, and a ladder to climb instead.

Resuming is the dangerous direction (field.md §4): a pause piles up, and everything that piled up leaves at full pace.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import leads
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.forecast import standing
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.schedule import Window, open_time
from coldsend_tui.workspace import Campaign, Workspace

LADDER: Final = (("on days 1-2", 20), ("on days 3-4", 50))
"""Mails per inbox and day on the way back, before the normal limit from day 5 on. field.md §3, job 8."""


class Rung(NamedTuple):
    """Days of the ladder and the daily limit per inbox for them."""

    days: str
    per_inbox: int


class ResumePreview(NamedTuple):
    """All of it in mails; None where it is not known. `usual_day` is the mean sending day since launch, first mails only.

    `burst` is the first day over the usual one. `ladder` is empty where the campaign is already as slow as its rungs.
    """

    first_mails: int
    follow_ups_due: int | None
    per_hour: float | None
    first_day: int | None
    usual_day: float | None
    ladder: tuple[Rung, ...]

    @property
    def burst(self) -> float | None:
        """How many times the usual day the first one is."""
        if self.first_day is None or not self.usual_day:
            return None
        return self.first_day / self.usual_day

    @property
    def bursts(self) -> bool:
        """Whether that is more than a mailbox provider takes calmly. field.md §2, ramp row."""
        return self.burst is not None and self.burst > limits.RESUME_BURST


def resume_preview(
    campaign: Campaign,
    settings: CampaignSettings | None,
    workspace: Workspace,
    now: datetime,
    paused_at: datetime | None = None,
) -> ResumePreview:
    """What would happen if a PAUSED `campaign` were resumed at `now`, after it stood still since `paused_at` (None: since just now)."""
    first = leads.left(campaign)
    stands = standing(campaign, settings, now, paused_at)
    due = stands.overdue if stands else None
    room = capacity(campaign, settings, workspace, now) if settings else None
    if settings is None or room is None or room.per_day is None:
        return ResumePreview(first, None if due is None else round(due), None, None, None, ())
    backlog = first + round(due or 0)
    per_day = min(room.per_day, backlog)
    normal = max((inbox.per_day or 0 for inbox in room.inboxes if inbox.usable), default=0)
    rungs = tuple(Rung(days, limit) for days, limit in LADDER if limit < normal)
    return ResumePreview(
        first_mails=first,
        follow_ups_due=None if due is None else round(due),
        per_hour=_per_hour(settings, room.per_day, room.usable, workspace),
        first_day=per_day,
        usual_day=_usual_day(campaign, settings, paused_at or now),
        ladder=(*rungs, Rung("from day 5", normal)) if rungs else (),
    )


def _per_hour(settings: CampaignSettings, per_day: int, usable: int, workspace: Workspace) -> float:
    """At full pace each inbox mails every 4 min; native domains stop at 100 an hour, and nothing goes beyond the day's mails."""
    senders = index_of(workspace).senders
    hourly = timedelta(hours=1) / limits.GAP_MEAN
    native: dict[str, int] = {}
    free = 0
    for inbox in settings.inboxes or ():
        sender = senders.get(inbox.id)
        if (sender.status if sender else inbox.status) != "ACTIVE":
            continue
        if sender is not None and sender.kind == limits.NATIVE_KIND and sender.domain:
            native[sender.domain] = native.get(sender.domain, 0) + 1
        else:
            free += 1
    total = free * hourly + sum(min(count * hourly, limits.DOMAIN_HOUR_LIMIT) for count in native.values())
    return min(total, float(per_day)) if usable else 0.0


def _usual_day(campaign: Campaign, settings: CampaignSettings, now: datetime) -> float | None:
    window = Window.of(settings)
    if window is None or campaign.launched_at is None or not campaign.sent:
        return None
    days = open_time(window, campaign.launched_at, now) / timedelta(minutes=window.minutes)
    return campaign.sent / max(1.0, days)
