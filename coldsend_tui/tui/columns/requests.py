"""Columns of the API requests."""

from __future__ import annotations

from coldsend_tui.api.record import RequestRecord
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line

SLOW_MS = 2_000
"""An answer that took longer is marked: own rule, a fifth of the time after which a request is given up."""


def outcome(record: RequestRecord) -> Line:
    """The status with a glyph, or why there is none."""
    if record.status is None:
        return ((f"✗ {record.error or 'no answer'}", "crit"),)
    glyph, role = ("✓", "ok") if record.status < 300 else ("✗", "warn" if record.status < 500 else "crit")
    return ((f"{glyph} {record.status}", role),)


def _path(record: RequestRecord) -> Line:
    query = f"?{record.query}" if record.query else ""
    return ((safe(record.path), "" if record.method == "GET" else "bold"), (safe(query), "faint"))


def _ms(record: RequestRecord) -> Line:
    return ((f"{record.ms:,.0f}", "warn" if record.ms > SLOW_MS else "muted"),)


COLUMNS: tuple[Column[RequestRecord], ...] = (
    Column("at", "when (UTC)", lambda r: ((f"{r.at:%H:%M:%S}", "muted"),), 10),
    Column("method", "method", lambda r: ((r.method, "muted" if r.method == "GET" else "accent"),), 6),
    Column("path", "path", _path, 20, grow=True, comfort=32, most=110),
    Column("status", "status", outcome, 8, grow=True, most=18),
    Column("ms", "ms", _ms, 6, right=True),
    Column("minute", "left/min", lambda r: ((f"{r.remaining_minute:,}", "muted"),), 8, right=True),
    Column("hour", "left/h", lambda r: ((f"{r.remaining_hour:,}", "muted"),), 6, right=True, rank=1),
    Column(
        "attempt", "try", lambda r: ((f"{r.attempt}", "warn" if r.attempt > 1 else "faint"),), 3, right=True, rank=2
    ),
    Column("bytes", "kB", lambda r: ((f"{r.received_bytes / 1000:,.1f}", "faint"),), 7, right=True, rank=3),
    Column("request", "request id", lambda r: ((safe(r.request_id or "–"), "faint"),), 12, grow=True, most=36, rank=4),
)
