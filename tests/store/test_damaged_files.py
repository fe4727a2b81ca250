"""Whatever state the file is in, the console opens, says so, and deletes nothing."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from coldsend_tui.errors import StoreError
from coldsend_tui.store import JournalLine, Store
from coldsend_tui.store import database as database_module
from coldsend_tui.store.database import Database
from coldsend_tui.store.schema import SCHEMA_VERSION, migrate
from tests.store.rows import T0, campaign, figures


def overwrite_with_text(path: Path) -> None:
    path.write_text("this is a shopping list, not a database\n" * 200)


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 // 4096 * 4096 + 100])


def scramble_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [overwrite_with_text, cut_in_half, scramble_pages])
def test_a_damaged_file_is_kept_aside(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "cache.sqlite"
    store = Store.open(path)
    store.store(figures(*(campaign(number) for number in range(200))))
    store.close()
    damage(path)
    damaged = path.read_bytes()

    store = Store.open(path)
    store.workspace()
    store.store(figures(campaign()))
    assert store.durable
    assert [row.id for row in store.campaigns()] == ["campaign-1"]
    assert len(store.warnings) == 1
    assert "damaged" in store.warnings[0]
    (aside,) = tmp_path.glob("cache.sqlite.damaged-*")
    assert aside.read_bytes() == damaged
    store.close()


def test_a_newer_file_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    store = Store.open(path)
    assert f"schema {SCHEMA_VERSION + 1}" in store.warnings[0]
    assert store.campaigns() == []
    assert len(list(tmp_path.glob("cache.sqlite.newer-*"))) == 1
    store.close()


def test_where_no_file_can_be_made_memory_serves(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = Store.open(blocked / "cache.sqlite")
    assert not store.durable
    assert "memory" in store.warnings[0]
    assert store.store(figures(campaign())).changed


def test_a_full_disk_moves_the_cache_into_memory_with_all_it_knew(tmp_path: Path) -> None:
    database = Database(tmp_path / "cache.sqlite")
    store = Store(database)
    store.store(figures(campaign(1)))
    (pages,) = database.read("PRAGMA page_count")[0]
    database.write(lambda connection: None)
    database._writer.execute(f"PRAGMA max_page_count={pages}")
    store.store(figures(*(campaign(number) for number in range(1, 500))))
    assert not store.durable
    assert "full" in store.warnings[0]
    assert len(store.campaigns()) == 499
    store.journal.intent(JournalLine(T0, "p", "a", "pause", "campaign", "c", "C", "ACTIVE", "PAUSED"))
    assert store.journal.verify() == 1


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.sqlite"
    store = Store.open(path)
    store.store(figures(campaign()))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    store.close()
    path.chmod(0o644)
    Store.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_held_by_another_program_is_an_error_for_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.0)
    store = Store.open(tmp_path / "cache.sqlite")
    other = sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="held by another program"):
        store.store(figures(campaign()))
    other.execute("ROLLBACK")
    other.close()
    assert store.store(figures(campaign())).changed
    store.close()


def test_an_exception_in_a_transaction_leaves_nothing_behind() -> None:
    database = Database(None)

    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO fact (name, value) VALUES ('x', 1)")
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        database.write(work)
    assert database.read("SELECT * FROM fact") == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    Store.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    migrate(connection)
    assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
    connection.close()
