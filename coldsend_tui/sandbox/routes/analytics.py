"""Analytics: campaigns, the daily timeline, clicks and branches (behaviour.md §13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import Query

from coldsend_tui.sandbox.answers import analytics
from coldsend_tui.sandbox.answers.analytics import SECONDS_PER_DAY
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.rules.fields import Day
from coldsend_tui.sandbox.rules.filters import CampaignStatus, Where
from coldsend_tui.sandbox.rules.lookups import Here, KnownCampaign
from coldsend_tui.sandbox.rules.routing import operation

DEFAULT_DAYS: Final = 90
MAX_DAYS: Final = 1_826
"""A timeline longer than five years is refused; the contract names no bound `[inferred]`."""

_EPOCH: Final = date(1970, 1, 1)
Verified = Annotated[bool, Query(description="Count verified (non-bot) clicks")]


@operation("getCampaignAnalytics")
async def get_campaign_analytics(
    world: Here,
    status: CampaignStatus | None = None,
    from_date: Annotated[Day | None, Query(description="Launched on or after")] = None,
    to_date: Annotated[Day | None, Query(description="Launched on or before")] = None,
) -> analytics.CampaignAnalytics:
    """Totals of the workspace and a row per campaign."""
    if from_date and to_date and from_date > to_date:
        raise Refused("from_date must not be after to_date")
    where = Where()
    where.equal("status", status)
    if from_date:
        where.that("launched_at >= ?", _day(from_date) * SECONDS_PER_DAY)
    if to_date:
        where.that("launched_at < ?", (_day(to_date) + 1) * SECONDS_PER_DAY)
    rows = world.db.execute(
        f"SELECT {analytics.COLUMNS} FROM campaign {where} ORDER BY created_at DESC, id DESC", where.parameters
    )
    return analytics.campaign_analytics(world, rows)


@operation("getTimeline")
async def get_timeline(
    world: Here,
    from_date: Annotated[Day | None, Query(description="Default 90 days ago")] = None,
    to_date: Annotated[Day | None, Query(description="Default today")] = None,
) -> analytics.Timeline:
    """Daily points of the whole workspace, without gaps."""
    last = to_date or datetime.fromtimestamp(world.now, UTC).date()
    first = from_date or max(_EPOCH, last - timedelta(days=DEFAULT_DAYS))
    if first > last:
        raise Refused("from_date must not be after to_date")
    if (last - first).days > MAX_DAYS:
        raise Refused(f"Date range must not exceed {MAX_DAYS} days")
    return {
        "success": True,
        "message": "Timeline retrieved successfully",
        "from_date": first.isoformat(),
        "to_date": last.isoformat(),
        "timeline": [analytics.point(day) for day in world.reads.timeline(_day(first), _day(last))],
    }


@operation("getCtr")
async def get_ctr(world: Here, campaign: KnownCampaign, verified: Verified = True) -> dict[str, Any]:
    """Click-through rate, in all and per step, in percent."""
    return world.reads.ctr(campaign)


@operation("getCtrLinks")
async def get_ctr_links(world: Here, campaign: KnownCampaign, verified: Verified = True) -> analytics.CtrLinks:
    """Clicks per link."""
    links = world.reads.ctr_links(campaign, verified)
    return {"campaign_id": world.uid("campaign", campaign), "links": links}


@operation("getSubsequenceAnalytics")
async def get_subsequence_analytics(world: Here, campaign: KnownCampaign) -> analytics.SubsequenceAnalytics:
    """Enrolment and engagement per branch."""
    rows = world.reads.branch_analytics(campaign)
    return {"campaign_id": world.uid("campaign", campaign), "subsequences": rows}


def _day(day: date) -> int:
    return (day - _EPOCH).days
