"""Randomness that depends on what it is for, not on when it is asked: the history is the same however time was sliced."""

from __future__ import annotations

from hashlib import blake2b
from math import exp
from statistics import NormalDist
from struct import Struct

WHOLE = 1 << 32  # draws are whole numbers below this; a probability becomes a threshold with `threshold`
_KEY = Struct("<qq").pack
_DRAWS = Struct("<16I").unpack
_MASK = (1 << 64) - 1
_TABLE_BITS = 10


def threshold(probability: float) -> int:
    """The number that a draw stays below with this probability."""
    return int(min(max(probability, 0.0), 1.0) * WHOLE)


def between(draw: int, bounds: tuple[int, int]) -> int:
    """A whole number in [low, high], uniform."""
    low, high = bounds
    return low + (draw * (high - low + 1) >> 32)


class Chance:
    """The draws of one world."""

    def __init__(self, seed: int) -> None:
        self._source = blake2b(digest_size=64, key=b"chance" + str(seed).encode())
        self._salt = int.from_bytes(self._source.digest()[:8])

    def draws(self, subject: int, occasion: int) -> tuple[int, ...]:
        """Sixteen independent draws for one occasion of one subject (a lead's step, an inbox's mail ...)."""
        source = self._source.copy()
        source.update(_KEY(subject, occasion))
        return _DRAWS(source.digest())

    def temper(self, lead_id: int) -> int:
        """64 bits that belong to a lead for good: whether it opens mail at all, who reads it first (splitmix64)."""
        x = (lead_id * 0x9E3779B97F4A7C15 + self._salt) & _MASK
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        x = (x ^ x >> 27) * 0x94D049BB133111EB & _MASK
        return x ^ x >> 31

    def lot(self, lead_id: int, step: int) -> int:
        """The draw that decides which variant of a step a lead gets."""
        return self.temper(lead_id ^ (step + 1) << 40) & 0xFFFFFFFF


class LogNormalDelay:
    """Log-normal waiting times by table: a draw picks one of 1,024 quantiles and a place inside it."""

    def __init__(self, median: float, sigma: float, limit: float) -> None:
        normal, size = NormalDist(), 1 << _TABLE_BITS
        quantiles = [median * exp(sigma * normal.inv_cdf((i + 0.5) / size)) for i in range(size)]
        self._quantiles = [max(1, int(min(quantile, limit))) for quantile in [*quantiles, quantiles[-1]]]

    def __call__(self, draw: int) -> int:
        cell = draw >> 32 - _TABLE_BITS
        low = self._quantiles[cell]
        return low + ((self._quantiles[cell + 1] - low) * (draw & 0x3FFFFF) >> 22)
