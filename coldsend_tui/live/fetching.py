"""How each feed is fetched: which operation of the API, and what its answer is in the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..api import errors
from ..details import DomainRedirect, LeadSample
from ..ops import reply_query
from ..store.refresh import (
    CampaignRows,
    Content,
    DomainRows,
    FlowRows,
    Kind,
    LeadSampleRows,
    Listed,
    QuotaRows,
    SenderRows,
    TimelineRows,
    UnreadReplies,
    UsageRows,
)
from ..workspace import WaitingReplies
from . import feeds
from .projection import campaigns, domains, flow, replies, senders, timeline
from .projection.fields import count, project

if TYPE_CHECKING:
    from ..api import ColdSend
    from ..api.models.listing import Page

T = TypeVar("T")
PAGE_ROWS = 100
"""Rows of one page, the most the contract allows [docs]."""


class Cursor(NamedTuple):
    """Where a walk over a paged list stands: the page to read next, the ids seen so far and how many there should be.

    `waiting` is what the first page of the replies said.
    """

    page: int = 1
    ids: frozenset[str] = frozenset()
    total: int | None = None
    whole: bool = True
    pages: int = 1
    waiting: WaitingReplies | None = None


class Fetched(NamedTuple):
    """What came: contents for the cache, rows that could not be read, and for a list where to go on (None: done)."""

    contents: tuple[Content, ...]
    skipped: int = 0
    cursor: Cursor | None = None
    pages: int = 1


class Moment(NamedTuple):
    """The times of one fetch: the operator's clock and the workspace's, None while the server has not told its time."""

    real: datetime
    now: datetime | None


async def fetch(client: ColdSend, name: str, moment: Moment, cursor: Cursor) -> Fetched:
    """Refresh one feed (of a paged list: the page that `cursor` names). Raises ApiError."""
    kind, argument = feeds.split(name)
    match kind:
        case feeds.ANALYTICS:
            answer = await client.analytics.campaigns()
            rows, skipped = project(answer.rows, lambda row: campaigns.from_analytics(row, moment.real))
            return Fetched((CampaignRows(rows, "analytics", complete=not skipped),), skipped)
        case feeds.CAMPAIGNS:
            page = await client.campaigns.list(page=cursor.page, limit=PAGE_ROWS)
            return _page(page, "campaign", cursor, lambda row: campaigns.from_list(row, moment.real), _campaign_rows)
        case feeds.SENDERS:
            sender_page = await client.sender_accounts.list(page=cursor.page, limit=PAGE_ROWS)
            return _page(sender_page, "sender", cursor, lambda row: senders.sender(row, moment.real), SenderRows)
        case feeds.DOMAINS:
            domain_page = await client.domains.list(page=cursor.page, limit=PAGE_ROWS)
            return _page(domain_page, "domain", cursor, lambda row: domains.domain(row, moment.real), DomainRows)
        case feeds.USAGE:
            usage, skipped = project((await client.sender_accounts.daily_usage()).rows, senders.usage)
            return Fetched((UsageRows(usage),), skipped)
        case "campaign":
            found = campaigns.detail((await client.campaigns.get(argument)).payload(), moment.real)
            return Fetched(() if found is None else (CampaignRows([found[0]], "detail"), found[1]), int(found is None))
        case "quotas":
            quotas, skipped = project((await client.sender_accounts.quotas(argument)).rows, senders.quota)
            return Fetched((QuotaRows(argument, quotas),), skipped)
        case "flow":
            graph = flow.graph((await client.flow.get(argument)).payload())
            return Fetched((FlowRows(argument, graph),))
        case "sample":
            leads = await client.leads.list(argument, limit=PAGE_ROWS)
            people, skipped = project(leads.rows, flow.lead)
            return Fetched((LeadSampleRows(argument, LeadSample(tuple(people), leads.total)),), skipped)
        case "domain":
            return await _domain(client, argument, moment)
        case "timeline":
            # A day counted by this machine's clock may lie beyond the workspace's last one: then the API's own span is taken.
            first, last = (None, None) if moment.now is None else feeds.timeline_days(argument, moment.now.date())
            to = last if ":" in argument else None
            days, skipped = project((await client.analytics.timeline(from_date=first, to_date=to)).rows, timeline.day)
            return Fetched((TimelineRows(days),), skipped)
        case feeds.WAITING:
            return await _waiting(client, cursor)
        case feeds.UNREAD:
            unread = count((await client.replies.list(limit=1)).data, "unread_count")
            return Fetched(() if unread is None else (UnreadReplies(unread),), int(unread is None))
        case _:
            raise ValueError(f"there is no feed {name!r}")


async def _domain(client: ColdSend, domain_id: str, moment: Moment) -> Fetched:
    """The detail, and then what the state makes interesting: the redirect of an ACTIVE domain, the progress of another."""
    detail: Mapping[str, Any] = (await client.domains.get(domain_id)).payload()
    row = domains.domain(detail, moment.real)
    progress: Mapping[str, Any] = {}
    redirect = None
    if row is not None and row.status == "ACTIVE":
        redirect = await _redirect(client, domain_id)
    else:
        try:
            progress = (await client.domains.progress(domain_id)).payload()
        except (errors.Refused, errors.NotFound):
            pass  # a domain that is not being set up may have none [inferred]
    setup = domains.setup(detail, progress, moment.real, redirect)
    if row is None or setup is None:
        return Fetched((), 1)
    return Fetched((DomainRows([row]), setup))


async def _waiting(client: ColdSend, cursor: Cursor) -> Fetched:
    """Unread conversations: the first page, then the last one where there are more; nothing is stored before both are read.

    Their order is not documented: the latest message first, in the sandbox.
    """
    page = await client.replies.list(is_read=False, limit=PAGE_ROWS, page=cursor.page)
    rows, skipped = project(page.rows, replies.conversation)
    unread = [row for row in rows if row.read is not True]
    positive = [row for row in unread if reply_query.positive(row.category)]
    oldest = min((row.at for row in positive if row.at is not None), default=None)
    found = WaitingReplies(len(positive), oldest, len(unread), max(page.total or 0, len(unread)))
    if (first := cursor.waiting) is not None:
        found = WaitingReplies(
            found.positive + first.positive,
            min((at for at in (found.oldest, first.oldest) if at is not None), default=None),
            found.seen + first.seen,
            max(found.unread, first.unread),
        )
    elif page.pages is not None and page.pages > 1:
        return Fetched((), skipped, Cursor(page.pages, pages=2, waiting=found), 2)
    return Fetched((found,), skipped, pages=1 if first is None else 2)


async def _redirect(client: ColdSend, domain_id: str) -> DomainRedirect | None:
    try:
        return domains.redirect((await client.domains.redirect(domain_id)).payload())
    except errors.NotFound:
        return DomainRedirect()
    except errors.Refused:
        return None


def _campaign_rows(rows: list[Any]) -> CampaignRows:
    return CampaignRows(rows, "list")


def _page(
    page: Page[Any],
    kind: Kind,
    cursor: Cursor,
    row: Callable[[Any], Any | None],
    content: Callable[[list[Any]], Content],
) -> Fetched:
    """One page of a walk. Only a walk that read every row, over a list that kept its length, may say what is gone."""
    rows, skipped = project(page.rows, row)
    ids = cursor.ids | {one.id for one in rows}
    whole = cursor.whole and not skipped and cursor.total in (None, page.total)
    pages = page.pages or max(cursor.pages, cursor.page)
    more = page.has_next if page.has_next is not None else len(page.rows) >= PAGE_ROWS
    if more and page.rows:
        return Fetched((content(rows),), skipped, Cursor(cursor.page + 1, ids, page.total, whole, pages), pages)
    complete = whole and page.total in (None, len(ids))
    return Fetched((content(rows), Listed(kind, ids)) if complete else (content(rows),), skipped, None, pages)
