"""Once for each cache file that is opened: takes over what can be read of a damaged one that was set aside."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event
from typing import Final

from ..clock import Clock
from ..errors import StoreError
from ..store import Store

SALVAGING: Final = "what a damaged cache holds"
"""Under way while a damaged file is read; no feed has this name."""


class Salvaging:
    """Says when a damaged file has to be looked for, and reads it in a thread that ends as soon as the console does."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._looked = 0
        self._stop = Event()

    @property
    def due(self) -> bool:
        """Whether a file was opened since the last look."""
        return self._looked != self._store.openings

    async def run(self) -> bool:
        """Look and take over; True where something is to be told."""
        self._looked = self._store.openings
        with suppress(StoreError):
            return await asyncio.to_thread(self._store.salvage, self._clock.now(), self._stop)
        return False

    def stop(self) -> None:
        """End at once; what is left is taken over by the next console."""
        self._stop.set()
