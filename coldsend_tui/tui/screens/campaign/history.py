"""The plot of a campaign from the samples this console took: lines of what adds up, or bars by hours or days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from coldsend_tui.ops import trend, wording
from coldsend_tui.ops.increments import increments
from coldsend_tui.tui.bars import Bars
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.workspace import Gap, Sample, TimelineDay

SPANS: Final = (timedelta(hours=6), timedelta(hours=24), timedelta(days=7), timedelta(days=30))
_POINTS: Final = 60
_ROLES: Final = {"sent": "bar", "opened": "series2", "replied": "series3", "bounced": "series4"}
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_EPOCH: Final = datetime.fromtimestamp(0, UTC)


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
    gaps: Sequence[Gap] = (),
) -> Picture:
    """The counters that moved, added up over at most `span`; no line is drawn over `gaps`, which nobody watched."""
    if len(samples) < 2:
        since = f" since {samples[0].at:%d %b %H:%M} UTC" if samples else ""
        return Picture((), (), note=f"no new lead mailed{since}, as far as this console has seen")
    start = max(samples[0].at, now - span)
    if now - start < timedelta(minutes=10):
        start = now - timedelta(minutes=10)
    number = _POINTS
    blind = trend.unseen(gaps, start, now, number)
    series = []
    for name in trend.COUNTERS:
        steps = trend.buckets(samples, name, start, now, number)
        if any(steps):
            seen = tuple(None if at in blind and not steps[at] else value for at, value in enumerate(_running(steps)))
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


def _running(steps: Sequence[int]) -> list[float]:
    total, values = 0, []
    for step in steps:
        total += step
        values.append(float(total))
    return values


def bars(
    samples: Sequence[Sample],
    gaps: Sequence[Gap],
    now: datetime,
    span: timedelta,
    measure: Measure,
    *,
    begun: datetime | None = None,
    timeline: Sequence[TimelineDay] = (),
) -> Bars:
    """The counters that moved, by whole hours or days (UTC) over `span`; the present one is under way. A campaign that had not
    `begun` sent nothing. Where this console has seen nothing of it, days show the whole workspace instead, and say so."""
    if len(samples) < 2 and measure is Measure.DAILY and any(day.sent for day in timeline):
        return _workspace(timeline, span)
    unit = _DAY if measure is Measure.DAILY else _HOUR
    counted = increments(samples, gaps, now - span + unit, now, unit, begun=begun)
    moved = [name for name, steps in counted.counted.items() if any(steps)]
    series = tuple(
        Series(name, tuple(None if step is None else float(step) for step in counted.counted[name]), _ROLES[name])
        for name in moved
    )
    form = "%d %b" if measure is Measure.DAILY else "%H:%M" if span <= _DAY else "%d %b %H:%M"
    note = picture(samples, now, span).note
    return Bars(series, tuple(f"{start:{form}}" for start in counted.starts), counted.partly, note)


def place(moment: datetime, now: datetime, shown: Bars, measure: Measure) -> int:
    """The bar that a time belongs to."""
    unit = _DAY if measure is Measure.DAILY else _HOUR
    back = (now - _EPOCH) // unit - (moment - _EPOCH) // unit
    return max(0, len(shown.labels) - 1 - back)


def heading(samples: Sequence[Sample], gaps: Sequence[Gap], now: datetime, span: timedelta, measure: Measure) -> str:
    """What the plot's border says: measure, span, and what of it was not seen."""
    parts = [measure.value, span_text(span)]
    start = now - span
    if samples and samples[0].at > start:
        form = "%H:%M" if samples[0].at.date() == now.date() else "%d %b %H:%M"
        parts.append(f"seen since {samples[0].at:{form}} UTC")
    if missing := wording.not_seen(gaps, max(start, samples[0].at if samples else start)):
        parts.append(missing)
    return " · ".join(parts)


def _workspace(timeline: Sequence[TimelineDay], span: timedelta) -> Bars:
    days = timeline[-max(2, span // _DAY) :]
    series = (
        Series("workspace sent", tuple(float(day.sent) for day in days), "bar"),
        Series("workspace replied", tuple(float(day.replied) for day in days), "series3"),
    )
    return Bars(series, tuple(f"{day.day:%d %b}" for day in days))
