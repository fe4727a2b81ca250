"""Cumulative samples as increments over time: what the sparklines and live plots draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from coldsend_tui.workspace import Gap, Sample

COUNTERS: Final[Mapping[str, Callable[[Sample], int]]] = MappingProxyType(
    {
        "sent": lambda sample: sample.sent,
        "opened": lambda sample: sample.opened,
        "replied": lambda sample: sample.replied,
        "bounced": lambda sample: sample.bounced,
    }
)
"""Counters of a sample by name, in the order of the funnel."""


def buckets(samples: Sequence[Sample], counter: str, start: datetime, end: datetime, number: int) -> list[int]:
    """Increments of `counter` in `number` equal parts of `start`…`end` (workspace time), from samples oldest first.

    A difference belongs to the part in which its later sample lies: nothing is spread over time in which nothing was seen. A
    counter that falls (a dashboard reset) counts as no increment and goes on from its new value. The first sample is the
    baseline.
    """
    result = [0] * number
    whole = (end - start).total_seconds()
    if number <= 0 or whole <= 0:
        return result
    read = COUNTERS[counter]
    for before, after in pairwise(samples):
        step = read(after) - read(before)
        if step <= 0 or not start <= after.at <= end:
            continue
        place = int((after.at - start).total_seconds() / whole * number)
        result[min(place, number - 1)] += step
    return result


def unseen(gaps: Sequence[Gap], start: datetime, end: datetime, number: int) -> frozenset[int]:
    """Which of `number` equal parts of `start`…`end` lie wholly in time that nobody watched."""
    part = (end - start) / max(1, number)
    return frozenset(
        at
        for at in range(number)
        if any(gap.began <= start + at * part and start + (at + 1) * part <= gap.ended for gap in gaps)
    )


def per_minute(increments: Sequence[int], start: datetime, end: datetime) -> list[float]:
    """Increments of equal parts of `start`…`end` as a rate per minute."""
    minutes = (end - start).total_seconds() / 60 / max(1, len(increments))
    return [increment / minutes if minutes > 0 else 0.0 for increment in increments]
