"""Columns of what became of each row of a bulk write."""

from __future__ import annotations

from typing import NamedTuple

from coldsend_tui.actions.outcome import Fate
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line

_FATES = {
    Fate.DONE.value: ("✓", "ok"),
    Fate.REFUSED.value: ("✗", "warn"),
    Fate.FAILED.value: ("✗", "crit"),
    Fate.UNKNOWN.value: ("?", "warn"),
    Fate.CANCELLED.value: ("–", "muted"),
    "left alone": ("–", "muted"),
}
_ORDER = (
    Fate.FAILED.value,
    Fate.UNKNOWN.value,
    Fate.REFUSED.value,
    Fate.CANCELLED.value,
    "left alone",
    Fate.DONE.value,
)


class RowResult(NamedTuple):
    """One row: its number in the file (None: none), what it is about, what became of it and why. Not yet safe to draw."""

    number: int | None
    name: str
    fate: str
    why: str


def _fate(row: RowResult) -> Line:
    glyph, role = _FATES.get(row.fate, ("?", "warn"))
    return ((f"{glyph} {safe(row.fate)}", role),)


COLUMNS: tuple[Column[RowResult], ...] = (
    Column(
        "number", "row", lambda r: (("–" if r.number is None else f"{r.number}", "muted"),), 5, lambda r: r.number or 0, right=True
    ),
    Column("fate", "result", _fate, 12, lambda r: (_ORDER.index(r.fate) if r.fate in _ORDER else 0, r.number or 0)),
    Column("name", "what", lambda r: ((safe(r.name), ""),), 20, lambda r: r.name, grow=True, most=40),
    Column("why", "why", lambda r: ((safe(r.why), "muted"),), 24, lambda r: r.why, grow=True, most=90),
)  # fmt: skip
