"""What is read of people page by page and kept by nobody: leads, contacts, conversations, as plain rows.

Standard library only, like `workspace`. Texts are a stranger's and stand as they came; times are aware UTC; `None` means
"the API did not say".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


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
    """A file of a message; `size` in bytes, `url` where the API tells one."""

    name: str
    kind: str
    size: int | None
    url: str | None = None


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
    inbox: str | None = None


class Lead(NamedTuple):
    """One person's membership in one campaign [docs: /leads]. `step` 0 means not contacted yet."""

    id: str
    email: str
    first_name: str
    last_name: str
    company: str
    title: str
    status: str
    step: int | None
    custom: Mapping[str, str]
    intent: str | None
    delivery: str | None
    contacted_at: datetime | None
    opened_at: datetime | None
    replied_at: datetime | None
    created_at: datetime | None
    batch_id: str | None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class MailToLead(NamedTuple):
    """A mail that went to a lead, of the main chain or (`branch`) of a branch."""

    step: int | None
    subject: str
    branch: str | None
    inbox: str
    sent_at: datetime | None
    opened_at: datetime | None
    replied_at: datetime | None
    bounced: bool


class LeadAnswer(NamedTuple):
    """A reply of a lead, with what the platform took it for."""

    subject: str
    preview: str
    at: datetime | None
    automatic: bool
    unsubscribe: bool


class BranchStay(NamedTuple):
    """A lead's stay in a branch."""

    label: str
    entered_at: datetime | None
    completed_at: datetime | None


class LeadHistory(NamedTuple):
    """Everything that happened to a lead in a campaign, branches included, oldest first."""

    mails: tuple[MailToLead, ...]
    answers: tuple[LeadAnswer, ...]
    branches: tuple[BranchStay, ...]


class ContactTag(NamedTuple):
    """A tag; tags are made in the dashboard only."""

    id: str
    name: str


class Contact(NamedTuple):
    """A person known to the whole team, keyed by the address [client]. `pinned` is a signal set by hand."""

    id: str
    email: str
    first_name: str
    last_name: str
    company: str
    custom: Mapping[str, str]
    signal: str
    pinned: bool
    source: str
    suppressed: bool | None
    suppression: str | None
    unsubscribed: bool | None
    bounced: bool | None
    campaigns: int | None
    sent: int | None
    opened: int | None
    replied: int | None
    contacted_at: datetime | None
    created_at: datetime | None
    tags: tuple[ContactTag, ...]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Membership(NamedTuple):
    """A campaign that a contact is a lead of."""

    campaign_id: str | None
    campaign: str
    lead_id: str | None
    status: str
    added_at: datetime | None


class ContactList(NamedTuple):
    """A STATIC list of members or a DYNAMIC one with a `filter`. `counted` is None until the server has."""

    id: str
    name: str
    description: str
    kind: str
    filter: Mapping[str, Any]
    counted: int | None
    created_at: datetime | None
    updated_at: datetime | None
