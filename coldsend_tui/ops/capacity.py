"""How many mails can leave: per inbox and day, per campaign, per domain and hour.

An inbox sends at most the smallest of its own daily limit, the campaign's cap or ramp-up step, and what the random gap of
3-5 min leaves in one sending window (field.md §0). Native inboxes of one domain share 100 mails an hour.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from coldsend_tui.details import AssignedInbox, CampaignSettings
from coldsend_tui.ops import leads
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.index import WorkspaceIndex, index_of
from coldsend_tui.ops.schedule import Window
from coldsend_tui.workspace import Campaign, Sender, Workspace

_WEEK_DAYS = 7


class InboxCapacity(NamedTuple):
    """What one assigned inbox can send on a sending day. Not `usable`: `reason` says why; `bound` names what limits it.

    `shared_by` counts the ACTIVE campaigns known to use it, this one included; `share` is what is left of `per_day` when all
    of them send what they may.
    """

    id: str
    email: str
    per_day: int | None
    usable: bool
    reason: str
    bound: str
    shared_by: int
    share: float | None


class Capacity(NamedTuple):
    """A campaign's inboxes and what the usable ones send on one sending day, alone (`per_day`) and after sharing them."""

    inboxes: tuple[InboxCapacity, ...]
    usable: int
    per_day: int | None
    shared_per_day: float | None


class DomainLoad(NamedTuple):
    """Mails an hour that the ACTIVE campaigns plan through the native inboxes of one domain, against the platform's cap."""

    domain: str
    inboxes: int
    per_hour: float
    limit: int
    level: Level


def capacity(campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime) -> Capacity | None:
    """What `campaign` can send on one of its days; None while its inboxes are not known."""
    if settings.inboxes is None:
        return None
    index = index_of(workspace)
    rows = tuple(inbox_capacity(inbox, campaign, settings, index, now) for inbox in settings.inboxes)
    usable = [row for row in rows if row.usable]
    if any(row.per_day is None for row in usable):
        return Capacity(rows, len(usable), None, None)
    total = sum(row.per_day or 0 for row in usable)
    return Capacity(rows, len(usable), total, sum(row.share or 0.0 for row in usable))


def inbox_capacity(
    inbox: AssignedInbox, campaign: Campaign, settings: CampaignSettings, index: WorkspaceIndex, now: datetime
) -> InboxCapacity:
    """What one assigned inbox can send for `campaign` on one of its days."""
    sender = index.senders.get(inbox.id)
    status = sender.status if sender else inbox.status
    daily = sender.daily_limit if sender and sender.daily_limit is not None else inbox.daily_limit
    own = _bound(daily, settings, campaign.launched_at, now)
    users = index.users(inbox.id)
    others = len(users) - (campaign.id in users)
    share = None if own is None else float(own.mails)
    if own is not None and others:
        demand = _demand_of_all(inbox.id, daily, index, now)
        demand += own.mails - (_demand_of(campaign.id, daily, index, now) if campaign.id in users else 0)
        ceiling = min(bound for bound in (daily, _gap_bound(settings)) if bound is not None) if daily else own.mails
        share = own.mails * min(1.0, ceiling / demand) if demand else 0.0
    return InboxCapacity(
        id=inbox.id,
        email=inbox.email,
        per_day=own.mails if own else None,
        usable=status == "ACTIVE",
        reason="" if status == "ACTIVE" else status or "state unknown",
        bound=own.name if own else "",
        shared_by=others + 1,
        share=share,
    )


class _Bound(NamedTuple):
    mails: int
    name: str


def _bound(
    inbox_limit: int | None, settings: CampaignSettings, launched_at: datetime | None, now: datetime
) -> _Bound | None:
    """The tightest of an inbox's bounds for a campaign; None when none is known."""
    bounds = [(inbox_limit, "inbox limit")]
    if settings.ramp_up:
        bounds.append((ramp_limit(settings, inbox_limit, launched_at, now), "ramp-up"))
    else:
        bounds.append((settings.daily_limit_per_inbox, "campaign limit"))
    bounds.append((_gap_bound(settings), "gap between mails"))
    return min((_Bound(value, name) for value, name in bounds if value is not None), default=None)


def day_limit(
    inbox_limit: int | None, settings: CampaignSettings, launched_at: datetime | None, now: datetime
) -> int | None:
    """Mails that an inbox may send for a campaign today: its own limit under the campaign's cap or ramp-up step, as quotas tell it."""
    cap = ramp_limit(settings, inbox_limit, launched_at, now) if settings.ramp_up else settings.daily_limit_per_inbox
    return min((bound for bound in (inbox_limit, cap) if bound is not None), default=None)


