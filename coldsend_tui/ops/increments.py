"""How much counters grew in each hour or day, and in which of them nobody looked: what bars are drawn of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from coldsend_tui.ops.trend import COUNTERS
from coldsend_tui.workspace import Gap, Sample

_EPOCH = datetime.fromtimestamp(0, UTC)


class Increments(NamedTuple):
    """Growth by whole hours or days, the first of which begins at `first` (UTC) and the last of which is under way.

    `counted` has a number for each of them by the name of the counter; None where nobody looked. `partly` are the places that
    were seen in part: what they show is a lower bound. `unplaced` is what each counter grew by across several of them while
    nobody looked: it belongs to none.
    """

    first: datetime
    unit: timedelta
    counted: dict[str, tuple[int | None, ...]]
    partly: frozenset[int]
    unplaced: dict[str, int]

    @property
    def starts(self) -> list[datetime]:
        """When each hour or day begins."""
        return [self.first + at * self.unit for at in range(len(self.counted["sent"]))]


def increments(
    samples: Sequence[Sample],
    gaps: Sequence[Gap],
    start: datetime,
    now: datetime,
    unit: timedelta,
    *,
    begun: datetime | None = None,
) -> Increments:
    """From the `unit` (an hour or a day) of `start` to that of `now`, from samples oldest first.

    Time was watched from the first sample on, but for `gaps`; before the campaign had `begun` there was nothing to see.
    """
    first = start - (start - _EPOCH) % unit
    number = (now - first) // unit + 1
    grown: dict[str, list[int]] = {name: [0] * number for name in COUNTERS}
    unplaced = dict.fromkeys(COUNTERS, 0)
    for before, after in pairwise(samples):
        if not first <= after.at <= now:
            continue
        place = (after.at - first) // unit
        for name, read in COUNTERS.items():
            step = max(0, read(after) - read(before))
            if _blind(before.at, after.at, gaps, first + place * unit):
                unplaced[name] += step
            else:
                grown[name][place] += step
    seen = [_seen(first + at * unit, min(now, first + (at + 1) * unit), samples, gaps, begun) for at in range(number)]
    return Increments(
        first,
        unit,
        {
            name: tuple(step if step or part > 0 else None for step, part in zip(steps, seen, strict=True))
            for name, steps in grown.items()
        },
        frozenset(at for at, part in enumerate(seen) if 0 < part < 1),
        {name: step for name, step in unplaced.items() if step},
    )


def _blind(before: datetime, after: datetime, gaps: Sequence[Gap], start: datetime) -> bool:
    """Whether growth between two samples may belong to an earlier hour or day than that which begins at `start`: there was a gap
    that began before."""
    return any(before <= gap.began < start and gap.ended <= after for gap in gaps)


def _seen(
    start: datetime, end: datetime, samples: Sequence[Sample], gaps: Sequence[Gap], begun: datetime | None
) -> float:
    """The part (0-1) of a span in which something could be seen, or nothing could have happened."""
    whole = end - start
    if whole <= timedelta():
        return 1.0
    from_ = samples[0].at if samples else end
    unwatched = [(begun or _EPOCH, from_), *((gap.began, gap.ended) for gap in gaps if gap.ended > from_)]
    blind = sum((max(timedelta(), min(end, until) - max(start, since)) for since, until in unwatched), timedelta())
    return max(0.0, 1 - blind / whole)
