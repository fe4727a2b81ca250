"""Contacts: list, import, changes, bulk changes, direct email."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from coldsend_tui.api.files import Attachment, check_upload
from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.contacts import (
    BulkResult,
    Contact,
    ContactDetail,
    ContactImportResult,
    ContactPage,
    ContactsDeleted,
    DirectEmailSent,
)
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, many, one
from coldsend_tui.api.resources.walk import each, walk
from coldsend_tui.api.wire import ByteProgress, Repeat, Upload

if TYPE_CHECKING:
    from coldsend_tui.api.models.contact_fields import ContactChanges, ContactQuery


class Contacts(Resource):
    """`cs.contacts`. Bulk changes and deletions take at most 1,000 ids [client]."""

    async def list(
        self, *, page: int = 1, limit: int = PAGE_LIMIT_DEFAULT, **query: Unpack[ContactQuery]
    ) -> ContactPage:
        """One page of contacts."""
        return many(ContactPage, await self._get("/contacts", page=page, limit=limit, **query))

    def iter(self, *, limit: int = PAGE_LIMIT_MAX, **query: Unpack[ContactQuery]) -> AsyncIterator[Contact]:
        """All contacts, page by page as they are taken."""
        return each(walk(lambda number: self.list(page=number, limit=limit, **query)), "contact_id")

    async def get(self, contact_id: str) -> ContactDetail:
        """One contact with its campaigns."""
        return one(ContactDetail, await self._get(path("contacts", contact_id)), "contact", contact_id=contact_id)

    async def update(self, contact_id: str, **changes: Unpack[ContactChanges]) -> ContactDetail:
        """Change fields of a person."""
        answer = await self._write("PATCH", path("contacts", contact_id), {**changes})
        return one(ContactDetail, answer, "contact", contact_id=contact_id)

    async def set_signal(self, contact_id: str, signal: str | None) -> ContactDetail:
        """Pin a contact's signal; None unpins it and the server computes it again."""
        answer = await self._write(
            "PUT", path("contacts", contact_id, "signal"), {"signal_override": signal}, repeat=Repeat.IDEMPOTENT
        )
        return one(ContactDetail, answer, "contact", contact_id=contact_id)

    async def delete(self, contact_ids: Sequence[str]) -> ContactsDeleted:
        """Delete contacts."""
        return one(ContactsDeleted, await self._write("DELETE", "/contacts", [*contact_ids]))

    async def import_(
        self,
        file: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        list_id: str | None = None,
        on_sent: ByteProgress | None = None,
    ) -> ContactImportResult:
        """Send a CSV file of people from disk; known ones are updated, suppressed ones are reported as blocked.

        `mapping` is contact field to CSV header. UsageError if the file cannot be read, is empty or too large.
        """
        await check_upload(file)
        fields = given(
            filename=file.name, list_id=list_id, mapping=None if mapping is None else json.dumps(dict(mapping))
        )
        upload = Upload(file, file.name, "text/csv", fields)
        return one(ContactImportResult, await self._write("POST", "/contacts/import", upload=upload, on_sent=on_sent))

    async def send_direct_email(
        self,
        contact_id: str,
        *,
        inbox_id: str,
        subject: str,
        body_text: str | None = None,
        body_html: str | None = None,
        cc: Sequence[str] = (),
        bcc: Sequence[str] = (),
        attachments: Sequence[Attachment] = (),
    ) -> DirectEmailSent:
        """Send one mail outside of any campaign. It costs a credit: `OutOfCredits`; `Conflict` for suppressed people."""
        body = given(
            inbox_id=inbox_id,
            subject=subject,
            body_text=body_text,
            body_html=body_html,
            cc=cc or None,
            bcc=bcc or None,
            attachments=attachments or None,
        )
        return one(DirectEmailSent, await self._write("POST", path("contacts", contact_id, "send-email"), body))

    async def bulk_add_tag(self, contact_ids: Sequence[str], tag_id: str) -> BulkResult:
        """Put a tag on contacts."""
        return await self._bulk("tags", contact_ids, "tag_id", tag_id)

    async def bulk_remove_tag(self, contact_ids: Sequence[str], tag_id: str) -> BulkResult:
        """Take a tag off contacts."""
        return await self._bulk("tags/remove", contact_ids, "tag_id", tag_id)

    async def bulk_add_to_list(self, contact_ids: Sequence[str], list_id: str) -> BulkResult:
        """Put contacts into a STATIC list."""
        return await self._bulk("lists", contact_ids, "list_id", list_id)

    async def bulk_add_to_campaign(self, contact_ids: Sequence[str], campaign_id: str) -> BulkResult:
        """Make contacts leads of a campaign; `details` names those that may not be."""
        return await self._bulk("campaigns", contact_ids, "campaign_id", campaign_id)

    async def _bulk(self, what: str, contact_ids: Sequence[str], key: str, value: str) -> BulkResult:
        answer = await self._write("POST", f"/contacts/bulk/{what}", {"contact_ids": contact_ids, key: value})
        return one(BulkResult, answer)
