"""An incident's timeline: everything of its span and nothing else, in order, and a stranger's text stays text."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from coldsend_tui.actions.incident import gather, jsonl, markdown
from coldsend_tui.actions.record import JournalledPlan
from coldsend_tui.store import FindingNote, JournalLine, Store
from coldsend_tui.store.changes import record
from tests.ops.rows import NOW

HOSTILE = "Q4 | **sale** [x](javascript:1) <b> \x1b[31m`rm`"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store() -> Store:
    """Half an hour: a finding fires, a limit is changed, a pause is written, the finding is resolved; and a line before it."""
    store = Store.open(None)
    store.findings.note([FindingNote("bounce.high", "campaign", "c1", "CRIT", "Q4 12/200 6.0 %")], NOW + 5 * MINUTE)
    store._database.write(
        lambda connection: record(
            connection, NOW + 10 * MINUTE, "campaign", "c1", HOSTILE, [("daily_limit_per_inbox", "30", "300")]
        )
    )
    for at, result in ((-60, "done"), (15, "done"), (16, None)):
        plan = JournalledPlan("k", "Kill switch", "kill switch").text
        when = NOW + at * MINUTE
        line = JournalLine(when, "acme", "robin", "pause", "campaign", "c1", HOSTILE, "ACTIVE", "PAUSED", plan=plan)
        entry = store.journal.intent(line)
        if result:
            store.journal.result(entry, when, "done", after="PAUSED", request_id="req-1", ms=12.5)
    store.findings.note([], NOW + 20 * MINUTE)
    return store


def test_everything_of_the_span_in_order(store: Store) -> None:
    found = gather(store, NOW, NOW + 30 * MINUTE)
    assert [event.kind for event in found.events] == ["finding", "change", "write", "write", "resolved"]
    assert [event.kind for event in gather(store, NOW, NOW + 10 * MINUTE).events] == ["finding"], (
        "the end is not part of it"
    )
    lines = [json.loads(line) for line in jsonl(found).splitlines()]
    assert [line["kind"] for line in lines] == ["finding", "change", "write", "write", "resolved"]
    assert lines[2]["plan"]["purpose"] == "kill switch"
    assert (lines[2]["result"], lines[3]["result"]) == ("done", None)
    assert lines[2]["at"] == "2026-03-04T16:19:00.000Z"
    assert (lines[1]["object_kind"], lines[1]["before"], lines[1]["after"]) == ("campaign", "30", "300")


def test_writes_stand_where_they_happened_in_the_workspace(store: Store) -> None:
    weeks = timedelta(weeks=6)
    found = gather(store, NOW - weeks, NOW - weeks + 30 * MINUTE, lambda moment: moment - weeks)
    assert [event.kind for event in found.events] == ["write", "write"]
    first = json.loads(jsonl(found).splitlines()[0])
    assert (first["at"], first["finished_at"]) == ("2026-01-21T16:19:00.000Z", "2026-01-21T16:19:00.000Z")


def test_the_timeline_counts_and_tells(store: Store) -> None:
    text = markdown(gather(store, NOW, NOW + 30 * MINUTE), "acme")
    assert "- 1 finding fired, 1 resolved" in text
    assert "- 2 writes: 1 done, 1 no result" in text
    assert "by robin" in text


def test_a_strangers_text_is_neither_markup_nor_a_command(store: Store) -> None:
    found = gather(store, NOW, NOW + 30 * MINUTE)
    text = markdown(found, HOSTILE)
    assert "\x1b" not in text
    assert "\\*\\*sale\\*\\*" in text
    assert "\\[x\\](javascript:1)" in text
    table = [line for line in text.splitlines() if line.startswith("| 20")]
    assert all(line.replace("\\|", "").count("|") == 4 for line in table)
    assert "\x1b" not in jsonl(found)
