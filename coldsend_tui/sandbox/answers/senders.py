"""Sender account answers. Credentials never leave the server."""

from __future__ import annotations

import sqlite3
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.rules.paging import Pagination
from coldsend_tui.sandbox.world import World


class SenderAccount(TypedDict):
    """A row of the list; `health_score` (0-100) is all there is of deliverability (behaviour.md §19.26)."""

    inbox_id: str
    email_address: str
    display_name: str | None
    inbox_type: str
    overall_status: str
    health_score: float
    daily_limit: int
    sent_today: int
    domain_id: str | None
    domain_name: str | None
    created_at: str


class SenderAccountList(TypedDict):
    """One page of sender accounts."""

    success: bool
    message: str
    sender_accounts: list[SenderAccount]
    pagination: Pagination


class SenderAccountDetail(SenderAccount):
    """The account with its servers."""

    smtp_host: str | None
    smtp_port: int | None
    smtp_username: str | None
    smtp_use_tls: bool | None
    imap_host: str | None
    imap_port: int | None
    imap_username: str | None
    imap_use_ssl: bool | None
    updated_at: str | None


class InboxCreated(TypedDict):
    """Answer of the single creations."""

    success: bool
    message: str
    inbox_id: str
    email_address: str
    display_name: str | None
    inbox_type: str
    daily_limit: int
    overall_status: str
    created_at: str


class InboxDeleted(TypedDict):
    """Answer of a single deletion."""

    success: bool
    message: str
    inbox_id: str
    email_address: str
    deleted: bool


class InboxQuotas(TypedDict):
    """What each inbox of one campaign may still send today (UTC day)."""

    success: bool
    message: str
    campaign_id: str
    date: str
    inboxes: list[dict[str, Any]]


class DailyUsageRow(TypedDict):
    """One inbox's use of its daily limit."""

    inbox_id: str
    email_address: str
    sent_today: int
    daily_limit: int
    remaining: int
    is_rate_limited: bool


class DailyUsage(TypedDict):
    """Use of all inboxes on the present UTC day."""

    success: bool
    message: str
    date: str
    reset_at_utc: str
    inboxes: list[DailyUsageRow]


class TestEmailSent(TypedDict):
    """Answer of a test email."""

    success: bool
    message: str
    inbox_id: str
    inbox_email: str
    recipient_email: str
    sent_at: str
    message_id: str | None


def row_of(world: World, inbox: int) -> sqlite3.Row:
    """The row of an inbox that is known to exist."""
    row: sqlite3.Row = world.db.execute("SELECT * FROM sender WHERE id = ?", (inbox,)).fetchone()
    return row


def account(world: World, row: sqlite3.Row) -> SenderAccount:
    """One row of the list."""
    return {
        "inbox_id": world.uid("inbox", row["id"]),
        "email_address": row["email_address"],
        "display_name": row["display_name"],
        "inbox_type": row["inbox_type"],
        "overall_status": row["overall_status"],
        "health_score": row["health_score"],
        "daily_limit": row["daily_limit"],
        "sent_today": row["sent_now"],
        "domain_id": world.uid("domain", row["domain_id"]),
        "domain_name": row["domain_name"],
        "created_at": world.iso(row["created_at"]),
    }


def detail(world: World, row: sqlite3.Row) -> SenderAccountDetail:
    """The account with its servers; null where a managed inbox has none."""
    return {
        **account(world, row),
        "smtp_host": row["smtp_host"],
        "smtp_port": row["smtp_port"],
        "smtp_username": row["smtp_username"],
        "smtp_use_tls": _flag(row["smtp_use_tls"]),
        "imap_host": row["imap_host"],
        "imap_port": row["imap_port"],
        "imap_username": row["imap_username"],
        "imap_use_ssl": _flag(row["imap_use_ssl"]),
        "updated_at": world.iso(row["updated_at"]),
    }


def created(world: World, inbox: int, message: str) -> InboxCreated:
    """Answer after a single creation."""
    row = row_of(world, inbox)
    return {
        "success": True,
        "message": message,
        "inbox_id": world.uid("inbox", inbox),
        "email_address": row["email_address"],
        "display_name": row["display_name"],
        "inbox_type": row["inbox_type"],
        "daily_limit": row["daily_limit"],
        "overall_status": row["overall_status"],
        "created_at": world.iso(row["created_at"]),
    }


def usage(world: World, row: sqlite3.Row) -> DailyUsageRow:
    """One row of the daily usage."""
    return {
        "inbox_id": world.uid("inbox", row["id"]),
        "email_address": row["email_address"],
        "sent_today": row["sent_now"],
        "daily_limit": row["daily_limit"],
        "remaining": row["remaining"],
        "is_rate_limited": bool(row["is_rate_limited"]),
    }


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)
