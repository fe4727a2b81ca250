"""The sandbox's own time: real time at a chosen speed, or a clock that only moves when told."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class WorldClock(Protocol):
    """Where the world should be by now. Moments are Unix seconds of virtual time."""

    speed: float

    def target(self) -> float:
        """The moment up to which everything should have happened."""
        ...

    def set(self, moment: float) -> None:
        """From now on the clock stands at `moment` (and runs on from there)."""
        ...

    def real(self) -> float:
        """The machine's clock, in Unix seconds."""
        ...


class SteppedClock:
    """Stands still between calls of `set`: for tests and simulations."""

    speed = 0.0

    def __init__(self, moment: float = 0.0) -> None:
        self._moment = moment

    def target(self) -> float:
        return self._moment

    def set(self, moment: float) -> None:
        self._moment = moment

    def real(self) -> float:
        return time.time()


class RunningClock:
    """Runs `speed` times as fast as real time; the speed may change at any moment without a jump."""

    def __init__(self, speed: float = 60.0, *, real: Callable[[], float] = time.time) -> None:
        self.real = real
        self._speed = speed
        self._real_start = real()
        self._start = 0.0

    @property
    def speed(self) -> float:
        """Virtual seconds in a real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.set(self.target())
        self._speed = speed

    def target(self) -> float:
        return self._start + (self.real() - self._real_start) * self._speed

    def set(self, moment: float) -> None:
        self._start, self._real_start = moment, self.real()
