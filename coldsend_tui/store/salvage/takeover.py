"""Takes over what can still be read of damaged caches. In a thread, for a limited time; what is in the new cache stays."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import NamedTuple

from ...errors import StoreError
from ..database import Database
from ..times import seconds
from . import counters, memories
from .damaged import UNREADABLE, DamagedFile, Expired
from .mending import mended

LONGEST = 60.0
"""Seconds for one file. A million samples of 10,000 campaigns take about a dozen, most of it in breaths."""
_ROWS_AT_ONCE = 5_000
_SERIES_AT_ONCE = 200
_BREATH = 0.01
"""Seconds between two writes: others want to write, and the keys want the interpreter."""
_AHEAD = timedelta(days=1)
"""What is said to be from later than this was never said."""
_COMPANIONS = ("-wal", "-shm", "-journal")


class Salvaged(NamedTuple):
    """What came of a file: samples, readings of gauges, lines of the journal. Not `complete`: the time was over."""

    file: Path
    samples: int
    readings: int
    writes: int
    complete: bool

    @property
    def sentence(self) -> str:
        """What the operator is told."""
        if not self.samples + self.readings + self.writes:
            return f"Nothing can be read any more of the damaged cache; it is kept as {self.file.name}."
        told = [f"{self.samples:,} samples"] if self.samples else []
        told += [f"{self.writes:,} lines of the journal"] if self.writes else []
        taken = " and ".join(told) or f"{self.readings:,} readings"
        rest = "" if self.complete else " before the time for it was over"
        return f"Of the damaged cache {taken} were taken over{rest}; it is kept as {self.file.name}."


def damaged_files(database: Database) -> list[Path]:
    """Files that were set aside as damaged and not taken over yet, the newest first."""
    path = database.path
    if path is None:
        return []
    found = [
        file
        for file in path.parent.glob(f"{path.name}.damaged-*")
        if not file.name.endswith(_COMPANIONS) and file.is_file()
    ]
    known = {row[0] for row in database.read("SELECT name FROM fact WHERE name LIKE 'salvaged %'")}
    return sorted((file for file in found if _mark(file) not in known), reverse=True)


def take_over(
    database: Database, file: Path, now: datetime, stop: Event, longest: float = LONGEST,
    clock: Callable[[], float] = time.monotonic,
) -> Salvaged | None:  # fmt: skip
    """Take over what can be read of one file; None where `stop` ended it or the cache is held: then it is tried again.

    `now` is the workspace's time. Slow: never on the event loop.
    """
    ends = clock() + longest
    done = Salvaged(file, 0, 0, 0, complete=True)
    try:
        for samples, readings, writes in _work(database, file, now, lambda: stop.is_set() or clock() > ends):
            done = done._replace(
                samples=done.samples + samples, readings=done.readings + readings, writes=done.writes + writes
            )
            stop.wait(_BREATH)
    except Expired:
        done = done._replace(complete=False)
    except (StoreError, sqlite3.Error):
        return None
    if stop.is_set():
        return None
    mark = "INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)"
    database.write(lambda connection: connection.execute(mark, (_mark(file), done.samples)))
    return done


def _mark(file: Path) -> str:
    return f"salvaged {file.name}"


def _work(database: Database, path: Path, now: datetime, expired: Callable[[], bool]) -> Iterator[tuple[int, int, int]]:
    """Step by step, what matters most first; yields samples, readings and lines that each brought."""
    horizon = seconds(now + _AHEAD)
    with ExitStack() as ends:
        file = _open(path, expired, ends)
        if file is None:
            return
        yield 0, 0, memories.journal(file, database)
        spans = memories.watched(file, horizon)
        yield from _series(database, file, horizon, spans[-1][1] if spans else 0)
        database.write(lambda connection: memories.join_watched(connection, spans))
        states, quiet = memories.states(file, horizon), memories.quiet(file)
        findings, changes = memories.findings(file, horizon), memories.changes(file, horizon)

        def remember(connection: sqlite3.Connection) -> None:
            memories.join_states(connection, states)
            memories.join_findings(connection, findings)
            memories.join_quiet(connection, quiet)
            memories.join_changes(connection, changes)

        database.write(remember)
        for readings in memories.gauges(file, database, horizon):
            yield 0, readings, 0


def _open(path: Path, expired: Callable[[], bool], ends: ExitStack) -> DamagedFile | None:
    """The file as it is, or where its list of tables is lost, a mended copy; None where neither tells anything."""
    for mend in (False, True):
        try:
            place = ends.enter_context(mended(path)) if mend else path
            if place is None:
                return None
            file = DamagedFile(place, expired)
            ends.callback(file.close)
        except (*UNREADABLE, OSError):
            continue
        if file.columns("sample"):
            return file
    return None


def _series(database: Database, file: DamagedFile, horizon: int, seen_until: int) -> Iterator[tuple[int, int, int]]:
    if not file.columns("sample") >= {"series", "at", "sent", "opened", "replied", "bounced"}:
        return
    known = counters.read_series(file, horizon)
    batch: list[counters.Old] = []

    def join(connection: sqlite3.Connection) -> int:
        # Of the workspace first, and together with it: what its campaigns grew by is seen in their first new samples.
        return sum(
            counters.join(
                connection, old, seen_until,
                counters.growth(connection, known) if old.series.campaign_id is None else None,
            )
            for old in batch
        )  # fmt: skip

    for number, series in enumerate(known, 1):
        batch.append(counters.read_samples(file, series, horizon))
        full = sum(len(old.samples) for old in batch) >= _ROWS_AT_ONCE or len(batch) >= _SERIES_AT_ONCE
        if full or number == len(known):
            yield database.write(join), 0, 0
            batch.clear()
