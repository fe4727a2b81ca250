"""Which of several consoles on one cache polls the API: the one that holds a lock the system gives back when it dies.

The lock is an exclusive SQLite transaction on a small file beside the cache. It needs no heartbeat and no clock: a leader
that was killed, or whose machine lost power, has released it by then.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


class Leadership:
    """The lock of one console. In memory there is nobody to share with, and every console leads itself."""

    def __init__(self, cache: Path | None) -> None:
        self._path = None if cache is None else cache.with_name(cache.name + ".leader")
        self._connection: sqlite3.Connection | None = None

    @property
    def shared(self) -> bool:
        """True where other consoles may use the same cache."""
        return self._path is not None

    def take(self) -> bool:
        """Lead, if nobody else does; True where this console leads now. A lock that cannot be made stands in nobody's way."""
        if self._path is None or self._connection is not None:
            return True
        connection: sqlite3.Connection | None = None
        try:
            if not self._path.exists():
                self._path.touch(mode=0o600)
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
            connection.execute("BEGIN EXCLUSIVE")
        except (sqlite3.Error, OSError) as error:
            if connection is not None:
                connection.close()
            return not (isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY)
        self._connection = connection
        return True

    def release(self) -> None:
        """Let another console lead."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
