"""What is read of people page by page and kept by nobody: conversations and their messages, as plain rows.

Standard library only, like `workspace`. Texts are a stranger's and stand as they came; times are aware UTC; `None` means
"the API did not say".
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Conversation(NamedTuple):
    """One thread with a lead, as the list tells it [docs: /replies/overview]. Direct mail has no campaign."""

    id: str
    lead_id: str | None
    email: str
    name: str
    campaign_id: str | None
    campaign: str
    inbox: str | None
    subject: str
    preview: str
    at: datetime | None
    read: bool | None
    starred: bool | None
    messages: int | None
    category: str | None
    tags: tuple[str, ...] = ()


class MessageFile(NamedTuple):
    """A file of a message; `size` in bytes."""

    name: str
    kind: str
    size: int | None


class ConversationMessage(NamedTuple):
    """One mail of a thread, theirs or ours (`outgoing`)."""

    id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    outgoing: bool
    at: datetime | None
    files: tuple[MessageFile, ...] = ()


class ThreadDetail(NamedTuple):
    """What only the thread itself tells. `confidence` is the machine's (0-1); an archived thread has no inbox any more."""

    id: str
    category: str | None
    manual: bool
    confidence: float | None
    archived: bool
    sender: str | None
    recipient: str | None
