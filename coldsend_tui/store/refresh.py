"""What one refresh brings into the cache: a feed's name, two times, and the rows that came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from ..details import CampaignSettings, DomainSetup, FlowGraph, InboxQuota, LeadSample
from ..workspace import Campaign, Domain, Sender, TimelineDay, WaitingReplies
from .times import micros

Kind = Literal["campaign", "sender", "domain"]
CampaignSource = Literal["analytics", "list", "detail"]


class CampaignRows(NamedTuple):
    """Campaigns. `analytics` names all there are; a `list` page or a `detail` only some.

    Counters come from analytics wherever it lists the campaign, so that one figure has one source; the others fill in
    what analytics does not say (`None` never erases a known value). `complete` is False where rows of analytics could not
    be read, so that nobody takes them for gone.
    """

    rows: Sequence[Campaign]
    source: CampaignSource
    complete: bool = True


class SenderRows(NamedTuple):
    """Sender accounts of one page."""

    rows: Sequence[Sender]


class Usage(NamedTuple):
    """Today's usage of one inbox (UTC day) [client: daily-usage]; `id` may be missing, the address never is."""

    id: str | None
    email: str
    sent_today: int | None
    daily_limit: int | None
    rate_limited: bool | None


class UsageRows(NamedTuple):
    """Today's usage of all inboxes."""

    rows: Sequence[Usage]


class DomainRows(NamedTuple):
    """Domains of one page, or of one detail."""

    rows: Sequence[Domain]


class TimelineRows(NamedTuple):
    """Days of the workspace's timeline."""

    rows: Sequence[TimelineDay]


class QuotaRows(NamedTuple):
    """Quotas of all inboxes of one campaign."""

    campaign_id: str
    rows: Sequence[InboxQuota]


class FlowRows(NamedTuple):
    """The flow graph of one campaign."""

    campaign_id: str
    graph: FlowGraph


class LeadSampleRows(NamedTuple):
    """One page of a campaign's leads."""

    campaign_id: str
    sample: LeadSample


class UnreadReplies(NamedTuple):
    """How many conversations nobody has read."""

    unread: int


class Listed(NamedTuple):
    """The end of a complete walk over a list: what is not among `ids` is gone."""

    kind: Kind
    ids: frozenset[str]


class Gone(NamedTuple):
    """One object that the API does not know any more."""

    kind: Kind
    id: str


Content = (
    CampaignRows
    | SenderRows
    | UsageRows
    | DomainRows
    | TimelineRows
    | CampaignSettings
    | QuotaRows
    | FlowRows
    | LeadSampleRows
    | DomainSetup
    | UnreadReplies
    | WaitingReplies
    | Listed
    | Gone
)


@dataclass(frozen=True, slots=True)
class Refresh:
    """One successful refresh of `feed`, stored in one transaction.

    `at` is the workspace's time of the answer (samples, since-when), `real` the operator's clock when it came and
    `started` when it was asked for: a slow answer must not overwrite what a later, faster one said.
    `complete` is False for all pages of a list but the last: the feed's age counts from the end of the walk.
    `note` says what of the answer could not be used, "" if all of it could. `requests` is what it cost.
    """

    feed: str
    at: datetime
    started: datetime
    real: datetime
    contents: tuple[Content, ...]
    complete: bool = True
    note: str = ""
    requests: int = 0

    def is_older_than(self, seen_at: int) -> bool:
        """Whether a row seen at `seen_at` (microseconds) was asked for later than this.

        A time after `real` says nothing: the clock was set back since then.
        """
        return micros(self.started) < seen_at <= micros(self.real)


class Applied(NamedTuple):
    """What a refresh did: whether anything visible changed, and which kinds have members that their list has not shown yet."""

    changed: bool
    unlisted: frozenset[Kind] = frozenset()
