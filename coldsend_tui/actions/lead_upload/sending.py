"""Sending a batch, following its job, and finding out what became of one whose answer was lost.

A batch is noted as SENDING before its request leaves. One that is found so later may or may not have been taken: it is looked
for by its file name among the campaign's batches, and by some of its addresses among the leads. Only when neither is there is
it sent again. Duplicates are judged by address inside the campaign [inferred, behaviour.md §10], so even a first request that
is carried out late, after that look, makes no lead twice: the later of the two jobs counts duplicates.
"""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

from coldsend_tui.actions.lead_upload.upload import BatchRecord, Stage, Upload
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import ApiError, NotFound, UnknownOutcome
from coldsend_tui.api.models.vocabulary import JobStatus
from coldsend_tui.ops import wording

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.models.leads import LeadUploadProgress
    from coldsend_tui.api.resources.leads import DuplicateAction

KIND: Final = "lead upload"
UPLOAD: Final = "upload"
NOT_SENT, TAKEN_IN = "not sent", "taken in"
_LOOKS: Final = (2.0, 5.0, 10.0)
"""Seconds between looks for a batch whose answer was lost: a job is queued for a while before its leads can be seen."""
_STILL: Final = 3
"""Equal counts in a row that mean a job has ended, where only the leads can be counted."""
_SKEW: Final = timedelta(minutes=5)
"""How far the server's clock may be behind ours."""


@dataclass(slots=True)
class BatchSend:
    """What the operation of one batch works on. `on_sent` is told bytes sent and in all, `on_rows` leads processed and in all."""

    upload: Upload
    batch: BatchRecord
    now: Callable[[], datetime]
    on_sent: Callable[[BatchRecord, int, int], None] = lambda batch, sent, whole: None
    on_rows: Callable[[BatchRecord, int, int], None] = lambda batch, done, whole: None
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)


async def send(client: ColdSend, item: PlanItem) -> Answer:
    """POST the batch unless it is known, or found, to have been taken."""
    sends = cast("BatchSend", item.sends)
    upload, batch = sends.upload, sends.batch
    if batch.stage is Stage.SENDING and (found := await trace(client, sends)):
        _taken(sends, batch_id=found)
    if batch.stage in (Stage.TAKEN, Stage.DONE):
        return Answer()
    batch.stage, batch.sent_at = Stage.SENDING, sends.now().isoformat()
    await asyncio.to_thread(upload.save)
    try:
        job = await client.leads.upload(
            upload.campaign_id,
            upload.file(batch),
            duplicate_action=cast("DuplicateAction", upload.duplicates),
            on_sent=lambda sent, whole: sends.on_sent(batch, sent, whole or batch.size),
        )
    except UnknownOutcome:
        raise
    except ApiError:
        # Refused, or it never left: it was surely not taken.
        batch.stage = Stage.PLANNED
        await asyncio.to_thread(upload.save)
        raise
    _taken(sends, job_id=job.accepted.job_id, batch_id=job.accepted.batch_id or "")
    await asyncio.to_thread(upload.save)
    return Answer()


def _taken(sends: BatchSend, *, job_id: str = "", batch_id: str = "") -> None:
    batch = sends.batch
    batch.stage = Stage.TAKEN
    batch.job_id, batch.batch_id = job_id or batch.job_id, batch_id or batch.batch_id


async def look(readings: Readings, item: PlanItem) -> Seen:
    """Follow the batch to its end. Without the upload at hand (after a crash) its file name among the batches decides."""
    campaign_id, _, name = item.id.partition("/")
    if not isinstance(item.sends, BatchSend):
        known, _ = await _named(readings.client, campaign_id, name)
        return Seen(TAKEN_IN, Verdict.DONE) if known else Seen(NOT_SENT, Verdict.UNCHANGED)
    sends, batch = item.sends, item.sends.batch
    if batch.stage is Stage.SENDING:
        found = await trace(readings.client, sends)
        if not found:
            batch.stage = Stage.PLANNED
            await asyncio.to_thread(sends.upload.save)
            return Seen(NOT_SENT, Verdict.UNCHANGED)
        _taken(sends, batch_id=found)
        await asyncio.to_thread(sends.upload.save)
    if batch.stage is Stage.TAKEN:
        await _follow(readings.client, sends)
        await asyncio.to_thread(sends.upload.save)
    if batch.stage is Stage.FAILED:
        return Seen(batch.note, Verdict.OTHER, batch.note)
    return Seen(TAKEN_IN, Verdict.DONE, told(batch))


def told(batch: BatchRecord) -> str:
    """What came of a batch in a few words."""
    if batch.success is None:
        return batch.note
    parts = [wording.plural(batch.success, "new lead")]
    if batch.duplicates:
        parts.append(f"{wording.count(batch.duplicates)} it had")
    if batch.errors:
        parts.append(f"{wording.count(len(batch.errors))} refused by the server")
    return ", ".join(parts) + (f"; {batch.note}" if batch.note else "")


