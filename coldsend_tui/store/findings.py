"""What the console remembers of its findings: since when each one stands, which were acknowledged or snoozed."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from .database import Database, many
from .times import maybe_micros, maybe_moment, micros, moment

FindingKey = tuple[str, str]
"""(rule, object id)"""

RETURNS_WITHIN = timedelta(hours=1)
"""A finding that comes back within this time is the same one and keeps its history [field.md §4]."""


class FindingNote(NamedTuple):
    """A finding as far as it is worth remembering; `body` is the judgement's own, in full."""

    rule: str
    object_kind: str
    object_id: str
    severity: str
    text: str
    body: str = ""


class RememberedFinding(NamedTuple):
    """A standing finding. `first_seen` is workspace time; `quiet_until` is set while it is snoozed, `acknowledged` where it is for good."""

    rule: str
    object_kind: str
    object_id: str
    severity: str
    text: str
    first_seen: datetime
    acknowledged: bool
    quiet_until: datetime | None
    body: str = ""


class FiredFinding(NamedTuple):
    """A finding of the past. Times are the workspace's; `resolved_at` is None while it stands."""

    rule: str
    object_kind: str
    object_id: str
    severity: str
    text: str
    first_seen: datetime
    resolved_at: datetime | None


class QuietFinding(NamedTuple):
    """How a finding was quieted: until when (workspace time; None: for as long as it stands), why, and how bad it was then."""

    until: datetime | None
    reason: str
    severity: str


SEVERITIES = ("INFO", "WARN", "CRIT")
"""Severities from the least to the worst, as they stand in notes."""


class FindingMemory:
    """Findings that stand now and those that were resolved lately."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, notes: Iterable[FindingNote], now: datetime) -> Mapping[FindingKey, datetime]:
        """Remember what stands at `now` (workspace time); everything else is resolved. Returns since when each stands.

        What got worse, or fires anew, is not quiet any more. Writes only where something differs from the last call; StoreError
        where another console is writing for long.
        """
        standing = {(note.rule, note.object_id): note for note in notes}
        stamp = micros(now)
        known = {
            (row[0], row[1]): row
            for row in self._database.read(
                "SELECT rule, object_id, object_kind, severity, text, first_seen, resolved_at, body FROM finding"
            )
        }
        first_seen: dict[FindingKey, datetime] = {}
        written, resolved, woken = [], [], []
        for key, note in standing.items():
            old = known.get(key)
            since = stamp
            if old is not None and (old[6] is None or stamp - old[6] <= RETURNS_WITHIN // timedelta(microseconds=1)):
                since = old[5]
            first_seen[key] = moment(since)
            row = (note.rule, note.object_id, note.object_kind, note.severity, note.text, since, None, note.body)
            if row != old:
                written.append(row)
            if old is not None and (since != old[5] or _rank(note.severity) > _rank(old[3])):
                woken.append(key)
        for key, old in known.items():
            if key not in standing and old[6] is None:
                resolved.append((stamp, *key))
        if written or resolved:
            self._database.write_soon(lambda connection: _write(connection, written, resolved, woken))
        return first_seen

    def first_seen(self) -> Mapping[FindingKey, datetime]:
        """Since when each standing finding stands (workspace time)."""
        rows = self._database.read("SELECT rule, object_id, first_seen FROM finding WHERE resolved_at IS NULL")
        return {(rule, object_id): moment(since) for rule, object_id, since in rows}

    def last(self) -> list[RememberedFinding]:
        """The findings of the last `note`, oldest first."""
        rows = self._database.read(
            "SELECT f.rule, f.object_kind, f.object_id, f.severity, f.text, f.first_seen, q.rule IS NOT NULL AND q.until IS NULL, q.until, f.body"
            " FROM finding f LEFT JOIN quiet_finding q USING (rule, object_id) WHERE f.resolved_at IS NULL ORDER BY f.first_seen"
        )
        return [
            RememberedFinding._make((*row[:5], moment(row[5]), bool(row[6]), maybe_moment(row[7]), row[8]))
            for row in rows
        ]

    def fired(self, start: datetime, end: datetime) -> list[FiredFinding]:
        """Findings that stood at some time from `start` to before `end` (workspace time), oldest first."""
        rows = self._database.read(
            "SELECT rule, object_kind, object_id, severity, text, first_seen, resolved_at FROM finding"
            " WHERE first_seen < ? AND (resolved_at IS NULL OR resolved_at >= ?) ORDER BY first_seen",
            (micros(end), micros(start)),
        )
        return [FiredFinding._make((*row[:5], moment(row[5]), maybe_moment(row[6]))) for row in rows]

    def snooze(self, rule: str, object_id: str, until: datetime, reason: str) -> None:
        """Keep a finding quiet until `until` (workspace time)."""
        self._quiet(rule, object_id, until, reason)

    def acknowledge(self, rule: str, object_id: str, reason: str) -> None:
        """Keep a finding quiet for as long as it stands; when it is resolved and comes back, it speaks again."""
        self._quiet(rule, object_id, None, reason)

    def wake(self, rule: str, object_id: str) -> None:
        """Take back a snooze or an acknowledgement."""
        self._database.write(lambda connection: connection.execute(_WAKE, (rule, object_id)))

    def quiet(self, now: datetime) -> Mapping[FindingKey, QuietFinding]:
        """The standing findings that are acknowledged, or snoozed beyond `now`."""
        rows = self._database.read(
            "SELECT q.rule, q.object_id, q.until, q.reason, f.severity FROM quiet_finding q JOIN finding f USING (rule, object_id)"
            " WHERE f.resolved_at IS NULL AND (q.until IS NULL OR q.until > ?)",
            (micros(now),),
        )
        return {
            (rule, object_id): QuietFinding(maybe_moment(until), reason, severity)
            for rule, object_id, until, reason, severity in rows
        }

    def _quiet(self, rule: str, object_id: str, until: datetime | None, reason: str) -> None:
        row = (rule, object_id, maybe_micros(until), reason)
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO quiet_finding (rule, object_id, until, reason) VALUES (?, ?, ?, ?)", row
            )
        )


_WAKE = "DELETE FROM quiet_finding WHERE rule = ? AND object_id = ?"


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


def _write(
    connection: sqlite3.Connection,
    written: Sequence[tuple[object, ...]],
    resolved: Sequence[tuple[object, ...]],
    woken: Sequence[FindingKey],
) -> None:
    many(
        connection,
        "INSERT OR REPLACE INTO finding (rule, object_id, object_kind, severity, text, first_seen, resolved_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        written,
    )
    many(connection, "UPDATE finding SET resolved_at = ? WHERE rule = ? AND object_id = ?", resolved)
    many(connection, _WAKE + " AND until IS NULL", [(rule, object_id) for _, rule, object_id in resolved])
    many(connection, _WAKE, woken)
