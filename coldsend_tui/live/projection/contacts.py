"""Contacts and their lists (behaviour.md §15; most names are inferred)."""

from __future__ import annotations

from collections.abc import Mapping

from ...people import Contact, ContactList, ContactTag, Membership
from .fields import Payload, count, identity, moment, objects, text, truth
from .leads import custom_fields


def contact(payload: Payload) -> Contact | None:
    """One row of GET /contacts, or a contact's detail."""
    contact_id = identity(payload, "contact_id", "id")
    if contact_id is None:
        return None
    tags = ((identity(tag, "tag_id", "id"), text(tag, "name")) for tag in objects(payload, "tags") or ())
    return Contact(
        id=contact_id,
        email=text(payload, "email") or "",
        first_name=text(payload, "first_name") or "",
        last_name=text(payload, "last_name") or "",
        company=text(payload, "company") or "",
        custom=custom_fields(payload.get("custom_fields")),
        signal=text(payload, "signal_override", "signal") or "",
        pinned=text(payload, "signal_override") is not None,
        source=" ".join(part for part in (text(payload, "source_type"), text(payload, "source_name")) if part),
        suppressed=truth(payload, "is_suppressed"),
        suppression=text(payload, "suppression_reason"),
        unsubscribed=truth(payload, "is_unsubscribed"),
        bounced=truth(payload, "is_bounced"),
        campaigns=count(payload, "campaign_count"),
        sent=count(payload, "sent_count"),
        opened=count(payload, "open_count"),
        replied=count(payload, "reply_count"),
        contacted_at=moment(payload, "last_contacted_at"),
        created_at=moment(payload, "created_at"),
        tags=tuple(ContactTag(tag_id or "", name) for tag_id, name in tags if name),
    )


def memberships(payload: Payload) -> tuple[Membership, ...]:
    """The campaigns of a contact's detail."""
    return tuple(
        Membership(
            campaign_id=identity(item, "campaign_id"),
            campaign=text(item, "campaign_name", "name") or "",
            lead_id=identity(item, "lead_id"),
            status=text(item, "status") or "",
            added_at=moment(item, "added_at", "created_at"),
        )
        for item in objects(payload, "campaigns") or ()
    )


def contact_list(payload: Payload) -> ContactList | None:
    """One row of GET /contacts/lists."""
    list_id = identity(payload, "list_id", "id")
    if list_id is None:
        return None
    definition = payload.get("filter_definition")
    return ContactList(
        id=list_id,
        name=text(payload, "name") or "",
        description=text(payload, "description") or "",
        kind=text(payload, "list_type") or "",
        filter=definition if isinstance(definition, Mapping) else {},
        counted=count(payload, "cached_count"),
        created_at=moment(payload, "created_at"),
        updated_at=moment(payload, "updated_at"),
    )
