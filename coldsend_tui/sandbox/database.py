"""The world's SQLite database: opening it, its schema, transactions, and whole copies of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

SCHEMA_VERSION = 2


class UnknownDatabase(ValueError):
    """The file cannot be opened, or is not a sandbox of this version."""


def open_database(path: str | Path | None) -> tuple[sqlite3.Connection, bool]:
    """Open the world's database (`None`: in memory) and say whether it is new and empty.

    A file keeps everything that was committed through kill -9 (write-ahead log). Raises UnknownDatabase for a file of something else.
    """
    try:
        db = sqlite3.connect(":memory:" if path is None else str(path), isolation_level=None, cached_statements=512)
    except sqlite3.OperationalError as error:  # a folder, or a file in one that is not there
        raise UnknownDatabase(f"{path} cannot be opened: {error}") from None
    db.row_factory = sqlite3.Row
    try:
        db.execute("PRAGMA page_size = 8192")
        db.execute("PRAGMA cache_size = -65536")
        db.execute("PRAGMA temp_store = MEMORY")
        if path is not None:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        empty = db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0
    except sqlite3.DatabaseError as error:
        db.close()
        raise UnknownDatabase(f"{path} is not a sandbox database: {error}") from None
    if not empty and version != SCHEMA_VERSION:
        db.close()
        raise UnknownDatabase(
            f"{path} is not a whole sandbox database of version {SCHEMA_VERSION}; delete it or choose another file"
        )
    return db, empty


def create_schema(db: sqlite3.Connection) -> None:
    """Make every table, index and view. The caller holds no transaction."""
    for script in sorted(files("coldsend_tui.sandbox").joinpath("schema").iterdir(), key=lambda entry: entry.name):
        if script.name.endswith(".sql"):
            db.executescript(script.read_text("utf-8"))


def set_complete(db: sqlite3.Connection, complete: bool) -> None:
    """Say whether the workspace is whole. A file whose seeding was interrupted is none that can be continued."""
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION if complete else 0}")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Inside another transaction it belongs to that one."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def from_bytes(data: bytes) -> sqlite3.Connection:
    """An in-memory database that is a copy of a serialised one."""
    db, _ = open_database(None)
    db.deserialize(data)
    db.execute("PRAGMA cache_size = -65536")
    return db
