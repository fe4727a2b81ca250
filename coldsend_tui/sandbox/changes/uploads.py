"""Taking a CSV upload: the job is written down with its rows, the engine does the rest with the clock."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..engine import parameters as p
from .upload_job import is_email

if TYPE_CHECKING:
    from .leads import Leads


def start_upload(
    leads: Leads,
    campaign_id: int,
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    *,
    filename: str | None,
    duplicate_action: str,
    delete_existing: bool,
) -> int:
    """Write the job down; gives its id. `valid_count` counts rows with a well-formed address."""
    leads.check_open(campaign_id)
    with leads.writing():
        batch_id = leads.new_batch(campaign_id, filename)
        work = {
            "rows": [(number, dict(fields)) for number, fields in rows],
            "filename": filename,
            "duplicate_action": duplicate_action,
            "delete_existing": delete_existing,
        }
        return leads.insert(
            "job",
            {
                "kind": "lead_upload", "status": "PENDING", "campaign_id": campaign_id, "batch_id": batch_id, "total_count": len(rows),
                "valid_count": sum(is_email(fields.get("email")) for _, fields in rows), "created_at": leads.now,
                "next_step_at": leads.now + p.JOB_QUEUE_TIME, "work": json.dumps(work),
            },
        )  # fmt: skip
