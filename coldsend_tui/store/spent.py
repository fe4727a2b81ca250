"""Requests spent on the key within the last hour, per minute, so that a restart does not forget what the server remembers."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from .times import seconds

_MINUTE = 60


def add_spent(connection: sqlite3.Connection, real: datetime, requests: int) -> None:
    """Count requests that ended at `real` (operator's clock); what is older than an hour is forgotten."""
    minute = seconds(real) // _MINUTE
    connection.execute(
        "INSERT INTO spent (minute, requests) VALUES (?, ?)"
        " ON CONFLICT (minute) DO UPDATE SET requests = requests + excluded.requests",
        (minute, requests),
    )
    connection.execute("DELETE FROM spent WHERE minute < ?", (minute - 60,))


def read_spent(connection: sqlite3.Connection, real: datetime) -> list[float]:
    """Ages in seconds of the requests spent within the hour before `real`, the oldest first; each as young as its minute allows."""
    oldest = seconds(real - timedelta(hours=1)) // _MINUTE
    ages: list[float] = []
    for minute, requests in connection.execute(
        "SELECT minute, requests FROM spent WHERE minute BETWEEN ? AND ? ORDER BY minute",
        (oldest, seconds(real) // _MINUTE),
    ):
        ages += [max(0.0, seconds(real) - (minute + 1.0) * _MINUTE)] * requests
    return ages
