"""What the engine holds in memory of campaigns, inboxes, domains and leads while time passes. The database is the truth:
everything here is loaded from it, and every change goes back with the slice of time in which it happened.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from sqlite3 import Row
from typing import Any

from . import parameters as p
from .fate import Temperament
from .windows import NEVER, SendingWindow

LEAD_COLUMNS = (
    "id, campaign_id, contact_id, batch_id, inbox_id, status, sequence_step, next_due_at, node_id, "
    "last_contacted_at, opened_at, replied_at, unsubscribed, delivery_status"
)


class Lead:
    """The moving parts of a lead."""

    __slots__ = (
        "batch_id", "campaign_id", "contact_id", "delivery_status", "id", "inbox_id", "last_contacted_at", "next_due_at", "node_id",
        "opened_at", "replied_at", "status", "step", "unsubscribed",
    )  # fmt: skip

    def __init__(self, row: tuple[Any, ...]) -> None:
        (
            self.id, self.campaign_id, self.contact_id, self.batch_id, self.inbox_id, self.status, self.step, self.next_due_at,
            self.node_id, self.last_contacted_at, self.opened_at, self.replied_at, self.unsubscribed, self.delivery_status,
        ) = row  # fmt: skip


class Step:
    """A mail of the MAIN chain: when it is due after the one before, on what condition, and its variants."""

    __slots__ = ("number", "temperament", "trigger", "variants", "wait")

    def __init__(
        self, number: int, trigger: str, wait: int, variants: list[tuple[int, int]], temperament: Temperament
    ) -> None:
        """`wait` in seconds, `variants` as (threshold of the draw, variant id) in ascending order."""
        self.number = number
        self.trigger = trigger
        self.wait = wait
        self.variants = variants
        self.temperament = temperament

    def variant(self, draw: int) -> int:
        """The variant that a lead's draw falls on."""
        for limit, variant_id in self.variants:
            if draw < limit:
                return variant_id
        return self.variants[-1][1]


@dataclass(slots=True)
class Branch:
    """A branch with its nodes in order. One that is not active takes nobody in and its mails wait."""

    id: int
    trigger: str
    params: dict[str, Any]
    nodes: list[Row]
    active: bool


@dataclass(slots=True, eq=False)
class Domain:
    """A native domain in the present clock hour."""

    id: int
    signed: bool
    hour: int = 0
    mails: int = 0
    rejected: int = 0


@dataclass(slots=True, eq=False)
class Inbox:
    """An inbox on its present UTC day."""

    id: int
    email: str
    native: bool
    active: bool
    limit: int
    domain: Domain | None
    free_at: int
    day: int
    sent: int
    counts: list[
        int
    ]  # mails, opens, replies, hard bounces, policy bounces, unsubscribes, complaints: what the slice adds
    mails: int
    next_look: int = NEVER  # when it will be asked for its next mail
    by_campaign: dict[int, int] = field(default_factory=dict)
    campaigns: list[Campaign] = field(default_factory=list)
    due: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # campaign -> heap of (due, lead)


@dataclass(slots=True, eq=False)
class Campaign:
    """A campaign with its content and its counters. `added` is what the slice adds to each counter."""

    id: int
    status: str
    window: SendingWindow
    starts_at: int
    first_day: int
    daily_cap: int | None
    ramp: tuple[int, int] | None
    stalled: bool
    pending_left: int
    due_left: int
    remove_me_share: float
    steps: list[Step]
    branch_kind: Temperament
    branches: list[Branch] = field(default_factory=list)
    inboxes: list[Inbox] = field(default_factory=list)  # those that can send
    assigned: dict[int, Inbox] = field(default_factory=dict)  # all of its inboxes that exist and are not DISABLED
    pending: deque[Lead] = field(default_factory=deque)
    read_up_to: int = 0
    read_ahead: int = 8  # leads read at a time; more the longer it goes on
    added: dict[str, int] = field(default_factory=dict)

    def step_after(self, number: int) -> Step | None:
        """The next MAIN step."""
        for step in self.steps:
            if step.number > number:
                return step
        return None

    def cap(self, inbox: Inbox, day: int) -> int | None:
        """Mails this campaign may send from one inbox on a UTC day; None for no cap of its own."""
        if self.ramp is None:
            return self.daily_cap
        increment, maximum = self.ramp
        periods = max(0, day - self.first_day) // p.RAMP_UP_PERIOD_DAYS
        return min((self.daily_cap or inbox.limit) + increment * periods, max(maximum, self.daily_cap or 0))
