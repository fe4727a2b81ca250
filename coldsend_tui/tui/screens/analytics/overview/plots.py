"""What the plot of the overview shows: days or weeks as the API tells them, hours as this console saw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from coldsend_tui.ops import figures, trend
from coldsend_tui.ops.figures import Figures
from coldsend_tui.ops.periods import Bucket
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.workspace import Gap, Sample

VIEWS: Final = ("counts", "rates", "replies")
INTERVALS: Final = ("day", "week", "hour")
HOURS: Final = (24, 48, 168)
"""Hours back from now that a plot by hours covers, in the order of the key."""
_ROLES: Final = {"sent": "bar", "opened": "series3", "replied": "series2", "bounced": "series4"}
_LABELS: Final = 7


def by_days(buckets: Sequence[Bucket], shown: str) -> Picture:
    """Counts, rates over mails sent, or replies and bounces alone; days that are not known leave a gap."""
    told = [bucket.figures if bucket.known else None for bucket in buckets]
    unseen = frozenset(at for at, one in enumerate(told) if one is None)
    return Picture(_series(told, shown), _day_marks(buckets), shown == "rates", unseen=unseen or None)


class Hours(NamedTuple):
    """What the counters grew by in each hour, the running one last; None for one in which nobody watched.

    `unplaced` grew while nobody watched: in which of those hours nobody knows.
    """

    told: tuple[Figures | None, ...]
    unplaced: Figures


def by_hours(
    samples: Sequence[Sample], gaps: Sequence[Gap], began: datetime | None, now: datetime, hours: int
) -> Hours:
    """The last `hours` hours of a series with its baseline. `began` is when this console first watched, None: never."""
    start = now - timedelta(hours=hours)
    blind = [*gaps, *([Gap(start, began)] if began is not None and began > start else [])]
    unseen = trend.unseen(blind, start, now, hours) if began is not None else frozenset(range(hours))
    grown = {name: [0] * hours for name in trend.COUNTERS}
    runs = _runs(samples, gaps)
    for run in runs:
        for name, sums in grown.items():
            for at, step in enumerate(trend.buckets(run, name, start, now, hours)):
                sums[at] += step
    told = tuple(
        None if at in unseen and not grown["sent"][at] else Figures(*(grown[name][at] for name in Figures._fields))
        for at in range(hours)
    )
    leaps = [(before[-1], after[0]) for before, after in pairwise(runs) if after[0].at > start]
    return Hours(told, figures.total(figures.of(after).without(figures.of(before)) for before, after in leaps))


def _runs(samples: Sequence[Sample], gaps: Sequence[Gap]) -> list[list[Sample]]:
    """Samples between gaps: what grew over a gap belongs to no hour."""
    runs: list[list[Sample]] = []
    for sample in samples:
        last = runs[-1][-1] if runs else None
        if last is None or any(last.at <= gap.began and gap.ended <= sample.at for gap in gaps):
            runs.append([])
        runs[-1].append(sample)
    return runs


def hour_picture(told: Sequence[Figures | None], now: datetime, shown: str) -> Picture:
    """The plot of `by_hours`, with a strip of what was seen below it."""
    start = now - timedelta(hours=len(told))
    unseen = frozenset(at for at, one in enumerate(told) if one is None)
    note = "this console has not watched any of these hours"
    return Picture(_series(told, shown), _hour_marks(start, len(told)), shown == "rates", note, unseen=unseen)


def _series(told: Sequence[Figures | None], shown: str) -> tuple[Series, ...]:
    if shown == "rates":
        roles = {"opened": "bar", "replied": "series2", "bounced": "series4"}
        return tuple(Series(f"{name} / sent", _rates(told, name), role) for name, role in roles.items())
    names = ("replied", "bounced") if shown == "replies" else tuple(_ROLES)
    return tuple(Series(name, _counts(told, name), _ROLES[name]) for name in names)


def _counts(told: Sequence[Figures | None], name: str) -> tuple[float | None, ...]:
    return tuple(None if one is None else float(getattr(one, name)) for one in told)


def _rates(told: Sequence[Figures | None], name: str) -> tuple[float | None, ...]:
    return tuple(None if one is None else one.ratio(name).rate for one in told)


def _hour_marks(start: datetime, hours: int) -> tuple[tuple[int, str], ...]:
    """Whole hours of the day, as many as fit; a day's name at its beginning."""
    first = (start + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    step = next(one for one in (4, 8, 24) if hours <= one * _LABELS or one == 24)
    found = []
    for at in range(hours):
        moment = first + timedelta(hours=at)
        if moment.hour % step == 0:
            found.append((at + 1, f"{moment.day} {moment:%b}" if moment.hour == 0 else f"{moment:%H}:00"))
    return tuple(mark for mark in found if mark[0] < hours)


def _day_marks(buckets: Sequence[Bucket]) -> tuple[tuple[int, str], ...]:
    step = max(1, len(buckets) // _LABELS)
    return tuple((at, f"{one.first.day} {one.first:%b}") for at, one in enumerate(buckets) if at % step == 0)
