"""What the console that polls knows of the connection, for those that share its cache."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from .times import maybe_micros, maybe_moment, micros, moment


class LineNote(NamedTuple):
    """The state of the connection, since when, what is wrong and when it is tried again; the operator's clock."""

    state: str
    since: datetime
    message: str = ""
    hint: str = ""
    retry_at: datetime | None = None


def write_line(connection: sqlite3.Connection, note: LineNote) -> None:
    """Replace what was known."""
    connection.execute(
        "INSERT OR REPLACE INTO line (one, state, since, message, hint, retry_at) VALUES (1, ?, ?, ?, ?, ?)",
        (note.state, micros(note.since), note.message, note.hint, maybe_micros(note.retry_at)),
    )


def read_line(connection: sqlite3.Connection) -> LineNote | None:
    """What was last written; None where nobody polled yet."""
    row = connection.execute("SELECT state, since, message, hint, retry_at FROM line").fetchone()
    return None if row is None else LineNote(row[0], moment(row[1]), row[2], row[3], maybe_moment(row[4]))
