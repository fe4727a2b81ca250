"""Plans of an upload: all its batches, or those that are left after an interruption."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel
from coldsend_tui.actions.lead_upload.sending import KIND, NOT_SENT, TAKEN_IN, UPLOAD, BatchSend
from coldsend_tui.actions.lead_upload.upload import BatchRecord, Stage, Upload
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, Row
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.ops import wording
from coldsend_tui.text import safe

REQUESTS_PER_BATCH: Final = 9
"""One to send, about seven looks at its job (10,000 leads take some fifteen seconds), one to count its leads."""
CLOSED: Final = ("COMPLETED", "ARCHIVED", "FAILED")
"""Campaigns that take no leads [inferred, behaviour.md §10]."""

Told = Callable[[BatchRecord, int, int], None]


def _silent(batch: BatchRecord, done: int, whole: int) -> None:
    return None


def plan_upload(
    upload: Upload,
    status: str,
    *,
    now: Callable[[], datetime],
    on_sent: Told = _silent,
    on_rows: Told = _silent,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan what is left of `upload` to a campaign in `status`: everything, unless it was interrupted.

    `on_sent` is told bytes of a batch, `on_rows` its leads. An upload without leads, or into a closed campaign, is refused.
    """
    rest = [batch for batch in upload.batches if batch.stage is not Stage.DONE]
    reason = (
        (read_only if isinstance(read_only, str) else READ_ONLY)
        if read_only
        else f"a campaign that is {status} takes no leads"
        if status in CLOSED
        else "" if rest else "no row of the list can be sent"
    )  # fmt: skip
    items = tuple(
        PlanItem(
            KIND,
            f"{upload.campaign_id}/{batch.name}",
            upload.campaign,
            UPLOAD,
            NOT_SENT,
            TAKEN_IN,
            (_step(batch),),
            sends=BatchSend(upload, batch, now, on_sent, on_rows, sleep),
            detail=f"{wording.plural(batch.leads, 'lead')} of {safe(Path(upload.source).name)}, sha256 {upload.digest[:16]}",
            shown=(Row(f"rows {_span(upload, batch)} of {Path(upload.source).name}"),),
            follows=number > 0,
        )
        for number, batch in enumerate(rest)
    )
    begun = len(rest) < len(upload.batches) or any(batch.stage is not Stage.PLANNED for batch in rest)
    leads = wording.plural(sum(batch.leads for batch in rest), "lead")
    return Plan(
        title=f"{'Go on uploading' if begun else 'Upload'} {leads} to {upload.campaign}",
        verb=UPLOAD,
        items=() if reason else items,
        refusals=(Refusal(upload.campaign, reason, ""),) if reason else (),
        warnings=() if reason else tuple(_warnings(upload, rest, status)),
        irreversible=() if reason else tuple(_losses(upload)),
        confirmation=Confirmation(ConfirmationLevel.BUTTON),
        requests=0 if reason else REQUESTS_PER_BATCH * len(rest),
        budget_left=budget_left,
    )


def _span(upload: Upload, batch: BatchRecord) -> str:
    rows = upload.rows(batch)
    return f"{rows[0]:,} to {rows[-1]:,}"


def _step(batch: BatchRecord) -> str:
    what = f"{batch.name}: {wording.plural(batch.leads, 'lead')}, {wording.size(batch.size)}"
    if batch.stage is Stage.TAKEN:
        return f"{what}; it was taken, its job is followed"
    if batch.stage is Stage.SENDING:
        return f"{what}; its answer was lost, it is looked for and sent only if it is not there"
    return what


def _warnings(upload: Upload, rest: Sequence[BatchRecord], status: str) -> Iterator[str]:
    done = len(upload.batches) - len(rest)
    if done:
        yield f"{done} of {wording.plural(len(upload.batches), 'file')} are done already."
    if upload.rejected:
        yield f"{wording.plural(upload.rejected, 'row')} are left out; they are saved beside the file, with reasons."
    if status == "ACTIVE":
        yield "the campaign is ACTIVE: these people are mailed as soon as its window is open."
    if len(rest) > 1:
        yield f"{len(rest)} files one after the other; one that fails stops the rest, and the upload can be gone on with."


def _losses(upload: Upload) -> Iterator[str]:
    yield "leads can be deleted only until they are mailed; the team keeps everybody as a contact."
    if upload.duplicates != "skip":
        what = "fields are overwritten" if upload.duplicates == "update" else "all fields are replaced, blanks included"
        yield f"of leads that the campaign has, {what}."
