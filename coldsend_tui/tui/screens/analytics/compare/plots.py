"""How a reply rate came to be: replies over mails so far, day by day of two periods, or as this console saw campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from coldsend_tui.ops import periods, trend
from coldsend_tui.ops.periods import Period
from coldsend_tui.text import safe
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.screens.campaign.history import marks
from coldsend_tui.workspace import Gap, Sample, TimelineDay

ROLES: Final = ("bar", "series2", "series3", "series4")
_LONGEST: Final = 24
_POINTS: Final = 60


def of_periods(days: Sequence[TimelineDay], period: Period) -> Picture:
    """Both periods from their first day on."""
    series = []
    for name, one, role in (("before", period.before, "series3"), ("now", period, "bar")):
        buckets = periods.buckets(days, one)
        sent = replied = 0
        values: list[float | None] = []
        for bucket in buckets:
            sent, replied = sent + bucket.figures.sent, replied + bucket.figures.replied
            values.append(replied / sent if sent and bucket.known else None)
        series.append(Series(f"{name}, {one.text}", tuple(values), role))
    step = max(1, period.days // 6)
    return Picture(tuple(series), tuple((at, f"day {at + 1}") for at in range(0, period.days, step)), percent=True)


def of_campaigns(
    names: Mapping[str, str],
    samples: Mapping[str, Sequence[Sample]],
    gaps: Sequence[Gap],
    began: datetime,
    now: datetime,
) -> Picture:
    """Campaigns by id, from when this console began to watch; a value stands until the next reading."""
    start = min(began, now - timedelta(minutes=30))
    step = (now - start) / (_POINTS - 1)
    unseen = trend.unseen(gaps, start, now, _POINTS)
    series = []
    for (id, name), role in zip(list(names.items())[: len(ROLES)], ROLES, strict=False):
        own = samples.get(id, ())
        values = [None if at in unseen else _rate_at(own, start + at * step) for at in range(_POINTS)]
        series.append(Series(safe(name)[:_LONGEST], tuple(values), role))
    note = "this console has seen no replies of them yet"
    return Picture(tuple(series), marks(start, now, _POINTS), percent=True, note=note, unseen=unseen)


def _rate_at(samples: Sequence[Sample], at: datetime) -> float | None:
    last = next((sample for sample in reversed(samples) if sample.at <= at), None)
    return last.replied / last.sent if last is not None and last.sent else None
