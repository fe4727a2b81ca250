"""Since when an object has been in its present state: the workspace time at which this console first saw it there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from .changes import record
from .database import many
from .times import micros, moment


def note_states(
    connection: sqlite3.Connection, kind: str, at: datetime, states: Iterable[tuple[str, str, str]]
) -> None:
    """Store (id, name, status) of rows that are new or whose status changed; a change goes into the history as well."""
    now = micros(at)
    fresh = []
    for object_id, name, status in states:
        known = connection.execute("SELECT status FROM state WHERE kind = ? AND id = ?", (kind, object_id)).fetchone()
        if known is not None and known[0] == status:
            continue
        if known is not None:
            record(connection, at, kind, object_id, name, [("status", known[0], status)])
        fresh.append((kind, object_id, status, now))
    many(connection, "INSERT OR REPLACE INTO state (kind, id, status, since) VALUES (?, ?, ?, ?)", fresh)


def read_state_since(connection: sqlite3.Connection, kind: str, object_id: str) -> datetime | None:
    """Workspace time since when an object has been in its present state; None where it was never seen."""
    row = connection.execute("SELECT since FROM state WHERE kind = ? AND id = ?", (kind, object_id)).fetchone()
    return moment(row[0]) if row else None
