"""The cache as bare rows: what differs since the last look, and differences put into another cache.

A recording is made of this. It needs no knowledge of what the rows mean, so whatever the cache holds is in it: what was
read, what was found, what was written, since when things stand, and what a later table will hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from .database import Database, Row, many
from .gauges import MEASURES
from .times import seconds

UNRECORDED = frozenset({"console", "spent", "line"})
"""How consoles share a file and a key: of no use to whoever looks at the workspace later."""
PULSE = frozenset({"feed_state", "fact", "watched"})
"""The tables that move when a refresh brings nothing new."""
HISTORY = timedelta(hours=24)
"""How far back the first look goes into samples and gauges, each series with the row before as its baseline."""
_LOG_KEY = ("seq",)
"""The key of a table that is only ever appended to."""

_OBJECTS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, id, '{measure}' AS measure FROM {kind}" for kind, measure in MEASURES
)
# Both tables grow for a year: they are read by their keys from a time on, never as a whole.
_SINCE = {
    "sample": "SELECT s.* FROM series r CROSS JOIN sample s ON s.series = r.key AND s.at >= ?1 WHERE r.last_at >= ?1",
    "gauge": f"SELECT g.* FROM ({_OBJECTS}) o CROSS JOIN gauge g ON g.kind = o.kind AND g.id = o.id"
    " AND g.measure = o.measure AND g.at >= ?1",
}
_FIRST = {
    "sample": "SELECT s.* FROM series r CROSS JOIN sample s ON s.series = r.key AND s.at >= coalesce("
    "(SELECT max(b.at) FROM sample b WHERE b.series = r.key AND b.at < ?1), ?1)",
    "gauge": f"SELECT g.* FROM ({_OBJECTS}) o CROSS JOIN gauge g ON g.kind = o.kind AND g.id = o.id AND g.measure = o.measure"
    " AND g.at >= coalesce((SELECT max(b.at) FROM gauge b WHERE b.kind = o.kind AND b.id = o.id AND b.measure = o.measure"
    " AND b.at < ?1), ?1)",
}


class Table(NamedTuple):
    """A table: its columns in order, and those of its primary key."""

    columns: Sequence[str]
    key: Sequence[str]


class Difference(NamedTuple):
    """Rows that are new or changed, and the primary keys of rows that went, by table."""

    rows: Mapping[str, Sequence[Row]]
    gone: Mapping[str, Sequence[Row]]

    def __bool__(self) -> bool:
        return bool(self.rows or self.gone)


class RowWatch:
    """Tells what changed in a cache between two looks. Keeps one number per row. Used by one thread at a time."""

    def __init__(self, database: Database, now: datetime) -> None:
        """`now` is the workspace's time: the first look goes `HISTORY` back from it."""
        self._database = database
        self._since = dict.fromkeys(_SINCE, seconds(now - HISTORY))
        self._first = True
        self._known: dict[str, dict[Row, int]] = {}
        self._last: dict[str, int] = {}
        self.tables: Mapping[str, Table] = database.read_aside(_tables)

    def look(self, *, thorough: bool = True) -> Difference:
        """What is different from the last look, everything at the first. Not `thorough`: only `PULSE` is looked at."""
        names = [name for name in self.tables if thorough or name in PULSE]
        return self._database.read_aside(lambda connection: self._differences(connection, names))

    def _differences(self, connection: sqlite3.Connection, names: Iterable[str]) -> Difference:
        rows: dict[str, list[Row]] = {}
        gone: dict[str, list[Row]] = {}
        for name in names:
            left: list[Row] = []
            if name in _SINCE:
                changed = self._new(connection, name)
            elif tuple(self.tables[name].key) == _LOG_KEY:
                changed = self._appended(connection, name)
            else:
                changed, left = self._compare(name, connection.execute(f"SELECT * FROM {name}"))
            if changed:
                rows[name] = changed
            if left:
                gone[name] = left
        self._first = False
        return Difference(rows, gone)

    def _new(self, connection: sqlite3.Connection, name: str) -> list[Row]:
        """Rows of a history from the newest known time on; those of that very time may have been known."""
        found = connection.execute((_FIRST if self._first else _SINCE)[name], (self._since[name],)).fetchall()
        place = self.tables[name].columns.index("at")
        newest = max((row[place] for row in found), default=self._since[name])
        edge, self._known[name] = self._known.get(name, {}), {row: 0 for row in found if row[place] == newest}
        self._since[name] = newest
        return [row for row in found if row not in edge]

    def _appended(self, connection: sqlite3.Connection, name: str) -> list[Row]:
        place = self.tables[name].columns.index("seq")
        found = connection.execute(
            f"SELECT * FROM {name} WHERE seq > ? ORDER BY seq", (self._last.get(name, 0),)
        ).fetchall()
        self._last[name] = max((row[place] for row in found), default=self._last.get(name, 0))
        return found

    def _compare(self, name: str, found: Iterable[Row]) -> tuple[list[Row], list[Row]]:
        table = self.tables[name]
        key_of = [table.columns.index(column) for column in table.key]
        known, self._known[name] = self._known.get(name, {}), {}
        present, changed = self._known[name], []
        for row in found:
            key = tuple([row[place] for place in key_of])
            present[key] = trace = hash(row)
            if known.pop(key, None) != trace:
                changed.append(row)
        return changed, list(known)


