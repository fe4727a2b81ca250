"""Things that take their time: domains being set up, sender accounts being validated, jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sqlite3 import Connection, Row

from . import parameters as p

# Moves a job of one kind a step on at a moment. It sets `next_step_at` to a later moment, or to null when the job ended.
Worker = Callable[[Connection, Row, int], None]

_DUE = (
    "SELECT min(at) FROM (SELECT min(next_stage_at) AS at FROM domain WHERE next_stage_at IS NOT NULL "
    "UNION ALL SELECT min(validated_at) FROM inbox WHERE overall_status = 'PENDING' AND validated_at IS NOT NULL AND deleted_at IS NULL "
    "UNION ALL SELECT min(next_step_at) FROM job WHERE next_step_at IS NOT NULL)"
)


def next_setup_at(db: Connection) -> int | None:
    """When the next of them moves on by itself."""
    moment: int | None = db.execute(_DUE).fetchone()[0]
    return moment


def run_setup(db: Connection, now: int, workers: Mapping[str, Worker]) -> None:
    """Move on everything that is due."""
    for domain in db.execute(
        "SELECT id, status, will_fail FROM domain WHERE next_stage_at <= ? ORDER BY id", (now,)
    ).fetchall():
        _move_domain(db, domain["id"], domain["status"], bool(domain["will_fail"]), now)
    for inbox in db.execute(
        "SELECT id FROM inbox WHERE overall_status = 'PENDING' AND validated_at <= ? AND deleted_at IS NULL ORDER BY id",
        (now,),
    ).fetchall():
        db.execute(
            "UPDATE inbox SET overall_status = 'ACTIVE', validated_at = NULL, updated_at = ? WHERE id = ?",
            (now, inbox["id"]),
        )
        db.execute(
            "INSERT INTO event (at, kind, inbox_id, detail) VALUES (?, 'sender_status', ?, 'ACTIVE')",
            (now, inbox["id"]),
        )
    for job in db.execute("SELECT * FROM job WHERE next_step_at <= ? ORDER BY next_step_at, id", (now,)).fetchall():
        workers[job["kind"]](db, job, now)


def _move_domain(db: Connection, domain_id: int, status: str, will_fail: bool, now: int) -> None:
    """One stage further. DNS_PENDING waits for the owner and for `activate`; it never moves by itself."""
    match status:
        case "PENDING":
            enter_stage(db, domain_id, "DNS_CONFIGURING", now, then=p.DNS_CONFIGURING_TIME)
        case "DNS_CONFIGURING":
            enter_stage(db, domain_id, "DNS_PENDING", now)
        case "SERVICES_CONFIGURING" if will_fail:
            enter_stage(db, domain_id, "FAILED", now)
            db.execute("UPDATE domain SET will_fail = 0 WHERE id = ?", (domain_id,))
        case "SERVICES_CONFIGURING":
            enter_stage(db, domain_id, "ACTIVE", now)
            db.execute("UPDATE domain SET mailcow_added = 1 WHERE id = ?", (domain_id,))
        case _:
            db.execute("UPDATE domain SET next_stage_at = NULL WHERE id = ?", (domain_id,))


def enter_stage(db: Connection, domain_id: int, status: str, now: int, *, then: int | None = None) -> None:
    """Put a domain into a state, from which it moves on by itself after `then` seconds (None: it stays)."""
    db.execute(
        "UPDATE domain SET status = ?, state_since = ?, updated_at = ?, next_stage_at = ? WHERE id = ?",
        (status, now, now, None if then is None else now + then, domain_id),
    )
    db.execute("INSERT INTO event (at, kind, detail) VALUES (?, 'domain_status', ?)", (now, f"{domain_id} {status}"))
