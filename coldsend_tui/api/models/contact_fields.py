"""What is sent about contacts and their lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict


class ContactChanges(TypedDict, total=False):
    """Fields of a person; None empties one, None inside `custom_fields` removes its key."""

    first_name: str | None
    last_name: str | None
    company: str | None
    custom_fields: Mapping[str, Any]


class PreviewFilter(TypedDict, total=False):
    """What a preview counts by."""

    signal: str
    campaign_id: str
    not_in_campaign_id: str
    has_replied: bool
    has_opened: bool
    is_unsubscribed: bool
    is_bounced: bool
    search: str


class ContactQuery(PreviewFilter, total=False):
    """What a list of contacts is filtered by."""

    source_type: str
    source_name: str
    list_id: str


class ContactFilter(TypedDict, total=False):
    """The stored filter of a DYNAMIC list; signals are a list here [client]."""

    signal: Sequence[str]
    source_type: str
    source_name: str
    campaign_id: str
    not_in_campaign_id: str
    list_id: str
    has_replied: bool
    has_opened: bool
    is_unsubscribed: bool
    is_bounced: bool
    search: str


class LeadChanges(ContactChanges, total=False):
    """Fields of a lead."""

    title: str | None
