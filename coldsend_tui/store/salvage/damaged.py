"""Reads a damaged SQLite file: rows in the order of a number, around the pages that cannot be read.

The file is never written. A damaged page ends a statement with an error; by ever wider steps a row behind the damage is looked
for, and from there it is read backwards up to the damage, so that what is lost is what stood on the page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

Row = tuple[Any, ...]

LONGEST = 10_000_000
"""Bytes of a value that are read; the longest the cache writes is a campaign's content, 4 MB."""
BACKWARDS = 50_000
"""Rows that are read backwards at a time: they are held in memory."""
UNREADABLE = (sqlite3.Error, UnicodeDecodeError, OverflowError)
"""What reading a damaged file raises; the latter two where damage stands in names and messages that Python wants as text."""
_ASKED_EVERY = 2_000
"""Steps of SQLite's machine between two looks at the time: some tens of microseconds."""


class Expired(Exception):
    """The time for reading is over, or the program ends."""


class Range(NamedTuple):
    """Rows of `table` by `key`, a column of whole numbers; `where` narrows them to one index range. The key comes first in a row."""

    table: str
    key: str
    columns: str
    where: str = ""

    def sql(self, direction: str = "ASC", limit: str = "") -> str:
        """The statement for keys between two bounds, both excluded."""
        narrowed = f"{self.where} AND " if self.where else ""
        return (
            f"SELECT {self.key}, {self.columns} FROM {self.table} WHERE {narrowed}{self.key} > ? AND {self.key} < ?"
            f" ORDER BY {self.key} {direction} {limit}"
        )


class DamagedFile:
    """One file, opened to be read. `expired` is asked again and again while SQLite works. Used by one thread."""

    def __init__(self, path: Path, expired: Callable[[], bool]) -> None:
        """Raises one of `UNREADABLE` where the file cannot be opened at all."""
        self._expired = expired
        self._connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, isolation_level=None
        )
        self._connection.text_factory = _text
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        self._connection.set_progress_handler(expired, _ASKED_EVERY)
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "mmap_size=0"):
            self._connection.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        """Close it; the file and what belongs to it stay as they are."""
        self._connection.close()

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table; none where there is no table of this name, or nobody can say."""
        try:
            kind = self._connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            if kind != ("table",):
                return frozenset()
            return frozenset(row[1] for row in self._connection.execute(f"PRAGMA table_info({table})"))
        except UNREADABLE:
            self._go_on()
            return frozenset()

    def rows(
        self, range: Range, parameters: Sequence[object] = (), low: int = -1, high: int = 1 << 62
    ) -> Iterator[Row]:
        """Rows with keys between `low` and `high` (both excluded), ascending. Raises Expired."""
        position = low
        while position < high - 1:
            faults: list[Exception] = []
            for row in self._readable(range.sql(), (*parameters, position, high), faults):
                # A damaged tree may bring its rows in any order, or twice.
                if isinstance(row[0], int) and position < row[0] < high:
                    position = row[0]
                    yield row
            if not faults:
                return
            behind = self._behind(range, parameters, position, high)
            back = range.sql("DESC", f"LIMIT {BACKWARDS}")
            found: list[Row] = []
            for row in self._readable(back, (*parameters, position, behind), faults):
                if isinstance(row[0], int) and position < row[0] < (found[-1][0] if found else behind):
                    found.append(row)
            yield from reversed(found)
            position = behind - 1

    def both_ends(self, table: str, columns: str, order: Sequence[str]) -> Iterator[Row]:
        """Rows of a small table: from its beginning up to a damage, then from its end. Some may come twice. Raises Expired."""
        faults: list[Exception] = []
        yield from self._readable(f"SELECT {columns} FROM {table} ORDER BY {', '.join(order)}", (), faults)
        if faults:
            backwards = ", ".join(f"{one} DESC" for one in order)
            yield from self._readable(f"SELECT {columns} FROM {table} ORDER BY {backwards}", (), faults)

    def _behind(self, range: Range, parameters: Sequence[object], position: int, high: int) -> int:
        """The first key behind the damage at `position` that can be read, `high` where there is none."""
        step = 1
        while position + step < high - 1:
            faults: list[Exception] = []
            found = list(self._readable(range.sql(limit="LIMIT 1"), (*parameters, position + step, high), faults))
            if not faults:
                key = found[0][0] if found else high
                return key if isinstance(key, int) and position + step < key < high else high
            step *= 2
        return high

    def _readable(self, sql: str, parameters: Sequence[object], faults: list[Exception]) -> Iterator[Row]:
        """The rows up to an error, which is put into `faults`."""
        try:
            yield from self._connection.execute(sql, parameters)
        except UNREADABLE as error:
            self._go_on()
            faults.append(error)

    def _go_on(self) -> None:
        if self._expired():
            raise Expired


def _text(value: bytes) -> str | bytes:
    """What is no text stays bytes, which no column of the cache takes."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value
