"""From a file to an upload that is ready to be planned: read, judged, cleaned, cut into batches, kept on disk."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from coldsend_tui.actions.lead_upload import upload as uploads
from coldsend_tui.actions.lead_upload.standing import Standing
from coldsend_tui.actions.lead_upload.upload import Upload
from coldsend_tui.api.limits import UPLOAD_BYTES_MAX, UPLOAD_LEADS_MAX
from coldsend_tui.errors import UsageError
from coldsend_tui.ops.lead_list import table
from coldsend_tui.ops.lead_list.batches import batches
from coldsend_tui.ops.lead_list.qualify import Qualified, rejected_rows
from coldsend_tui.text import csv_cell

LARGEST: Final = 100_000_000
"""Bytes of a file that is read: some two million rows, which take more than ten times that in memory."""
_MARGIN: Final = 65_536
"""Bytes of a batch that are left free for the frame of the request."""


class Source:
    """A file that was read: its table, and the digest by which an interrupted upload of it is found again."""

    def __init__(self, path: Path) -> None:
        """Blocking: not on an event loop. UsageError when it cannot be read, ListFault when it is no list."""
        self.path = path
        try:
            size = path.stat().st_size
            if size > LARGEST:
                raise UsageError(f"{path.name} is larger than {LARGEST // 1_000_000} MB.", "Split it.")
            data = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror or error}).", "Check the path.") from None
        self.size = len(data)
        self.digest = hashlib.sha256(data).hexdigest()
        self.table = table.read(data)


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
    files = list(batches(judged.fields, judged.leads, most_rows=most_leads, most_bytes=UPLOAD_BYTES_MAX - _MARGIN))
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
