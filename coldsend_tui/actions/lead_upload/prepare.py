"""From a file to an upload that is ready to be planned: read, judged, cleaned, cut into batches, kept on disk."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from coldsend_tui.actions.lead_upload import upload as uploads
from coldsend_tui.actions.lead_upload.standing import Standing
from coldsend_tui.actions.lead_upload.upload import Upload
from coldsend_tui.actions.list_source import BATCH_BYTES_MAX, Source
from coldsend_tui.api.limits import UPLOAD_LEADS_MAX
from coldsend_tui.ops.lead_list.batches import batches
from coldsend_tui.ops.lead_list.qualify import Qualified, rejected_rows
from coldsend_tui.text import csv_cell


def prepare(
    near: Path | None,
    source: Source,
    judged: Qualified,
    standing: Standing,
    *,
    duplicates: str,
    now: datetime,
    most_leads: int = UPLOAD_LEADS_MAX,
) -> Upload:
    """Write the batches and the rejects to the disk. Blocking. StoreError when they cannot be kept."""
    files = list(batches(judged.fields, judged.leads, most_rows=most_leads, most_bytes=BATCH_BYTES_MAX))
    return uploads.begin(
        near,
        campaign_id=standing.id,
        campaign=standing.name,
        source=source.path,
        digest=source.digest,
        began_at=now,
        duplicates=duplicates,
        fields=judged.fields,
        header=judged.table.header,
        mapping=judged.mapping,
        batches=files,
        rejects=csv_text(list(rejected_rows(judged.rejects, judged.table.header))),
        rejected=len(judged.rejects),
        known_batches=standing.known_batches,
    )


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV that a spreadsheet will not run as formulas."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue()