def _gap_bound(settings: CampaignSettings) -> int | None:
    window = Window.of(settings)
    return None if window is None else int(timedelta(minutes=window.minutes) / limits.GAP_MEAN)


def _demand_of_all(inbox_id: str, inbox_limit: int | None, index: WorkspaceIndex, now: datetime) -> int:
    """Mails a day that all ACTIVE campaigns together ask of an inbox; those with nobody left to write to ask nothing."""
    key = (inbox_id, now.date())
    if key not in index.demands:
        index.demands[key] = sum(_demand_of(id, inbox_limit, index, now) for id in index.users(inbox_id))
    return index.demands[key]


def _demand_of(campaign_id: str, inbox_limit: int | None, index: WorkspaceIndex, now: datetime) -> int:
    """Mails a day that one ACTIVE campaign asks of an inbox, by the settings that the workspace knows."""
    campaign, settings = index.active[campaign_id], index.workspace.settings[campaign_id]
    if not (leads.left(campaign) or settings.steps):
        return 0
    bound = _bound(inbox_limit, settings, campaign.launched_at, now)
    return bound.mails if bound else 0


def ramp_limit(
    settings: CampaignSettings, inbox_limit: int | None, launched_at: datetime | None, now: datetime
) -> int | None:
    """Today's cap per inbox while a campaign ramps up; None without ramp-up or where its start is not known.

    Starts at the campaign's cap, else the inbox's limit, and grows by the increment each week since launch up to the maximum
    (behaviour.md §19, 9). Weeks are counted in UTC days.
    """
    start = settings.daily_limit_per_inbox or inbox_limit
    if not settings.ramp_up or start is None:
        return None
    weeks = max(0, (now.date() - launched_at.date()).days) // _WEEK_DAYS if launched_at else 0
    value = start + weeks * (settings.ramp_up_increment or 0)
    return min(value, max(settings.ramp_up_max, start)) if settings.ramp_up_max else value


def domain_loads(workspace: Workspace, now: datetime, *, launching: Campaign | None = None) -> tuple[DomainLoad, ...]:
    """Planned load of every domain with native inboxes, heaviest first. WARN above 70 an hour, CRIT above 100.

    Each inbox sends its day's mails evenly over the shortest window of the campaigns that use it, but no faster than the
    shortest gap allows. Only campaigns whose settings have been read count, so the figure is a lower bound. `launching` is
    counted as if it were ACTIVE.
    """
    index = index_of(workspace)
    extra = _inboxes_of(launching, workspace) if launching else frozenset()
    load: defaultdict[str, float] = defaultdict(float)
    inboxes: defaultdict[str, int] = defaultdict(int)
    for sender in workspace.senders:
        if sender.kind != limits.NATIVE_KIND or not sender.domain:
            continue
        inboxes[sender.domain] += 1
        users = [index.active[id] for id in index.users(sender.id)]
        if launching and sender.id in extra and launching.status != "ACTIVE":
            users.append(launching)
        rates = [hourly(user, workspace.settings[user.id], sender, now) for user in users]
        if sender.status == "ACTIVE":
            planned = sum(rate for rate in rates if rate is not None)
            load[sender.domain] += min(planned, timedelta(hours=1) / limits.GAP_SHORTEST)
    return tuple(
        sorted(
            (DomainLoad(d, n, load[d], limits.DOMAIN_HOUR_LIMIT, load_level(load[d])) for d, n in inboxes.items()),
            key=lambda row: (-row.per_hour, row.domain),
        )
    )


def _inboxes_of(campaign: Campaign, workspace: Workspace) -> frozenset[str]:
    settings = workspace.settings.get(campaign.id)
    return frozenset(inbox.id for inbox in (settings.inboxes or () if settings else ()))


def hourly(campaign: Campaign, settings: CampaignSettings, sender: Sender, now: datetime) -> float | None:
    """Mails an hour that a campaign sends through an inbox when it spreads its day's share over its window; None if not known."""
    window = Window.of(settings)
    bound = _bound(sender.daily_limit, settings, campaign.launched_at, now)
    return bound.mails / (window.minutes / 60) if window and bound else None


def load_text(per_hour: float, limit: int, *, unread: int) -> str:
    """`12/100`, `≥ 12/100` while the settings of `unread` ACTIVE campaigns were never read, `–/100` where nothing else is known."""
    if not unread:
        return f"{per_hour:.0f}/{limit}"
    return f"≥ {per_hour:.0f}/{limit}" if per_hour >= 0.5 else f"–/{limit}"


def load_level(per_hour: float) -> Level:
    """WARN above 70 mails an hour, CRIT above 100."""
    if per_hour > limits.DOMAIN_HOUR_LIMIT:
        return Level.CRIT
    return Level.WARN if per_hour > limits.DOMAIN_HOUR_WARN else Level.OK
