"""The journal of writes: what was meant before it was sent, and what came of it. Append-only and hash-chained.

Each line carries the SHA-256 of the line before it and of its own canonical JSON, so that a line that was changed,
taken out or put in shows. The chain proves order and wholeness, not who wrote it: it has no secret.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from ..errors import StoreError
from .database import Database
from .times import micros, moment

Result = Literal["done", "failed", "unknown", "cancelled", "refused"]
START = "0" * 64
"""What stands for the line before the first."""
_ENTRIES = """
    SELECT i.seq, i.line, r.line FROM journal i LEFT JOIN journal r
        ON r.seq = (SELECT max(seq) FROM journal WHERE intent = i.seq)
    WHERE i.entry = 'intent'
"""


class JournalLine(NamedTuple):
    """What is about to be done to one object, noted before the request leaves.

    `at` is the operator's clock; `before` and `after` are the states read and planned; `plan` is the plan as JSON or text.
    None of it may hold a secret.
    """

    at: datetime
    profile: str
    actor: str
    action: str
    object_kind: str
    object_id: str
    object_name: str
    before: str
    after: str
    detail: str = ""
    plan: str = ""


class JournalEntry(NamedTuple):
    """An intent with the latest result, if there is one. `finished_at` is the operator's clock, `ms` the request's duration.

    `after` is the state that was read back where one was, else the planned one, which `planned` keeps.
    """

    id: int
    at: datetime
    profile: str
    actor: str
    action: str
    object_kind: str
    object_id: str
    object_name: str
    before: str
    after: str
    detail: str
    plan: str
    result: str | None
    finished_at: datetime | None
    result_detail: str
    request_id: str | None
    ms: float | None
    planned: str = ""


class Journal:
    """The journal of one profile. Each writing call is one transaction that is on the disk when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def intent(self, line: JournalLine) -> int:
        """Note what is about to be done; returns the entry's id."""
        body = line._asdict() | {"at": micros(line.at)}
        return self._append("intent", None, line.object_id, body)

    def result(
        self,
        intent: int,
        at: datetime,
        result: Result,
        detail: str = "",
        *,
        after: str | None = None,
        request_id: str | None = None,
        ms: float | None = None,
    ) -> int:
        """Note what came of an intent. A later result of the same intent (an unknown one that was verified) counts instead."""
        body = {
            "at": micros(at),
            "result": result,
            "detail": detail,
            "after": after,
            "request_id": request_id,
            "ms": ms,
        }
        return self._append("result", intent, None, body)

    def entries(
        self, limit: int = 200, *, before: int | None = None, object_id: str | None = None
    ) -> list[JournalEntry]:
        """The latest entries, newest first; those with an id below `before`, of one object and its parts (`object/part`) where asked."""
        rows = self._database.read(
            _ENTRIES + " AND (?1 IS NULL OR i.seq < ?1) AND (?2 IS NULL OR i.object_id = ?2 OR"
            " (i.object_id > ?2 || '/' AND i.object_id < ?2 || '0')) ORDER BY i.seq DESC LIMIT ?3",
            (before, object_id, limit),
        )
        return [_entry(*row) for row in rows]

    def unfinished(self) -> list[JournalEntry]:
        """Intents without a result, or with an unknown one that no reading followed, oldest first: nobody knows what happened."""
        unread = """instr(r.line, '"result":"unknown"') AND instr(r.line, '"after":null')"""
        rows = self._database.read(f"{_ENTRIES} AND (r.seq IS NULL OR ({unread})) ORDER BY i.seq")
        return [_entry(*row) for row in rows]

    def every(self) -> Iterator[JournalEntry]:
        """All entries, oldest first."""
        return (_entry(*row) for row in self._database.read(_ENTRIES + " ORDER BY i.seq"))

    def last(self) -> int:
        """The number of the newest line, 0 without any: by it one sees that the journal grew. Cheap."""
        rows = self._database.read("SELECT coalesce(max(seq), 0) FROM journal")
        return int(rows[0][0])

    def verify(self) -> int:
        """Walk the whole chain; returns the number of lines. Raises StoreError naming the first line that does not fit."""
        previous, expected = START, 1
        for seq, entry, intent, line, held, held_digest in self._database.read(
            "SELECT seq, entry, intent, line, previous, hash FROM journal ORDER BY seq"
        ):
            if seq != expected or held != previous or held_digest != digest(previous, entry, intent, line):
                raise StoreError(
                    f"Line {expected} of the journal was changed, removed or added after it was written.",
                    "Compare it with a backup; the lines before it are intact.",
                )
            previous, expected = held_digest, expected + 1
        return expected - 1

    def _append(self, entry: str, intent: int | None, object_id: str | None, body: dict[str, Any]) -> int:
        line = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

        def work(connection: sqlite3.Connection) -> int:
            last = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
            seq, previous = (1, START) if last is None else (last[0] + 1, last[1])
            connection.execute(
                "INSERT INTO journal (seq, entry, intent, line, object_id, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (seq, entry, intent, line, object_id, previous, digest(previous, entry, intent, line)),
            )
            return seq

        return self._database.write(work, durable=True)


def digest(previous: str, entry: str, intent: int | None, line: str) -> str:
    """What the chain holds of a line: over the line before it (`START` before the first) and its own content."""
    import hashlib  # loads OpenSSL, which the first frame does not need

    return hashlib.sha256(f"{previous}\n{entry}\n{intent or ''}\n{line}".encode()).hexdigest()


def _entry(seq: int, intent_line: str, result_line: str | None) -> JournalEntry:
    intent: dict[str, Any] = json.loads(intent_line)
    result: dict[str, Any] = json.loads(result_line) if result_line else {}
    at, planned = moment(intent.pop("at")), intent["after"]
    if result.get("after") is not None:
        intent["after"] = result["after"]
    return JournalEntry(
        id=seq,
        at=at,
        **intent,
        result=result.get("result"),
        finished_at=moment(result["at"]) if result else None,
        result_detail=result.get("detail", ""),
        request_id=result.get("request_id"),
        ms=result.get("ms"),
        planned=planned,
    )
