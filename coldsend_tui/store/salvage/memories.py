"""What else a damaged cache remembers that the API does not tell again.

Readings of measures, time that was watched, since when states and findings stand, snoozes, changes of settings, writes.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ..database import Database, many
from ..gauges import MEASURES
from ..journal import START, JournalLine, digest
from ..watched import PAUSE
from .damaged import DamagedFile, Range, Row

CHANGES_MOST = 50_000
"""Differences that are taken over, the newest: they are held in memory at once."""
LINES_AT_ONCE = 500
_RESULT = {"at", "result", "detail", "after", "request_id", "ms"}
_RESULTS = ("done", "failed", "unknown", "cancelled", "refused")
_SEVERITIES = ("INFO", "WARN", "CRIT")
_MICROS = 1_000_000


def gauges(file: DamagedFile, database: Database, horizon: int) -> Iterator[int]:
    """Take over readings of measures from before the new ones, object by object; yields how many each time."""
    if not file.columns("gauge") >= {"kind", "id", "measure", "at", "value"}:
        return
    measured = Range("gauge", "at", "value", "kind = ? AND id = ? AND measure = ?")
    for kind, measure in MEASURES:
        ids = {row[1] for row in file.rows(Range(kind, "rowid", "id"))} if "id" in file.columns(kind) else set()
        ids |= {row[0] for row in database.read(f"SELECT id FROM {kind}")}
        for object_id in sorted(one for one in ids if isinstance(one, str)):
            key = (kind, object_id, measure)
            first = "SELECT min(at) FROM gauge WHERE kind = ? AND id = ? AND measure = ?"
            (began,) = database.read(first, key)[0]
            rows = [
                (*key, at, float(value))
                for at, value in file.rows(measured, key, high=horizon if began is None else min(horizon, began))
                if isinstance(value, int | float) and math.isfinite(value)
            ]
            if rows:
                database.write(lambda connection, rows=rows: many(connection, _GAUGE, rows))  # type: ignore[misc]
                yield len(rows)


_GAUGE = "INSERT OR IGNORE INTO gauge (kind, id, measure, at, value) VALUES (?, ?, ?, ?, ?)"


def watched(file: DamagedFile, horizon: int) -> list[Row]:
    """Spans in which the counters were read (seconds, seconds, microseconds), ascending and apart."""
    if not file.columns("watched") >= {"began", "ended", "ended_real"}:
        return []
    spans: list[Row] = []
    for row in file.rows(Range("watched", "began", "ended, ended_real"), high=horizon):
        if _are_numbers(row) and row[0] <= row[1] < horizon and (not spans or spans[-1][1] < row[0]):
            spans.append(row)
    return spans


def join_watched(connection: sqlite3.Connection, spans: Sequence[Row]) -> None:
    """Put spans before the new ones. The last goes on in the first new one where hardly any time lies between."""
    first = connection.execute("SELECT began, ended, ended_real FROM watched ORDER BY began LIMIT 1").fetchone()
    before = [row for row in spans if first is None or row[1] < first[0]]
    if first is not None and before:
        began, ended, real = before[-1]
        passed = min(first[0] - ended, abs(first[2] - real) // _MICROS)
        if passed <= PAUSE.total_seconds():
            connection.execute("DELETE FROM watched WHERE began = ?", (first[0],))
            before[-1] = (began, first[1], first[2])
    many(connection, "INSERT OR IGNORE INTO watched (began, ended, ended_real) VALUES (?, ?, ?)", before)


def states(file: DamagedFile, horizon: int) -> list[Row]:
    """Since when things stand: (kind, id, status, microseconds)."""
    if not file.columns("state") >= {"kind", "id", "status", "since"}:
        return []
    rows = file.both_ends("state", "kind, id, status, since", ("kind", "id"))
    return [row for row in rows if _are_texts(row[:3]) and _are_numbers(row[3:]) and row[3] < horizon * _MICROS]


def join_states(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Something that is in the state in which it was has been so since then; what is not known yet was so."""
    many(
        connection,
        "INSERT INTO state (kind, id, status, since) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE"
        " SET since = min(since, excluded.since) WHERE status = excluded.status",
        rows,
    )


def findings(file: DamagedFile, horizon: int) -> list[Row]:
    """Findings that stood: (rule, object, kind of object, severity, text, since when in microseconds)."""
    columns = ("rule", "object_id", "object_kind", "severity", "text", "first_seen", "resolved_at")
    if not file.columns("finding") >= {*columns}:
        return []
    rows = file.both_ends("finding", ", ".join(columns), ("rule", "object_id"))
    return [
        row[:6]
        for row in rows
        if _are_texts(row[:5])
        and row[3] in _SEVERITIES
        and row[6] is None
        and _are_numbers(row[5:6])
        and row[5] < horizon * _MICROS
    ]


