"""Sender accounts: list, detail, usage, quotas, single creation, deletion, test email (behaviour.md §11)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, Query

from coldsend_tui.sandbox.answers import senders
from coldsend_tui.sandbox.answers.analytics import SECONDS_PER_DAY
from coldsend_tui.sandbox.bodies.messages import TestEmail
from coldsend_tui.sandbox.bodies.senders import NativeInboxCreate, SmtpInboxCreate
from coldsend_tui.sandbox.rules.fields import Id, SearchText
from coldsend_tui.sandbox.rules.filters import Alias, InboxType, SenderStatus, SortOrder, Where, order_by
from coldsend_tui.sandbox.rules.lookups import Here, KnownInbox
from coldsend_tui.sandbox.rules.paging import Page, wanted_page
from coldsend_tui.sandbox.rules.routing import operation

SortBy = Literal["email_address", "inbox_type", "created_at", "health_score"]


@operation("listSenderAccounts")
async def list_sender_accounts(
    world: Here,
    page: Annotated[Page, Depends(wanted_page)],
    inbox_type: InboxType | None = None,
    status: SenderStatus | None = None,
    status_filter: Alias[SenderStatus] = None,
    search: Annotated[SearchText | None, Query(description="Part of the address")] = None,
    sort_by: SortBy = "created_at",
    sort_order: SortOrder = "desc",
) -> senders.SenderAccountList:
    """List sender accounts."""
    where = Where()
    where.equal("inbox_type", inbox_type)
    where.equal("overall_status", status or status_filter)
    where.contains("email_address", search)
    total = world.db.execute(f"SELECT count(*) FROM sender {where}", where.parameters).fetchone()[0]
    rows = world.db.execute(
        f"SELECT * FROM sender {where} {order_by(sort_by, sort_order)} LIMIT ? OFFSET ?",
        (*where.parameters, page.size, page.offset),
    )
    return {
        "success": True,
        "message": "Sender accounts retrieved successfully",
        "sender_accounts": [senders.account(world, row) for row in rows],
        "pagination": page.envelope(total),
    }


@operation("getSenderAccount", twin="inbox")
async def get_sender_account(world: Here, inbox: KnownInbox) -> senders.SenderAccountDetail:
    """Sender account with its servers and health."""
    return senders.detail(world, senders.row_of(world, inbox))


@operation("getDailyUsage")
async def get_daily_usage(world: Here) -> senders.DailyUsage:
    """What every inbox sent today; a day is a UTC day."""
    today = world.now // SECONDS_PER_DAY
    return {
        "success": True,
        "message": "Daily usage retrieved successfully",
        "date": _date(today),
        "reset_at_utc": world.iso((today + 1) * SECONDS_PER_DAY),
        "inboxes": [senders.usage(world, row) for row in world.db.execute("SELECT * FROM sender ORDER BY id")],
    }


@operation("getInboxQuotas")
async def get_inbox_quotas(
    world: Here, campaign_id: Annotated[Id, Query(description="Campaign")]
) -> senders.InboxQuotas:
    """What each inbox of a campaign may still send today."""
    campaign = world.find("campaign", campaign_id)
    return {
        "success": True,
        "message": "Inbox quotas retrieved successfully",
        "campaign_id": world.uid("campaign", campaign),
        "date": _date(world.now // SECONDS_PER_DAY),
        "inboxes": world.reads.quotas(campaign),
    }


@operation("createNativeInbox", twin="inbox")
async def create_native_inbox(world: Here, body: NativeInboxCreate) -> senders.InboxCreated:
    """Create a managed inbox on an ACTIVE domain."""
    return senders.created(world, world.senders.create_native(body.model_dump()), "Native inbox created successfully")


@operation("createSmtpInbox", twin="inbox")
async def create_smtp_inbox(world: Here, body: SmtpInboxCreate) -> senders.InboxCreated:
    """Connect an account by SMTP and IMAP; both are tested first."""
    return senders.created(world, world.senders.create_smtp(body.model_dump()), "SMTP inbox created successfully")


@operation("addSenderAccountLegacy", twin="inbox")
async def add_sender_account_legacy(world: Here, body: SmtpInboxCreate) -> senders.InboxCreated:
    """Older path of SMTP creation."""
    return await create_smtp_inbox(world, body)


@operation("deleteSenderAccount")
async def delete_sender_account(world: Here, inbox: KnownInbox) -> senders.InboxDeleted:
    """Delete a sender account no active campaign uses."""
    row = senders.row_of(world, inbox)
    world.senders.delete(inbox)
    return {
        "success": True,
        "message": "Sender account deleted successfully",
        "inbox_id": world.uid("inbox", inbox),
        "email_address": row["email_address"],
        "deleted": True,
    }


@operation("sendTestEmail")
async def send_test_email(world: Here, inbox: KnownInbox, body: TestEmail) -> senders.TestEmailSent:
    """Send a test email from an inbox."""
    sent = world.senders.test_email(inbox, body.recipient_email)
    return {
        "success": True,
        "message": "Test email sent successfully",
        "inbox_id": world.uid("inbox", inbox),
        "inbox_email": senders.row_of(world, inbox)["email_address"],
        "recipient_email": body.recipient_email,
        "sent_at": world.iso(sent["sent_at"]),
        "message_id": sent["message_id"],
    }


def _date(day: int) -> str:
    return datetime.fromtimestamp(day * SECONDS_PER_DAY, UTC).date().isoformat()
