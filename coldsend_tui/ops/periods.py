"""Spans of whole UTC days: the last so many, or from one date to another; what is known of them, and weeks of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from coldsend_tui.errors import UsageError
from coldsend_tui.ops import figures
from coldsend_tui.ops.figures import Figures
from coldsend_tui.workspace import TimelineDay

RANGES: Final = (7, 30, 90)
"""Days back from today, today included, in the order of the key. 90 is the API's own default [docs: analytics timeline]."""
MOST: Final = 730
"""Days of the longest span that is asked for [inferred]."""
_DAY: Final = timedelta(days=1)
_DAYS: Final = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?)?")


class Period(NamedTuple):
    """From `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.first - self.days * _DAY, self.first - _DAY)

    @property
    def text(self) -> str:
        """`16 Sep–15 Oct`, with the year where it is not the same."""
        if self.first == self.last:
            return f"{self.last.day} {self.last:%b}"
        year = f" {self.first:%Y}" if self.first.year != self.last.year else ""
        ended = f" {self.last:%Y}" if year else ""
        return f"{self.first.day} {self.first:%b}{year}–{self.last.day} {self.last:%b}{ended}"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


class Bucket(NamedTuple):
    """One place of a series by days or weeks. `days` is how many days of it are known, of `of` there are."""

    first: date
    figures: Figures
    days: int
    of: int

    @property
    def known(self) -> bool:
        """Whether anything was told of it."""
        return self.days > 0


def last_days(number: int, today: date) -> Period:
    """The last `number` days, today included."""
    return Period(today - (number - 1) * _DAY, today)


def parse(text: str, today: date) -> Period:
    """`14`, `14d`, `6w`, `2026-09-01` (until today), `2026-09-01 2026-09-30` or with `..` between. Raises `UsageError`."""
    hint = "Write 14d, 6w, 2026-09-01 (until today) or 2026-09-01..2026-09-30."
    told = text.strip().lower()
    if found := _DAYS.fullmatch(told):
        number = int(found[1]) * (7 if (found[2] or "").startswith("w") else 1)
        period = last_days(max(1, number), today) if number <= MOST else None
        if number < 1:
            raise UsageError("A range has a day at least.", hint)
    else:
        try:
            dates = [date.fromisoformat(one) for one in re.split(r"\s*\.\.\s*|\s*–\s*|\s+to\s+|\s+", told) if one]
        except ValueError:
            raise UsageError(f"{text.strip()} is no range of days.", hint) from None
        if not 1 <= len(dates) <= 2:
            raise UsageError("A range is one date or two.", hint)
        period = Period(dates[0], dates[1] if len(dates) == 2 else today)
    if period is None or period.days > MOST:
        raise UsageError(f"A range has {MOST} days at most.", hint)
    if period.last < period.first:
        raise UsageError(f"{period.last} is before {period.first}.", hint)
    if period.last > today:
        raise UsageError(f"{period.last} has not come yet; today is {today} UTC.", hint)
    return period


def within(days: Sequence[TimelineDay], period: Period) -> list[TimelineDay]:
    """The days of a period, as far as they are known."""
    return [day for day in days if day.day in period]


def buckets(days: Sequence[TimelineDay], period: Period, *, weeks: bool = False) -> list[Bucket]:
    """A period by days, or by weeks that begin on Monday; the first and the last week may be cut short."""
    known = {day.day: day for day in within(days, period)}
    found: list[Bucket] = []
    start = period.first
    while start <= period.last:
        stop = min(period.last, start + (6 - start.weekday()) * _DAY) if weeks else start
        dates = [start + at * _DAY for at in range((stop - start).days + 1)]
        told = [known[one] for one in dates if one in known]
        found.append(Bucket(start, figures.total(told), len(told), len(dates)))
        start = stop + _DAY
    return found
