"""What is still readable of a damaged cache is taken over into the new one, and nothing else."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coldsend_tui.store import JournalLine, Store
from coldsend_tui.store.database import Database
from coldsend_tui.store.findings import FindingNote
from coldsend_tui.store.refresh import SenderRows
from coldsend_tui.store.salvage.takeover import damaged_files, take_over
from coldsend_tui.store.schema import migrate
from coldsend_tui.workspace import Sample
from tests.store.rows import T0, campaign, figures, later, refresh, sender

PAGE = 4096
CAMPAIGNS = 12
READINGS = 150
EVERYTHING = CAMPAIGNS * READINGS + 1
"""Samples of the history: of all campaigns but the first, which never moves, and of the workspace."""
TAKEN = ("series", "sample", "gauge", "watched", "state", "config_change", "finding", "quiet_finding", "journal")
END = 10.0 * READINGS
"""Seconds after T0 at which the history of the damaged file ends."""


def sent(number: int, reading: int) -> int:
    """What campaign `number` has sent when it is read for the `reading`th time."""
    return 100 + reading * number


def reading(number: int, turn: int, **values: Any) -> Any:
    return campaign(number, **({"sent": sent(number, turn)} | values))


class Content(bytes):
    """The bytes of a file; a failed test does not print them."""

    def __repr__(self) -> str:
        return f"{len(self):,} bytes"


def lived(path: Path) -> None:
    """A cache that watched for a while; its file is whole and has no log beside it."""
    store = Store.open(path)
    for turn in range(READINGS):
        store.store(figures(*(reading(number, turn) for number in range(CAMPAIGNS)), seconds=10.0 * turn))
        store.store(refresh(SenderRows((sender(sent_today=turn),)), feed="senders", seconds=10.0 * turn))
    for number in range(40):
        line = JournalLine(T0, "p", "a", "pause", "campaign", f"c{number}", "C", "ACTIVE", "PAUSED", plan="x" * 200)
        store.journal.result(store.journal.intent(line), T0, "done")
    for seconds in (5.0, END):
        store.findings.note([FindingNote("bounce", "campaign", "campaign-1", "CRIT", "12/200")], later(seconds))
    store.findings.snooze("bounce", "campaign-1", later(1e6), "known")
    store.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("lived") / "cache.sqlite"
    lived(path)
    return Content(path.read_bytes())


def older(folder: Path, content: bytes) -> bytes:
    """The same rows in a file that was begun by the first version of the program."""
    folder.mkdir()
    connection = sqlite3.connect(folder / "older.sqlite", isolation_level=None)
    migrate(connection, upto=1)
    (folder / "now.sqlite").write_bytes(content)
    connection.execute("ATTACH ? AS now", (str(folder / "now.sqlite"),))
    for table in TAKEN[:2] + TAKEN[-1:]:
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM now.{table}")
    connection.execute("DETACH now")
    migrate(connection)
    connection.close()
    older = (folder / "older.sqlite").read_bytes()
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    return older


@contextmanager
def after_damage(folder: Path, content: bytes) -> Iterator[tuple[Database, Path]]:
    """The new cache that stands where the damaged file stood, and that file aside."""
    path = folder / "cache.sqlite"
    aside = folder / "cache.sqlite.damaged-20260302T160000000000"
    aside.write_bytes(content)
    database = Database(path)
    yield database, aside
    database.close()
    for file in folder.iterdir():
        file.unlink()


def pages_of(content: bytes, table: str) -> list[int]:
    """Numbers of the pages (from 0) on which rows of a table stand."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content[:18] + b"\1\1" + content[20:])  # a database in memory has no log beside it
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    connection.close()
    found, ahead = [], [root - 1]
    while ahead:
        number = ahead.pop()
        page = content[number * PAGE : (number + 1) * PAGE]
        if page[0] in (2, 5):
            cells = int.from_bytes(page[3:5], "big")
            at = [int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big") for cell in range(cells)]
            ahead += [int.from_bytes(page[place : place + 4], "big") - 1 for place in at]
            ahead.append(int.from_bytes(page[8:12], "big") - 1)
        else:
            found.append(number)
    return sorted(found)


def spoiled(content: bytes, *pages: int) -> bytes:
    spoilt = bytearray(content)
    for page in pages:
        spoilt[page * PAGE : (page + 1) * PAGE] = b"\x5a" * PAGE
    return bytes(spoilt)


def go_on(store: Store, *turns: int, number: int = CAMPAIGNS) -> None:
    """Watch on with a new cache."""
    for turn in turns:
        store.store(figures(*(reading(one, turn) for one in range(number)), seconds=10.0 * turn))


def rises(samples: list[Sample]) -> bool:
    return all(a.at < b.at and all(x <= y for x, y in zip(a[1:], b[1:], strict=True)) for a, b in pairwise(samples))


def salvage(database: Database, aside: Path, stop: Event | None = None, **more: Any) -> Any:
    return take_over(database, aside, later(END + 3600), stop or Event(), **more)


def test_a_whole_file_is_taken_over_as_if_nothing_had_been(tmp_path: Path, whole: bytes) -> None:
    with after_damage(tmp_path, whole) as (database, aside):
        store = Store(database)
        go_on(store, READINGS, READINGS + 1)
        store.findings.note([FindingNote("bounce", "campaign", "campaign-1", "CRIT", "13/200")], later(END + 10))
        done = salvage(database, aside)
        assert done.complete
        assert done.writes == 80
        assert store.journal.verify() == 80
        uninterrupted = Store.open(None)
        go_on(uninterrupted, *range(READINGS + 2))
        for id in ("campaign-1", "campaign-7", None):
            assert store.samples(id, max_points=9_999) == uninterrupted.samples(id, max_points=9_999)
        assert store.gaps(T0 - timedelta(days=1)) == []
        assert store.state_since("campaign", "campaign-3") == T0
        assert set(store.findings.quiet(T0)) == {("bounce", "campaign-1")}
        assert store.findings.first_seen() == {("bounce", "campaign-1"): later(5)}
        assert len(store.gauges("sender", "sender-1", "sent_today")) == READINGS
        # Again, as a second console would: nothing more comes of it.
        before = [database.read(f"SELECT * FROM {table}") for table in TAKEN]
        again = salvage(database, aside)
        assert (again.samples, again.writes) == (0, 0)
        assert [database.read(f"SELECT * FROM {table}") for table in TAKEN] == before


def test_one_bad_page_costs_what_stood_on_it(tmp_path: Path, whole: bytes) -> None:
    pages = pages_of(whole, "sample")
    assert len(pages) > 6
    with after_damage(tmp_path, spoiled(whole, pages[3], pages[4])) as (database, aside):
        store = Store(database)
        go_on(store, READINGS + 5)
        done = salvage(database, aside)
        a_page = CAMPAIGNS * READINGS / len(pages)
        assert EVERYTHING - 3 * a_page < done.samples < EVERYTHING
        total = store.samples(None, max_points=9_999)
        assert rises(total)
        # Growth while nobody watched is not lost either.
        assert total[-1].sent == sum(sent(number, READINGS + 5) for number in range(CAMPAIGNS))
        assert aside.read_bytes() == spoiled(whole, pages[3], pages[4])
        assert "kept as cache.sqlite.damaged-" in done.sentence
        assert f"{done.samples:,} samples" in done.sentence


@pytest.mark.parametrize("upgraded", [False, True])
def test_a_file_whose_list_of_tables_is_lost_is_read_by_a_new_one(tmp_path: Path, whole: bytes, upgraded: bool) -> None:
    content = older(tmp_path / "older", whole) if upgraded else whole
    with after_damage(tmp_path, spoiled(content, 0, 1, 2)) as (database, aside):
        done = salvage(database, aside)
        assert (done.samples, done.writes) == (EVERYTHING, 80)
        assert aside.read_bytes() == spoiled(content, 0, 1, 2)
        assert sorted(file.name for file in tmp_path.iterdir() if "mending" in file.name) == []
        go_on(Store(database), READINGS)
        assert [s.sent for s in Store(database).samples("campaign-2", max_points=9_999)][-2:] == [
            sent(2, READINGS - 1), sent(2, READINGS)
        ]  # fmt: skip


@pytest.mark.parametrize("pages", [(), (0, 1)])
def test_what_stands_in_the_log_only_is_read_too_and_the_log_stays(tmp_path: Path, pages: tuple[int, ...]) -> None:
    path = tmp_path / "killed.sqlite"
    killed = Store.open(path)
    go_on(killed, 0, 1)
    killed._database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    go_on(killed, 2, 3)
    content, log = path.read_bytes(), path.with_name("killed.sqlite-wal").read_bytes()
    killed.close()
    with after_damage(tmp_path, spoiled(content, *pages)) as (database, aside):
        beside = aside.with_name(f"{aside.name}-wal")
        beside.write_bytes(log)
        assert damaged_files(database) == [aside]
        salvage(database, aside)
        assert [one.sent for one in Store(database).samples("campaign-5")] == [sent(5, turn) for turn in range(4)]
        assert (aside.read_bytes(), beside.read_bytes()) == (spoiled(content, *pages), log)


def test_before_anything_was_read_anew_the_old_series_simply_go_on(tmp_path: Path, whole: bytes) -> None:
    with after_damage(tmp_path, whole) as (database, aside):
        salvage(database, aside)
        store = Store(database)
        go_on(store, READINGS)
        assert [s.sent for s in store.samples("campaign-2", max_points=9_999)] == [
            sent(2, turn) for turn in range(READINGS + 1)
        ]


def test_counters_that_fell_before_the_damage_and_after_it_still_rise(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = Store.open(path)
    for turn, figure in enumerate((100, 120, 20, 30)):
        old.store(figures(campaign(1, sent=figure), seconds=10.0 * turn))
    old.close()
    content = path.read_bytes()
    path.unlink()
    with after_damage(tmp_path, content) as (database, aside):
        store = Store(database)
        for turn, figure in enumerate((25, 40, 10, 15), 10):
            store.store(figures(campaign(1, sent=figure), seconds=10.0 * turn))
        salvage(database, aside)
        store.store(figures(campaign(1, sent=35), seconds=200))
        for id in ("campaign-1", None):
            samples = store.samples(id)
            assert rises(samples)
            # 20 and 10 more before; 15, 5 and 20 after; what fell is no growth.
            assert samples[-1].sent - samples[0].sent == 20 + 10 + 15 + 5 + 20


def test_of_a_broken_journal_what_its_chain_proves_is_taken(tmp_path: Path, whole: bytes) -> None:
    pages = pages_of(whole, "journal")
    with after_damage(tmp_path, spoiled(whole, pages[len(pages) // 2])) as (database, aside):
        done = salvage(database, aside)
        assert 0 < done.writes < 80
        assert Store(database).journal.verify() == done.writes


def test_writes_that_were_noted_since_are_not_chained_to_others(tmp_path: Path, whole: bytes) -> None:
    with after_damage(tmp_path, whole) as (database, aside):
        store = Store(database)
        store.journal.intent(JournalLine(T0, "p", "a", "pause", "campaign", "new", "C", "ACTIVE", "PAUSED"))
        assert salvage(database, aside).writes == 0
        assert [entry.object_id for entry in store.journal.entries()] == ["new"]


def test_an_ending_console_leaves_the_rest_to_the_next_one(tmp_path: Path, whole: bytes) -> None:
    with after_damage(tmp_path, whole) as (database, aside):
        stop = Event()
        stop.set()
        assert salvage(database, aside, stop) is None
        assert damaged_files(database) == [aside]
        assert salvage(database, aside).samples > 1000
        assert damaged_files(database) == []


def test_it_ends_when_its_time_is_over(tmp_path: Path, whole: bytes) -> None:
    ticks = iter(range(10_000))
    with after_damage(tmp_path, spoiled(whole, 20, 40)) as (database, aside):
        done = salvage(database, aside, longest=20.0, clock=lambda: float(next(ticks)))
        assert not done.complete
        assert "before the time for it was over" in done.sentence
        assert rises(Store(database).samples(None))


def test_the_console_is_told_by_one_line(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(spoiled(whole, pages_of(whole, "sample")[0]))
    store = Store.open(path)
    before = store.openings
    assert store.samples(None) == []
    (first,) = store.warnings
    assert "damaged" in first
    assert store.openings == before + 1
    assert store.salvage(later(END), Event())
    assert "samples and 80 lines of the journal were taken over" in store.warnings[1]
    assert not store.salvage(later(END), Event())
    assert len(store.warnings) == 2
    store.close()


def scrambled(content: bytes, seed: int, hits: int, spread: int) -> bytes:
    """Random bytes at random places: whole pages, or some bytes of them."""
    chance = random.Random(seed)
    spoilt = bytearray(content)
    for _ in range(hits):
        at = chance.randrange(len(spoilt))
        length = min(chance.choice((1, 4, 64, spread)), len(spoilt) - at)
        spoilt[at : at + length] = chance.randbytes(length)
    return bytes(spoilt)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 2**32),
    st.sampled_from([1, 3, 20, 200]),
    st.sampled_from([PAGE, 20 * PAGE]),
    st.booleans(),
    st.booleans(),
)
def test_no_damage_crashes_it_or_brings_what_no_cache_holds(
    tmp_path: Path, whole: bytes, seed: int, hits: int, spread: int, cut: bool, begun: bool
) -> None:
    content = scrambled(whole, seed, hits, spread)
    if cut:
        content = content[: random.Random(seed).randrange(len(content))]
    with after_damage(tmp_path, content) as (database, aside):
        store = Store(database)
        if begun:
            go_on(store, READINGS + 1, READINGS + 2)
        growth = [b.sent - a.sent for a, b in pairwise(store.samples(None))]
        assert salvage(database, aside, longest=20.0) is not None
        assert aside.read_bytes() == content
        assert database.read("PRAGMA integrity_check") == [("ok",)]
        store.journal.verify()
        store.journal.entries()
        for (key,) in database.read("SELECT DISTINCT series FROM sample"):
            rows = database.read("SELECT at, sent, opened, replied, bounced FROM sample WHERE series = ?", (key,))
            assert all(type(value) is int and value >= 0 for row in rows for value in row)
            assert all(a <= b for left, right in pairwise(rows) for a, b in zip(left, right, strict=True))
        if begun:
            after = store.samples(None, max_points=9_999)[-len(growth) - 1 :]
            assert [b.sent - a.sent for a, b in pairwise(after)] == growth
        for reader in READERS:
            reader(store)


READERS: list[Callable[[Store], object]] = [
    Store.workspace,
    lambda store: store.changes(),
    lambda store: store.gaps(T0),
    lambda store: store.gauges("sender", "sender-1", "sent_today"),
    lambda store: store.findings.quiet(T0),
    lambda store: (store.alerts(), store.findings.fired(T0, later(END))),
    lambda store: store.state_since("campaign", "campaign-1"),
    lambda store: go_on(store, READINGS + 3),
    lambda store: store.maintain(later(400 * 86_400)),
]
