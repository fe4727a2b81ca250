"""What the plot of the overview shows: days or weeks as the API tells them, hours as this console saw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from coldsend_tui.ops import trend
from coldsend_tui.ops.figures import Figures
from coldsend_tui.ops.periods import Bucket
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.screens.campaign.history import marks as clock_marks
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


def by_hours(
    samples: Sequence[Sample], gaps: Sequence[Gap], began: datetime | None, now: datetime, hours: int
) -> list[Figures | None]:
    """What the counters grew by in each of the last `hours` hours; None for one in which nobody watched."""
    start = now - timedelta(hours=hours)
    blind = [*gaps, *([Gap(start, began)] if began is not None and began > start else [])]
    unseen = trend.unseen(blind, start, now, hours) if began is not None else frozenset(range(hours))
    grown = {name: trend.buckets(samples, name, start, now, hours) for name in trend.COUNTERS}
    return [
        None if at in unseen and not grown["sent"][at] else Figures(*(grown[name][at] for name in Figures._fields))
        for at in range(hours)
    ]


def hour_picture(told: Sequence[Figures | None], now: datetime, shown: str) -> Picture:
    """The plot of `by_hours`, with a strip of what was seen below it."""
    start = now - timedelta(hours=len(told))
    unseen = frozenset(at for at, one in enumerate(told) if one is None)
    note = "this console has not watched any of these hours"
    return Picture(_series(told, shown), clock_marks(start, now, len(told)), shown == "rates", note, unseen)


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


def _day_marks(buckets: Sequence[Bucket]) -> tuple[tuple[int, str], ...]:
    step = max(1, len(buckets) // _LABELS)
    return tuple((at, f"{one.first.day} {one.first:%b}") for at, one in enumerate(buckets) if at % step == 0)
