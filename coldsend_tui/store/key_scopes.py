"""What a key may do, as the server said when it last refused something. The key itself is never kept: a digest names it."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

from .times import micros

FORGOTTEN_AFTER = timedelta(hours=24)
"""Scopes can be added to a key any time, and nothing tells: after a day the server is asked again by trying."""


def note_scopes(connection: sqlite3.Connection, key: str, granted: tuple[str, ...] | None, real: datetime) -> None:
    """Remember (None: forget) what the key with this digest may do, said at `real` (operator's clock)."""
    if granted is None:
        connection.execute("DELETE FROM key_scopes WHERE key = ?", (key,))
        return
    connection.execute(
        "INSERT OR REPLACE INTO key_scopes (key, granted, said_at) VALUES (?, ?, ?)",
        (key, json.dumps(sorted(granted)), micros(real)),
    )


def read_scopes(connection: sqlite3.Connection, key: str, real: datetime) -> tuple[str, ...] | None:
    """What the key with this digest may do; None where nobody said, or too long ago."""
    row = connection.execute(
        "SELECT granted FROM key_scopes WHERE key = ? AND said_at > ?", (key, micros(real - FORGOTTEN_AFTER))
    ).fetchone()
    return None if row is None else tuple(json.loads(row[0]))
