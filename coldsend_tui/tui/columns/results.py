"""Columns of the results of a write."""

from __future__ import annotations

from coldsend_tui.actions.outcome import Fate
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.under_way import ResultRow

_GLYPHS = {
    Fate.DONE: ("✓ done", "ok"),
    Fate.REFUSED: ("✗ refused", "warn"),
    Fate.FAILED: ("✗ failed", "crit"),
    Fate.UNKNOWN: ("? unknown", "warn"),
    Fate.CANCELLED: ("– not tried", "muted"),
}


def _fate(row: ResultRow) -> Line:
    if row.result is not None:
        return (_GLYPHS[row.result.fate],)
    return (("… sent", "accent"),) if row.sent else (("· waits", "faint"),)


def _change(row: ResultRow) -> Line:
    if row.result is None or not row.result.verified:
        return ((safe(row.item.before), "muted"),)
    return ((f"{safe(row.item.before)} → {safe(row.result.after or 'gone')}", ""),)


def _why(row: ResultRow) -> Line:
    if row.result is None:
        return ()
    missing = f" (missing: {', '.join(row.result.missing)})" if row.result.missing else ""
    return ((safe(row.result.detail + missing), "muted"),)


COLUMNS: tuple[Column[ResultRow], ...] = (
    Column("fate", "result", _fate, 11),
    Column("name", "object", lambda row: ((safe(row.item.name), ""),), 20, grow=True, most=36),
    Column("change", "read back", _change, 19),
    Column("why", "why", _why, 12, grow=True, most=70, rank=1),
)
