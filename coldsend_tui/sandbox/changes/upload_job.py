"""The CSV upload as a job: queued, validated, then taken in at a steady pace (behaviour.md §10)."""

from __future__ import annotations

import json
import re
from sqlite3 import Connection, Row
from typing import Any

from ..engine import parameters as p
from .people import LEAD_FIELDS, contact_for, insert_lead

EMAIL = re.compile(
    r"[^@\s,;<>()\"]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
STEP = 5 * p.UPLOAD_ROWS_PER_SECOND  # rows taken in by one step


def is_email(text: object) -> bool:
    """Whether a text has the form of an address."""
    return isinstance(text, str) and len(text) <= 255 and EMAIL.fullmatch(text.strip()) is not None


def run_upload(db: Connection, job: Row, now: int) -> None:
    """One step: PENDING, VALIDATING, then rows while IN_PROGRESS. A campaign that closed meanwhile fails the job."""
    if job["status"] == "PENDING":
        _set(db, job["id"], status="VALIDATING", started_at=now, next_step_at=now + p.JOB_VALIDATION_TIME)
        return
    campaign = db.execute("SELECT status FROM campaign WHERE id = ?", (job["campaign_id"],)).fetchone()
    if campaign is None or campaign["status"] in ("COMPLETED", "ARCHIVED", "FAILED"):
        _set(db, job["id"], status="FAILED", completed_at=now, next_step_at=None, work=None)
        return
    work = json.loads(job["work"])
    if job["status"] == "VALIDATING":
        if work["delete_existing"]:
            _empty_campaign(db, job["campaign_id"])
        _set(db, job["id"], status="IN_PROGRESS", next_step_at=now + 1)
        return
    rows, work["rows"] = work["rows"][:STEP], work["rows"][STEP:]
    counts = {"success_count": 0, "duplicate_count": 0, "error_count": 0}
    errors = json.loads(job["results"])
    for number, fields in rows:
        fate = _take(db, job, work, number, fields, errors, now)
        counts[fate] += 1
    for name, value in counts.items():
        db.execute(
            f"UPDATE job SET {name} = {name} + ?, processed_count = processed_count + ? WHERE id = ?",
            (value, value, job["id"]),
        )
    _set(db, job["id"], results=json.dumps(errors), work=json.dumps(work))
    if work["rows"]:
        _set(db, job["id"], next_step_at=now + STEP // p.UPLOAD_ROWS_PER_SECOND)
    else:
        _set(db, job["id"], status="COMPLETED", completed_at=now, next_step_at=None, work=None)
        db.execute(
            "INSERT INTO event (at, kind, campaign_id, detail) VALUES (?, 'leads_uploaded', ?, ?)",
            (now, job["campaign_id"], str(job["success_count"] + counts["success_count"])),
        )


def _take(
    db: Connection, job: Row, work: dict[str, Any], number: int, fields: dict[str, Any], errors: list[Any], now: int
) -> str:
    if not is_email(fields.get("email")):
        errors.append({"row": number, "email": fields.get("email"), "error": "Invalid email format"})
        return "error_count"
    contact_id = contact_for(db, fields, now, "CSV_UPLOAD", work["filename"])
    known = db.execute(
        "SELECT * FROM lead WHERE contact_id = ? AND campaign_id = ?", (contact_id, job["campaign_id"])
    ).fetchone()
    if known is None:
        insert_lead(db, job["campaign_id"], contact_id, job["batch_id"], fields, now)
        return "success_count"
    if work["duplicate_action"] != "skip":
        _overwrite(db, known, fields, replace=work["duplicate_action"] == "replace")
    return "duplicate_count"


def _overwrite(db: Connection, lead: Row, fields: dict[str, Any], *, replace: bool) -> None:
    """`update` takes what the row has, `replace` also empties what it has not. What happened to the lead stays."""
    values = {name: fields.get(name) for name in LEAD_FIELDS if replace or fields.get(name)}
    custom = fields.get("custom_fields") or {}
    values["custom_fields"] = json.dumps(custom if replace else {**json.loads(lead["custom_fields"]), **custom})
    columns = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE lead SET {columns} WHERE id = ?", (*values.values(), lead["id"]))


def _empty_campaign(db: Connection, campaign_id: int) -> None:
    """`delete_existing`: the leads nobody wrote to go; those with a history stay, or figures would change after the fact."""
    gone = db.execute("DELETE FROM lead WHERE campaign_id = ? AND status = 'PENDING'", (campaign_id,)).rowcount
    db.execute(
        "UPDATE campaign SET total_leads = total_leads - ?, pending_count = pending_count - ? WHERE id = ?",
        (gone, gone, campaign_id),
    )
    db.execute(
        "UPDATE lead_batch SET total_leads = (SELECT count(*) FROM lead WHERE batch_id = lead_batch.id) WHERE campaign_id = ?",
        (campaign_id,),
    )


def _set(db: Connection, job_id: int, **values: Any) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE job SET {columns} WHERE id = ?", (*values.values(), job_id))
