"""Measures that go up and down (an inbox's health and usage, the inboxes of a domain): one reading per change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from .database import many
from .times import from_seconds, seconds

MEASURES = (("sender", "health"), ("sender", "sent_today"), ("domain", "current_inboxes"))
"""What is measured of which kind of object."""


class GaugeReading(NamedTuple):
    """The value of one measure from `at` (workspace time) until the next reading."""

    at: datetime
    value: float


class GaugeSpan(NamedTuple):
    """What was read of one object in one span of time, the `place`-th since 1970: the highest and the last value, and what it grew by.

    Growth counts what a value rose to after it fell (a count that starts again at midnight).
    """

    id: str
    place: int
    highest: float
    last: float
    grown: float


def add_gauges(
    connection: sqlite3.Connection, at: datetime, readings: Iterable[tuple[str, str, str, float | None]]
) -> None:
    """Store (kind, id, measure, value) where the value is known; the caller passes only what changed."""
    now = seconds(at)
    many(
        connection,
        "INSERT OR REPLACE INTO gauge (kind, id, measure, at, value) VALUES (?, ?, ?, ?, ?)",
        [
            (kind, object_id, measure, now, float(value))
            for kind, object_id, measure, value in readings
            if value is not None
        ],
    )


def read_gauges(
    connection: sqlite3.Connection, kind: str, object_id: str, measure: str, since: datetime | None, max_points: int
) -> list[GaugeReading]:
    """Readings from `since` on, ascending, with the last one before it as baseline; the newest `max_points` of them."""
    first = -1 if since is None else seconds(since)
    rows = connection.execute(
        """
        SELECT at, value FROM gauge WHERE kind = ?1 AND id = ?2 AND measure = ?3
          AND at >= coalesce((SELECT max(at) FROM gauge WHERE kind = ?1 AND id = ?2 AND measure = ?3 AND at < ?4), ?4)
        ORDER BY at DESC LIMIT ?5
        """,
        (kind, object_id, measure, first, max_points),
    ).fetchall()
    return [GaugeReading(from_seconds(at), value) for at, value in reversed(rows)]


_SPANS = """
    WITH reading AS (
        SELECT at, value, lag(value) OVER (ORDER BY at) AS before, lead(at) OVER (ORDER BY at) AS next FROM gauge
        WHERE kind = ?1 AND id = ?2 AND measure = ?3
          AND at >= coalesce((SELECT max(at) FROM gauge WHERE kind = ?1 AND id = ?2 AND measure = ?3 AND at < ?4), ?4)
    )
    SELECT at / ?5, max(value), max(CASE WHEN next IS NULL OR next / ?5 > at / ?5 THEN value END),
           sum(CASE WHEN before IS NULL THEN 0 WHEN value >= before THEN value - before ELSE value END)
    FROM reading GROUP BY at / ?5
"""


def read_spans(
    connection: sqlite3.Connection, kind: str, ids: Iterable[str], measure: str, since: datetime, span: timedelta
) -> list[GaugeSpan]:
    """Readings of many objects from `since` on, each with the last one before it as baseline, summed up by spans of `span` (whole
    seconds). For a thread: a large history takes a while."""
    first, width = seconds(since), int(span.total_seconds())
    return [
        GaugeSpan(object_id, *row)
        for object_id in ids
        for row in connection.execute(_SPANS, (kind, object_id, measure, first, width))
    ]
