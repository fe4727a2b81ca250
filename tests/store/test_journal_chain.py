"""The journal: intents before results, nothing edited, and a chain that shows what was tampered with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from coldsend_tui.errors import StoreError
from coldsend_tui.store import JournalLine, Store
from tests.store.rows import T0, later


def line(number: int = 1) -> JournalLine:
    return JournalLine(
        T0,
        "acme",
        "sam",
        "pause",
        "campaign",
        f"campaign-{number}",
        f"Campaign {number}",
        "ACTIVE",
        "PAUSED",
        plan="{}",
    )


def test_an_intent_waits_for_its_result() -> None:
    journal = Store.open(None).journal
    first = journal.intent(line(1))
    second = journal.intent(line(2))
    journal.result(second, later(1), "done", "read back", after="PAUSED", request_id="r-1", ms=12.5)
    newest, oldest = journal.entries()
    assert (newest.id, newest.result, newest.ms, newest.request_id, newest.finished_at) == (
        second,
        "done",
        12.5,
        "r-1",
        later(1),
    )
    assert (oldest.id, oldest.result, oldest.object_name, oldest.at) == (first, None, "Campaign 1", T0)
    assert [entry.id for entry in journal.unfinished()] == [first]
    assert journal.verify() == 3


def test_a_later_result_counts_instead() -> None:
    journal = Store.open(None).journal
    intent = journal.intent(line())
    journal.result(intent, later(1), "unknown", "timed out")
    journal.result(intent, later(5), "done", "seen PAUSED")
    assert journal.entries()[0].result == "done"
    assert journal.unfinished() == []


def test_entries_page_backwards_and_by_object() -> None:
    journal = Store.open(None).journal
    ids = [journal.intent(line(number % 2)) for number in range(5)]
    assert [entry.id for entry in journal.entries(limit=2)] == ids[:2:-1]
    assert [entry.id for entry in journal.entries(before=ids[2])] == [ids[1], ids[0]]
    assert [entry.id for entry in journal.entries(object_id="campaign-1")] == [ids[3], ids[1]]


def test_sql_cannot_edit_or_delete_lines(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "cache.sqlite")
    store.journal.intent(line())
    with sqlite3.connect(tmp_path / "cache.sqlite") as connection:
        for statement in ("UPDATE journal SET line = '{}'", "DELETE FROM journal"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()
    store.close()


@pytest.mark.parametrize(
    ("tampering", "first_bad"),
    [
        ("UPDATE journal SET line = replace(line, 'Campaign 2', 'Campaign 9') WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("UPDATE journal SET entry = 'result', intent = 1 WHERE seq = 3", 3),
    ],
)
def test_tampering_shows(tmp_path: Path, tampering: str, first_bad: int) -> None:
    store = Store.open(tmp_path / "cache.sqlite")
    for number in range(1, 4):
        store.journal.intent(line(number))
    with sqlite3.connect(tmp_path / "cache.sqlite") as connection:
        connection.execute("DROP TRIGGER journal_is_not_edited")
        connection.execute("DROP TRIGGER journal_is_not_deleted")
        connection.execute(tampering)
    connection.close()
    with pytest.raises(StoreError, match=f"Line {first_bad} "):
        store.journal.verify()
    store.close()


def test_two_consoles_write_one_chain(tmp_path: Path) -> None:
    one, two = Store.open(tmp_path / "cache.sqlite"), Store.open(tmp_path / "cache.sqlite")
    for store in (one, two, one, two):
        store.journal.intent(line())
    assert two.journal.verify() == 4
    one.close()
    two.close()
