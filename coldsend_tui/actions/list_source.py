"""A CSV file on disk as it was read, before its rows become leads or contacts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from coldsend_tui.api.limits import UPLOAD_BYTES_MAX
from coldsend_tui.errors import UsageError
from coldsend_tui.ops.lead_list import table

LARGEST: Final = 100_000_000
"""Bytes of a file that is read: some two million rows, which take more than ten times that in memory."""
BATCH_BYTES_MAX: Final = UPLOAD_BYTES_MAX - 65_536
"""Bytes of a file that is sent: what the API takes, with room for the frame of the request."""


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
