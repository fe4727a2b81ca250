"""Where a change is written down: one transaction, the engine told, the log kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection, Row
from typing import TYPE_CHECKING, Any

from ..database import transaction
from ..problems import NotFound

if TYPE_CHECKING:
    from ..world import World

NAMES = {
    "campaign": "Campaign", "lead": "Lead", "inbox": "Sender account", "domain": "Domain", "contact": "Contact", "contact_list": "Contact list",
    "thread": "Thread", "tag": "Tag", "job": "Job", "branch": "Subsequence", "redirect": "Redirect",
}  # fmt: skip


class Desk:
    """Shared ground of the resources' changes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._moment: int | None = None

    @property
    def db(self) -> Connection:
        """The world's database."""
        return self.world.db

    @property
    def now(self) -> int:
        """The present moment."""
        return self.world.now if self._moment is None else self._moment

    @contextmanager
    def at(self, moment: int) -> Iterator[None]:
        """Work of the engine, at a moment inside the slice of time that it is going through."""
        self._moment = moment
        try:
            yield
        finally:
            self._moment = None

    @contextmanager
    def writing(self, *, engine: bool = True) -> Iterator[Connection]:
        """All or nothing. `engine`: what is written matters to sending, so the engine loads it anew."""
        try:
            with transaction(self.db):
                yield self.db
        finally:
            if engine:
                self.world.simulation.forget()

    def row(self, table: str, rowid: int) -> Row:
        """A row by id. Raises NotFound."""
        row: Row | None = self.db.execute(f"SELECT * FROM {table} WHERE id = ?", (rowid,)).fetchone()
        if row is None or ("deleted_at" in row.keys() and row["deleted_at"] is not None):  # noqa: SIM118
            raise NotFound(f"{NAMES[table]} not found")
        return row

    def log(
        self,
        kind: str,
        *,
        campaign: int | None = None,
        lead: int | None = None,
        inbox: int | None = None,
        detail: str | None = None,
    ) -> None:
        """A line of the world's log."""
        self.db.execute(
            "INSERT INTO event (at, kind, campaign_id, lead_id, inbox_id, detail) VALUES (?, ?, ?, ?, ?, ?)",
            (self.now, kind, campaign, lead, inbox, detail),
        )

    def set(self, table: str, rowid: int, changes: dict[str, Any]) -> None:
        """Set columns of a row."""
        if changes:
            columns = ", ".join(f"{name} = ?" for name in changes)
            self.db.execute(f"UPDATE {table} SET {columns} WHERE id = ?", (*changes.values(), rowid))

    def insert(self, table: str, values: dict[str, Any]) -> int:
        """A new row; gives its id."""
        columns, places = ", ".join(values), ", ".join("?" * len(values))
        rowid = self.db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(values.values())).lastrowid
        assert rowid is not None
        return rowid
