"""Saved lists of contacts as the API answers them [client]."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from coldsend_tui.api.models.contacts import Contact
from coldsend_tui.api.models.listing import Listing
from coldsend_tui.api.models.payload import Moment, Payload, own_id


class ContactList(Payload):
    """A STATIC list of members or a DYNAMIC one with a filter. `cached_count` is None until the server counted."""

    list_id: str = own_id("list_id")
    name: str = ""
    description: str | None = None
    list_type: str = ""
    filter_definition: dict[str, Any] | None = None
    cached_count: int | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class ContactLists(Listing[ContactList]):
    """All saved lists."""

    row = ContactList
    key = "lists"


class FilterPreview(Listing[Contact]):
    """How many contacts a filter matches, and a sample of them."""

    row = Contact
    key = "sample"

    @cached_property
    def total(self) -> int | None:
        """The exact number of matches, None if the server did not say."""
        total = self.data.get("total")
        return total if isinstance(total, int) else None
