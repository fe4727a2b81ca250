"""Jobs: CSV uploads and bulk work on sender accounts, moved on one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection, Row

Worker = Callable[[Connection, Row, int], None]
WORKERS: dict[str, Worker] = {}


def worker(kind: str) -> Callable[[Worker], Worker]:
    """Register the function that moves jobs of one kind a step further. It must set `next_step_at` to a later moment or to null."""

    def register(function: Worker) -> Worker:
        WORKERS[kind] = function
        return function

    return register


def run_job(db: Connection, job: Row, now: int) -> None:
    """One step of one job."""
    WORKERS[job["kind"]](db, job, now)
