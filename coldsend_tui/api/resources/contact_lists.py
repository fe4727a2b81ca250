"""Saved lists of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from coldsend_tui.api.models import contact_lists as models
from coldsend_tui.api.models.acknowledged import Acknowledged
from coldsend_tui.api.models.contact_lists import ContactList, FilterPreview
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, many, one

if TYPE_CHECKING:
    from coldsend_tui.api.models.contact_fields import ContactFilter, PreviewFilter


class ContactLists(Resource):
    """`cs.contact_lists`."""

    async def list(self, *, list_type: str | None = None) -> models.ContactLists:
        """All saved lists."""
        return many(models.ContactLists, await self._get("/contacts/lists", list_type=list_type))

    async def get(self, list_id: str) -> ContactList:
        """One saved list."""
        return one(ContactList, await self._get(path("contacts", "lists", list_id)), "list", list_id=list_id)

    async def create(
        self,
        name: str,
        list_type: str,
        *,
        description: str | None = None,
        filter_definition: ContactFilter | None = None,
        contact_ids: Sequence[str] | None = None,
    ) -> ContactList:
        """A new list. A DYNAMIC one needs a filter, a STATIC one may start with at most 1,000 contacts; the type stays."""
        body = given(
            name=name,
            list_type=list_type,
            description=description,
            filter_definition=filter_definition,
            contact_ids=contact_ids,
        )
        return one(ContactList, await self._write("POST", "/contacts/lists", body), "list")

    async def update(
        self,
        list_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        filter_definition: ContactFilter | None = None,
    ) -> ContactList:
        """Rename, describe or filter anew; None leaves a field as it is."""
        body = given(name=name, description=description, filter_definition=filter_definition)
        return one(
            ContactList, await self._write("PATCH", path("contacts", "lists", list_id), body), "list", list_id=list_id
        )

    async def delete(self, list_id: str) -> Acknowledged:
        """Delete a list; its people stay."""
        return one(Acknowledged, await self._write("DELETE", path("contacts", "lists", list_id)))

    async def preview_filter(self, *, sample_size: int | None = None, **query: Unpack[PreviewFilter]) -> FilterPreview:
        """How many contacts a filter matches, with a sample of 0-50."""
        return many(FilterPreview, await self._get("/contacts/lists/preview", sample_size=sample_size, **query))
