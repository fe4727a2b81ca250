"""Lead answers: rows, the detail with its history on the MAIN chain, deletion, moves and upload jobs."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.rules.paging import Pagination
from coldsend_tui.sandbox.world import World

PREVIEW_CHARACTERS = 160

WITH_INTENT = """
    SELECT lead.*, (
        SELECT COALESCE(manual_category, ai_category) FROM thread WHERE lead_id = lead.id ORDER BY last_message_at DESC LIMIT 1
    ) AS intent_tag
    FROM lead
"""


class LeadFacts(TypedDict):
    """What rows and details of leads have in common."""

    lead_id: str
    email: str
    first_name: str | None
    last_name: str | None
    company: str | None
    status: str
    last_contacted_at: str | None
    opened_at: str | None
    replied_at: str | None
    created_at: str
    custom_fields: dict[str, Any]
    sequence_step: int
    email_opened: bool
    email_replied: bool
    unsubscribed: bool
    delivery_status: str | None


class Lead(LeadFacts):
    """A row of the list, also the answer of add and update. `title` and `intent_tag` are not in the docs."""

    batch_id: str | None
    title: str | None
    intent_tag: str | None


class LeadList(TypedDict):
    """One page of leads."""

    success: bool
    message: str
    leads: list[Lead]
    pagination: Pagination


class EmailInteraction(TypedDict):
    """One email of the MAIN chain."""

    email_id: str
    sequence_step: int
    subject: str
    sent_at: str | None
    opened_at: str | None
    replied_at: str | None
    inbox_email: str | None
    sent: bool
    opened: bool
    bounced: bool


class LeadReply(TypedDict):
    """One message from the lead."""

    reply_id: str
    subject: str | None
    received_at: str
    body_preview: str | None
    is_auto_reply: bool
    is_unsubscribe: bool


class LeadDetail(LeadFacts):
    """The lead with what was sent and answered; branch emails are only in the journey."""

    email_interactions: list[EmailInteraction]
    replies: list[LeadReply]


class LeadsDeleted(TypedDict):
    """Answer of a deletion; skipped are leads that were not PENDING."""

    success: bool
    message: str
    deleted_count: int
    skipped_count: int


class LeadUploadAccepted(TypedDict):
    """First answer of an upload, before any row is processed."""

    success: bool
    message: str
    job_id: str
    campaign_id: str
    batch_id: str | None
    status: str
    total_rows: int
    total_valid: int


class LeadUploadProgress(TypedDict):
    """Progress of an upload; processed = success + duplicate + error. `processed` is the client's name of the count."""

    job_id: str
    campaign_id: str
    status: str
    progress_percentage: int
    processed: int
    processed_count: int
    success_count: int
    duplicate_count: int
    error_count: int
    total_count: int
    errors: list[dict[str, Any]]
    started_at: str | None
    completed_at: str | None


def one(world: World, lead: int) -> Lead:
    """A lead that is known to exist."""
    return item(world, world.db.execute(f"{WITH_INTENT} WHERE id = ?", (lead,)).fetchone())


def item(world: World, row: sqlite3.Row) -> Lead:
    """One row of the list."""
    return {
        **_facts(world, row),
        "batch_id": world.uid("batch", row["batch_id"]),
        "title": row["title"],
        "intent_tag": row["intent_tag"],
    }


def detail(world: World, lead: int) -> LeadDetail:
    """The lead with its history."""
    row = world.db.execute("SELECT * FROM lead WHERE id = ?", (lead,)).fetchone()
    mails = world.db.execute(
        "SELECT mail.*, email_address FROM mail LEFT JOIN inbox ON inbox.id = inbox_id"
        " WHERE lead_id = ? AND node_id IS NULL ORDER BY mail.id",
        (lead,),
    ).fetchall()
    messages = world.db.execute(
        "SELECT message.* FROM message JOIN thread ON thread.id = thread_id"
        " WHERE lead_id = ? AND is_outgoing = 0 ORDER BY message.created_at, message.id",
        (lead,),
    ).fetchall()
    return {
        **_facts(world, row),
        "email_interactions": [_interaction(world, mail) for mail in mails],
        "replies": [_reply(world, message) for message in messages],
    }


def _facts(world: World, row: sqlite3.Row) -> LeadFacts:
    return {
        "lead_id": world.uid("lead", row["id"]),
        "email": row["email"],
        "first_name": row["first_name"],
        "last_name": row["last_name"],
        "company": row["company"],
        "status": row["status"],
        "last_contacted_at": world.iso(row["last_contacted_at"]),
        "opened_at": world.iso(row["opened_at"]),
        "replied_at": world.iso(row["replied_at"]),
        "created_at": world.iso(row["created_at"]),
        "custom_fields": json.loads(row["custom_fields"]),
        "sequence_step": row["sequence_step"],
        "email_opened": row["opened_at"] is not None,
        "email_replied": row["replied_at"] is not None,
        "unsubscribed": bool(row["unsubscribed"]),
        "delivery_status": row["delivery_status"],
    }


def _interaction(world: World, mail: sqlite3.Row) -> EmailInteraction:
    return {
        "email_id": world.uid("mail", mail["id"]),
        "sequence_step": mail["step"],
        "subject": world.reads.mail_text(mail["id"])[0],
        "sent_at": None if mail["rejected"] else world.iso(mail["sent_at"]),
        "opened_at": world.iso(mail["opened_at"]),
        "replied_at": world.iso(mail["replied_at"]),
        "inbox_email": mail["email_address"],
        "sent": not mail["rejected"],
        "opened": mail["opened_at"] is not None,
        "bounced": mail["bounced_at"] is not None,
    }


def _reply(world: World, message: sqlite3.Row) -> LeadReply:
    return {
        "reply_id": world.uid("message", message["id"]),
        "subject": message["subject"],
        "received_at": world.iso(message["created_at"]),
        "body_preview": (message["body_text"] or "")[:PREVIEW_CHARACTERS],
        "is_auto_reply": bool(message["is_auto_reply"]),
        "is_unsubscribe": bool(message["is_unsubscribe"]),
    }


def upload_accepted(world: World, campaign: int, job: int) -> LeadUploadAccepted:
    """First answer of an upload job."""
    row = world.reads.job(job)
    return {
        "success": True,
        "message": "Lead upload started",
        "job_id": world.uid("job", job),
        "campaign_id": world.uid("campaign", campaign),
        "batch_id": world.uid("batch", row["batch_id"]),
        "status": row["status"],
        "total_rows": row["total_count"],
        "total_valid": row["valid_count"],
    }


def upload_progress(world: World, campaign: int, job: int) -> LeadUploadProgress:
    """Progress of an upload job; `errors` holds one object per bad row."""
    row = world.reads.job(job)
    return {
        "job_id": world.uid("job", job),
        "campaign_id": world.uid("campaign", campaign),
        "status": row["status"],
        "progress_percentage": percentage(row),
        "processed": row["processed_count"],
        "processed_count": row["processed_count"],
        "success_count": row["success_count"],
        "duplicate_count": row["duplicate_count"],
        "error_count": row["error_count"],
        "total_count": row["total_count"],
        "errors": row["results"],
        "started_at": world.iso(row["started_at"]),
        "completed_at": world.iso(row["completed_at"]),
    }


def percentage(job: Any) -> int:
    """How much of a job is done, 0-100; a job that ended is at 100 whatever it processed."""
    if job["status"] in ("COMPLETED", "FAILED"):
        return 100
    return 100 * int(job["processed_count"]) // max(1, int(job["total_count"]))
