"""Conversations, threads and their messages (behaviour.md §14; most names of the list are inferred)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...people import Conversation, ConversationMessage, MessageFile, ThreadDetail
from .fields import Payload, count, identity, moment, number, objects, text, truth


def conversation(payload: Payload) -> Conversation | None:
    """One row of GET /replies."""
    thread_id = identity(payload, "thread_id", "id")
    if thread_id is None:
        return None
    return Conversation(
        id=thread_id,
        lead_id=identity(payload, "lead_id"),
        email=text(payload, "lead_email") or "",
        name=text(payload, "lead_name") or "",
        campaign_id=identity(payload, "campaign_id"),
        campaign=text(payload, "campaign_name") or "",
        inbox=text(payload, "inbox_email", "archived_inbox_email"),
        subject=text(payload, "subject") or "",
        preview=text(payload, "last_message_preview") or "",
        at=moment(payload, "last_message_at", "created_at"),
        read=truth(payload, "is_read"),
        starred=truth(payload, "is_starred"),
        messages=count(payload, "reply_count"),
        category=text(payload, "category"),
        tags=_tags(payload.get("tags")),
    )


def _tags(value: Any) -> tuple[str, ...]:
    """Tags come as texts or as objects with a name."""
    items = value if isinstance(value, list) else []
    names = (item.get("name") if isinstance(item, Mapping) else item for item in items)
    return tuple(name for name in names if isinstance(name, str))


def thread(payload: Payload) -> ThreadDetail | None:
    """GET /replies/threads/{id}."""
    thread_id = identity(payload, "thread_id", "id")
    if thread_id is None:
        return None
    return ThreadDetail(
        id=thread_id,
        category=text(payload, "category", "manual_category", "ai_category"),
        manual=text(payload, "manual_category") is not None,
        confidence=number(payload, "ai_confidence"),
        archived=truth(payload, "is_archived") or False,
        sender=text(payload, "from_address"),
        recipient=text(payload, "to_address"),
        inbox=text(payload, "inbox_email"),
    )


def message(payload: Payload) -> ConversationMessage | None:
    """One row of GET /replies/threads/{id}/messages."""
    message_id = identity(payload, "reply_id", "id")
    if message_id is None:
        return None
    return ConversationMessage(
        id=message_id,
        sender=text(payload, "from_email") or "",
        recipient=text(payload, "to_email") or "",
        subject=text(payload, "subject") or "",
        text=text(payload, "body_text") or "",
        html=text(payload, "body_html") or "",
        outgoing=truth(payload, "is_outgoing") or False,
        at=moment(payload, "created_at"),
        files=tuple(_file(item) for item in objects(payload, "attachments") or ()),
    )


def _file(payload: Payload) -> MessageFile:
    return MessageFile(
        text(payload, "filename") or "",
        text(payload, "content_type") or "",
        count(payload, "size_bytes"),
        text(payload, "url"),
    )
