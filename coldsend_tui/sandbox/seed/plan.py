"""How a seeded workspace is described: plain tables of domains, senders and campaigns."""

from __future__ import annotations

from typing import Any, NamedTuple


class DomainPlan(NamedTuple):
    """A domain. `hours` ago it entered its present state; `ready_in`: seconds until services are set up."""

    name: str
    status: str = "ACTIVE"
    hours: float = 24 * 90
    ready_in: int | None = None


class SenderPlan(NamedTuple):
    """A sender account. `past`: mails, opens, replies, hard bounces, policy bounces, unsubscribes, complaints before the history begins."""

    email: str
    name: str
    kind: str
    limit: int
    status: str = "ACTIVE"
    past: tuple[int, int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0, 0)


class BranchPlan(NamedTuple):
    """A branch: what starts it and the bodies of its mails with the seconds before each."""

    label: str
    trigger: str
    params: dict[str, object]
    steps: tuple[tuple[int, str], ...]


class CampaignPlan(NamedTuple):
    """A campaign and its history. Times are days before the workspace is handed over."""

    name: str
    topic: str
    offer: str
    zone: str = "America/New_York"
    leads: int = 0
    senders: tuple[int, ...] = ()  # places in the list of senders
    launched: float | None = None
    paused: float | None = None
    archived: float | None = None
    starts: float | None = None  # start_date; launched before it
    variants: int = 1
    steps: tuple[tuple[str, int], ...] = ()
    open_rate: float = 0.30
    reply_rate: float = 0.04
    remove_me: float = 0.10
    bad_share: float = 0.012
    tracked: bool = True
    clicks: bool = False
    cap: int | None = None
    window: tuple[int, int] = (9, 17)
    ramp: tuple[int, int] | None = None
    branch: BranchPlan | None = None


class ListPlan(NamedTuple):
    """A saved list, made `days` before. DYNAMIC with a filter; STATIC of the people whose answer was judged to be of `category`."""

    name: str
    description: str
    days: float
    where: dict[str, Any] | None = None
    category: str | None = None


class WorkspacePlan(NamedTuple):
    """A whole workspace. `status_changes`: (days before, place of the sender, status)."""

    domains: tuple[DomainPlan, ...]
    senders: tuple[SenderPlan, ...]
    campaigns: tuple[CampaignPlan, ...]
    history_days: int
    status_changes: tuple[tuple[float, int, str], ...] = ()
    lists: tuple[ListPlan, ...] = ()
