"""A live session on a sandbox that is recorded, and what was known at several moments of it."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from coldsend_tui.live import Refreshed, feeds, judgement
from coldsend_tui.live.recording.recorder import Recorder
from coldsend_tui.ops.findings import Verdict
from coldsend_tui.store import Store
from coldsend_tui.store.rows import UNRECORDED
from tests.live.bench_seat import Seat

NOW_SCREEN = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD)
Rows = dict[str, list[tuple[Any, ...]]]


class Known(NamedTuple):
    """What was known at one moment: every row of the cache, and the verdict on it."""

    real: datetime
    now: datetime
    rows: Rows
    verdict: Verdict


def rows_of(store: Store) -> Rows:
    """Every row of every table that a recording keeps, in its order."""

    def work(connection: sqlite3.Connection) -> Rows:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        wanted = [name for name in names if name not in UNRECORDED and not name.startswith("sqlite_")]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in wanted}

    return store._database.read_with(work)


class Taped(Seat):
    """A seat whose session is recorded the way the console does it: look, judge, note."""

    recorder: Recorder

    def record(self, path: Path, profile: str = "acme") -> Recorder:
        """Record from now on."""
        self.recorder = recorder = opened(path, profile)
        recorder.begin_now(self.store, self.clock)
        self.session.subscribe(self._note)
        return recorder

    def _note(self, news: Refreshed) -> None:
        judgement.look(self.store, self.clock)
        how = "failed" if news.error else "new" if news.changed else "same"
        connection, budget = self.session.connection, self.session.budget
        self.recorder.note({news.feed: how}, thorough=how == "new", connection=connection, budget=budget)
        self.recorder.look()

    def known(self) -> Known:
        """What is known now. A second passes behind it, so that nothing else happens at this time."""
        verdict = judgement.look(self.store, self.clock).verdict
        self.recorder.look()
        known = Known(self.clock.real(), self.clock.now(), rows_of(self.store), verdict)
        self.pass_time(1)
        return known


def opened(path: Path, profile: str = "acme") -> Recorder:
    """A recorder of the workspace `profile`."""
    return Recorder.open(path, profile=profile, mode="LIVE", address="https://api.example.com")
