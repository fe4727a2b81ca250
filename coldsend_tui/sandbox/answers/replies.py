"""Conversation, thread and message answers (behaviour.md §14)."""

from __future__ import annotations

import json
import sqlite3

from typing_extensions import TypedDict

from coldsend_tui.sandbox.answers.contacts import Tag, tags
from coldsend_tui.sandbox.rules.paging import FlatPaging
from coldsend_tui.sandbox.world import World

EXTERNAL = "External"
"""Name of the campaign of threads that belong to none `[docs]`."""

CATEGORY = "COALESCE(manual_category, ai_category)"
"""The effective category: manual if set, else the AI one `[docs]`."""

LEAD_NAME = """TRIM(
    COALESCE(lead.first_name, contact.first_name, '') || ' ' || COALESCE(lead.last_name, contact.last_name, '')
)"""

THREADS = f"""
    SELECT thread.*, campaign.name AS campaign_name, inbox.email_address AS inbox_email, contact.email AS lead_email,
        {LEAD_NAME} AS lead_name, {CATEGORY} AS category
    FROM thread
    JOIN contact ON contact.id = thread.contact_id
    LEFT JOIN lead ON lead.id = thread.lead_id
    LEFT JOIN campaign ON campaign.id = thread.campaign_id
    LEFT JOIN inbox ON inbox.id = thread.inbox_id
"""


class Conversation(TypedDict):
    """A row of the inbox."""

    thread_id: str
    lead_id: str
    lead_email: str
    lead_name: str
    campaign_id: str | None
    campaign_name: str | None
    inbox_email: str | None
    subject: str
    last_message_preview: str
    last_message_at: str
    is_read: bool
    is_starred: bool
    reply_count: int
    category: str | None
    tags: list[Tag]


class ConversationList(FlatPaging):
    """One page of the inbox; `unread_count` counts over all pages."""

    success: bool
    message: str
    conversations: list[Conversation]
    unread_count: int


class Thread(TypedDict):
    """A thread. On archived ones the inbox fields are null and the archived_* names tell where it was.

    `status` (unread or read) is the client's name of `is_read`.
    """

    thread_id: str
    lead_id: str
    lead_email: str
    lead_name: str
    campaign_name: str
    from_address: str
    to_address: str
    subject: str
    created_at: str
    is_read: bool
    is_starred: bool
    status: str
    reply_count: int
    inbox_id: str | None
    campaign_id: str | None
    inbox_email: str | None
    category: str | None
    ai_category: str | None
    ai_confidence: float | None
    manual_category: str | None
    tags: list[Tag]
    is_archived: bool
    archived_domain_name: str | None
    archived_inbox_email: str | None
    archived_at: str | None


class MessageAttachment(TypedDict):
    """A file of a message; nothing is stored, so there is nothing to fetch."""

    filename: str
    content_type: str
    size_bytes: int
    gcs_path: str | None
    url: str | None


class ThreadMessage(TypedDict):
    """One message of a thread. `direction` (incoming or outgoing) and `body` are the client's names of other fields."""

    reply_id: str
    direction: str
    body: str
    from_email: str
    to_email: str
    subject: str | None
    body_text: str | None
    body_html: str | None
    is_outgoing: bool
    is_read: bool
    created_at: str
    message_id: str | None
    attachments: list[MessageAttachment]


class ThreadMessages(FlatPaging):
    """One page of a thread, oldest first."""

    success: bool
    message: str
    thread_id: str
    messages: list[ThreadMessage]


class ReplySent(TypedDict):
    """Answer of a reply: queued."""

    success: bool
    message: str
    from_address: str
    to_address: str
    message_id: str | None
    thread_id: str | None


class ThreadRead(TypedDict):
    """Answer of marking read."""

    success: bool
    message: str
    marked_count: int
    thread_ids: list[str]


class ThreadStar(TypedDict):
    """Answer of the star toggle: the new state."""

    success: bool
    message: str
    thread_id: str
    is_starred: bool


def conversations(world: World, rows: list[sqlite3.Row]) -> list[Conversation]:
    """Rows of the inbox."""
    tagged = tags(world, "thread", [row["id"] for row in rows])
    return [_conversation(world, row, tagged[row["id"]]) for row in rows]


def _conversation(world: World, row: sqlite3.Row, tagged: list[Tag]) -> Conversation:
    return {
        "thread_id": world.uid("thread", row["id"]),
        "lead_id": _lead_id(world, row),
        "lead_email": row["lead_email"],
        "lead_name": row["lead_name"],
        "campaign_id": world.uid("campaign", row["campaign_id"]),
        "campaign_name": row["campaign_name"] or EXTERNAL,
        "inbox_email": None if row["is_archived"] else row["inbox_email"],
        "subject": row["subject"],
        "last_message_preview": row["last_message_preview"],
        "last_message_at": world.iso(row["last_message_at"]),
        "is_read": bool(row["is_read"]),
        "is_starred": bool(row["is_starred"]),
        "reply_count": row["reply_count"],
        "category": row["category"],
        "tags": tagged,
    }


def thread(world: World, row: sqlite3.Row) -> Thread:
    """One thread."""
    archived = bool(row["is_archived"])
    return {
        "thread_id": world.uid("thread", row["id"]),
        "lead_id": _lead_id(world, row),
        "lead_email": row["lead_email"],
        "lead_name": row["lead_name"],
        "campaign_name": row["campaign_name"] or EXTERNAL,
        "from_address": row["lead_email"],
        "to_address": row["inbox_email"] or row["archived_inbox_email"] or "",
        "subject": row["subject"],
        "created_at": world.iso(row["created_at"]),
        "is_read": bool(row["is_read"]),
        "is_starred": bool(row["is_starred"]),
        "status": "read" if row["is_read"] else "unread",
        "reply_count": row["reply_count"],
        "inbox_id": None if archived else world.uid("inbox", row["inbox_id"]),
        "campaign_id": world.uid("campaign", row["campaign_id"]),
        "inbox_email": None if archived else row["inbox_email"],
        "category": row["category"],
        "ai_category": row["ai_category"],
        "ai_confidence": row["ai_confidence"],
        "manual_category": row["manual_category"],
        "tags": tags(world, "thread", [row["id"]])[row["id"]],
        "is_archived": archived,
        "archived_domain_name": row["archived_domain_name"],
        "archived_inbox_email": row["archived_inbox_email"],
        "archived_at": world.iso(row["archived_at"]),
    }


def message(world: World, row: sqlite3.Row) -> ThreadMessage:
    """One message."""
    return {
        "reply_id": world.uid("message", row["id"]),
        "direction": "outgoing" if row["is_outgoing"] else "incoming",
        "body": row["body_text"] or row["body_html"] or "",
        "from_email": row["from_email"],
        "to_email": row["to_email"],
        "subject": row["subject"],
        "body_text": row["body_text"],
        "body_html": row["body_html"],
        "is_outgoing": bool(row["is_outgoing"]),
        "is_read": bool(row["is_read"]),
        "created_at": world.iso(row["created_at"]),
        "message_id": row["message_id"],
        "attachments": [
            {
                "filename": file["filename"],
                "content_type": file["content_type"],
                "size_bytes": file["size_bytes"],
                "gcs_path": None,
                "url": None,
            }
            for file in json.loads(row["attachments"])
        ],
    }


def _lead_id(world: World, row: sqlite3.Row) -> str:
    """The contract has no null here: an external thread names the person instead of a lead `[inferred]`."""
    kind, owner = ("contact", "contact_id") if row["lead_id"] is None else ("lead", "lead_id")
    rowid: int = row[owner]
    return world.uid(kind, rowid)
