"""Columns of contacts and of their saved lists."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import wording
from coldsend_tui.people import Contact, ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line


def signal(row: Contact) -> Line:
    """The signal as glyph and word; one set by hand says so."""
    return (*states.state(row.signal, states.SIGNAL), (" pinned", "faint") if row.pinned else ("", ""))


def count(number: int | None, role: str = "") -> Line:
    """A count; what the API did not say is no zero."""
    return (("–", "faint"),) if number is None else ((f"{number:,}", role if number else "faint"),)


def columns(now: datetime) -> tuple[Column[Contact], ...]:
    """The columns; `now` is workspace time, by which ages are told."""

    def contacted(row: Contact) -> Line:
        return ((wording.age(row.contacted_at, now), "muted"),) if row.contacted_at else (("never", "faint"),)

    return (
        Column("signal", "signal", signal, 17),
        Column("email", "address", lambda row: ((safe(row.email), ""),), 20, grow=True, comfort=32, most=44),
        Column("name", "name", lambda row: ((safe(row.name), "muted"),), 14, grow=True, most=28, rank=3),
        Column("company", "company", lambda row: ((safe(row.company), "muted"),), 14, grow=True, most=32, rank=4),
        Column("campaigns", "camp.", lambda row: count(row.campaigns), 5, right=True, rank=2),
        Column("sent", "sent", lambda row: count(row.sent), 5, right=True, rank=5),
        Column("replied", "replied", lambda row: count(row.replied, "ok"), 7, right=True, rank=6),
        Column("contacted", "mailed", contacted, 7, right=True, rank=1),
        Column("tags", "tags", lambda row: ((safe(", ".join(tag.name for tag in row.tags)), "accent"),), 16, rank=7),
    )


def list_columns(now: datetime) -> tuple[Column[ContactList], ...]:
    """The columns of saved lists."""

    def age(row: ContactList) -> Line:
        at = row.updated_at or row.created_at
        return ((wording.age(at, now), "muted"),) if at else (("–", "faint"),)

    return (
        Column("kind", "type", lambda row: ((safe(row.kind).lower(), "muted"),), 8),
        Column("name", "name", lambda row: ((safe(row.name), ""),), 20, grow=True, most=60),
        Column("count", "people", lambda row: count(row.counted), 8, right=True),
        Column("age", "changed", age, 7, right=True, rank=1),
    )
