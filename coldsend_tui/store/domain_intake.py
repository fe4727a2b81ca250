"""Stores domains and their setup."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from ..details import DomainSetup
from ..workspace import Domain
from .changes import differences, record, setup_parts
from .database import many
from .gauges import add_gauges
from .refresh import Refresh
from .settings import setup_text
from .states import note_states
from .times import maybe_micros, micros

_COLUMNS = (
    "id, name, status, max_inboxes, current_inboxes, mail_server_ready, dns_verified, created_at, seen_at, in_list"
)
_UPSERT = f"""
    INSERT INTO domain ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status, max_inboxes = excluded.max_inboxes,
        current_inboxes = excluded.current_inboxes, mail_server_ready = excluded.mail_server_ready,
        dns_verified = excluded.dns_verified, created_at = excluded.created_at, seen_at = excluded.seen_at, in_list = 1
"""
_INBOXES, _SEEN = 4, 8


def store_domains(connection: sqlite3.Connection, rows: Sequence[Domain], refresh: Refresh) -> bool:
    """Merge domains; True where something visible changed. `state_since` is the cache's own and not taken from the rows."""
    known: dict[str, tuple[Any, ...]] = {row[0]: row for row in connection.execute(f"SELECT {_COLUMNS} FROM domain")}
    written, states, readings = [], [], []
    for domain in rows:
        old = known.get(domain.id)
        new: list[Any] = [*domain[:7], maybe_micros(domain.created_at), micros(refresh.real)]
        if old is not None:
            new = [before if value is None else value for before, value in zip(old[:9], new, strict=True)]
            record(
                connection,
                refresh.at,
                "domain",
                domain.id,
                domain.name,
                differences(_configured(old), _configured(new)),
            )
        if old is None or old[2] != new[2]:
            states.append((domain.id, domain.name, domain.status))
        if old is None or old[_INBOXES] != new[_INBOXES]:
            readings.append(("domain", domain.id, "current_inboxes", new[_INBOXES]))
        if old is None or tuple(new[:_SEEN]) != old[:_SEEN] or not old[9] or old[_SEEN] > new[_SEEN]:
            written.append(new)
    many(connection, _UPSERT, written)
    note_states(connection, "domain", refresh.at, states)
    add_gauges(connection, refresh.at, readings)
    return bool(written)


def store_setup(connection: sqlite3.Connection, setup: DomainSetup, refresh: Refresh) -> bool:
    """Store a domain's setup; changed nameservers and records go into the history."""
    body = setup_text(setup)
    row = connection.execute("SELECT body FROM domain_setup WHERE domain_id = ?", (setup.id,)).fetchone()
    before = None if row is None else row[0]
    connection.execute(
        "INSERT OR REPLACE INTO domain_setup (domain_id, body, seen_at) VALUES (?, ?, ?)",
        (setup.id, body, micros(refresh.real)),
    )
    if before == body:
        return False
    name = connection.execute("SELECT name FROM domain WHERE id = ?", (setup.id,)).fetchone()
    record(
        connection,
        refresh.at,
        "domain",
        setup.id,
        name[0] if name else "",
        differences(setup_parts(before), setup_parts(body)),
    )
    return True


def _configured(row: Sequence[Any]) -> dict[str, object]:
    return {"inboxes allowed": row[3], "mail server ready": row[5], "DNS verified": row[6]}
