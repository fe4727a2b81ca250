"""What slows a campaign down beside its window, each with the clock at which it ends: paused inboxes, day limits, ramp-up,
the domain's hour, the gap, no lead left. The window itself is `sending.next_send`'s first question (field.md §2, diagnosis table).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple

from coldsend_tui.details import CampaignSettings, InboxQuota
from coldsend_tui.ops import leads, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import InboxCapacity, capacity, domain_loads, ramp_limit
from coldsend_tui.ops.forecast import standing
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.index import index_of
from coldsend_tui.workspace import Campaign, Workspace

_WEEK: Final = timedelta(days=7)


class Holdup(NamedTuple):
    """One thing that holds mails back. `fault` needs a person; a wait ends by itself, `until` that time (None: not by itself).

    `text` may carry a stranger's text.
    """

    name: str
    fault: bool
    text: str
    until: datetime | None

    def says(self, now: datetime) -> str:
        """The sentence with its clock: `3 of 6 inboxes used up today's limit · ends in 7h56m`."""
        if self.until is None:
            return f"{self.text} · does not end by itself" if self.fault else self.text
        return f"{self.text} · ends in {wording.duration(self.until - now)}"


def holdups(
    campaign: Campaign,
    settings: CampaignSettings | None,
    workspace: Workspace,
    now: datetime,
    quotas: Sequence[InboxQuota] = (),
) -> tuple[Holdup, ...]:
    """Everything that holds `campaign` back at `now`, faults first. Empty while its inboxes are not known."""
    if settings is None or (room := capacity(campaign, settings, workspace, now)) is None:
        return ()
    found = [
        *_inboxes(room.inboxes),
        *_limits(room.inboxes, workspace, now, quotas),
        *_ramp(campaign, settings, room.inboxes, now),
        *_domain_hours(campaign, settings, workspace, now),
        *_shared(room.inboxes),
        *_leads(campaign, settings, now),
    ]
    return tuple(sorted(found, key=lambda one: not one.fault))


def _inboxes(rows: Sequence[InboxCapacity]) -> Iterator[Holdup]:
    idle = [row for row in rows if not row.usable]
    if not rows:
        yield Holdup("inboxes", True, "no inbox is assigned", None)
    elif idle:
        states = ", ".join(f"{count} {state}" for state, count in Counter(row.reason for row in idle).most_common())
        text = f"{len(idle)} of {wording.plural(len(rows), 'inbox', 'inboxes')} cannot send ({states})"
        yield Holdup("inboxes", True, text, None)


def _limits(
    rows: Sequence[InboxCapacity], workspace: Workspace, now: datetime, quotas: Sequence[InboxQuota]
) -> Iterator[Holdup]:
    remaining = {quota.id: quota.remaining for quota in quotas}
    senders = index_of(workspace).senders
    usable = [row for row in rows if row.usable]
    spent = 0
    for row in usable:
        left = remaining.get(row.id)
        sender = senders.get(row.id)
        if left is None and sender is not None and sender.sent_today is not None and row.per_day is not None:
            left = row.per_day - sender.sent_today
        spent += left is not None and left <= 0
    if spent:
        text = f"{spent} of {wording.plural(len(usable), 'inbox', 'inboxes')} used up today's limit, reset at 00:00 UTC"
        yield Holdup("limit", False, text, datetime.combine(now.date() + timedelta(days=1), time(), UTC))


def _ramp(
    campaign: Campaign, settings: CampaignSettings, rows: Sequence[InboxCapacity], now: datetime
) -> Iterator[Holdup]:
    held = [row for row in rows if row.usable and row.bound == "ramp-up"]
    if not held or campaign.launched_at is None:
        return
    today = held[0].per_day or 0
    weeks = max(0, (now.date() - campaign.launched_at.date()).days) // _WEEK.days
    start = datetime.combine(campaign.launched_at.date(), time(), UTC)
    until = start + (weeks + 1) * _WEEK
    later = ramp_limit(settings, today, campaign.launched_at, until)
    grows = f", {later} from then on" if later and later > today else ""
    yield Holdup("ramp-up", False, f"ramp-up: {today} mails per inbox and day{grows}", until if grows else None)


def _domain_hours(
    campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime
) -> Iterator[Holdup]:
    senders = index_of(workspace).senders
    names = {senders[inbox.id].domain for inbox in settings.inboxes or () if inbox.id in senders}
    for load in domain_loads(workspace, now, launching=campaign):
        if load.domain in names and load.level is Level.CRIT:
            hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            text = f"{load.domain}: {load.per_hour:.0f} mails an hour planned, {load.limit} go, the rest is rejected"
            yield Holdup("domain-hour", True, text, hour)


def _shared(rows: Sequence[InboxCapacity]) -> Iterator[Holdup]:
    shared = [row for row in rows if row.usable and row.shared_by > 1]
    if shared:
        most = max(row.shared_by for row in shared)
        inboxes = wording.plural(len(shared), "inbox", "inboxes")
        yield Holdup("shared", False, f"{inboxes} shared with other campaigns, up to {most} on one", None)


def _leads(campaign: Campaign, settings: CampaignSettings, now: datetime) -> Iterator[Holdup]:
    if not campaign.total_leads or leads.left(campaign):
        return
    stands = standing(campaign, settings, now)
    if stands is None or not settings.steps:
        yield Holdup("leads", False, "every lead got its mail: add leads, or let it complete", None)
    elif stands.overdue >= 1:
        yield Holdup("leads", False, f"no first mails left; about {stands.overdue:,.0f} follow-ups are due", None)
    elif stands.next_due is not None:
        until = datetime.combine(stands.next_due, time(), UTC)
        text = f"no first mails left; the next follow-ups fall due about {stands.next_due.day} {stands.next_due:%b}"
        yield Holdup("leads", False, text, until if until > now else None)


GAP: Final = f"one mail per inbox every {limits.GAP_SHORTEST.seconds // 60}-{limits.GAP_LONGEST.seconds // 60} min"
"""The pace inside an open window."""
