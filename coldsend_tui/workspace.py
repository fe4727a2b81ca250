"""What is known of a workspace, as plain rows: the common language of the cache, the judgement and the screens.

Standard library only, so that the last known workspace can be judged and drawn before pydantic or httpx is imported.
Counts are cumulative integers, times aware UTC, `None` means "the API did not say", never zero. States are the API's own
words and are kept as they came, so an unknown one survives. `seen_at` is the operator's clock when a row was last read.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coldsend_tui.details import CampaignSettings


class Campaign(NamedTuple):
    """One campaign with its cumulative counters [docs: analytics/overview, campaigns list]."""

    id: str
    name: str
    status: str
    total_leads: int
    sent: int
    opened: int
    replied: int
    bounced: int
    unsubscribed: int | None
    created_at: datetime | None
    launched_at: datetime | None
    seen_at: datetime


class Sender(NamedTuple):
    """One sender account (inbox). `health` is the API's 0-100 score, `daily_limit` and `sent_today` count mails of a UTC day."""

    id: str
    email: str
    display_name: str
    kind: str
    status: str
    health: float | None
    daily_limit: int | None
    sent_today: int | None
    rate_limited: bool | None
    domain_id: str | None
    domain: str | None
    created_at: datetime | None
    seen_at: datetime


class Domain(NamedTuple):
    """One sending domain. `state_since` is when this console first saw the present state (workspace time)."""

    id: str
    name: str
    status: str
    max_inboxes: int | None
    current_inboxes: int | None
    mail_server_ready: bool | None
    dns_verified: bool | None
    created_at: datetime | None
    state_since: datetime | None
    seen_at: datetime


class TimelineDay(NamedTuple):
    """Mail counts of one UTC day over the whole workspace [docs: analytics timeline]."""

    day: date
    sent: int
    opened: int
    replied: int
    bounced: int


class Sample(NamedTuple):
    """Counters of one campaign (or of the workspace) at one moment of workspace time."""

    at: datetime
    sent: int
    opened: int
    replied: int
    bounced: int


class Gap(NamedTuple):
    """Workspace time in which nobody read the counters: what grew in it is seen only at its end."""

    began: datetime
    ended: datetime


class WaitingReplies(NamedTuple):
    """Unread replies of people who are interested: how many, and when the oldest of them came (workspace time).

    `seen` of `unread` unread conversations were looked at for that.
    """

    positive: int
    oldest: datetime | None
    seen: int
    unread: int


class FeedState(NamedTuple):
    """How fresh one feed is: the operator's clock at its last success and at a failure since then, and what failed."""

    name: str
    fetched_at: datetime | None
    failed_at: datetime | None
    error: str


class Workspace(NamedTuple):
    """Everything last known, in one value."""

    campaigns: Sequence[Campaign] = ()
    senders: Sequence[Sender] = ()
    domains: Sequence[Domain] = ()
    timeline: Sequence[TimelineDay] = ()
    settings: Mapping[str, "CampaignSettings"] = MappingProxyType({})
    feeds: Mapping[str, FeedState] = MappingProxyType({})
    unread_replies: int | None = None
    waiting: WaitingReplies | None = None
