"""When the counters were watched, and when nobody did: growth after a gap happened at some time within it."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from itertools import pairwise

from ..workspace import Gap
from .times import from_seconds, micros, seconds

PAUSE = timedelta(minutes=3)
"""Readings further apart than this leave a gap. Even a terminal in the background reads the counters every 90 s."""


def note_reading(connection: sqlite3.Connection, at: datetime, real: datetime) -> None:
    """The counters were read at `at` (workspace time), `real` (operator's clock).

    The shorter of the two distances to the last reading counts: a demo's workspace runs fast, and an operator's clock may be set.
    """
    now, now_real = seconds(at), micros(real)
    last = connection.execute("SELECT began, ended, ended_real FROM watched ORDER BY began DESC LIMIT 1").fetchone()
    if last is not None:
        began, ended, ended_real = last
        passed = [timedelta(seconds=now - ended), timedelta(microseconds=now_real - ended_real)]
        if min((one for one in passed if one >= timedelta()), default=timedelta()) <= PAUSE:
            connection.execute(
                "UPDATE watched SET ended = ?, ended_real = ? WHERE began = ?", (max(now, ended), now_real, began)
            )
            return
    connection.execute(
        "INSERT OR REPLACE INTO watched (began, ended, ended_real) VALUES (?, ?, ?)", (now, now, now_real)
    )


def read_gaps(connection: sqlite3.Connection, since: datetime) -> list[Gap]:
    """The gaps between two readings that reach beyond `since` (workspace time), the oldest first."""
    spans = connection.execute(
        "SELECT began, ended FROM watched WHERE began >= coalesce((SELECT max(began) FROM watched WHERE began <= ?1), 0)"
        " ORDER BY began",
        (seconds(since),),
    ).fetchall()
    return [Gap(from_seconds(before[1]), from_seconds(after[0])) for before, after in pairwise(spans)]


def read_began(connection: sqlite3.Connection) -> datetime | None:
    """Workspace time of the first reading that is remembered; None where there was none."""
    (began,) = connection.execute("SELECT min(began) FROM watched").fetchone()
    return None if began is None else from_seconds(began)
