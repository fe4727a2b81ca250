"""What a domain still has room for: inboxes, and mails an hour against the platform's 100, campaign by campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import domain_loads, hourly, load_level, load_text
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.schedule import Window
from coldsend_tui.workspace import Campaign, Domain, Sender, Workspace

USUAL_HOURS: Final = 8.0
"""Hours of a sending window where no campaign tells: 9 to 17 is the API's own default (behaviour.md §6)."""
WHAT_IF: Final = (20, 30, 50)
"""Daily limits that "one more inbox" is asked about: cautious, advised, high. field.md §2."""


class CampaignLoad(NamedTuple):
    """Mails an hour that one ACTIVE campaign plans through the domain's native inboxes."""

    campaign: Campaign
    per_hour: float
    inboxes: int


class DomainRoom(NamedTuple):
    """`per_hour` is planned, an upper bound is `limit`; `sent_today` sums the day's mails of `inboxes` known accounts (None: not
    told). `unread` ACTIVE campaigns are not counted, for their settings were never read. `hours` is the shortest window."""

    per_hour: float
    limit: int
    level: Level
    campaigns: tuple[CampaignLoad, ...]
    inboxes: int
    free: int | None
    sent_today: int | None
    unread: int
    hours: float

    @property
    def planned(self) -> str:
        """`12/100` mails an hour, `≥ 12/100` while it is a lower bound."""
        return load_text(self.per_hour, self.limit, unread=self.unread)


def domain_room(domain: Domain, workspace: Workspace, now: datetime) -> DomainRoom:
    """Room on one domain. Planned figures are a lower bound while `unread` is not zero."""
    index = index_of(workspace)
    on_it = [sender for sender in workspace.senders if sender.domain_id == domain.id]
    load = next((load for load in domain_loads(workspace, now) if load.domain == domain.name), None)
    by_campaign: dict[str, tuple[float, int]] = {}
    hours: list[float] = []
    for sender in on_it:
        if sender.kind != limits.NATIVE_KIND or sender.status != "ACTIVE":
            continue
        for id in index.users(sender.id):
            settings = workspace.settings[id]
            rate = hourly(index.active[id], settings, sender, now)
            window = Window.of(settings)
            if window:
                hours.append(window.minutes / 60)
            if rate is not None:
                mails, inboxes = by_campaign.get(id, (0.0, 0))
                by_campaign[id] = (mails + rate, inboxes + 1)
    counts = [sender.sent_today for sender in on_it]
    return DomainRoom(
        per_hour=load.per_hour if load else 0.0,
        limit=limits.DOMAIN_HOUR_LIMIT,
        level=load.level if load else Level.OK,
        campaigns=_heaviest(by_campaign, index.active),
        inboxes=len(on_it),
        free=None
        if domain.max_inboxes is None or domain.current_inboxes is None
        else domain.max_inboxes - domain.current_inboxes,
        sent_today=None if not counts or None in counts else sum(count or 0 for count in counts),
        unread=index.unread,
        hours=min(hours, default=USUAL_HOURS),
    )


def _heaviest(loads: Mapping[str, tuple[float, int]], active: Mapping[str, Campaign]) -> tuple[CampaignLoad, ...]:
    rows = [CampaignLoad(active[id], mails, inboxes) for id, (mails, inboxes) in loads.items()]
    return tuple(sorted(rows, key=lambda row: (-row.per_hour, row.campaign.name)))


def with_one_more(room: DomainRoom, daily_limit: int) -> tuple[float, Level]:
    """Mails an hour if one more inbox sent `daily_limit` mails a day in the same window, and what to think of it."""
    fastest = timedelta(hours=1) / limits.GAP_SHORTEST
    per_hour = room.per_hour + min(daily_limit / room.hours, fastest)
    return per_hour, load_level(per_hour)


def roomiest(domains: Sequence[Domain], senders: Sequence[Sender]) -> list[Domain]:
    """ACTIVE domains with room for an inbox (or whose room is not known), those with the fewest inboxes first."""
    on_it: dict[str, int] = {}
    for sender in senders:
        if sender.domain_id:
            on_it[sender.domain_id] = on_it.get(sender.domain_id, 0) + 1

    def used(domain: Domain) -> int:
        return domain.current_inboxes if domain.current_inboxes is not None else on_it.get(domain.id, 0)

    fit = [d for d in domains if d.status == "ACTIVE" and (d.max_inboxes is None or used(d) < d.max_inboxes)]
    return sorted(fit, key=lambda domain: (used(domain), domain.name))
