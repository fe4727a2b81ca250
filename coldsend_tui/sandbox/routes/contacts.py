"""Contacts: search, detail, change, deletion, import, bulk calls, direct email (behaviour.md §15)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, Depends, Query
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request

from coldsend_tui.sandbox.answers import contacts
from coldsend_tui.sandbox.bodies.contacts import (
    ContactCampaignBulk,
    ContactIds,
    ContactListBulk,
    ContactTagBulk,
    ContactUpdate,
    Signal,
    SignalUpdate,
)
from coldsend_tui.sandbox.problems import NotFound, Refused
from coldsend_tui.sandbox.rules import csv_table
from coldsend_tui.sandbox.rules.fields import Id, SearchText, is_uuid
from coldsend_tui.sandbox.rules.lookups import Here, KnownContact
from coldsend_tui.sandbox.rules.paging import Page, wanted_page
from coldsend_tui.sandbox.rules.routing import operation
from coldsend_tui.sandbox.rules.uploads import invalid, read_form

FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "contentMediaType": "text/csv"},
        "mapping": {"type": "string", "description": "JSON text of contact field -> CSV header"},
        "list_id": {"type": "string", "format": "uuid"},
        "filename": {"type": "string", "description": "Recorded as the source name"},
    },
}


async def searched(
    signal: Signal | None = None,
    campaign_id: Id | None = None,
    not_in_campaign_id: Id | None = None,
    has_replied: bool | None = None,
    has_opened: bool | None = None,
    is_unsubscribed: bool | None = None,
    is_bounced: bool | None = None,
    search: Annotated[SearchText | None, Query(description="Part of email, name or company")] = None,
) -> dict[str, Any]:
    """Dependency: the search fields that lists and previews share, as a filter."""
    fields = {
        "signal": signal and [signal],
        "campaign_id": campaign_id,
        "not_in_campaign_id": not_in_campaign_id,
        "has_replied": has_replied,
        "has_opened": has_opened,
        "is_unsubscribed": is_unsubscribed,
        "is_bounced": is_bounced,
        "search": search,
    }
    return {name: value for name, value in fields.items() if value is not None}


Searched = Annotated[dict[str, Any], Depends(searched)]


@operation("listContacts")
async def list_contacts(
    world: Here,
    page: Annotated[Page, Depends(wanted_page)],
    wanted: Searched,
    source_type: Annotated[str | None, Query(description="CSV_UPLOAD, MANUAL, API ...")] = None,
    source_name: Annotated[str | None, Query(description="Exact origin name")] = None,
    list_id: Id | None = None,
) -> contacts.ContactPage:
    """Search contacts."""
    more = {"source_type": source_type, "source_name": source_name, "list_id": list_id}
    wanted |= {name: value for name, value in more.items() if value is not None}
    total, found = world.reads.contact_ids(wanted, limit=page.size, offset=page.offset)
    return {
        "success": True,
        "message": "Contacts retrieved successfully",
        "contacts": contacts.people(world, found),
        "pagination": page.envelope(total),
    }


@operation("getContact")
async def get_contact(world: Here, contact: KnownContact) -> contacts.ContactDetail:
    """Contact with its campaign memberships."""
    return contacts.detail(world, contact, "Contact retrieved successfully")


@operation("updateContact")
async def update_contact(world: Here, contact: KnownContact, body: ContactUpdate) -> contacts.ContactDetail:
    """Change a contact by merge patch."""
    fields = body.sent()
    if not fields:  # this operation documents no 400
        raise RequestValidationError(
            [{"type": "empty", "loc": ("body",), "msg": "at least one field is required", "ctx": {}}]
        )
    world.contacts.update(contact, fields)
    return contacts.detail(world, contact, "Contact updated successfully")


@operation("setContactSignal")
async def set_contact_signal(world: Here, contact: KnownContact, body: SignalUpdate) -> contacts.ContactDetail:
    """Pin a signal, or clear the pin with null."""
    world.contacts.set_signal(contact, body.signal_override)
    return contacts.detail(world, contact, "Contact signal updated successfully")


@operation("deleteContacts")
async def delete_contacts(world: Here, body: Annotated[ContactIds, Body()]) -> contacts.ContactsDeleted:
    """Delete contacts; repeating the call is safe."""
    done = world.contacts.delete(body)
    return {"requested": done["requested"], "deleted": done["deleted"], "not_found": done["not_found"]}


@operation("importContacts", form=FORM)
async def import_contacts(world: Here, request: Request) -> contacts.ContactImportResult:
    """Import contacts from CSV; people are matched by email."""
    form = await read_form(request)
    mapping = form.mapping()
    saved = _list_of(world, form.text("list_id", ""))
    filename, content = await form.file()
    done = world.contacts.import_rows(
        csv_table.read(content, mapping), filename=form.text("filename", filename or ""), list_id=saved
    )
    return {
        "success": True,
        "message": "Contacts imported successfully",
        "total_rows": done["total_rows"],
        "imported_rows": done["imported_rows"],
        "skipped_rows": done["skipped_rows"],
        "contacts_created": done["contacts_created"],
        "contacts_matched": done["contacts_matched"],
        "blocked": done["blocked"],
    }


def _list_of(world: Here, list_id: str) -> int | None:
    if not list_id:
        return None
    if not is_uuid(list_id):
        invalid("uuid", "list_id")
    try:
        return world.find("list", list_id)
    except NotFound as error:  # this operation documents no 404
        raise Refused(error.detail) from None


@operation("bulkAddTag")
async def bulk_add_tag(world: Here, body: ContactTagBulk) -> contacts.BulkResult:
    """Give contacts a tag."""
    return _bulk(world.contacts.add_tag(body.contact_ids, world.find("tag", body.tag_id)))


@operation("bulkRemoveTag")
async def bulk_remove_tag(world: Here, body: ContactTagBulk) -> contacts.BulkResult:
    """Take a tag from contacts."""
    return _bulk(world.contacts.remove_tag(body.contact_ids, world.find("tag", body.tag_id)))


@operation("bulkAddToList")
async def bulk_add_to_list(world: Here, body: ContactListBulk) -> contacts.BulkResult:
    """Add contacts to a STATIC list."""
    return _bulk(world.contacts.add_to_list(body.contact_ids, world.find("list", body.list_id)))


@operation("bulkAddToCampaign")
async def bulk_add_to_campaign(world: Here, body: ContactCampaignBulk) -> contacts.BulkResult:
    """Make contacts leads of a campaign; suppressed ones are blocked."""
    return _bulk(world.contacts.add_to_campaign(body.contact_ids, world.find("campaign", body.campaign_id)))


def _bulk(done: dict[str, Any]) -> contacts.BulkResult:
    return {
        "requested": done["requested"],
        "affected": done["affected"],
        "skipped": done["skipped"],
        "not_found": done["not_found"],
        "details": {"blocked": done.get("details", {}).get("blocked", [])},
    }
