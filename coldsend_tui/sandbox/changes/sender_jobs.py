"""Bulk work on sender accounts as jobs, one item at a time. Each item is taken or refused by the rules of the single call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from sqlite3 import Connection, Row
from typing import TYPE_CHECKING, Any

from ..engine import parameters as p
from ..problems import Conflict, NotFound, Problem

if TYPE_CHECKING:
    from .senders import Senders

Item = Callable[["Senders", Any], dict[str, Any]]


def start_job(senders: Senders, kind: str, items: list[Any], results: list[dict[str, Any]]) -> int:
    """Write the job down; gives its id. `results`: what is known of each item before it is worked on."""
    with senders.writing():
        return senders.insert(
            "job",
            {
                "kind": kind, "status": "PENDING", "total_count": len(items), "valid_count": len(items), "results": json.dumps(results),
                "created_at": senders.now, "next_step_at": senders.now + p.JOB_QUEUE_TIME, "work": json.dumps(items),
            },
        )  # fmt: skip


def run_items(senders: Senders, job: Row, now: int, work_on: Item) -> None:
    """Work on the next item of a job."""
    db = senders.db
    items, results = json.loads(job["work"]), json.loads(job["results"])
    done = job["processed_count"]
    if done < len(items):
        with senders.at(now):
            result = work_on(senders, items[done])
        if done < len(results):
            results[done] |= result
        else:
            results.append(result)
        counter = {"FAILED": "error_count", "SKIPPED": "skipped_count"}.get(result["status"], "success_count")
        db.execute(
            f"UPDATE job SET {counter} = {counter} + 1, processed_count = processed_count + 1, status = 'IN_PROGRESS', results = ?, "
            "started_at = coalesce(started_at, ?), next_step_at = ? WHERE id = ?",
            (json.dumps(results), now, now + p.SENDER_ITEM_TIME, job["id"]),
        )
        done += 1
    if done >= len(items):
        db.execute(
            "UPDATE job SET status = 'COMPLETED', completed_at = ?, next_step_at = NULL, work = NULL WHERE id = ?",
            (now, job["id"]),
        )


def native_item(senders: Senders, item: Mapping[str, Any]) -> dict[str, Any]:
    """Create one managed inbox."""
    try:
        domain = senders.row("domain", item["domain_id"])
        inbox_id = senders.add_native(domain, item["email_prefix"], item.get("display_name"))
    except Problem as problem:
        return {
            "email_prefix": item["email_prefix"],
            "email_address": None,
            "status": "FAILED",
            "inbox_id": None,
            "error": problem.detail,
        }
    email = f"{item['email_prefix'].strip().lower()}@{domain['domain_name']}"
    return {
        "email_prefix": item["email_prefix"], "email_address": email, "status": "SUCCESS",
        "inbox_id": senders.world.uid("inbox", inbox_id), "error": None,
    }  # fmt: skip


def smtp_item(senders: Senders, item: Mapping[str, Any]) -> dict[str, Any]:
    """Create one account with its own servers."""
    try:
        inbox_id = senders.add_smtp(item)
    except Problem as problem:
        reached = None if isinstance(problem, Conflict) else not problem.detail.startswith("SMTP")
        return {
            "status": "FAILED",
            "smtp_valid": reached,
            "imap_valid": False if reached else None,
            "inbox_id": None,
            "error": problem.detail,
        }
    return {
        "status": "SUCCESS", "smtp_valid": True, "imap_valid": True if item.get("imap_host") else None,
        "inbox_id": senders.world.uid("inbox", inbox_id), "error": None,
    }  # fmt: skip


def delete_item(senders: Senders, inbox_uid: str) -> dict[str, Any]:
    """Delete one account; one that is unknown or in use is skipped."""
    rowid = senders.world.rowid("inbox", inbox_uid)
    try:
        row = senders.row("inbox", rowid or 0)
        senders.remove(row)
    except (NotFound, Conflict) as problem:
        return {"status": "SKIPPED", "error": problem.detail}
    return {"email_address": row["email_address"], "status": "DELETED", "error": None}


def workers(senders: Senders) -> dict[str, Callable[[Connection, Row, int], None]]:
    """The workers of one world's sender jobs."""

    def of(work_on: Item) -> Callable[[Connection, Row, int], None]:
        return lambda _db, job, now: run_items(senders, job, now, work_on)

    return {"native_bulk": of(native_item), "smtp_bulk": of(smtp_item), "bulk_delete": of(delete_item)}
