"""The last known workspace, read from columns: fast enough for ten thousand campaigns before the first paint."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from ..workspace import Campaign, Domain, FeedState, Sender, TimelineDay, WaitingReplies
from .times import maybe_moment, moment

# A row that the last wide refresh listed is as fresh as that refresh, even though an unchanged row is not written again.
_COUNTS = "id, name, status, total_leads, sent, opened, replied, bounced, unsubscribed, created_at, launched_at"
_CAMPAIGNS = f"SELECT {_COUNTS}, CASE WHEN in_analytics THEN max(seen_at, ?) ELSE seen_at END FROM campaign "
Known = dict[str, tuple[tuple[object, ...], Campaign]]
"""Campaigns by id as they were read last: columns and row."""
_SENDERS = """
    SELECT id, email, display_name, kind, status, health, daily_limit, sent_today, rate_limited, domain_id, domain, created_at,
           CASE WHEN in_list THEN max(seen_at, ?) ELSE seen_at END
    FROM sender ORDER BY rowid
"""
_DOMAINS = """
    SELECT d.id, d.name, d.status, d.max_inboxes, d.current_inboxes, d.mail_server_ready, d.dns_verified, d.created_at, s.since,
           CASE WHEN d.in_list THEN max(d.seen_at, ?) ELSE d.seen_at END
    FROM domain d LEFT JOIN state s ON s.kind = 'domain' AND s.id = d.id ORDER BY d.rowid
"""


def read_campaigns(connection: sqlite3.Connection) -> list[Campaign]:
    """All campaigns, in the order in which they were first seen."""
    return _campaigns(
        connection.execute(_CAMPAIGNS + "ORDER BY rowid", (_fetched(connection, "analytics"),)).fetchall()
    )


def reread_campaigns(connection: sqlite3.Connection, known: Known) -> Known:
    """All campaigns in the order in which they were first seen; one that says what it said is the same row as before.

    Its `seen_at` then stays too: for ten thousand unchanged rows, making them again would take most of the time.
    """
    made: Known = {}
    for columns in connection.execute(f"SELECT {_COUNTS}, seen_at FROM campaign ORDER BY rowid"):
        before = known.get(columns[0])
        made[columns[0]] = (
            before if before is not None and before[0] == columns else (columns, _campaigns([columns])[0])
        )
    return made


def read_campaign(connection: sqlite3.Connection, campaign_id: str) -> Campaign | None:
    """One campaign."""
    rows = connection.execute(_CAMPAIGNS + "WHERE id = ?", (_fetched(connection, "analytics"), campaign_id)).fetchall()
    return _campaigns(rows)[0] if rows else None


def _campaigns(rows: Sequence[tuple[object, ...]]) -> list[Campaign]:
    made = []
    seen: dict[object, datetime] = {}
    for row in rows:
        stamp = row[11]
        if (seen_at := seen.get(stamp)) is None:
            seen_at = seen[stamp] = moment(stamp)  # type: ignore[arg-type]
        made.append(Campaign._make((*row[:9], maybe_moment(row[9]), maybe_moment(row[10]), seen_at)))  # type: ignore[arg-type]
    return made


def read_senders(connection: sqlite3.Connection) -> list[Sender]:
    """All sender accounts, in the order in which they were first seen."""
    return [
        Sender._make((*row[:8], _maybe_bool(row[8]), *row[9:11], maybe_moment(row[11]), moment(row[12])))
        for row in connection.execute(_SENDERS, (_fetched(connection, "senders"),))
    ]


def read_domains(connection: sqlite3.Connection) -> list[Domain]:
    """All domains, with the time since when their state was observed."""
    return [
        Domain._make(
            (
                *row[:5],
                _maybe_bool(row[5]),
                _maybe_bool(row[6]),
                maybe_moment(row[7]),
                maybe_moment(row[8]),
                moment(row[9]),
            )
        )
        for row in connection.execute(_DOMAINS, (_fetched(connection, "domains"),))
    ]


def read_timeline(connection: sqlite3.Connection, days: int | None = None) -> list[TimelineDay]:
    """The known days, ascending; the last `days` of them."""
    rows = connection.execute(
        "SELECT day, sent, opened, replied, bounced FROM timeline_day ORDER BY day DESC LIMIT ?",
        (-1 if days is None else days,),
    ).fetchall()
    return [TimelineDay(date.fromisoformat(row[0]), *row[1:]) for row in reversed(rows)]


def read_feed_states(connection: sqlite3.Connection) -> dict[str, FeedState]:
    """How fresh each feed is, by name."""
    return {
        name: FeedState(name, maybe_moment(fetched_at), maybe_moment(failed_at), error)
        for name, fetched_at, failed_at, error in connection.execute(
            "SELECT name, fetched_at, failed_at, error FROM feed_state"
        )
    }


def read_fact(connection: sqlite3.Connection, name: str) -> int | None:
    """A single value, None where it was never read."""
    row = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return None if row is None else row[0]


WAITING_FACTS = ("waiting_positive", "waiting_oldest", "waiting_seen", "waiting_unread")
"""What is kept of the replies that wait, in the order of `WaitingReplies`."""


def read_waiting(connection: sqlite3.Connection) -> WaitingReplies | None:
    """The replies that wait for an answer, None where they were never read."""
    positive, oldest, seen, unread = (read_fact(connection, name) for name in WAITING_FACTS)
    return None if positive is None else WaitingReplies(positive, maybe_moment(oldest), seen or 0, unread or 0)


def _fetched(connection: sqlite3.Connection, feed: str) -> int:
    row = connection.execute("SELECT fetched_at FROM feed_state WHERE name = ?", (feed,)).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def _maybe_bool(value: int | None) -> bool | None:
    return None if value is None else bool(value)
