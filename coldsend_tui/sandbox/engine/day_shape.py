"""When in the day people read: their attention by the hour of their own clock, and waiting times counted in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from . import parameters as p


class DayShape:
    """A day stretched by attention: an hour with factor 2 passes twice as fast for a waiting time as an average one.

    A whole day of attention is a whole day of the clock, so the share of a waiting time that is over after 24 h, 48 h, ...
    is the same as without the shape; only where inside the day it ends moves.
    """

    def __init__(self, factors: Sequence[float]) -> None:
        """`factors`: 24 positive weights, midnight first; only their ratios count."""
        mean = sum(factors) / len(factors)
        self._pace = [factor / mean for factor in factors]
        self._passed = [0.0]
        for pace in self._pace:
            self._passed.append(self._passed[-1] + pace * p.HOUR)
        self._starts = self._passed[:-1]

    def later(self, moment: int, delay: int) -> int:
        """The moment at which `delay` seconds of attention have passed since `moment`, both by the local clock; always later."""
        second = moment % p.DAY
        hour = second // p.HOUR
        days, passed = divmod(self._passed[hour] + (second - hour * p.HOUR) * self._pace[hour] + delay, p.DAY)
        hour = bisect_right(self._starts, passed) - 1
        clock = hour * p.HOUR + (passed - self._passed[hour]) / self._pace[hour]
        return max(moment + 1, moment - second + int(days) * p.DAY + int(clock))


READING_DAY = DayShape(p.OPENS_BY_HOUR)