def apply(database: Database, tables: Mapping[str, Table], difference: Difference) -> None:
    """Put a difference into a cache, in one transaction. `tables` are those of the cache it was taken from.

    Raises ValueError where it does not fit: another table, another column, a row of another length.
    """

    def work(connection: sqlite3.Connection) -> None:
        for name, rows in difference.rows.items():
            table = _checked(connection, name, tables)
            _check_rows(connection, name, table, rows)
            many(connection, _upsert(name, table), rows)
        for name, keys in difference.gone.items():
            key = _checked(connection, name, tables).key
            many(connection, f"DELETE FROM {name} WHERE {' AND '.join(f'{column} = ?' for column in key)}", keys)

    try:
        database.write(work)
    except (sqlite3.Error, OverflowError) as error:
        raise ValueError(f"a row does not fit ({error})") from error


def _upsert(name: str, table: Table) -> str:
    """A statement that keeps the place of a row that is there: lists are in the order in which things were first seen."""
    changing = [column for column in table.columns if column not in table.key]
    if tuple(table.key) == _LOG_KEY or not changing:
        then = "NOTHING"
    else:
        then = "UPDATE SET " + ", ".join(f"{column} = excluded.{column}" for column in changing)
    marks = ", ".join("?" * len(table.columns))
    return (
        f"INSERT INTO {name} ({', '.join(table.columns)}) VALUES ({marks})"
        f" ON CONFLICT ({', '.join(table.key)}) DO {then}"
    )


def _checked(connection: sqlite3.Connection, name: str, tables: Mapping[str, Table]) -> Table:
    """A table of the other cache that this one has too, so that its names can stand in a statement."""
    table = tables.get(name)
    here = _types(connection, name)
    if table is None or not table.key or not {*table.columns, *table.key} <= here.keys():
        raise ValueError(f"this version has no table {name!r} of that shape")
    return table


def _check_rows(connection: sqlite3.Connection, name: str, table: Table, rows: Sequence[Row]) -> None:
    """SQLite would keep a text in a column of numbers; whoever reads it would not."""
    if any(len(row) != len(table.columns) for row in rows):
        raise ValueError(f"a row of {name} has another length than its table")
    types = _types(connection, name)
    for place, column in enumerate(table.columns):
        allowed = _ALLOWED.get(types[column], (str, int, float, type(None)))
        if not all(isinstance(row[place], allowed) for row in rows):
            raise ValueError(f"{column} of {name} is not of its type")


_ALLOWED = {"INTEGER": (int, type(None)), "REAL": (int, float, type(None)), "TEXT": (str, type(None))}


def _types(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    """The type of each column of a table that recordings may hold; none for any other name."""
    if not name.isidentifier() or name in UNRECORDED or name.startswith("sqlite_"):
        return {}
    return {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({name})")}


def _tables(connection: sqlite3.Connection) -> dict[str, Table]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    tables = {}
    for (name,) in names.fetchall():
        if name not in UNRECORDED:
            info = connection.execute(f"PRAGMA table_info({name})").fetchall()
            places = sorted((row[5], row[0]) for row in info if row[5])
            tables[name] = Table(tuple(row[1] for row in info), tuple(info[place][1] for _, place in places))
    return tables
