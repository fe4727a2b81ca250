"""Rows and refreshes for tests of the cache."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from coldsend_tui.store.refresh import CampaignRows, CampaignSource, Content, Refresh
from coldsend_tui.workspace import Campaign, Domain, Sender

T0 = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    """T0 plus seconds."""
    return T0 + timedelta(seconds=seconds)


def campaign(number: int = 1, **values: Any) -> Campaign:
    """A campaign with plausible figures."""
    known: dict[str, Any] = {
        "id": f"campaign-{number}",
        "name": f"Campaign {number}",
        "status": "ACTIVE",
        "total_leads": 500,
        "sent": 100,
        "opened": 40,
        "replied": 5,
        "bounced": 2,
        "unsubscribed": None,
        "created_at": T0 - timedelta(days=10),
        "launched_at": None,
        "seen_at": T0,
    }
    return Campaign(**(known | values))


def sender(number: int = 1, **values: Any) -> Sender:
    """A sender account."""
    known: dict[str, Any] = {
        "id": f"sender-{number}",
        "email": f"sender{number}@mail.acme.example",
        "display_name": "Sam Sender",
        "kind": "COLDSEND",
        "status": "ACTIVE",
        "health": 92.0,
        "daily_limit": 50,
        "sent_today": 10,
        "rate_limited": None,
        "domain_id": "domain-1",
        "domain": "mail.acme.example",
        "created_at": T0 - timedelta(days=40),
        "seen_at": T0,
    }
    return Sender(**(known | values))


def domain(number: int = 1, **values: Any) -> Domain:
    """A domain."""
    known: dict[str, Any] = {
        "id": f"domain-{number}",
        "name": f"mail{number}.acme.example",
        "status": "ACTIVE",
        "max_inboxes": 10,
        "current_inboxes": 4,
        "mail_server_ready": True,
        "dns_verified": True,
        "created_at": T0 - timedelta(days=50),
        "state_since": None,
        "seen_at": T0,
    }
    return Domain(**(known | values))


def refresh(
    *contents: Content,
    feed: str = "analytics",
    seconds: float = 0.0,
    started: float | None = None,
    complete: bool = True,
) -> Refresh:
    """A refresh at T0 + seconds, asked for at T0 + started."""
    at = later(seconds)
    return Refresh(feed, at, at if started is None else later(started), at, contents, complete)


def figures(
    *rows: Campaign, seconds: float = 0.0, source: CampaignSource = "analytics", started: float | None = None
) -> Refresh:
    """A refresh of campaigns."""
    feed = {"analytics": "analytics", "list": "campaigns", "detail": "campaign:x"}[source]
    return refresh(CampaignRows(rows, source), feed=feed, seconds=seconds, started=started)
