"""The SQLite file behind the cache: opened whatever state it is in, and never in the way of the console.

A corrupt file, or one of a newer version, is renamed aside (never deleted) and a fresh one takes its place. Where the
disk is full, read-only or gone, the cache goes on in memory. Each such event is one sentence in `warnings`.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from ..errors import StoreError
from .schema import SCHEMA_VERSION, migrate

T = TypeVar("T")
Row = tuple[Any, ...]

BUSY_TIMEOUT_S = 5.0
HASTE_S = 0.05
"""How long a write that can be left out waits for another one to end."""
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}


def _code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite; its extended codes are refinements in the higher bits."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


class Database:
    """One file (or memory), one connection to read and one to write, so that a long write does not delay a read.

    Reads happen on the caller's thread. Writes may happen on any thread; they exclude each other. Both are safe to call
    from several threads at once.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.warnings: list[str] = []
        self.openings = 0
        """How often a file was opened: more than once where one was set aside or replaced."""
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        self._writes = 0
        self._file: tuple[int, int] | None = None
        self._aside_lock = threading.Lock()
        self._aside: tuple[Path, sqlite3.Connection] | None = None
        self._writer, self._reader = self._open()

    @property
    def durable(self) -> bool:
        """False where the cache lives in memory only."""
        return self.path is not None

    @property
    def generation(self) -> int:
        """Grows with every write that was committed, also by another process on the same file."""
        with self._read_lock:
            (version,) = self._reader.execute("PRAGMA data_version").fetchone()
        return self._writes + int(version)

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of one query."""
        return self.read_with(lambda connection: connection.execute(sql, parameters).fetchall())

    def read_with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run several queries on one consistent snapshot."""
        try:
            with self._read_lock:
                return self._in_transaction(self._reader, "BEGIN", work)
        except sqlite3.Error as error:
            # Outside the read lock: recovery takes the write lock first, as every write does.
            self._recover(error)
        with self._read_lock:
            return self._in_transaction(self._reader, "BEGIN", work)

    def read_aside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """As `read_with`, on a connection of its own: a long read in a thread delays none of the short ones."""
        path = self.path
        if path is None:
            return self.read_with(work)
        with self._aside_lock:
            try:
                if self._aside is None or self._aside[0] != path:
                    self._aside = path, _connect(str(path))
                return self._in_transaction(self._aside[1], "BEGIN", work)
            except sqlite3.Error:
                self._close_aside()
        # Whatever is wrong with the file, the other connection finds out and recovers.
        return self.read_with(work)

    def _close_aside(self) -> None:
        if self._aside is not None:
            self._aside[1].close()
            self._aside = None

    def image(self) -> bytes:
        """The whole database as bytes; one in memory can be brought back to it by `restore`."""
        with self._write_lock:
            return self._writer.serialize()

    def restore(self, image: bytes) -> None:
        """Make a database in memory what it was when `image` was taken."""
        with self._write_lock, self._read_lock:
            self._writer.deserialize(image)
            self._writes += 1

    def write_soon(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """As `write`, for the event loop: StoreError where others write for longer than `HASTE_S`."""
        if not self._write_lock.acquire(timeout=HASTE_S):
            raise StoreError(f"The cache {self.path} is being written.", "It is tried again by itself.")
        try:
            self._writer.execute(f"PRAGMA busy_timeout={int(HASTE_S * 1000)}")
            try:
                return self.write(work)
            finally:
                self._writer.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")
        finally:
            self._write_lock.release()

    def write(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        """Run `work` in one transaction. `durable`: on the disk, not only in the operating system, when this returns.

        Raises StoreError where another process holds the file for longer than `BUSY_TIMEOUT_S`.
        """
        with self._write_lock:
            try:
                result = self._write_once(work, durable)
            except sqlite3.Error as error:
                self._recover(error)
                result = self._write_once(work, durable)
            self._writes += 1
            return result

    def follow_file(self) -> None:
        """Open the file at `path` where it is not the one that is open: another console set that aside, or somebody removed it."""
        with self._write_lock, self._read_lock:
            if self.path is None or self._is_in_place():
                return
            self._reader.close()
            self._writer.close()
            self.warnings.append(f"The cache {self.path} was replaced; this console goes on with the new one.")
            self._writer, self._reader = self._open()

    def close(self) -> None:
        """Close both connections; the last console to do so folds the write-ahead log into the file."""
        with self._aside_lock:
            self._close_aside()
        with self._write_lock, self._read_lock:
            self._reader.close()
            self._writer.close()

    def _write_once(self, work: Callable[[sqlite3.Connection], T], durable: bool) -> T:
        if not durable:
            return self._in_transaction(self._writer, "BEGIN IMMEDIATE", work)
        self._writer.execute("PRAGMA synchronous=FULL")
        try:
            return self._in_transaction(self._writer, "BEGIN IMMEDIATE", work)
        finally:
            self._writer.execute("PRAGMA synchronous=NORMAL")

    @staticmethod
    def _in_transaction(connection: sqlite3.Connection, begin: str, work: Callable[[sqlite3.Connection], T]) -> T:
        nested = connection.in_transaction
        if not nested:
            connection.execute(begin)
        try:
            result = work(connection)
        except BaseException:
            if not nested and connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if not nested:
            connection.execute("COMMIT")
        return result

    def _open(self) -> tuple[sqlite3.Connection, sqlite3.Connection]:
        if self.path is None:
            return self._open_memory()
        try:
            return self._open_file(self.path)
        except (sqlite3.Error, OSError, _NewerFile) as error:
            return self._replace(error)

    def _open_memory(self) -> tuple[sqlite3.Connection, sqlite3.Connection]:
        connection = _connect(":memory:")
        migrate(connection)
        self.path, self._read_lock = None, self._write_lock
        return connection, connection

    def _open_file(self, path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        writer = _connect(str(path))
        try:
            (version,) = writer.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA_VERSION:
                raise _NewerFile(version)
            writer.execute("PRAGMA journal_mode=WAL")
            writer.execute("PRAGMA synchronous=NORMAL")
            writer.execute("PRAGMA journal_size_limit=16777216")
            if version < SCHEMA_VERSION:
                migrate(writer)
            reader = _connect(str(path))
        except BaseException:
            writer.close()
            raise
        self._file = _identity(path)
        self.openings += 1
        return writer, reader

    def _is_in_place(self) -> bool:
        try:
            return self.path is not None and _identity(self.path) == self._file
        except OSError:
            return False

    def _replace(self, error: Exception) -> tuple[sqlite3.Connection, sqlite3.Connection]:
        """Connections to go on with after the file could not be opened."""
        if self.path is not None and self._file is not None and not self._is_in_place():
            # Another console met the same damage first and set the file aside: what is there now is sound.
            self._file = None
            self.warnings.append(f"The cache {self.path} was replaced; this console goes on with the new one.")
            return self._open()
        if self.path is not None and (
            isinstance(error, _NewerFile) or (isinstance(error, sqlite3.Error) and _code(error) in _BROKEN)
        ):
            reason = str(error) if isinstance(error, _NewerFile) else "is damaged"
            try:
                aside = set_aside(self.path, "newer" if isinstance(error, _NewerFile) else "damaged")
                self.warnings.append(
                    f"The cache {reason}: kept as {aside.name}, a new one was begun in {self.path.parent}."
                )
                return self._open_file(self.path)
            except (sqlite3.Error, OSError) as second:
                error = second
        self.warnings.append(
            f"This run keeps everything in memory only, the cache cannot be used ({error}): {self.path}"
        )
        return self._open_memory()

    def _recover(self, error: sqlite3.Error) -> None:
        """Put working connections in place of ones that failed, or raise what a person should know."""
        code = _code(error)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
            raise StoreError(
                f"The cache {self.path} is held by another program.", "Close the other program and try again."
            ) from error
        if self.path is None or code not in _BROKEN | _NO_DISK:
            raise error
        with self._write_lock, self._read_lock:
            if code in _BROKEN:
                self._reader.close()
                self._writer.close()
                self._writer, self._reader = self._replace(error)
                return
            self.warnings.append(f"From now on kept in memory only, the cache cannot be written ({error}): {self.path}")
            self._move_to_memory()

    def _move_to_memory(self) -> None:
        memory = _connect(":memory:")
        try:
            self._reader.backup(memory)
        except sqlite3.Error:
            memory.close()
            memory = _connect(":memory:")
            migrate(memory)
        self._reader.close()
        self._writer.close()
        self.path, self._read_lock = None, self._write_lock
        self._writer = self._reader = memory


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


class _NewerFile(Exception):
    """The file was written by a later version of the program."""

    def __init__(self, version: int) -> None:
        super().__init__(f"was written by a newer version (schema {version}, this one knows {SCHEMA_VERSION})")


def set_aside(path: Path, why: str) -> Path:
    """Rename a cache file and what belongs to it; returns the new path. Nothing is deleted."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.{why}-{stamp}")
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))
    return aside


def many(connection: sqlite3.Connection, sql: str, rows: Iterable[Sequence[object]]) -> None:
    """`executemany` that does nothing, and parses nothing, for no rows."""
    rows = list(rows)
    if rows:
        connection.executemany(sql, rows)


def _connect(target: str) -> sqlite3.Connection:
    # The locks of Database keep the threads apart; isolation_level None leaves transactions to us.
    connection = sqlite3.connect(target, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection
