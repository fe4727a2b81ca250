"""Which of several consoles on one cache polls the API: the one that holds a lock the system gives back when it dies.

The lock is an exclusive SQLite transaction on a small file beside the cache: a leader that was killed, or whose machine lost
power, has released it by then. A leader that lives but does nothing (stopped, hung) still holds it, so the leader also
touches the file every few seconds; where that ends, another console puts a new file in its place and leads. No wall clock
is compared with another: a follower only looks whether the time of the file changes within its own seconds.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

BEAT_EVERY = 2.0
"""Seconds between two signs of life of the leader."""
HUNG_AFTER = 8.0
"""Seconds without a sign of life after which another console takes over."""


class Leadership:
    """The lock of one console. In memory there is nobody to share with, and every console leads itself."""

    def __init__(self, cache: Path | None) -> None:
        self._path = None if cache is None else cache.with_name(cache.name + ".leader")
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._beaten = 0.0
        self._seen: tuple[int, ...] | None = None
        self._seen_at = 0.0

    @property
    def shared(self) -> bool:
        """True where other consoles may use the same cache."""
        return self._path is not None

    def take(self, now: float) -> bool:
        """Lead, if nobody else does; True where this console leads at `now` (monotonic seconds).

        A lock that cannot be made stands in nobody's way.
        """
        if self._path is None:
            return True
        if self._connection is not None:
            if self._beat(self._path, now):
                return True
            self.release()  # another console took over while this one was stopped
        try:
            if not self._path.exists():
                self._path.touch(mode=0o600)
            return self._lock(self._path, self._path, now)
        except (sqlite3.Error, OSError) as error:
            if not _held(error):
                return True
            return self._leader_is_hung(self._path, now) and self._take_over(self._path, now)

    def release(self) -> None:
        """Let another console lead."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _lock(self, file: Path, place: Path, now: float) -> bool:
        """Lock `file` and put it at `place`; False where another console put its own there meanwhile."""
        locked = _identity(file)
        connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=MEMORY")  # nothing is written, and no second file is left behind
            connection.execute("BEGIN EXCLUSIVE")
            if file != place:
                file.replace(place)
            if _identity(place) != locked:
                connection.close()
                return False
            os.utime(
                place
            )  # a sign of life at once: whoever waits for one must not take the file of a dead leader for hung
        except BaseException:
            connection.close()
            raise
        self._connection, self._file, self._beaten, self._seen = connection, locked, now, None
        return True

    def _beat(self, path: Path, now: float) -> bool:
        """Give a sign of life; False where the file is not this console's any more."""
        try:
            if _identity(path) != self._file:
                return False
            if now - self._beaten >= BEAT_EVERY:
                self._beaten = now
                os.utime(path)
        except OSError:
            return False
        return True

    def _leader_is_hung(self, path: Path, now: float) -> bool:
        try:
            found = path.stat()
        except OSError:
            return False
        sign = (found.st_dev, found.st_ino, found.st_mtime_ns)
        if sign != self._seen:
            self._seen, self._seen_at = sign, now
        return now - self._seen_at >= HUNG_AFTER

    def _take_over(self, path: Path, now: float) -> bool:
        """Where two consoles do this at once, the later file stays, and the other one finds out with its next beat."""
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            fresh.touch(mode=0o600)
            return self._lock(fresh, path, now)
        except (sqlite3.Error, OSError):
            fresh.unlink(missing_ok=True)
            return False


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _held(error: Exception) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
