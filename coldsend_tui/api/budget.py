"""The request budget of one key: never more than the minute's and the hour's requests, whoever else uses the key.

Pure bookkeeping over monotonic seconds that the caller passes in. Two views are kept and the stricter one wins:

* own requests, each counted from its launch until one window after its *completion*, because the server may have
  counted it at any moment in between. So no window of the server, fixed or sliding, can be exceeded by us alone;
* the server's minute window as the last answers told it (`X-RateLimit-*`), which also holds what others spent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from coldsend_tui.api.limits import REQUESTS_PER_HOUR, REQUESTS_PER_MINUTE

MINUTE = 60.0
HOUR = 3600.0
# Answers of one window name the same reset up to rounding to whole seconds and the time they travel.
SAME_RESET = 2.0


class Priority(IntEnum):
    """Who asks. Reads leave the reserve alone; an operator's write and the reading back of it may use it."""

    READ = 0
    WRITE = 1


class Reading(NamedTuple):
    """The rate limit headers of one answer. `reset_in` is in seconds, None where the server did not say."""

    limit: int | None
    remaining: int | None
    reset_in: float | None


class Budget:
    """How many requests may still be sent. `reserve_*` requests of each window are kept for `Priority.WRITE`."""

    def __init__(
        self,
        minute: int = REQUESTS_PER_MINUTE,
        hour: int = REQUESTS_PER_HOUR,
        *,
        reserve_minute: int = 10,
        reserve_hour: int = 50,
    ) -> None:
        self.minute_limit = minute
        # Headers with a higher limit do not speak of the minute (behaviour unknown 22).
        self._minute_at_most = minute
        self.hour_limit = hour
        self.reserve_minute = reserve_minute
        self.reserve_hour = reserve_hour
        self._spent_minute: deque[float] = deque()
        self._spent_hour: deque[float] = deque()
        self._in_flight = 0
        self._server_used = 0
        self._server_own = 0
        self._server_foreign = 0
        self._server_reset_at = 0.0
        self._blocked_until = 0.0

    @property
    def in_flight(self) -> int:
        """Requests that are under way."""
        return self._in_flight

    def remaining_minute(self, now: float) -> int:
        """Requests the present minute still allows, reserve included; 0 while the server said to wait."""
        if now < self._blocked_until:
            return 0
        self._forget(now)
        own = self.minute_limit - len(self._spent_minute) - self._in_flight
        if now < self._server_reset_at:
            own = min(own, self.minute_limit - self._server_used - self._in_flight)
        return max(0, own)

    def remaining_hour(self, now: float) -> int:
        """Requests the present hour still allows, reserve included: own ones and what was seen of others."""
        self._forget(now)
        return max(0, self.hour_limit - len(self._spent_hour) - self._in_flight)

    def refills(self, now: float) -> list[float]:
        """Seconds until each request spent in the present hour falls out of the window, ascending."""
        self._forget(now)
        return [ended + HOUR - now for ended in self._spent_hour]

    def blocked_for(self, now: float) -> float:
        """Seconds the server asked to wait and that are not over yet; 0 if it did not."""
        return max(0.0, self._blocked_until - now)

    def allows(self, now: float, cost: int = 1, priority: Priority = Priority.READ) -> bool:
        """Whether `cost` requests may be launched now."""
        minute, hour = self._kept(priority)
        return self.remaining_minute(now) - minute >= cost and self.remaining_hour(now) - hour >= cost

    def wait_time(self, now: float, cost: int = 1, priority: Priority = Priority.READ) -> float:
        """Seconds until `cost` requests may be launched if nothing else happens; 0 when they may now."""
        if self.allows(now, cost, priority):
            return 0.0
        minute, hour = self._kept(priority)
        waits = [
            self.blocked_for(now),
            self._room_in(self._spent_minute, self.minute_limit - minute - cost, MINUTE, now),
            self._room_in(self._spent_hour, self.hour_limit - hour - cost, HOUR, now),
        ]
        if self._server_used + self._in_flight + cost > self.minute_limit - minute:
            waits.append(self._server_reset_at - now)
        return max(*waits, 0.001)

    def launch(self, cost: int = 1) -> None:
        """Count requests that leave now. Ask `allows` before."""
        self._in_flight += cost

    def complete(self, now: float, reading: Reading | None = None, cost: int = 1) -> None:
        """Count requests that ended, with what the server said about its window, or None when no answer came."""
        self._in_flight -= cost
        for _ in range(cost):
            self._spent_minute.append(now)
            self._spent_hour.append(now)
        if now < self._server_reset_at:
            self._server_own += cost
        if reading is not None and reading.remaining is not None and (reading.limit or 0) <= self._minute_at_most:
            self._reconcile(now, reading, reading.remaining, cost)
        elif now < self._server_reset_at:
            self._server_used += cost

    def withdraw(self, cost: int = 1) -> None:
        """Forget requests that were launched but surely never left this machine."""
        self._in_flight -= cost

    def block(self, now: float, seconds: float) -> None:
        """Send nothing for `seconds`: the server answered 429."""
        self._blocked_until = max(self._blocked_until, now + seconds)

    def foreign(self, now: float, count: int) -> None:
        """Count requests that somebody else spent on the same key within this hour."""
        self._spent_hour.extend([now] * count)

    def recall(self, now: float, ages: Iterable[float]) -> None:
        """Count requests that an earlier run on the same key spent, so many seconds ago each."""
        ended = [now - age for age in ages]
        self._spent_hour = deque(sorted([*self._spent_hour, *(moment for moment in ended if moment > now - HOUR)]))
        self._spent_minute = deque(
            sorted([*self._spent_minute, *(moment for moment in ended if moment > now - MINUTE)])
        )

    def _reconcile(self, now: float, reading: Reading, remaining: int, cost: int) -> None:
        if reading.limit is not None and reading.limit > 0:
            self.minute_limit = reading.limit
        used = max(0, self.minute_limit - remaining)
        reset_at = self._reset_at(now, reading.reset_in)
        if reset_at < self._server_reset_at - SAME_RESET:
            return  # a late answer that still speaks of the window before
        if now >= self._server_reset_at or reset_at > self._server_reset_at + SAME_RESET:
            self._server_used, self._server_own, self._server_foreign = used, cost, 0
        self._server_reset_at = max(self._server_reset_at, reset_at)
        # Within one window the count only rises; answers may overtake each other.
        self._server_used = max(self._server_used, used)
        others = self._server_used - self._server_own - self._in_flight
        if others > self._server_foreign:
            self.foreign(now, others - self._server_foreign)
            self._server_foreign = others

    def _reset_at(self, now: float, reset_in: float | None) -> float:
        if reset_in is not None:
            return now + min(max(reset_in, 0.0), MINUTE)
        return self._server_reset_at if now < self._server_reset_at else now + MINUTE

    def _kept(self, priority: Priority) -> tuple[int, int]:
        """Requests of the two windows that this priority leaves alone, never more than half of a window."""
        if priority is Priority.WRITE:
            return 0, 0
        return min(self.reserve_minute, self.minute_limit // 2), min(self.reserve_hour, self.hour_limit // 2)

    def _forget(self, now: float) -> None:
        for spent, window in ((self._spent_minute, MINUTE), (self._spent_hour, HOUR)):
            while spent and spent[0] <= now - window:
                spent.popleft()

    def _room_in(self, spent: deque[float], room: int, window: float, now: float) -> float:
        """Seconds until at most `room` requests are left in `spent`; a whole window when those under way fill it."""
        surplus = len(spent) + self._in_flight - room
        if surplus <= 0:
            return 0.0
        if surplus > len(spent):
            return window
        return max(0.0, spent[surplus - 1] + window - now)
