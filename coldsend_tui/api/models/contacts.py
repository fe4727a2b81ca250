"""Contacts as the API answers them [client]. A contact is a person known to the whole team, keyed by email."""

from __future__ import annotations

from typing import Any

from coldsend_tui.api.models.listing import Page
from coldsend_tui.api.models.payload import Moment, Payload, Rows, own_id


class Tag(Payload):
    """A tag; tags are made in the dashboard only."""

    tag_id: str | None = own_id("tag_id", required=False)
    name: str = ""
    group: str | None = None


class Contact(Payload):
    """A contact with its signal and counters. `signal_override` pins the signal."""

    contact_id: str = own_id("contact_id")
    email: str = ""
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    custom_fields: dict[str, Any] | None = None
    signal: str | None = None
    signal_override: str | None = None
    source_type: str | None = None
    source_name: str | None = None
    has_replied: bool | None = None
    has_opened: bool | None = None
    is_unsubscribed: bool | None = None
    is_bounced: bool | None = None
    is_suppressed: bool | None = None
    suppression_reason: str | None = None
    campaign_count: int | None = None
    sent_count: int | None = None
    open_count: int | None = None
    reply_count: int | None = None
    last_contacted_at: Moment | None = None
    tags: Rows[Tag] | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class ContactPage(Page[Contact]):
    """One page of contacts."""

    row = Contact
    key = "contacts"


class ContactMembership(Payload):
    """A campaign that a contact is a lead of."""

    campaign_id: str | None = None
    campaign_name: str | None = None
    lead_id: str | None = None
    status: str | None = None
    added_at: Moment | None = None


class ContactDetail(Contact):
    """A contact with its campaigns."""

    campaigns: Rows[ContactMembership] | None = None


class ContactImportResult(Payload):
    """The answer to an import; suppressed people come back in `blocked`."""

    message: str = ""
    total_rows: int | None = None
    imported_rows: int | None = None
    skipped_rows: int | None = None
    contacts_created: int | None = None
    contacts_matched: int | None = None
    blocked: list[Any] | None = None


class ContactsDeleted(Payload):
    """The answer to a deletion. `not_found` is a number or the ids."""

    requested: int | None = None
    deleted: int | None = None
    not_found: int | list[str] | None = None


class BulkResult(Payload):
    """The answer to a change of many contacts; `details` names those that campaigns may not take."""

    requested: int | None = None
    affected: int | None = None
    skipped: int | None = None
    not_found: int | list[str] | None = None
    details: dict[str, Any] | None = None


class DirectEmailSent(Payload):
    """The answer to a direct email, which cost one credit."""

    message_id: str = ""
    thread_id: str | None = None
    recipient_email: str | None = None
    inbox_email: str | None = None
    credits_remaining: int | None = None
