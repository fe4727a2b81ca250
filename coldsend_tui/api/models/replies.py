"""Conversations with leads as the API answers them [docs: /replies/overview]."""

from __future__ import annotations

from typing import Any

from coldsend_tui.api.models.listing import Page
from coldsend_tui.api.models.payload import Moment, Payload, Rows


class Conversation(Payload):
    """A thread in the list. Direct incoming mail has no campaign id and the campaign name `External`."""

    thread_id: str
    lead_id: str | None = None
    lead_email: str = ""
    lead_name: str | None = None
    campaign_id: str | None = None
    campaign_name: str | None = None
    inbox_email: str | None = None
    subject: str | None = None
    last_message_preview: str | None = None
    last_message_at: Moment | None = None
    is_read: bool | None = None
    is_starred: bool | None = None
    reply_count: int | None = None
    category: str | None = None
    tags: list[Any] | None = None


class ConversationPage(Page[Conversation]):
    """One page of conversations."""

    row = Conversation
    key = "conversations"

    @property
    def unread_count(self) -> int | None:
        """Unread conversations of the whole workspace, None if the server did not say."""
        count = self.data.get("unread_count")
        return count if isinstance(count, int) else None


class Thread(Payload):
    """A conversation in full. `category` is the manual one if set, else the machine's."""

    thread_id: str
    lead_id: str | None = None
    lead_email: str = ""
    lead_name: str | None = None
    campaign_id: str | None = None
    campaign_name: str | None = None
    inbox_id: str | None = None
    inbox_email: str | None = None
    from_address: str | None = None
    to_address: str | None = None
    subject: str | None = None
    created_at: Moment | None = None
    is_read: bool | None = None
    is_starred: bool | None = None
    reply_count: int | None = None
    category: str | None = None
    ai_category: str | None = None
    ai_confidence: float | None = None
    manual_category: str | None = None
    tags: list[Any] | None = None
    is_archived: bool | None = None
    archived_domain_name: str | None = None
    archived_inbox_email: str | None = None
    archived_at: Moment | None = None


class MessageAttachment(Payload):
    """A file in a message."""

    filename: str = ""
    content_type: str | None = None
    size_bytes: int | None = None
    gcs_path: str | None = None
    url: str | None = None


class ThreadMessage(Payload):
    """One mail of a conversation, theirs or ours (`is_outgoing`)."""

    reply_id: str
    from_email: str = ""
    to_email: str = ""
    subject: str | None = None
    body_text: str | None = None
    body_html: str | None = None
    is_outgoing: bool | None = None
    is_read: bool | None = None
    created_at: Moment | None = None
    message_id: str | None = None
    attachments: Rows[MessageAttachment] | None = None


class MessagePage(Page[ThreadMessage]):
    """One page of a conversation, oldest first [client]."""

    row = ThreadMessage
    key = "messages"


class ReplySent(Payload):
    """The answer to a reply: it is queued."""

    message: str = ""
    from_address: str | None = None
    to_address: str | None = None
    message_id: str | None = None
    thread_id: str | None = None


class ThreadRead(Payload):
    """The answer to marking read."""

    message: str = ""
    marked_count: int | None = None
    thread_ids: list[str] | None = None


class ThreadStar(Payload):
    """The answer to the star toggle: how it stands now."""

    message: str = ""
    thread_id: str | None = None
    is_starred: bool | None = None
