"""The plot of a campaign from the samples this console took: cumulative, per hour or per day, several counters at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from coldsend_tui.ops import trend
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.workspace import Gap, Sample, TimelineDay

SPANS: Final = (timedelta(hours=6), timedelta(hours=24), timedelta(days=7), timedelta(days=30))
_POINTS: Final = 60
_ROLES: Final = {"sent": "bar", "opened": "series2", "replied": "series3", "bounced": "series4"}
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


class Measure(StrEnum):
    """What is plotted of each counter."""

    TOTAL = "cumulative"
    HOURLY = "per hour"
    DAILY = "per day"

    @property
    def following(self) -> Measure:
        """The next one."""
        every = list(Measure)
        return every[(every.index(self) + 1) % len(every)]


def span_text(span: timedelta) -> str:
    """`6 h`, `7 days`."""
    return f"{span // _HOUR} h" if span <= _DAY else f"{span // _DAY} days"


def picture(
    samples: Sequence[Sample],
    now: datetime,
    span: timedelta,
    measure: Measure,
    timeline: Sequence[TimelineDay] = (),
    gaps: Sequence[Gap] = (),
) -> Picture:
    """All counters that moved, over at most `span`; no line is drawn over `gaps`, which nobody watched. Where this console has
    seen nothing of the campaign, a plot by days shows the whole workspace instead, and says so in the names."""
    if len(samples) < 2:
        if measure is Measure.DAILY and any(day.sent for day in timeline):
            return _workspace(timeline, span)
        since = f" since {samples[0].at:%d %b %H:%M} UTC" if samples else ""
        return Picture((), (), note=f"no new lead mailed{since}, as far as this console has seen")
    start = max(samples[0].at, now - span)
    if now - start < timedelta(minutes=10):
        start = now - timedelta(minutes=10)
    number = _buckets(now - start, measure)
    blind = trend.unseen(gaps, start, now, number)
    series = []
    for name in trend.COUNTERS:
        steps = trend.buckets(samples, name, start, now, number)
        if any(steps):
            values = _running(steps) if measure is Measure.TOTAL else [float(step) for step in steps]
            seen = tuple(None if at in blind and not steps[at] else value for at, value in enumerate(values))
            series.append(Series(name, seen, _ROLES[name]))
    note = f"nothing moved since {start:%d %b %H:%M} UTC"
    return Picture(tuple(series), marks(start, now, number), note=note)


def marks(start: datetime, end: datetime, number: int) -> tuple[tuple[int, str], ...]:
    """Times on the x axis of `number` points from `start` to `end`."""
    form = "%H:%M" if end - start < timedelta(hours=36) else "%d %b"
    quarters = dict.fromkeys(round((number - 1) * share / 4) for share in range(4))
    return (
        *((at, f"{start + (end - start) * at / max(1, number - 1):{form}}") for at in quarters),
        (number - 1, "now"),
    )


def _buckets(length: timedelta, measure: Measure) -> int:
    if measure is Measure.TOTAL:
        return _POINTS
    unit = _HOUR if measure is Measure.HOURLY else _DAY
    return max(2, min(240, -(-length // unit)))


def _running(steps: Sequence[int]) -> list[float]:
    total, values = 0, []
    for step in steps:
        total += step
        values.append(float(total))
    return values


def _workspace(timeline: Sequence[TimelineDay], span: timedelta) -> Picture:
    days = timeline[-max(2, span // _DAY) :]
    series = (
        Series("sent, whole workspace", tuple(float(day.sent) for day in days), "bar"),
        Series("replied, whole workspace", tuple(float(day.replied) for day in days), "series3"),
    )
    places = tuple(dict.fromkeys(round((len(days) - 1) * share / 4) for share in range(5)))
    return Picture(series, tuple((at, f"{days[at].day:%d %b}") for at in places))
