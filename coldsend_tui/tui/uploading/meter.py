"""How far an upload is, on the flash line: told only when it reads differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from coldsend_tui.actions.lead_upload.upload import BatchRecord

_CELLS: Final = 12


class Meter:
    """Bytes on their way, then leads taken in."""

    def __init__(self, say: Callable[[str], None], batches: int) -> None:
        self._say = say
        self._batches = batches
        self._told = ""
        self._names: dict[str, int] = {}

    def sent(self, batch: BatchRecord, sent: int, whole: int) -> None:
        """Bytes of a batch."""
        self._tell(batch, f"{sent / 1e6:.1f} of {whole / 1e6:.1f} MB sent", sent, whole)

    def taken(self, batch: BatchRecord, done: int, whole: int) -> None:
        """Leads of a batch."""
        self._tell(batch, f"{done:,} of {whole:,} leads taken in", done, whole)

    def _tell(self, batch: BatchRecord, words: str, part: int, whole: int) -> None:
        number = self._names.setdefault(batch.name, len(self._names) + 1)
        filled = _CELLS * part // max(1, whole)
        which = f" {number}/{self._batches}" if self._batches > 1 else ""
        text = f"upload{which} {'█' * filled}{'░' * (_CELLS - filled)} {words}"
        if text != self._told:
            self._told = text
            self._say(text)
