"""Columns of the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from coldsend_tui.store import JournalEntry
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line

_RESULTS = {
    "done": ("✓", "ok"),
    "failed": ("✗", "crit"),
    "unknown": ("?", "warn"),
    "cancelled": ("–", "muted"),
    "refused": ("✗", "warn"),
}


def result_of(entry: JournalEntry) -> Line:
    """What came of a write; a missing result stands out."""
    if entry.result is None:
        return (("? no result", "warn"),)
    glyph, role = _RESULTS.get(entry.result, ("?", "warn"))
    return ((f"{glyph} {entry.result}", role),)


def _change(entry: JournalEntry) -> Line:
    state, _, old = entry.before.partition(" #")
    after, _, new = entry.after.partition(" #")
    if old and new:
        # A change of content: two digests, of which a few digits are enough to see that they differ.
        moved = "" if after == state else f"{after} "
        return ((safe(f"{state} #{old[:4]} → {moved}#{new[:4]}"), ""),)
    return ((f"{safe(entry.before or '?')} → {safe(entry.after or 'gone')}", ""),)


def columns(in_workspace: Callable[[datetime], datetime]) -> tuple[Column[JournalEntry], ...]:
    """The columns; `in_workspace` makes workspace time of the operator's, which the journal keeps."""
    when = Column[JournalEntry]("at", "when (UTC)", lambda e: ((f"{in_workspace(e.at):%d %b %H:%M:%S}", "muted"),), 15)
    return (when, *_REST)


_REST: tuple[Column[JournalEntry], ...] = (
    Column("who", "who", lambda e: ((safe(e.actor) or "–", "muted"),), 8, rank=2),
    Column("action", "what", lambda e: ((safe(e.action), ""),), 10),
    Column("name", "object", lambda e: ((safe(e.object_name), ""),), 18, grow=True, most=48),
    Column("change", "before → after", _change, 22, rank=1),
    Column("result", "result", result_of, 12),
    Column(
        "detail", "detail", lambda e: ((safe(e.result_detail or e.detail), "muted"),), 20, grow=True, most=60, rank=3
    ),
    Column("request", "request id", lambda e: ((safe(e.request_id or "–"), "faint"),), 12, rank=5),
    Column("ms", "ms", lambda e: (("–" if e.ms is None else f"{e.ms:,.0f}", "muted"),), 6, right=True, rank=4),
)
