"""What this console saw an inbox send: mails by day and by hour, out of its own readings. Times are the workspace's UTC.

The API tells only today's count, which starts again at 00:00 UTC; a day on which nobody looked is unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from coldsend_tui.ops.trend import unseen
from coldsend_tui.workspace import Gap


class Reading(Protocol):
    """A value that was read at a moment."""

    @property
    def at(self) -> datetime:
        """When, in the workspace's time."""
        ...

    @property
    def value(self) -> float:
        """What was read."""
        ...


def daily(readings: Iterable[Reading], now: datetime, days: int) -> list[int | None]:
    """The highest count seen on each of the last `days` UTC days, today last; None for a day without a reading."""
    first = now.date() - timedelta(days=days - 1)
    seen: list[int | None] = [None] * days
    for reading in readings:
        place = (reading.at.date() - first).days
        if 0 <= place < days:
            seen[place] = max(seen[place] or 0, round(reading.value))
    return seen


def hourly(readings: Sequence[Reading], now: datetime, hours: int, gaps: Sequence[Gap] = ()) -> list[int | None]:
    """Mails by hour over the last `hours` hours, the running one last: what the count grew by between two readings.

    A difference belongs to the hour of its later reading. A count that falls began a new day. None for an hour that lies wholly
    in one of `gaps`, which nobody watched.
    """
    grown = [0] * hours
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    end = this_hour + timedelta(hours=1)
    blind = unseen(gaps, end - timedelta(hours=hours), end, hours)
    for before, after in pairwise(readings):
        step = after.value - before.value if after.value >= before.value else after.value
        place = (
            hours - 1 - int((this_hour - after.at.replace(minute=0, second=0, microsecond=0)).total_seconds() // 3600)
        )
        if 0 <= place < hours and step > 0:
            grown[place] += round(step)
    return [None if at in blind and not count else count for at, count in enumerate(grown)]
