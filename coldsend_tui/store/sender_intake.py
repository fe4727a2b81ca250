"""Stores sender accounts and their daily usage."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from ..workspace import Sender
from .changes import differences, record
from .database import many
from .gauges import add_gauges
from .refresh import Applied, Refresh, Usage
from .states import note_states
from .times import maybe_micros, micros

_COLUMNS = "id, email, display_name, kind, status, health, daily_limit, sent_today, rate_limited, domain_id, domain, created_at, seen_at, in_list"
_UPSERT = f"""
    INSERT INTO sender ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT (id) DO UPDATE SET email = excluded.email, display_name = excluded.display_name, kind = excluded.kind,
        status = excluded.status, health = excluded.health, daily_limit = excluded.daily_limit, sent_today = excluded.sent_today,
        rate_limited = excluded.rate_limited, domain_id = excluded.domain_id, domain = excluded.domain,
        created_at = excluded.created_at, seen_at = excluded.seen_at, in_list = 1
"""
_HEALTH, _LIMIT, _USED, _SEEN = 5, 6, 7, 12


def store_senders(connection: sqlite3.Connection, rows: Sequence[Sender], refresh: Refresh) -> bool:
    """Merge a page of sender accounts; True where something visible changed."""
    known: dict[str, tuple[Any, ...]] = {row[0]: row for row in connection.execute(f"SELECT {_COLUMNS} FROM sender")}
    written, states, readings = [], [], []
    for sender in rows:
        old = known.get(sender.id)
        new: list[Any] = [*sender[:11], maybe_micros(sender.created_at), micros(refresh.real)]
        if old is not None:
            new = [before if value is None else value for before, value in zip(old[:13], new, strict=True)]
            record(
                connection,
                refresh.at,
                "sender",
                sender.id,
                sender.email,
                differences(_configured(old), _configured(new)),
            )
        if old is None or old[4] != new[4]:
            states.append((sender.id, sender.email, sender.status))
        if old is None or old[_HEALTH] != new[_HEALTH]:
            readings.append(("sender", sender.id, "health", new[_HEALTH]))
        if old is None or old[_USED] != new[_USED]:
            readings.append(("sender", sender.id, "sent_today", new[_USED]))
        if old is None or tuple(new[:_SEEN]) != old[:_SEEN] or not old[13] or old[_SEEN] > new[_SEEN]:
            written.append(new)
    many(connection, _UPSERT, written)
    note_states(connection, "sender", refresh.at, states)
    add_gauges(connection, refresh.at, readings)
    return bool(written)


def store_usage(connection: sqlite3.Connection, rows: Sequence[Usage], refresh: Refresh) -> Applied:
    """Merge today's usage into the known accounts, by id or else by address. Unknown accounts wait for their list."""
    by_id: dict[str, tuple[Any, ...]] = {}
    by_email: dict[str, tuple[Any, ...]] = {}
    for row in connection.execute("SELECT id, email, sent_today, daily_limit, rate_limited FROM sender"):
        by_id[row[0]] = by_email[row[1].casefold()] = row
    written, readings, strangers = [], [], False
    for usage in rows:
        old = by_id.get(usage.id or "") or by_email.get(usage.email.casefold())
        if old is None:
            strangers = True
            continue
        new = tuple(before if value is None else value for before, value in zip(old[2:], usage[2:], strict=True))
        if new == old[2:]:
            continue
        written.append((*new, micros(refresh.real), old[0]))
        if new[0] != old[2]:
            readings.append(("sender", old[0], "sent_today", new[0]))
        found = differences({"daily limit": old[3]}, {"daily limit": new[1]})
        record(connection, refresh.at, "sender", old[0], old[1], found)
    many(
        connection,
        "UPDATE sender SET sent_today = ?, daily_limit = ?, rate_limited = ?, seen_at = ? WHERE id = ?",
        written,
    )
    add_gauges(connection, refresh.at, readings)
    return Applied(bool(written), frozenset(("sender",)) if strangers else frozenset())


def _configured(row: Sequence[Any]) -> dict[str, object]:
    return {"display name": row[2], "type": row[3], "daily limit": row[_LIMIT], "domain": row[10]}
