"""Contact and list answers (behaviour.md §15; most names `[inferred]`)."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Literal

from typing_extensions import TypedDict

from coldsend_tui.sandbox.rules.paging import Pagination
from coldsend_tui.sandbox.world import World


class Tag(TypedDict):
    """A tag of a contact or a thread."""

    tag_id: str
    name: str
    group: str | None


class Contact(TypedDict):
    """A person of the team, keyed by email."""

    contact_id: str
    email: str
    first_name: str | None
    last_name: str | None
    company: str | None
    custom_fields: dict[str, Any]
    signal: str
    signal_override: str | None
    source_type: str | None
    source_name: str | None
    has_replied: bool
    has_opened: bool
    is_unsubscribed: bool
    is_bounced: bool
    is_suppressed: bool
    suppression_reason: str | None
    campaign_count: int
    sent_count: int
    open_count: int
    reply_count: int
    last_contacted_at: str | None
    tags: list[Tag]
    created_at: str
    updated_at: str | None


class ContactMembership(TypedDict):
    """One campaign the person is a lead of."""

    campaign_id: str
    campaign_name: str
    lead_id: str
    status: str
    added_at: str


class ContactWithCampaigns(Contact):
    """The person with its memberships (inside the contact by assumption)."""

    campaigns: list[ContactMembership]


class ContactDetail(TypedDict):
    """Answer of detail, patch and signal; the memberships stand inside and beside the contact."""

    success: bool
    message: str
    contact: ContactWithCampaigns
    campaigns: list[ContactMembership]


class ContactPage(TypedDict):
    """One page of contacts."""

    success: bool
    message: str
    contacts: list[Contact]
    pagination: Pagination


class ContactsDeleted(TypedDict):
    """Answer of a deletion."""

    requested: int
    deleted: int
    not_found: int


class ContactImportResult(TypedDict):
    """Summary of an import; `blocked` names the suppressed people."""

    success: bool
    message: str
    total_rows: int
    imported_rows: int
    skipped_rows: int
    contacts_created: int
    contacts_matched: int
    blocked: list[Any]


class BulkDetails(TypedDict):
    """Suppressed contacts that were not enrolled (campaign bulk only)."""

    blocked: list[Any]


class BulkResult(TypedDict):
    """Answer of the bulk calls."""

    requested: int
    affected: int
    skipped: int
    not_found: int
    details: BulkDetails


class DirectEmailSent(TypedDict):
    """Answer of a direct email."""

    success: bool
    message: str
    message_id: str
    thread_id: str
    recipient_email: str
    inbox_email: str
    credits_remaining: int


def people(world: World, contacts: list[int]) -> list[Contact]:
    """Contacts in the given order."""
    marks = ", ".join("?" * len(contacts))
    rows = {row["id"]: row for row in world.db.execute(f"SELECT * FROM person WHERE id IN ({marks})", contacts)}
    tagged = tags(world, "contact", contacts)
    return [_contact(world, rows[contact], tagged[contact]) for contact in contacts]


def detail(world: World, contact: int, message: str) -> ContactDetail:
    """The person with its memberships."""
    memberships = world.db.execute(
        "SELECT lead.*, name FROM lead JOIN campaign ON campaign.id = campaign_id WHERE contact_id = ? ORDER BY lead.id",
        (contact,),
    ).fetchall()
    campaigns: list[ContactMembership] = [
        {
            "campaign_id": world.uid("campaign", row["campaign_id"]),
            "campaign_name": row["name"],
            "lead_id": world.uid("lead", row["id"]),
            "status": row["status"],
            "added_at": world.iso(row["created_at"]),
        }
        for row in memberships
    ]
    [person] = people(world, [contact])
    return {"success": True, "message": message, "contact": {**person, "campaigns": campaigns}, "campaigns": campaigns}


def tags(world: World, owner: Literal["contact", "thread"], owners: list[int]) -> dict[int, list[Tag]]:
    """The tags of contacts or threads, by row."""
    found: dict[int, list[Tag]] = {row: [] for row in owners}
    rows = world.db.execute(
        f"SELECT {owner}_id AS owner, tag.* FROM {owner}_tag JOIN tag ON tag.id = tag_id"
        f" WHERE {owner}_id IN ({', '.join('?' * len(owners))}) ORDER BY tag.id",
        owners,
    )
    for tag in rows:
        found[tag["owner"]].append(
            {"tag_id": world.uid("tag", tag["id"]), "name": tag["name"], "group": tag["tag_group"]}
        )
    return found


def _contact(world: World, row: sqlite3.Row, tagged: list[Tag]) -> Contact:
    return {
        "contact_id": world.uid("contact", row["id"]),
        "email": row["email"],
        "first_name": row["first_name"],
        "last_name": row["last_name"],
        "company": row["company"],
        "custom_fields": json.loads(row["custom_fields"]),
        "signal": row["signal"],
        "signal_override": row["signal_override"],
        "source_type": row["source_type"],
        "source_name": row["source_name"],
        "has_replied": bool(row["has_replied"]),
        "has_opened": bool(row["has_opened"]),
        "is_unsubscribed": bool(row["is_unsubscribed"]),
        "is_bounced": bool(row["is_bounced"]),
        "is_suppressed": bool(row["is_suppressed"]),
        "suppression_reason": row["suppression_reason"],
        "campaign_count": row["campaign_count"],
        "sent_count": row["sent_count"],
        "open_count": row["open_count"],
        "reply_count": row["reply_count"],
        "last_contacted_at": world.iso(row["last_contacted_at"]),
        "tags": tagged,
        "created_at": world.iso(row["created_at"]),
        "updated_at": world.iso(row["updated_at"]),
    }
