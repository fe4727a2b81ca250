"""Images of the cache along a recording, so that going back does not start from the beginning."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable

SPACING = 16_000
"""Rows that are applied between two images, at first: what takes about a tenth of a second."""
FRAME = 250
"""Rows that a frame counts for beside its own: about the time of its transaction."""
MOST_BYTES = 64 << 20
"""What all images may take, compressed; where they need more, every second one goes."""


class Checkpoints:
    """Images by the frame that was applied last when they were taken. Frame -1 is the empty cache."""

    def __init__(self, empty: bytes) -> None:
        self.empty = empty
        self._spacing = SPACING
        self._rows = 0
        self._places = [-1]
        self._images = {-1: zlib.compress(empty, 1)}

    def before(self, place: int) -> tuple[int, bytes]:
        """The nearest image at or before a frame, and the frame that it shows."""
        at = self._places[bisect_right(self._places, place) - 1]
        self._rows = 0
        return at, zlib.decompress(self._images[at])

    def pays(self, present: int, place: int) -> bool:
        """Whether an image is nearer to a frame than the present one, which is before it."""
        return self._places[bisect_right(self._places, place) - 1] > present

    def pass_by(self, place: int, rows: int, image: Callable[[], bytes]) -> None:
        """A frame of so many rows was applied: keep an image where there was none for long."""
        if place in self._images:
            self._rows = 0
            return
        self._rows += rows + FRAME
        if self._rows < self._spacing:
            return
        self._rows = 0
        self._places.insert(bisect_right(self._places, place), place)
        self._images[place] = zlib.compress(image(), 1)
        if sum(map(len, self._images.values())) > MOST_BYTES:
            self._spacing *= 2
            for gone in self._places[1::2]:
                del self._images[gone]
            self._places = self._places[::2]
