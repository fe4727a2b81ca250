"""The world: one workspace with its clock, its engine, and everything that can be asked of it or done to it.

Used from one thread. `catch_up` before each request brings the world to the present moment; nothing happens in between, so
a sandbox that nobody asks costs nothing.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any, overload

from .changes.branches import Branches
from .changes.campaigns import Campaigns
from .changes.contacts import Contacts
from .changes.dashboard import Dashboard
from .changes.domains import Domains
from .changes.leads import Leads
from .changes.lists import Lists
from .changes.replies import Replies
from .changes.sender_jobs import workers
from .changes.senders import Senders
from .changes.upload_job import run_upload
from .database import create_schema, from_bytes, open_database, set_complete, transaction
from .engine.simulation import Simulation
from .ids import Ids
from .keys import Keys
from .problems import NotFound
from .reads import Reads
from .reads.contact_search import drop_index
from .virtual_clock import SteppedClock, WorldClock

SLICE = 6 * 3600  # virtual seconds that are written in one transaction while a request waits
LONG_SLICE = 48 * 3600  # the same when the clock is moved on purpose
PATIENCE = 0.15  # real seconds that one request may spend on catching up; beyond it the clock slips
_TABLES = {"list": "contact_list", "node": "branch_node", "batch": "lead_batch", "key": "api_key", "main_node": "campaign", "step_node": "sequence", "main_edge": "sequence", "node_edge": "branch_node"}  # fmt: skip


class World:
    """One workspace. Build it with `create` or `from_snapshot`."""

    def __init__(self, db: Connection, clock: WorldClock | None = None) -> None:
        """Take over a database that holds a world."""
        row = db.execute("SELECT * FROM world").fetchone()
        self.db = db
        self.seed: int = row["seed"]
        self.now: int = row["now"]
        self.started_at: int = row["started_at"]
        self.ids = Ids(self.seed)
        self.clock = clock or SteppedClock()
        self.clock.set(self.now)
        self.reads = Reads(self)
        self.keys = Keys(self)
        self.campaigns = Campaigns(self)
        self.leads = Leads(self)
        self.branches = Branches(self)
        self.senders = Senders(self)
        self.domains = Domains(self)
        self.contacts = Contacts(self)
        self.lists = Lists(self)
        self.replies = Replies(self)
        self.dashboard = Dashboard(self)
        self.simulation = Simulation(db, self.seed, {"lead_upload": run_upload, **workers(self.senders)})

    @classmethod
    def create(
        cls,
        *,
        seed: int = 7,
        scale: str = "medium",
        path: str | Path | None = None,
        clock: WorldClock | None = None,
        scenario: str | None = None,
    ) -> World:
        """A new world of a scale, with an incident if a scenario is named; or the one that the file at `path` already holds, as it was left."""
        db, empty = open_database(path)
        if not empty:
            return cls(db, clock)
        create_schema(db)
        world = cls._populated(db, seed, scale, scenario)
        set_complete(db, True)
        if clock is not None:
            world.clock = clock
            clock.set(world.now)
        return world

    @classmethod
    def _populated(cls, db: Connection, seed: int, scale: str, scenario: str | None) -> World:
        from .seed import populate

        world = populate(db, seed=seed, scale=scale)
        if scenario is not None:
            from .scenarios import SCENARIOS

            SCENARIOS[scenario].apply(world)
            db.execute("UPDATE world SET scenario = ?", (scenario,))
        return world

    @classmethod
    def from_snapshot(cls, data: bytes, *, clock: WorldClock | None = None) -> World:
        """A world in memory that is a copy of another."""
        return cls(from_bytes(data), clock)

    def snapshot(self) -> bytes:
        """The whole world in one value."""
        return self.db.serialize()

    def close(self) -> None:
        """Close the database. Everything is written already."""
        self.db.close()

    # -- time --------------------------------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Let happen what should have happened by now. After PATIENCE the clock is put back to where the world stands."""
        target = int(self.clock.target())
        if target <= self.now:
            return
        deadline = time.monotonic() + PATIENCE
        while self.now < target:
            self._run_to(min(target, self.now + SLICE))
            if time.monotonic() > deadline and self.now < target:
                self.clock.set(self.now)
                return

    def advance(self, hours: float) -> None:
        """Move the clock on and let everything happen that falls into these hours."""
        self.advance_to(self.now + round(hours * 3600))

    def advance_to(self, moment: int) -> None:
        """Move the clock on to a moment. Does nothing if that is past."""
        while self.now < moment:
            self._run_to(min(moment, self.now + LONG_SLICE))
        self.clock.set(self.now)

    def set_speed(self, speed: float) -> None:
        """Virtual seconds in a real second; 0 stands still."""
        self.catch_up()
        self.clock.speed = speed

    def clock_reading(self) -> dict[str, Any]:
        """The clock as the control route tells it."""
        return {"virtual": self.iso(self.now), "real": self.clock.real(), "speed": self.clock.speed}

    def _run_to(self, moment: int) -> None:
        self.simulation.run(self.now, moment)
        self.now = moment

    # -- ids and words -----------------------------------------------------------------------------------------------------

    @overload
    def uid(self, kind: str, rowid: int) -> str: ...
    @overload
    def uid(self, kind: str, rowid: None) -> None: ...
    def uid(self, kind: str, rowid: int | None) -> str | None:
        """The UUID of a row; None for None."""
        return None if rowid is None else self.ids.uid(kind, rowid)

    def rowid(self, kind: str, text: str) -> int | None:
        """The row of a UUID, which may be gone; None if it is none of this workspace's."""
        return self.ids.rowid(kind, text)

    def find(self, kind: str, text: str) -> int:
        """The row of an existing object. Raises NotFound."""
        from .changes.desk import NAMES

        rowid = self.ids.rowid(kind, text)
        table = _TABLES.get(kind, kind)
        if rowid is not None:
            row = self.db.execute(f"SELECT * FROM {table} WHERE id = ?", (rowid,)).fetchone()
            keys = row.keys() if row is not None else ()
            if (
                row is not None
                and not ("deleted_at" in keys and row["deleted_at"])
                and not ("retired" in keys and row["retired"])
            ):
                return rowid
        raise NotFound(f"{NAMES.get(table, kind.capitalize())} not found")

    @overload
    @staticmethod
    def iso(moment: int) -> str: ...
    @overload
    @staticmethod
    def iso(moment: None) -> None: ...
    @staticmethod
    def iso(moment: int | None) -> str | None:
        """A moment as the API writes it."""
        if moment is None:
            return None
        day, second = divmod(moment, 86400)
        minute, second = divmod(second, 60)
        return f"{_date(day)}T{minute // 60:02}:{minute % 60:02}:{second:02}Z"

    def events(self, after: int = 0, limit: int = 1000) -> list[dict[str, Any]]:
        """Lines of the log with a higher number than `after`, ids as UUIDs."""
        rows = self.db.execute("SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
        return [
            {
                "id": row["id"],
                "at": self.iso(row["at"]),
                "kind": row["kind"],
                "campaign_id": self.uid("campaign", row["campaign_id"]),
                "lead_id": self.uid("lead", row["lead_id"]),
                "inbox_id": self.uid("inbox", row["inbox_id"]),
                "mail_id": self.uid("mail", row["mail_id"]),
                "detail": row["detail"],
            }
            for row in rows
        ]

    def reset(self) -> None:
        """As it was just after it was made: same seed, scale and scenario; keys that were added are gone."""
        row = self.db.execute("SELECT seed, scale, scenario FROM world").fetchone()
        set_complete(self.db, False)
        with transaction(self.db):
            drop_index(self.db)
            for table in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                self.db.execute(f"DELETE FROM {table['name']}")
        fresh = self._populated(self.db, row["seed"], row["scale"], row["scenario"])
        set_complete(self.db, True)
        self.now = fresh.now
        self.clock.set(self.now)
        self.simulation.forget()


@lru_cache(maxsize=4096)
def _date(day: int) -> str:
    return datetime.fromtimestamp(day * 86400, UTC).strftime("%Y-%m-%d")
