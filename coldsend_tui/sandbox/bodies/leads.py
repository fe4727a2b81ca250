"""Bodies of lead operations (behaviour.md §10). Uploads are multipart and read by routes/lead_upload.py."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coldsend_tui.sandbox.rules.fields import ABSENT, Body, Email, Id, Json

LeadIds = Annotated[list[Id], Field(min_length=1)]


class LeadCreate(Body):
    """One lead added by hand. `title` is sent by the client though no schema documents it (behaviour.md §19.16)."""

    email: Email
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    custom_fields: Json = Field(default_factory=dict)


class LeadUpdate(Body):
    """Merge patch: absent fields stay, null inside `custom_fields` removes that key; the email cannot change."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    custom_fields: Json = ABSENT


class MoveToSubsequence(Body):
    """Leads put into a branch by hand; the target is the entry node, not the entry edge."""

    lead_ids: Annotated[list[Id], Field(min_length=1, max_length=500)]
    target_subsequence_node_id: Id