# -- finding ----------------------------------------------------------------------------------------------------------


async def trace(client: ColdSend, sends: BatchSend) -> str:
    """The id of the batch on the server when its request was carried out; "" when nothing of it is there after several looks."""
    emails = await asyncio.to_thread(_probes, sends.upload, sends.batch)
    for pause in (0.0, *_LOOKS):
        if pause:
            await sends.sleep(pause)
        found, names_files = await _named(client, sends.upload.campaign_id, sends.batch.name)
        if found:
            return found
        if pause and names_files:
            return ""
        for email in emails:
            if found := await _lead_of_batch(client, sends, email):
                return found
    return ""


async def _named(client: ColdSend, campaign_id: str, name: str) -> tuple[str, bool]:
    """The batch of this file name, and whether the server names files at all: then one that is missing is not there."""
    batches = (await client.campaigns.get(campaign_id)).lead_batches or ()
    found = next((batch.batch_id for batch in batches if batch.filename == name), "")
    return found, any(batch.filename for batch in batches)


def _probes(upload: Upload, batch: BatchRecord) -> tuple[str, ...]:
    with upload.file(batch).open(encoding="utf-8", newline="") as file:
        emails = [row[0] for row in csv.reader(file)][1:]
    return tuple(dict.fromkeys((emails[0], emails[-1])))


async def _lead_of_batch(client: ColdSend, sends: BatchSend, email: str) -> str:
    since = datetime.fromisoformat(sends.batch.sent_at) - _SKEW
    page = await client.leads.list(sends.upload.campaign_id, search=email, limit=10)
    for lead in page:
        fresh = lead.created_at is None or lead.created_at >= since
        if (
            lead.email.lower() == email.lower()
            and lead.batch_id
            and fresh
            and lead.batch_id not in sends.upload.known_batches
        ):
            return lead.batch_id
    return ""


# -- following --------------------------------------------------------------------------------------------------------


async def _follow(client: ColdSend, sends: BatchSend) -> None:
    batch = sends.batch
    if batch.job_id:
        try:
            async for progress in client.leads.follow(sends.upload.campaign_id, batch.job_id):
                sends.on_rows(batch, progress.processed_count or 0, progress.total_count or batch.leads)
                if progress.ended:
                    await _ended(client, sends, progress)
            return
        except NotFound:
            batch.note = "the server has forgotten the job; its leads were counted"
    await _count(client, sends)


async def _ended(client: ColdSend, sends: BatchSend, progress: LeadUploadProgress) -> None:
    batch = sends.batch
    batch.success, batch.duplicates = progress.success_count, progress.duplicate_count
    rows, emails = await asyncio.to_thread(_originals, sends.upload, batch)
    batch.errors = [
        (_original(error.row, error.email or "", rows, emails), error.email or "", error.error)
        for error in progress.errors or ()
    ]
    if progress.status == JobStatus.FAILED:
        batch.stage = Stage.FAILED
        done = wording.ratio(progress.processed_count or 0, batch.leads)
        batch.note = f"the job failed after {done} leads; going on sends the batch again, nobody is added twice"
        return
    batch.stage = Stage.DONE
    if batch.batch_id and batch.success is not None:
        there = (await client.leads.list(sends.upload.campaign_id, batch_id=batch.batch_id, limit=1)).total
        if there is not None and there < batch.success:
            batch.note = f"the job counts {batch.success:,} new leads, the campaign lists {there:,} of this batch"


async def _count(client: ColdSend, sends: BatchSend) -> None:
    """Without the job: count its leads until they are all there or nothing has come for a while."""
    batch, still, last = sends.batch, 0, -1
    while True:
        there = (await client.leads.list(sends.upload.campaign_id, batch_id=batch.batch_id, limit=1)).total or 0
        sends.on_rows(batch, there, batch.leads)
        still = still + 1 if there == last else 0
        if there >= batch.leads or still >= _STILL:
            break
        last = there
        await sends.sleep(_LOOKS[min(still, len(_LOOKS) - 1)])
    batch.stage, batch.success, batch.duplicates = Stage.DONE, there, None
    if there < batch.leads:
        missing = wording.plural(batch.leads - there, "row")
        batch.note = f"its answer was lost; {missing} had duplicates or were refused, the server does not tell which"


def _originals(upload: Upload, batch: BatchRecord) -> tuple[list[int], list[str]]:
    with upload.file(batch).open(encoding="utf-8", newline="") as file:
        emails = [row[0].lower() for row in csv.reader(file)][1:]
    return upload.rows(batch), emails


def _original(number: int | None, email: str, rows: list[int], emails: list[str]) -> int | None:
    """The row of the original that the server means: it counts the header as 1 [inferred]; the address must agree."""
    at = (number or 0) - 2
    if 0 <= at < len(rows) and emails[at] == email.lower():
        return rows[at]
    return rows[emails.index(email.lower())] if email.lower() in emails else None
