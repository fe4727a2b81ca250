"""When a campaign may send: its days and hours in its own time zone, nights of clock change included."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NEVER = 1 << 60


class SendingWindow:
    """Intervals of Unix time in which the wall clock of the zone stands inside the window of an allowed day.

    A night with a repeated or a missing hour is read strictly: an interval opens at the later and closes at the earlier of two
    readings, so that no mail ever leaves at a wall-clock time outside the window.
    """

    __slots__ = ("_days", "_end", "_interval", "_not_before", "_offset", "_start", "_zone")

    def __init__(
        self, timezone: str, days: Iterable[int], start: tuple[int, int], end: tuple[int, int], not_before: int = 0
    ) -> None:
        self._zone = zone(timezone)
        self._days = frozenset(days)
        self._start = start
        self._end = end
        self._not_before = not_before
        self._interval = (0, 0)
        self._offset = (-1, 0)

    def offset(self, moment: int) -> int:
        """Seconds by which the zone's wall clock is before UTC at a moment."""
        half_hour = moment // 1800  # no clock changes inside one
        if self._offset[0] != half_hour:
            ahead = datetime.fromtimestamp(moment, self._zone).utcoffset() or timedelta()
            self._offset = (half_hour, int(ahead.total_seconds()))
        return self._offset[1]

    def interval(self, moment: int) -> tuple[int, int]:
        """The interval [open, close) that holds `moment`, or else the next one. (NEVER, NEVER) if there is none in two weeks."""
        if self._interval[0] <= moment < self._interval[1]:
            return self._interval
        moment = max(moment, self._not_before)
        day = datetime.fromtimestamp(moment, self._zone).date()
        for _ in range(15):
            if day.isoweekday() in self._days:
                opens = max(self._instants(day, self._start))
                closes = min(self._instants(day, self._end))
                opens = max(opens, self._not_before)
                if opens < closes and moment < closes:
                    self._interval = (opens, closes)
                    return self._interval
            day += timedelta(days=1)
        return NEVER, NEVER

    def _instants(self, day: date, time: tuple[int, int]) -> tuple[int, int]:
        hour, minute = time
        if hour == 24:
            day, hour = day + timedelta(days=1), 0
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._zone)
        return int(wall.timestamp()), int(wall.replace(fold=1).timestamp())


@lru_cache(maxsize=512)
def zone(timezone: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises zoneinfo.ZoneInfoNotFoundError or ValueError for a name that is none."""
    return ZoneInfo(timezone)


@lru_cache(maxsize=512)
def days_of(text: str) -> tuple[int, ...]:
    """ISO weekdays from the JSON text of a campaign row."""
    return tuple(json.loads(text))
