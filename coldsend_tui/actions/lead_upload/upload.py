"""An upload on disk: its cleaned files and how far each is. Written before every step, so that a kill loses nothing.

One directory per upload beside the cache, closed to others: `state.json`, the batches as they are sent, the row numbers of
the original, the rows that were left out. It goes when all is done.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from coldsend_tui.errors import StoreError
from coldsend_tui.ops.lead_list.batches import Batch

DIRECTORY: Final = "uploads"
REJECTS: Final = "rejects.csv"
_STATE: Final = "state.json"
_VERSION: Final = 1


class Stage(StrEnum):
    """How far a batch is. SENDING is noted before the request leaves: found later, it says that its fate is unknown."""

    PLANNED = "planned"
    SENDING = "sending"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class BatchRecord:
    """One file of the upload. `errors` are (row of the original, address, reason) as the server told them.

    `success` counts new leads, `duplicates` leads the campaign had. None: not told (the answer was lost).
    """

    name: str
    leads: int
    size: int
    stage: Stage = Stage.PLANNED
    job_id: str = ""
    batch_id: str = ""
    sent_at: str = ""
    success: int | None = None
    duplicates: int | None = None
    errors: list[tuple[int | None, str, str]] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class Upload:
    """The whole upload. `digest` is that of the file as it was read (SHA-256); `known_batches` were there before."""

    directory: Path
    id: str
    campaign_id: str
    campaign: str
    source: str
    digest: str
    began_at: str
    duplicates: str
    fields: list[str]
    header: list[str]
    mapping: list[str]
    rejected: int
    known_batches: list[str]
    batches: list[BatchRecord]

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return all(batch.stage is Stage.DONE for batch in self.batches)

    @property
    def leads(self) -> int:
        """How many leads it sends in all."""
        return sum(batch.leads for batch in self.batches)

    def file(self, batch: BatchRecord) -> Path:
        """The file of a batch as it is sent."""
        return self.directory / batch.name

    def rows(self, batch: BatchRecord) -> list[int]:
        """Row numbers in the original of the leads of a batch."""
        return [int(row) for row in self.directory.joinpath(f"{batch.name}.rows").read_text("ascii").split()]

    def save(self) -> None:
        """Put the state on the disk, whole or not at all. StoreError when it cannot be written."""
        state = {"version": _VERSION} | {name: value for name, value in asdict(self).items() if name != "directory"}
        _write(self.directory / _STATE, json.dumps(state).encode())

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether this process is the one that sends it now: two consoles must not."""
        handle = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True
        finally:
            os.close(handle)

    def discard(self) -> None:
        """Remove its files: they hold people."""
        shutil.rmtree(self.directory, ignore_errors=True)


def begin(
    near: Path | None,
    *,
    campaign_id: str,
    campaign: str,
    source: Path,
    digest: str,
    began_at: datetime,
    duplicates: str,
    fields: Sequence[str],
    header: Sequence[str],
    mapping: Sequence[str],
    batches: Sequence[Batch],
    rejects: str,
    rejected: int,
    known_batches: Sequence[str],
) -> Upload:
    """Write everything an upload needs to the disk; nothing has been sent. `near` is the cache file (None: a temporary place).

    `rejects` is the text of the rejects file as far as it is known before sending. StoreError when it cannot be written.
    """
    upload_id = uuid.uuid4().hex[:12]
    try:
        directory = _make(near, upload_id)
        records = []
        for number, batch in enumerate(batches, 1):
            name = f"{_stem(source)}-{upload_id[:6]}-{number}of{len(batches)}.csv"
            _write(directory / name, batch.content)
            _write(directory / f"{name}.rows", "\n".join(map(str, batch.rows)).encode())
            records.append(BatchRecord(name, len(batch.rows), len(batch.content)))
        _write(directory / REJECTS, rejects.encode("utf-8", "replace"))
    except OSError as error:
        raise StoreError(
            f"The cleaned list cannot be kept on this machine ({error.strerror}): nothing was sent.", "Free some space."
        ) from None
    upload = Upload(
        directory, upload_id, campaign_id, campaign, str(source.absolute()), digest, began_at.isoformat(), duplicates,
        list(fields), list(header), list(mapping), rejected, list(known_batches), records,
    )  # fmt: skip
    upload.save()
    return upload


def unfinished(near: Path | None) -> tuple[Upload, ...]:
    """Uploads of this workspace that were begun and not finished, oldest first. One that cannot be read is passed over."""
    if near is None:
        return ()
    found = []
    for state in sorted(_home(near).glob(f"*/{_STATE}")):
        try:
            found.append(_read(state))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return tuple(sorted(found, key=lambda upload: upload.began_at))


def _read(path: Path) -> Upload:
    state: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if state.pop("version") != _VERSION:
        raise ValueError
    batches = [
        BatchRecord(**batch | {"stage": Stage(batch["stage"]), "errors": [tuple(error) for error in batch["errors"]]})
        for batch in state.pop("batches")
    ]
    return Upload(directory=path.parent, batches=batches, **state)


def _home(near: Path) -> Path:
    return near.parent / DIRECTORY / near.stem


def _make(near: Path | None, name: str) -> Path:
    if near is None:
        return Path(tempfile.mkdtemp(prefix="coldsend-upload-"))
    directory = _home(near) / name
    for made in (directory.parent.parent, directory.parent, directory):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def _stem(source: Path) -> str:
    """The file's name in plain letters: it travels in a header of the request."""
    return (
        "".join(char if char.isascii() and char.isalnum() else "-" for char in source.stem)[:40].strip("-") or "leads"
    )


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}).", "Free some space.") from None
