"""Columns of a campaign's leads: state, person, company, step, when last written to, what came of it."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import wording
from coldsend_tui.people import Lead
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line


def columns(now: datetime) -> tuple[Column[Lead], ...]:
    """The columns; `now` is workspace time, by which ages are told."""

    def ago(at: datetime | None, role: str = "") -> Line:
        return ((wording.age(at, now), role),) if at else (("–", "faint"),)

    return (
        Column("status", "state", lambda row: states.state(row.status, states.LEAD), 14),
        Column("email", "address", lambda row: ((safe(row.email), ""),), 20, grow=True, comfort=32, most=44),
        Column("name", "name", lambda row: ((safe(row.name), "muted"),), 14, grow=True, most=28, rank=3),
        Column("company", "company", lambda row: ((safe(row.company), "muted"),), 14, grow=True, most=32, rank=4),
        Column("step", "step", lambda row: (_step(row.step),), 4, right=True, rank=2),
        Column("contacted", "mailed", lambda row: ago(row.contacted_at), 7, right=True, rank=1),
        Column("opened", "opened", lambda row: ago(row.opened_at, "muted"), 7, right=True, rank=6),
        Column("replied", "replied", lambda row: ago(row.replied_at, "ok"), 7, right=True, rank=5),
        Column("intent", "intent", lambda row: ((safe(row.intent or "").replace("_", " "), "muted"),), 14, rank=7),
    )


def _step(number: int | None) -> tuple[str, str]:
    return ("–", "faint") if not number else (str(number), "muted")
