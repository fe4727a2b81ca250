"""Versions of the cache's schema: numbered .sql files, each applied once and in order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SCHEMA_VERSION = 6
"""The version this program reads and writes: the number of the last migration."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: sqlite3.Connection, upto: int = SCHEMA_VERSION) -> None:
    """Bring a database from whatever version it has up to `upto`, one transaction per step.

    Another console may do the same at the same moment: the version is looked at again under the write lock.
    """
    for number, script in _scripts():
        connection.execute("BEGIN IMMEDIATE")
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < number <= upto:
                for statement in _statements(script.read_text("utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _scripts() -> list[tuple[int, Path]]:
    return sorted((int(path.name[:4]), path) for path in _MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit behind the transaction's back."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    return statements
