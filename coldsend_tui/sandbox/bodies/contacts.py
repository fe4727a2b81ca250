"""Bodies of contact and list operations (behaviour.md §15, all `[client]`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from coldsend_tui.sandbox.rules.fields import ABSENT, Body, Bool, Id, Json, NotBlank, SearchText

Signal = Literal["UNSUBSCRIBED", "BOUNCED", "HOT_LEAD", "ENGAGED", "CONTACTED", "NEVER_CONTACTED"]
ListType = Literal["STATIC", "DYNAMIC"]
ContactIds = Annotated[list[Id], Field(min_length=1, max_length=1000)]
ListName = Annotated[NotBlank, Field(min_length=1, max_length=255)]


class ContactUpdate(Body):
    """Merge patch of a contact; null inside `custom_fields` clears that key."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    custom_fields: Json = ABSENT


class SignalUpdate(Body):
    """Pins a signal; null clears the pin."""

    signal_override: Signal | None


class ContactTagBulk(Body):
    """Contacts that get or lose one tag."""

    contact_ids: ContactIds
    tag_id: Id


class ContactListBulk(Body):
    """Contacts that join one static list."""

    contact_ids: ContactIds
    list_id: Id


class ContactCampaignBulk(Body):
    """Contacts that become leads of one campaign."""

    contact_ids: ContactIds
    campaign_id: Id


class ContactFilter(Body):
    """The contact search as stored by a DYNAMIC list; `signal` is a list here."""

    model_config = ConfigDict(extra="allow")

    signal: list[Signal] = ABSENT
    source_type: str = ABSENT
    source_name: str = ABSENT
    campaign_id: Id = ABSENT
    not_in_campaign_id: Id = ABSENT
    list_id: Id = ABSENT
    has_replied: Bool = ABSENT
    has_opened: Bool = ABSENT
    is_unsubscribed: Bool = ABSENT
    is_bounced: Bool = ABSENT
    search: SearchText = ABSENT


class SavedListCreate(Body):
    """A new list: STATIC with members, or DYNAMIC with a filter."""

    name: ListName
    list_type: ListType
    description: str | None = None
    filter_definition: ContactFilter = ABSENT
    contact_ids: Annotated[list[Id], Field(max_length=1000)] = ABSENT


class SavedListUpdate(Body):
    """A change of a list; its type is fixed."""

    name: ListName = ABSENT
    description: str | None = None
    filter_definition: ContactFilter = ABSENT