def join_findings(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """What stands now has stood since then; what was not judged yet stands until it is."""
    many(
        connection,
        "INSERT INTO finding (rule, object_id, object_kind, severity, text, first_seen) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (rule, object_id) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen)"
        " WHERE resolved_at IS NULL",
        rows,
    )


def quiet(file: DamagedFile) -> list[Row]:
    """Findings that were acknowledged or snoozed: (rule, object, until in microseconds or None, reason)."""
    if not file.columns("quiet_finding") >= {"rule", "object_id", "until", "reason"}:
        return []
    rows = file.both_ends("quiet_finding", "rule, object_id, until, reason", ("rule", "object_id"))
    return [row for row in rows if _are_texts((*row[:2], row[3])) and (row[2] is None or _are_numbers(row[2:3]))]


def join_quiet(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """What was said about a finding meanwhile stays."""
    many(
        connection,
        "INSERT OR IGNORE INTO quiet_finding (rule, object_id, until, reason) VALUES (?, ?, ?, ?)",
        rows,
    )


def changes(file: DamagedFile, horizon: int) -> list[Row]:
    """Differences of what is configured: (seq, microseconds, kind, id, name, what, before, after), as they were seen."""
    if not file.columns("config_change") >= {"seq", "at", "kind", "id", "name", "what", "before", "after"}:
        return []
    found: list[Row] = []
    for row in file.rows(Range("config_change", "seq", "at, kind, id, name, what, before, after"), low=-(1 << 62)):
        if _are_numbers(row[1:2]) and row[1] < horizon * _MICROS and _are_texts(row[2:]):
            found.append(row)
            if len(found) > 2 * CHANGES_MOST:
                del found[:CHANGES_MOST]
    return found[-CHANGES_MOST:]


def join_changes(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Put differences before the new ones: their numbers end where those begin."""
    oldest, lowest = connection.execute("SELECT min(at), min(seq) FROM config_change").fetchone()
    before = [row[1:] for row in rows if oldest is None or row[1] < oldest]
    start = 1 if lowest is None else lowest - len(before)
    many(
        connection,
        "INSERT INTO config_change (seq, at, kind, id, name, what, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(start + number, *row) for number, row in enumerate(before)],
    )


def journal(file: DamagedFile, database: Database) -> int:
    """Take over the writes as far as their chain holds, where none was noted since; returns how many lines.

    What lies behind a damage stays in the file: a chain with a hole proves nothing.
    """
    if not file.columns("journal") >= {"seq", "entry", "intent", "line", "object_id", "previous", "hash"}:
        return 0
    lines = _chained(file.rows(Range("journal", "seq", "entry, intent, line, object_id, previous, hash"), low=0))
    taken = 0
    while batch := list(islice(lines, LINES_AT_ONCE)):
        if not database.write(lambda connection, batch=batch: _append(connection, batch), durable=True):  # type: ignore[misc]
            break
        taken += len(batch)
    return taken


def _chained(rows: Iterable[Row]) -> Iterator[Row]:
    previous, intents = START, set[int]()
    for expected, row in enumerate(rows, 1):
        seq, entry, intent, line, object_id, held, held_digest = row
        fits = seq == expected and held == previous and _is_line(entry, intent, line, object_id, intents)
        if not fits or held_digest != digest(previous, entry, intent, line):
            return
        if entry == "intent":
            intents.add(seq)
        previous = held_digest
        yield row


def _is_line(entry: object, intent: object, line: object, object_id: object, intents: set[int]) -> bool:
    """Whether whoever reads the journal can read this line."""
    try:
        body = json.loads(line) if isinstance(line, str) else None
    except (ValueError, RecursionError):
        return False
    if not isinstance(body, dict) or not _are_numbers([body.get("at")]):
        return False
    if entry == "intent":
        fields = set(JournalLine._fields)
        texts = _are_texts([value for name, value in body.items() if name != "at"])
        return intent is None and object_id == body.get("object_id") and set(body) == fields and texts
    told = [body.get(name) for name in ("after", "request_id")]
    return (
        entry == "result"
        and object_id is None
        and intent in intents
        and set(body) == _RESULT
        and body["result"] in _RESULTS
        and isinstance(body["detail"], str)
        and all(one is None or isinstance(one, str) for one in told)
        and (body["ms"] is None or (type(body["ms"]) in (int, float) and math.isfinite(body["ms"])))
    )


def _append(connection: sqlite3.Connection, batch: Sequence[Row]) -> bool:
    """Whether these lines follow upon the last one that is there."""
    last = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone() or (0, START)
    if last != (batch[0][0] - 1, batch[0][5]):
        return False
    connection.executemany(
        "INSERT INTO journal (seq, entry, intent, line, object_id, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", batch
    )
    return True


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _are_numbers(values: Sequence[object]) -> bool:
    """Whole numbers that a time in microseconds can be."""
    return all(type(value) is int and 0 <= value < 1 << 53 for value in values)
