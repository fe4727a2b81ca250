"""What came of an upload: counts, rows with reasons, and the rejects file beside the input."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from coldsend_tui.actions.lead_upload.prepare import csv_text
from coldsend_tui.actions.lead_upload.upload import REJECTS, BatchRecord, Stage, Upload
from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.ops import wording
from coldsend_tui.text import csv_cell


class RefusedRow(NamedTuple):
    """A row that became no lead. `row` is its number in the original (None: the server did not tell). Not yet safe to draw."""

    row: int | None
    email: str
    reason: str


class UploadResult(NamedTuple):
    """The sums. `success` and `duplicates` are the server's counts; `uncounted` batches lost their answer."""

    sent: int
    success: int
    duplicates: int
    refused: tuple[RefusedRow, ...]
    left_out: int
    uncounted: int
    open_batches: int
    notes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One line: `10,000 rows: 9,300 new leads, 12 it had, 3 refused by the server, 688 left out here`."""
        parts = [wording.plural(self.success, "new lead")]
        if self.duplicates:
            parts.append(f"{wording.count(self.duplicates)} it had")
        if self.refused:
            parts.append(f"{wording.count(len(self.refused))} refused by the server")
        if self.left_out:
            parts.append(f"{wording.count(self.left_out)} left out here")
        return f"{wording.plural(self.sent + self.left_out, 'row')}: {', '.join(parts)}"


def result_of(upload: Upload) -> UploadResult:
    """The sums of what has been done so far."""
    done = [batch for batch in upload.batches if batch.stage is Stage.DONE]
    return UploadResult(
        sent=upload.leads,
        success=sum(batch.success or 0 for batch in done),
        duplicates=sum(batch.duplicates or 0 for batch in done),
        refused=tuple(RefusedRow(*error) for batch in upload.batches for error in batch.errors),
        left_out=upload.rejected,
        uncounted=sum(batch.duplicates is None for batch in done),
        open_batches=len(upload.batches) - len(done),
        notes=tuple(f"{batch.name}: {batch.note}" for batch in upload.batches if batch.note),
    )


def left_out(upload: Upload, most: int = 1_000) -> Iterator[RefusedRow]:
    """The rows that were left out before sending, as far as people look at them."""
    at = upload.mapping.index("email") + 2
    with (upload.directory / REJECTS).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if 0 < number <= most:
                email = row[at] if at < len(row) else ""
                # The apostrophe that keeps a spreadsheet from running a formula is none of the row's.
                email = email[1:] if email.startswith("'") and csv_cell(email[1:]) == email else email
                yield RefusedRow(int(row[0]), email, row[1].partition(": ")[2] or row[1])


def save_rejects(upload: Upload) -> Path | None:
    """Write all rows that became no lead beside the input, 0600, under a name that is free; None: there are none.

    Blocking. UsageError when no file can be written there.
    """
    refused = [row for batch in upload.batches if batch.errors for row in _refused(upload, batch)]
    if not upload.rejected and not refused:
        return None
    text = (upload.directory / REJECTS).read_bytes().decode("utf-8", "replace") + csv_text(refused)
    source = Path(upload.source)
    for number in range(1, 1_000):
        target = source.with_name(f"{source.stem}.rejected{'' if number == 1 else f'-{number}'}.csv")
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise UsageError(f"{target} cannot be written ({error.strerror}).", "Make room beside the list.") from None
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return target
    raise UsageError(f"There are too many {source.stem}.rejected files.", "Move them away.")


def finish(upload: Upload) -> tuple[Path | None, str]:
    """Save the rejects and, when nothing is left to do, remove the upload's own files. Blocking.

    Where the rejects cannot be saved the upload's files stay, and the second value says where they are.
    """
    if not upload.finished:
        return None, ""
    try:
        saved = save_rejects(upload)
    except ColdSendError as error:
        return None, f"{error} The rows that were left out are in {upload.directory / REJECTS}."
    upload.discard()
    return saved, ""


def _refused(upload: Upload, batch: BatchRecord) -> Iterator[list[str]]:
    """Rows that the server refused, with what was sent of them under the columns of the original."""
    wanted = {email.lower() for _, email, _ in batch.errors}
    with upload.file(batch).open(encoding="utf-8", newline="") as file:
        sent = {row["email"].lower(): row for row in csv.DictReader(file) if row["email"].lower() in wanted}
    for row, email, reason in batch.errors:
        values = sent.get(email.lower(), {"email": email})
        cells = [values.get(field, "") for field in upload.mapping]
        yield [str(row or ""), f"refused by the server: {reason}", *cells]
