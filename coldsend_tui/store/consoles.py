"""What the consoles on one cache show, so that the one that polls does it for all of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from .times import micros

ALIVE = timedelta(seconds=30)
"""A console that has not spoken for this long is gone; so is one that spoke in the future, before the clock was set back."""


class Shown(NamedTuple):
    """What one place of a console shows: feeds, the focused one, and how present its operator is (0 away, 1 idle, 2 there)."""

    names: tuple[str, ...]
    focus: str | None
    presence: int


def note_console(connection: sqlite3.Connection, console: str, real: datetime, shown: Sequence[Shown]) -> None:
    """Store what a console shows now; consoles that are long gone are forgotten."""
    connection.execute(
        "INSERT OR REPLACE INTO console (id, alive_at, wants) VALUES (?, ?, ?)",
        (console, micros(real), json.dumps(shown)),
    )
    connection.execute(
        "DELETE FROM console WHERE NOT alive_at BETWEEN ? AND ?", (micros(real - ALIVE), micros(real + ALIVE))
    )


def forget_console(connection: sqlite3.Connection, console: str) -> None:
    """A console ends."""
    connection.execute("DELETE FROM console WHERE id = ?", (console,))


def read_consoles(connection: sqlite3.Connection, besides: str, real: datetime) -> list[Shown]:
    """What all living consoles but one show."""
    rows = connection.execute(
        "SELECT wants FROM console WHERE id != ? AND alive_at BETWEEN ? AND ?",
        (besides, micros(real - ALIVE), micros(real + ALIVE)),
    )
    return [Shown(tuple(names), focus, presence) for (wants,) in rows for names, focus, presence in json.loads(wants)]
