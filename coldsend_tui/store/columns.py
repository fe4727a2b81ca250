"""Which columns of a list the operator of this profile chose, as facts of the cache: one for each column that is shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence


def read_columns(connection: sqlite3.Connection, of: str) -> tuple[str, ...] | None:
    """The keys of the chosen columns of the list `of`, in no order; None where nobody chose."""
    begin = _name(of, "")
    rows = connection.execute("SELECT name FROM fact WHERE substr(name, 1, ?) = ?", (len(begin), begin)).fetchall()
    return tuple(row[0][len(begin) :] for row in rows) if rows else None


def choose_columns(connection: sqlite3.Connection, of: str, keys: Sequence[str] | None) -> None:
    """Remember the chosen columns of the list `of`; None forgets them."""
    begin = _name(of, "")
    connection.execute("DELETE FROM fact WHERE substr(name, 1, ?) = ?", (len(begin), begin))
    connection.executemany("INSERT INTO fact (name, value) VALUES (?, 1)", [(_name(of, key),) for key in keys or ()])


def _name(of: str, key: str) -> str:
    return f"column:{of}:{key}"
