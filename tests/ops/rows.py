"""Rows for tests: plausible ones, with what a test cares about given by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from coldsend_tui.details import AssignedInbox, CampaignSettings, Variant
from coldsend_tui.workspace import Campaign, Domain, FeedState, Sample, Sender, Workspace

NOW = datetime(2026, 3, 4, 16, 4, tzinfo=UTC)
"""A Wednesday, 11:04 in New York: inside the usual window."""


def campaign(id: str = "c1", **changes: Any) -> Campaign:
    row = Campaign(
        id=id,
        name=f"Campaign {id}",
        status="ACTIVE",
        total_leads=2_000,
        sent=600,
        opened=180,
        replied=24,
        bounced=6,
        unsubscribed=2,
        created_at=NOW - timedelta(days=10),
        launched_at=NOW - timedelta(days=7),
        seen_at=NOW,
    )
    return row._replace(**changes)


def sender(id: str = "s1", **changes: Any) -> Sender:
    row = Sender(
        id=id,
        email=f"{id}@acme.example",
        display_name="Sam",
        kind="COLDSEND",
        status="ACTIVE",
        health=92.0,
        daily_limit=50,
        sent_today=12,
        rate_limited=False,
        domain_id="d1",
        domain="acme.example",
        created_at=NOW - timedelta(days=60),
        seen_at=NOW,
    )
    return row._replace(**changes)


def domain(id: str = "d1", **changes: Any) -> Domain:
    row = Domain(
        id=id,
        name="acme.example",
        status="ACTIVE",
        max_inboxes=5,
        current_inboxes=1,
        mail_server_ready=True,
        dns_verified=True,
        created_at=NOW - timedelta(days=60),
        state_since=NOW - timedelta(days=59),
        seen_at=NOW,
    )
    return row._replace(**changes)


def settings(id: str = "c1", *inboxes: str, **changes: Any) -> CampaignSettings:
    values: dict[str, Any] = {
        "id": id,
        "timezone": "America/New_York",
        "sending_days": (1, 2, 3, 4, 5),
        "window_start": (9, 0),
        "window_end": (17, 0),
        "daily_limit_per_inbox": 30,
        "tracking": False,
        "unsubscribe": True,
        "inboxes": tuple(AssignedInbox(i, f"{i}@acme.example", "COLDSEND", "ACTIVE", 50) for i in inboxes or ("s1",)),
        "variants": (Variant("A", "A question about {{company}}", "Hello {{first_name}}, shall we talk?", 100),),
        "steps": (),
        "seen_at": NOW,
    }
    return CampaignSettings(**(values | changes))


def sample(minutes_ago: float, sent: int, **changes: Any) -> Sample:
    return Sample(NOW - timedelta(minutes=minutes_ago), sent, 0, 0, 0)._replace(**changes)


def feeds(age: timedelta = timedelta(seconds=14), *names: str) -> dict[str, FeedState]:
    return {name: FeedState(name, NOW - age, None, "") for name in names or ("analytics", "senders", "domains")}


def workspace(*campaigns: Campaign, **changes: Any) -> Workspace:
    values: dict[str, Any] = {
        "campaigns": campaigns,
        "senders": (sender(),),
        "domains": (domain(),),
        "settings": {row.id: settings(row.id) for row in campaigns},
        "feeds": feeds(),
    }
    return Workspace(**(values | changes))
