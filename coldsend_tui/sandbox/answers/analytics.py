"""Analytics answers. Rates are fractions of sent with four decimals `[docs]`; CTR is in percent (behaviour.md §19.11)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.world import World

SECONDS_PER_DAY = 86_400
COLUMNS = "id, name, status, total_leads, sent_count, open_count, reply_count, bounce_count, created_at"
"""What `campaign_analytics` reads of a campaign: whole rows of ten thousand would take twice as long."""


class WorkspaceKpis(TypedDict):
    """Totals over the rows of the answer; averages are pooled over sends (behaviour.md §19.10)."""

    total_campaigns: int
    total_sends: int
    avg_open_rate: float
    avg_reply_rate: float
    avg_bounce_rate: float


class CampaignAnalyticsItem(TypedDict):
    """One campaign."""

    campaign_id: str
    campaign_name: str
    status: str
    total_leads: int
    total_sent: int
    total_opened: int
    total_replied: int
    total_bounced: int
    open_rate: float
    reply_rate: float
    bounce_rate: float
    created_at: str


class CampaignAnalytics(TypedDict):
    """All campaigns that pass the filters, in one array."""

    success: bool
    message: str
    workspace_kpis: WorkspaceKpis
    campaigns: list[CampaignAnalyticsItem]


class TimelinePoint(TypedDict):
    """One UTC day of the workspace."""

    date: str
    sent: int
    opened: int
    replied: int
    bounced: int
    open_rate: float
    reply_rate: float
    bounce_rate: float


class Timeline(TypedDict):
    """Daily points without gaps."""

    success: bool
    message: str
    from_date: str
    to_date: str
    timeline: list[TimelinePoint]


class SubsequenceAnalytics(TypedDict):
    """Enrolment and engagement per branch."""

    campaign_id: str
    subsequences: list[dict[str, Any]]


class CtrLinks(TypedDict):
    """Clicks per link of the campaign's emails."""

    campaign_id: str
    links: list[dict[str, Any]]


def rate(part: int, whole: int) -> float:
    """`part` of `whole` as a fraction with four decimals; nothing of nothing is 0 `[inferred]`."""
    return round(part / whole, 4) if whole else 0.0


def campaign_analytics(world: World, rows: Iterable[sqlite3.Row]) -> CampaignAnalytics:
    """The answer for these campaign rows."""
    items = [_item(world, row) for row in rows]
    sent = sum(item["total_sent"] for item in items)
    return {
        "success": True,
        "message": "Campaign analytics retrieved successfully",
        "workspace_kpis": {
            "total_campaigns": len(items),
            "total_sends": sent,
            "avg_open_rate": rate(sum(item["total_opened"] for item in items), sent),
            "avg_reply_rate": rate(sum(item["total_replied"] for item in items), sent),
            "avg_bounce_rate": rate(sum(item["total_bounced"] for item in items), sent),
        },
        "campaigns": items,
    }


def _item(world: World, row: sqlite3.Row) -> CampaignAnalyticsItem:
    sent = row["sent_count"]
    return {
        "campaign_id": world.uid("campaign", row["id"]),
        "campaign_name": row["name"],
        "status": row["status"],
        "total_leads": row["total_leads"],
        "total_sent": sent,
        "total_opened": row["open_count"],
        "total_replied": row["reply_count"],
        "total_bounced": row["bounce_count"],
        "open_rate": rate(row["open_count"], sent),
        "reply_rate": rate(row["reply_count"], sent),
        "bounce_rate": rate(row["bounce_count"], sent),
        "created_at": world.iso(row["created_at"]),
    }


def point(day: Mapping[str, int]) -> TimelinePoint:
    """One day of the timeline; `day["day"]` counts days since 1970-01-01 UTC."""
    sent = day["sent"]
    return {
        "date": datetime.fromtimestamp(day["day"] * SECONDS_PER_DAY, UTC).date().isoformat(),
        "sent": sent,
        "opened": day["opened"],
        "replied": day["replied"],
        "bounced": day["bounced"],
        "open_rate": rate(day["opened"], sent),
        "reply_rate": rate(day["replied"], sent),
        "bounce_rate": rate(day["bounced"], sent),
    }
