"""Sender accounts, their usage of today and a campaign's quotas."""

from __future__ import annotations

from datetime import datetime

from ...details import InboxQuota
from ...store.refresh import Usage
from ...workspace import Sender
from .fields import Payload, count, identity, moment, number, text, truth


def sender(payload: Payload, seen_at: datetime) -> Sender | None:
    """One row of GET /sender-accounts."""
    sender_id = identity(payload, "inbox_id", "id")
    if sender_id is None:
        return None
    return Sender(
        id=sender_id,
        email=text(payload, "email_address", "email") or "",
        display_name=text(payload, "display_name") or "",
        kind=text(payload, "inbox_type") or "",
        status=text(payload, "overall_status", "status") or "",
        health=number(payload, "health_score"),
        daily_limit=count(payload, "daily_limit"),
        sent_today=count(payload, "sent_today"),
        rate_limited=None,
        domain_id=identity(payload, "domain_id"),
        domain=text(payload, "domain_name"),
        created_at=moment(payload, "created_at"),
        seen_at=seen_at,
    )


def usage(payload: Payload) -> Usage | None:
    """One row of GET /sender-accounts/daily-usage."""
    email = text(payload, "email_address", "email")
    if email is None:
        return None
    return Usage(
        id=identity(payload, "inbox_id", "id"),
        email=email,
        sent_today=count(payload, "sent_today"),
        daily_limit=count(payload, "daily_limit"),
        rate_limited=truth(payload, "is_rate_limited"),
    )


def quota(payload: Payload) -> InboxQuota | None:
    """One row of GET /sender-accounts/quotas."""
    email = text(payload, "email_address", "email")
    if email is None:
        return None
    return InboxQuota(
        id=identity(payload, "inbox_id", "id") or "",
        email=email,
        daily_limit=count(payload, "daily_limit"),
        effective_limit=count(payload, "effective_daily_limit"),
        sent_today=count(payload, "sent_today"),
        remaining=count(payload, "effective_remaining"),
        rate_limited=truth(payload, "is_rate_limited"),
        ramp_up=truth(payload, "ramp_up_enabled"),
        ramp_up_limit=count(payload, "ramp_up_current_limit"),
    )
