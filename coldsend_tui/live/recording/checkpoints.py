"""Images of the cache along a recording, so that going back does not start from the beginning."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable

SPACING = 64
"""Frames between two images, at first."""
MOST_BYTES = 64 << 20
"""What all images may take, compressed; where they need more, every second one goes."""


class Checkpoints:
    """Images by the frame that was applied last when they were taken. Frame -1 is the empty cache."""

    def __init__(self, empty: bytes, length: int) -> None:
        self.empty = empty
        self._spacing = max(SPACING, length // 1000)
        self._places = [-1]
        self._images = {-1: zlib.compress(empty, 1)}

    def before(self, place: int) -> tuple[int, bytes]:
        """The nearest image at or before a frame, and the frame that it shows."""
        at = self._places[bisect_right(self._places, place) - 1]
        return at, zlib.decompress(self._images[at])

    def pays(self, present: int, place: int) -> bool:
        """Whether an image is nearer to a frame than the present one, which is before it."""
        return self._places[bisect_right(self._places, place) - 1] > present

    def pass_by(self, place: int, image: Callable[[], bytes]) -> None:
        """A frame was applied: keep an image where there is none for long."""
        at = bisect_right(self._places, place)
        if place - self._places[at - 1] < self._spacing:
            return
        self._places.insert(at, place)
        self._images[place] = zlib.compress(image(), 1)
        if sum(map(len, self._images.values())) > MOST_BYTES:
            self._spacing *= 2
            for gone in self._places[1::2]:
                del self._images[gone]
            self._places = self._places[::2]
