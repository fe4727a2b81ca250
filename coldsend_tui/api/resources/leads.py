"""Leads of a campaign: list, upload, export, single leads."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Unpack

from coldsend_tui.api.files import Download, Saving, check_target, check_upload
from coldsend_tui.api.jobs import Job
from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.leads import (
    Lead,
    LeadDetail,
    LeadJourney,
    LeadPage,
    LeadsDeleted,
    LeadUploadAccepted,
    LeadUploadProgress,
)
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, many, one
from coldsend_tui.api.resources.walk import each, walk
from coldsend_tui.api.wire import ByteProgress, Call, Repeat, Upload

if TYPE_CHECKING:
    from coldsend_tui.api.models.contact_fields import LeadChanges

DuplicateAction = Literal["skip", "update", "replace"]
LeadUpload = Job[LeadUploadAccepted, LeadUploadProgress]


class Leads(Resource):
    """`cs.leads`."""

    async def list(
        self,
        campaign_id: str,
        *,
        page: int = 1,
        limit: int = PAGE_LIMIT_DEFAULT,
        status: str | None = None,
        search: str | None = None,
        batch_id: str | None = None,
    ) -> LeadPage:
        """One page of a campaign's leads; `batch_id` keeps those of one upload."""
        answer = await self._get(
            path("campaigns", campaign_id, "leads"),
            page=page,
            limit=limit,
            status=status,
            search=search,
            batch_id=batch_id,
        )
        return many(LeadPage, answer)

    def iter(
        self,
        campaign_id: str,
        *,
        limit: int = PAGE_LIMIT_MAX,
        status: str | None = None,
        search: str | None = None,
        batch_id: str | None = None,
    ) -> AsyncIterator[Lead]:
        """All leads of a campaign, page by page as they are taken; for many leads `export` costs one request."""
        return each(
            walk(
                lambda number: self.list(
                    campaign_id, page=number, limit=limit, status=status, search=search, batch_id=batch_id
                )
            ),
            "lead_id",
        )

    async def get(self, campaign_id: str, lead_id: str) -> LeadDetail:
        """One lead with its mails of the main chain and its replies."""
        answer = await self._get(path("campaigns", campaign_id, "leads", lead_id))
        return one(LeadDetail, answer, "lead", lead_id=lead_id)

    async def journey(self, campaign_id: str, lead_id: str) -> LeadJourney:
        """Everything that happened to a lead, branches included."""
        answer = await self._get(path("campaigns", campaign_id, "leads", lead_id, "journey"))
        return one(LeadJourney, answer, lead_id=lead_id)

    async def add(
        self,
        campaign_id: str,
        email: str,
        **fields: Unpack[LeadChanges],
    ) -> Lead:
        """A new PENDING lead."""
        answer = await self._write(
            "POST", path("campaigns", campaign_id, "leads", "manual"), {"email": email, **fields}
        )
        return one(Lead, answer, "lead")

    async def update(self, campaign_id: str, lead_id: str, **changes: Unpack[LeadChanges]) -> Lead:
        """Change fields of a lead; None inside `custom_fields` removes its key. The email cannot change."""
        answer = await self._write(
            "PUT", path("campaigns", campaign_id, "leads", lead_id), {**changes}, repeat=Repeat.IDEMPOTENT
        )
        return one(Lead, answer, "lead", lead_id=lead_id)

    async def delete(self, campaign_id: str, lead_ids: Sequence[str]) -> LeadsDeleted:
        """Delete PENDING leads; others are skipped."""
        return one(LeadsDeleted, await self._write("DELETE", path("campaigns", campaign_id, "leads"), [*lead_ids]))

    async def upload(
        self,
        campaign_id: str,
        file: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        duplicate_action: DuplicateAction | None = None,
        delete_existing: bool | None = None,
        on_sent: ByteProgress | None = None,
    ) -> LeadUpload:
        """Send a CSV file (UTF-8, header row, email column) from disk, and follow the job that reads it.

        `mapping` is lead field to CSV header; without it the headers must be the field names. `on_sent` is told bytes sent
        and in all. UsageError if the file cannot be read, is empty or too large.
        """
        await check_upload(file)
        fields = given(
            mapping=None if mapping is None else json.dumps(dict(mapping)),
            duplicate_action=duplicate_action,
            delete_existing=None if delete_existing is None else str(delete_existing).lower(),
        )
        answer = await self._write(
            "POST",
            path("campaigns", campaign_id, "leads"),
            upload=Upload(file, file.name, "text/csv", fields),
            on_sent=on_sent,
        )
        accepted = one(LeadUploadAccepted, answer)
        return self._following(campaign_id, accepted)

    def follow(self, campaign_id: str, job_id: str) -> LeadUpload:
        """An upload that was sent before, by its job: `async for progress in` it goes on until its end."""
        return self._following(campaign_id, LeadUploadAccepted(job_id=job_id))

    def _following(self, campaign_id: str, accepted: LeadUploadAccepted) -> LeadUpload:
        async def look(job_id: str) -> LeadUploadProgress:
            return await self.upload_progress(campaign_id, job_id)

        return Job(accepted, accepted.job_id, look, self._caller.sleep)

    async def upload_progress(self, campaign_id: str, job_id: str) -> LeadUploadProgress:
        """How far an upload is."""
        answer = await self._get(path("campaigns", campaign_id, "leads", "upload", job_id))
        return one(LeadUploadProgress, answer, job_id=job_id)

    async def export(
        self, campaign_id: str, target: Path, *, overwrite: bool = False, on_received: ByteProgress | None = None
    ) -> Download:
        """Write all leads of a campaign to a CSV file that only its owner may read; whole or not at all.

        The cells are as people typed them: a spreadsheet may take some for formulas.
        """
        await check_target(target, overwrite=overwrite)
        call = Call("GET", path("campaigns", campaign_id, "leads", "export"), Repeat.READ)
        return await self._caller.consume(call, self._options, Saving(call, target, on_received=on_received))
