"""Stores a refresh: rows, derived samples, states, configuration history and the feed's freshness, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from ..details import CampaignSettings, DomainSetup
from ..workspace import WaitingReplies
from .campaign_intake import store_campaigns, store_settings
from .campaign_pages import store_flow, store_sample
from .database import many
from .domain_intake import store_domains, store_setup
from .refresh import (
    Applied,
    CampaignRows,
    DomainRows,
    FlowRows,
    Gone,
    Kind,
    LeadSampleRows,
    Listed,
    QuotaRows,
    Refresh,
    SenderRows,
    TimelineRows,
    UnreadReplies,
    UsageRows,
)
from .sender_intake import store_senders, store_usage
from .settings import quotas_text
from .snapshot import WAITING_FACTS
from .spent import add_spent
from .times import maybe_micros, micros

_NOTHING = Applied(changed=False)
# What belongs to an object and goes with it. Samples and changes stay: they are history.
_BELONGINGS: dict[Kind, tuple[str, ...]] = {
    "campaign": (
        "DELETE FROM campaign_settings WHERE campaign_id = ?",
        "DELETE FROM quota WHERE campaign_id = ?",
        "DELETE FROM flow_graph WHERE campaign_id = ?",
        "DELETE FROM lead_sample WHERE campaign_id = ?",
    ),
    "sender": (),
    "domain": ("DELETE FROM domain_setup WHERE domain_id = ?",),
}


def store_refresh(connection: sqlite3.Connection, refresh: Refresh) -> Applied:
    """Apply all contents of a refresh; the caller owns the transaction."""
    changed, unlisted = False, set[Kind]()
    for content in refresh.contents:
        applied = _store(connection, content, refresh)
        changed |= applied.changed
        unlisted |= applied.unlisted
    _store_state(connection, refresh)
    # To the second: nothing is written anew where the same clock goes on.
    connection.execute(
        "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        " WHERE abs(value - excluded.value) > 1000000",
        ("clock_offset", micros(refresh.at) - micros(refresh.real)),
    )
    if refresh.requests:
        add_spent(connection, refresh.real, refresh.requests)
    return Applied(changed, frozenset(unlisted))


def store_failure(connection: sqlite3.Connection, feed: str, at: int, error: str) -> None:
    """Note that a feed failed; its last good content stays."""
    connection.execute(
        "INSERT INTO feed_state (name, failed_at, error) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET failed_at = excluded.failed_at, error = excluded.error",
        (feed, at, error),
    )


def remove(connection: sqlite3.Connection, kind: Kind, object_ids: Iterable[str]) -> bool:
    """Take objects out of the cache; True where one of them was in it."""
    found = False
    for object_id in object_ids:
        found |= connection.execute(f"DELETE FROM {kind} WHERE id = ?", (object_id,)).rowcount > 0
        connection.execute("DELETE FROM state WHERE kind = ? AND id = ?", (kind, object_id))
        for statement in _BELONGINGS[kind]:
            connection.execute(statement, (object_id,))
    return found


def _store(connection: sqlite3.Connection, content: object, refresh: Refresh) -> Applied:
    match content:
        case CampaignRows():
            return store_campaigns(connection, content, refresh)
        case SenderRows(rows):
            return Applied(store_senders(connection, rows, refresh))
        case UsageRows(rows):
            return store_usage(connection, rows, refresh)
        case DomainRows(rows):
            return Applied(store_domains(connection, rows, refresh))
        case TimelineRows(rows):
            return Applied(_store_timeline(connection, content))
        case CampaignSettings():
            return Applied(store_settings(connection, content, refresh))
        case DomainSetup():
            return Applied(store_setup(connection, content, refresh))
        case QuotaRows():
            return Applied(_store_quotas(connection, content, refresh))
        case FlowRows():
            return Applied(store_flow(connection, content, refresh))
        case LeadSampleRows():
            return Applied(store_sample(connection, content, refresh))
        case UnreadReplies(unread):
            return Applied(_store_fact(connection, "unread_replies", unread))
        case WaitingReplies():
            return Applied(_store_waiting(connection, content))
        case Listed(kind, ids):
            return Applied(_remove_unlisted(connection, kind, ids, refresh))
        case Gone(kind, object_id):
            return Applied(remove(connection, kind, [object_id]))
        case _:
            return _NOTHING


def _store_timeline(connection: sqlite3.Connection, content: TimelineRows) -> bool:
    rows = [(day.day.isoformat(), day.sent, day.opened, day.replied, day.bounced) for day in content.rows]
    known = set(connection.execute("SELECT day, sent, opened, replied, bounced FROM timeline_day"))
    new = [row for row in rows if row not in known]
    many(
        connection,
        "INSERT OR REPLACE INTO timeline_day (day, sent, opened, replied, bounced) VALUES (?, ?, ?, ?, ?)",
        new,
    )
    return bool(new)


def _store_quotas(connection: sqlite3.Connection, content: QuotaRows, refresh: Refresh) -> bool:
    body = quotas_text(content.rows)
    row = connection.execute("SELECT body FROM quota WHERE campaign_id = ?", (content.campaign_id,)).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO quota (campaign_id, body, seen_at) VALUES (?, ?, ?)",
        (content.campaign_id, body, micros(refresh.real)),
    )
    return row is None or row[0] != body


def _store_waiting(connection: sqlite3.Connection, content: WaitingReplies) -> bool:
    values = (content.positive, maybe_micros(content.oldest), content.seen, content.unread)
    changed = [_store_fact(connection, name, value) for name, value in zip(WAITING_FACTS, values, strict=True)]
    return any(changed)


def _store_fact(connection: sqlite3.Connection, name: str, value: int | None) -> bool:
    row = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    if row is not None and row[0] == value:
        return False
    connection.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (name, value))
    return True


def _remove_unlisted(connection: sqlite3.Connection, kind: Kind, ids: frozenset[str], refresh: Refresh) -> bool:
    """Mark who is listed; remove who is in no list any more and was not seen since the walk began."""
    elsewhere = "in_analytics" if kind == "campaign" else "0"
    rows = connection.execute(f"SELECT id, in_list, {elsewhere}, seen_at FROM {kind}").fetchall()
    many(
        connection,
        f"UPDATE {kind} SET in_list = 1 WHERE id = ?",
        [(row[0],) for row in rows if row[0] in ids and not row[1]],
    )
    missing = [row for row in rows if row[0] not in ids]
    many(connection, f"UPDATE {kind} SET in_list = 0 WHERE id = ?", [(row[0],) for row in missing if row[1]])
    return remove(connection, kind, [row[0] for row in missing if not row[2] and not refresh.is_older_than(row[3])])


def _store_state(connection: sqlite3.Connection, refresh: Refresh) -> None:
    fetched = micros(refresh.real) if refresh.complete else None
    connection.execute(
        "INSERT INTO feed_state (name, fetched_at, error) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET fetched_at = coalesce(excluded.fetched_at, fetched_at), failed_at = NULL,"
        " error = excluded.error",
        (refresh.feed, fetched, refresh.note),
    )
