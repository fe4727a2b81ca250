"""Columns of the list of workspaces."""

from __future__ import annotations

from collections.abc import Callable

from coldsend_tui.live.portfolio import Standing
from coldsend_tui.ops import wording
from coldsend_tui.ops.health import Level
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line, line

_LEVELS = {
    Level.CRIT: ("● ", "crit"),
    Level.WARN: ("▲ ", "warn"),
    Level.OK: ("✓ ", "ok"),
    Level.UNKNOWN: ("? ", "muted"),
}


def columns(here: str, stale: Callable[[Standing], bool]) -> tuple[Column[Standing], ...]:
    """`here` is the workspace that is open; `stale` says whose figures are too old to go by."""

    def name(row: Standing) -> Line:
        return line(
            ("▪ ", row.colour or "accent"),
            (safe(row.name), row.colour or "bold"),
            (" here", "muted") if row.name == here else "",
        )

    def verdict(row: Standing) -> Line:
        glyph, role = _LEVELS[row.level]
        return line((glyph, role), (row.headline, role))

    def worst(row: Standing) -> Line:
        return line((safe(row.note), "faint") if row.note else (safe(row.worst), "muted"))

    def age(row: Standing) -> Line:
        return line(
            ("never", "faint") if row.age is None else (wording.duration(row.age), "warn" if stale(row) else "muted")
        )

    def sent(row: Standing) -> Line:
        if row.sent_today is None:
            return line(("–", "faint"))
        return line(f"{row.sent_today:,}", (f"/{row.capacity:,}" if row.capacity else "", "muted"))

    def active(row: Standing) -> Line:
        return line(f"{row.active}", (f"/{row.campaigns}", "muted")) if row.age is not None else line(("–", "faint"))

    def unread(row: Standing) -> Line:
        return (
            line(("–", "faint"))
            if row.unread is None
            else line((f"{row.unread:,}", "accent" if row.unread else "faint"))
        )

    return (
        Column("verdict", "verdict", verdict, 18, lambda row: row.badness),
        Column("name", "workspace", name, 14, lambda row: row.name, grow=True, most=40),
        Column("worst", "worst finding", worst, 18, grow=True, most=80, rank=2),
        Column("active", "active", active, 7, lambda row: row.active, right=True, rank=1, descending=True),
        Column("sent", "sent today", sent, 13, lambda row: row.sent_today or 0, right=True, descending=True),
        Column("unread", "unread", unread, 6, lambda row: row.unread or 0, right=True, descending=True),
        Column("age", "age", age, 7, lambda row: row.age.total_seconds() if row.age else 0.0, right=True),
    )
