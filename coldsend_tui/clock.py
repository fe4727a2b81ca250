"""Injected time. A console has two kinds of it: the workspace's time and the operator's.

`now()` is the time of the workspace that is watched: sending windows, days and "since when" are judged by it. In the
demo it is the sandbox's virtual clock, elsewhere the machine's clock corrected by the server's `Date` header.
`real()` is the operator's wall clock, by which the age of data is told, and `monotonic()` measures intervals.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What everyone needs to know about time. All datetimes are aware UTC."""

    def now(self) -> datetime:
        """The workspace's time."""
        ...

    def real(self) -> datetime:
        """The operator's wall clock."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        ...


class SystemClock:
    """The machine's clock, corrected by what the server says its time is."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.told = False
        """Whether the server itself has said what its time is."""

    def now(self) -> datetime:
        return self.real() + self.offset

    def real(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def correct(self, server: datetime, *, tolerance: timedelta = timedelta(seconds=2)) -> None:
        """Follow the server's time. `Date` has whole seconds and travels a while, hence the tolerance."""
        self.told = True
        offset = server - self.real()
        if abs(offset - self.offset) > tolerance:
            self.offset = offset if abs(offset) > tolerance else timedelta()

    def recall(self, offset: timedelta) -> None:
        """Go by how far the server's time was from ours when it was last heard, until it tells its time again."""
        if not self.told:
            self.offset = offset


class VirtualClock(SystemClock):
    """A clock that runs `speed` times as fast as real time since the moment `real_start` (Unix seconds), when it said `start`."""

    def __init__(self, start: datetime, real_start: float, speed: float) -> None:
        super().__init__()
        self.start = start
        self.real_start = real_start
        self.speed = speed

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.time() - self.real_start) * self.speed)

    def correct(self, server: datetime, *, tolerance: timedelta = timedelta(seconds=2)) -> None:
        """Follow the sandbox when somebody moved its clock; small differences are the time an answer travels."""
        if abs(server - self.now()) > tolerance * max(1.0, self.speed):
            self.start, self.real_start = server, time.time()


def in_workspace(clock: Clock, moment: datetime) -> datetime:
    """The workspace's time at a moment of the operator's clock: a demo's runs faster, and stands on another day."""
    speed = clock.speed if isinstance(clock, VirtualClock) else 1.0
    return clock.now() - (clock.real() - moment) * speed


class ManualClock:
    """A clock that stands still until told: for tests and simulations."""

    def __init__(self, start: datetime, *, real: datetime | None = None) -> None:
        self._now = start
        self._real = real or start
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def real(self) -> datetime:
        return self._real

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float, *, speed: float = 1.0) -> None:
        """Let `seconds` of real time pass; the workspace's time moves `speed` times as far."""
        self._monotonic += seconds
        self._real += timedelta(seconds=seconds)
        self._now += timedelta(seconds=seconds * speed)
