"""Columns of the inbox: unread mark, age, person, category, subject with the newest words, campaign."""

from __future__ import annotations

from datetime import datetime

from coldsend_tui.ops import wording
from coldsend_tui.ops.reply_query import positive
from coldsend_tui.ops.thresholds import ANSWER_LATE, ANSWER_SOON
from coldsend_tui.people import Conversation
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line

_CATEGORIES = {
    "interested": "ok",
    "meeting_request": "ok",
    "meeting_booked": "ok",
    "positive": "ok",
    "not_interested": "muted",
    "unsubscribe": "warn",
    "bounce": "crit",
}


def category(name: str | None) -> tuple[str, str]:
    """A category as words with its role; nothing for none."""
    if not name:
        return ("–", "faint")
    return (safe(name).replace("_", " ").lower(), _CATEGORIES.get(name.lower(), "muted"))


def person(row: Conversation) -> str:
    """Who writes: the name, else the address."""
    return safe(row.name).strip() or safe(row.email) or "(nobody)"


def age_role(row: Conversation, now: datetime) -> str:
    """How pressing an unread reply is by its age: only what somebody wants answered can be late."""
    if row.read is not False or row.at is None:
        return "faint"
    if not positive(row.category):
        return "muted"
    waited = now - row.at
    return "crit" if waited > ANSWER_LATE else "warn" if waited > ANSWER_SOON else "ok"


def columns(now: datetime) -> tuple[Column[Conversation], ...]:
    """The columns; `now` is workspace time, by which ages are told."""

    def mark(row: Conversation) -> Line:
        unread = ("●", "accent") if row.read is False else (" ", "")
        return (unread, ("★", "warn") if row.starred else (" ", ""))

    def age(row: Conversation) -> Line:
        return ((wording.age(row.at, now) if row.at else "–", age_role(row, now)),)

    def who(row: Conversation) -> Line:
        return ((person(row), "bold" if row.read is False else ""),)

    def words(row: Conversation) -> Line:
        subject, preview = safe(row.subject), safe(row.preview)
        quiet = "" if row.read is False else "muted"
        return ((subject or "(no subject)", quiet), (f"  {preview}" if preview else "", "faint"))

    return (
        Column("mark", "", mark, 2),
        Column("age", "age", age, 6, right=True),
        Column("person", "from", who, 16, grow=True, comfort=16, most=26),
        Column("category", "category", lambda row: (category(row.category),), 14, rank=1),
        Column("subject", "subject", words, 20, grow=True, comfort=24, most=100, rank=3),
        Column("campaign", "campaign", lambda row: ((safe(row.campaign), "faint"),), 20, grow=True, most=40, rank=5),
        Column("messages", "mails", lambda row: (_count(row.messages),), 5, right=True, rank=4),
    )


def _count(number: int | None) -> tuple[str, str]:
    return ("–", "faint") if number is None else (f"{number:,}", "muted")
