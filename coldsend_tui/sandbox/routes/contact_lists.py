"""Saved lists of contacts and the preview of a filter (behaviour.md §15)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from coldsend_tui.sandbox.answers import contact_lists, contacts
from coldsend_tui.sandbox.answers.acknowledgement import Ack, ack
from coldsend_tui.sandbox.bodies.contacts import ListType, SavedListCreate, SavedListUpdate
from coldsend_tui.sandbox.problems import Refused
from coldsend_tui.sandbox.routes.contacts import Searched
from coldsend_tui.sandbox.rules.filters import Where
from coldsend_tui.sandbox.rules.lookups import Here, KnownList
from coldsend_tui.sandbox.rules.routing import operation


@operation("listContactLists")
async def list_contact_lists(world: Here, list_type: ListType | None = None) -> contact_lists.SavedLists:
    """All lists, newest first."""
    where = Where()
    where.equal("list_type", list_type)
    rows = world.db.execute(f"SELECT * FROM contact_list {where} ORDER BY created_at DESC, id DESC", where.parameters)
    return {
        "success": True,
        "message": "Lists retrieved successfully",
        "lists": [contact_lists.item(world, row) for row in rows],
    }


@operation("createContactList")
async def create_contact_list(world: Here, body: SavedListCreate) -> contact_lists.SavedListResult:
    """Create a STATIC or DYNAMIC list."""
    return contact_lists.result(world, world.lists.create(body.sent()), "List created successfully")


@operation("previewContactFilter")
async def preview_contact_filter(
    world: Here, wanted: Searched, sample_size: Annotated[int, Query(ge=0, le=50)] = 10
) -> contact_lists.FilterPreview:
    """Count the contacts a filter finds, and show some."""
    total, found = world.reads.contact_ids(wanted, limit=sample_size, offset=0)
    return {"total": total, "sample": contacts.people(world, found)}


@operation("getContactList")
async def get_contact_list(world: Here, saved: KnownList) -> contact_lists.SavedListResult:
    """One list."""
    return contact_lists.result(world, saved, "List retrieved successfully")


@operation("updateContactList")
async def update_contact_list(world: Here, saved: KnownList, body: SavedListUpdate) -> contact_lists.SavedListResult:
    """Change a list; its type is fixed."""
    fields = body.sent()
    if not fields:
        raise Refused("No fields to update")
    world.lists.update(saved, fields)
    return contact_lists.result(world, saved, "List updated successfully")


@operation("deleteContactList")
async def delete_contact_list(world: Here, saved: KnownList) -> Ack:
    """Delete a list; its people stay."""
    world.lists.delete(saved)
    return ack("List deleted successfully")
