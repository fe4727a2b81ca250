"""How long samples are kept, and how finely: every one for 48 hours, one per 5 minutes for 30 days, one per hour for a year.

Counters are cumulative, so the last sample of a span carries the span's whole growth: thinning keeps sums exactly.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from .times import micros, seconds

SERIES_PER_TURN = 500
"""Series looked at in one call; the next call goes on where this one ended."""


class Tier(NamedTuple):
    """Samples older than `older_than` are kept once per `span` seconds."""

    older_than: timedelta
    span: int


TIERS = (Tier(timedelta(hours=48), 300), Tier(timedelta(days=30), 3600))
KEPT = timedelta(days=365)

_THIN = """
    DELETE FROM sample WHERE series = ?1 AND at IN (
        SELECT at FROM (
            SELECT at, lead(at) OVER (ORDER BY at) AS next FROM sample WHERE series = ?1 AND at >= ?2 AND at < ?3
        ) WHERE next / ?4 = at / ?4
    )
"""
# The last sample before the horizon stays: it is the baseline of what comes after.
_DROP = "DELETE FROM sample WHERE series = ?1 AND at < (SELECT max(at) FROM sample WHERE series = ?1 AND at < ?2)"


def thin(connection: sqlite3.Connection, now: datetime) -> int:
    """Thin out the samples of the next few series; returns how many were dropped."""
    edges = [seconds(now - tier.older_than) for tier in TIERS]
    end = seconds(now - KEPT)
    dropped = 0
    for key in _next_series(connection):
        for tier, newest, oldest in zip(TIERS, edges, [*edges[1:], end], strict=True):
            # Whole spans only: a span that is still partly young would lose its boundary.
            edge = newest // tier.span * tier.span
            dropped += connection.execute(_THIN, (key, oldest // tier.span * tier.span, edge, tier.span)).rowcount
        dropped += connection.execute(_DROP, (key, end)).rowcount
    connection.execute("DELETE FROM gauge WHERE at < ?", (end,))
    connection.execute("DELETE FROM watched WHERE ended < ?", (end,))
    connection.execute("DELETE FROM quiet_finding WHERE until < ?", (micros(now),))
    return dropped


def _next_series(connection: sqlite3.Connection) -> list[int]:
    row = connection.execute("SELECT value FROM fact WHERE name = 'thinned_upto'").fetchone()
    last = -1 if row is None else row[0]
    query = "SELECT key FROM series WHERE key > ? ORDER BY key LIMIT ?"
    keys = [key for (key,) in connection.execute(query, (last, SERIES_PER_TURN))]
    upto = keys[-1] if len(keys) == SERIES_PER_TURN else -1
    connection.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('thinned_upto', ?)", (upto,))
    return keys
