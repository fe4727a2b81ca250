"""Rate limits: 100 calls a minute and 1,000 an hour per key, on the real clock, one pool for all endpoints `[docs]`.

Windows are fixed and aligned with the clock's minutes and hours (behaviour.md §19.22 `[inferred]`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

PER_MINUTE: Final = 100
PER_HOUR: Final = 1_000
_MINUTE: Final = 60
_HOUR: Final = 3_600


class Verdict(NamedTuple):
    """What one call learns about its pool: the three header values, and the wait in seconds when refused (else 0)."""

    limit: int
    remaining: int
    reset: int
    wait: int

    @property
    def allowed(self) -> bool:
        """Whether the call may go on."""
        return self.wait == 0

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The `X-RateLimit-*` headers every answer carries `[docs]`; `Reset` is in Unix seconds."""
        values = {"limit": self.limit, "remaining": self.remaining, "reset": self.reset}
        return [(f"x-ratelimit-{name}".encode(), str(value).encode()) for name, value in values.items()]


@dataclass
class _Window:
    """One fixed window: number of the window since 1970 and calls counted in it."""

    number: int = -1
    used: int = 0

    def count_at(self, number: int) -> int:
        if number != self.number:
            self.number, self.used = number, 0
        return self.used


class RateLimiter:
    """Counts calls per pool (a key, or the peer of a caller without one). `now` gives Unix seconds of the real clock."""

    def __init__(self, now: Callable[[], float], *, per_minute: int = PER_MINUTE, per_hour: int = PER_HOUR) -> None:
        self._now = now
        self._per_minute = per_minute
        self._per_hour = per_hour
        self._pools: dict[str, tuple[_Window, _Window]] = {}

    def take(self, pool: str) -> Verdict:
        """Draw one call from `pool`. A refused call draws nothing."""
        now = self._now()
        minute, hour = self._pools.setdefault(pool, (_Window(), _Window()))
        minutes, hours = int(now // _MINUTE), int(now // _HOUR)
        minute_left = self._per_minute - minute.count_at(minutes)
        hour_left = self._per_hour - hour.count_at(hours)
        if hour_left <= 0:
            # The headers describe the window that refuses: a client that waits for Reset is then served [inferred].
            reset = (hours + 1) * _HOUR
            return Verdict(self._per_minute, 0, reset, max(1, math.ceil(reset - now)))
        reset = (minutes + 1) * _MINUTE
        if minute_left <= 0:
            return Verdict(self._per_minute, 0, reset, _MINUTE)  # the documented text names a whole minute
        minute.used += 1
        hour.used += 1
        return Verdict(self._per_minute, minute_left - 1, reset, 0)


class Unlimited(RateLimiter):
    """No limit: the headers stay, always showing an untouched minute."""

    def take(self, pool: str) -> Verdict:
        """Always allowed."""
        return Verdict(self._per_minute, self._per_minute, (int(self._now() // _MINUTE) + 1) * _MINUTE, 0)
