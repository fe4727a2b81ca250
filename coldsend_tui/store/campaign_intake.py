"""Stores campaigns and their settings."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from ..details import CampaignSettings
from ..workspace import Campaign
from .changes import differences, record, settings_parts
from .database import many
from .refresh import Applied, CampaignRows, Kind, Refresh
from .series import add_readings
from .settings import settings_text
from .snapshot import read_fact
from .states import note_states
from .times import from_seconds, maybe_micros, micros, seconds
from .watched import note_reading

_COLUMNS = "id, name, status, total_leads, sent, opened, replied, bounced, unsubscribed, created_at, launched_at, seen_at, in_analytics, in_list"
_UPSERT = f"""
    INSERT INTO campaign ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status, total_leads = excluded.total_leads,
        sent = excluded.sent, opened = excluded.opened, replied = excluded.replied, bounced = excluded.bounced,
        unsubscribed = excluded.unsubscribed, created_at = excluded.created_at, launched_at = excluded.launched_at,
        seen_at = excluded.seen_at, in_analytics = excluded.in_analytics, in_list = excluded.in_list
"""
_COUNTERS = slice(4, 8)
_SEEN, _IN_ANALYTICS, _IN_LIST = 11, 12, 13
_FEW = 500
OBSERVED = "analytics_observed_at"


def store_campaigns(connection: sqlite3.Connection, content: CampaignRows, refresh: Refresh) -> Applied:
    """Merge campaign rows into the cache and derive samples from analytics."""
    known = _known(connection, content)
    analytics = content.source == "analytics"
    now = micros(refresh.real)
    written: list[tuple[Any, ...]] = []
    grown: list[Campaign] = []
    states: list[tuple[str, str, str]] = []
    changed, newcomers = False, False
    for campaign in content.rows:
        old = known.get(campaign.id)
        new = _merged(
            campaign, old, content.source, now, overtaken=old is not None and refresh.is_older_than(old[_SEEN])
        )
        if analytics and (old is None or not old[_IN_ANALYTICS] or old[_COUNTERS] != new[_COUNTERS]):
            grown.append(campaign)
        if old is None or old[2] != new[2]:
            states.append((new[0], new[1], new[2]))
        if old is not None and old[1] != new[1]:
            record(connection, refresh.at, "campaign", new[0], new[1], [("name", old[1], new[1])])
        differs = old is None or old[:_SEEN] != new[:_SEEN]
        changed |= differs
        newcomers |= analytics and old is None
        # An unchanged row that a wide refresh lists is not written: its age is the feed's. (Unless its own lies in the future.)
        if differs or old is None or old[_SEEN + 1 :] != new[_SEEN + 1 :] or not analytics or old[_SEEN] > now:
            written.append(new)
    many(connection, _UPSERT, written)
    note_states(connection, "campaign", refresh.at, states)
    vanished = _leave_analytics(connection, content, known) if analytics and content.complete else False
    if analytics:
        observed = read_fact(connection, OBSERVED)
        add_readings(connection, grown, refresh.at, None if observed is None else from_seconds(observed))
        connection.execute("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", (OBSERVED, seconds(refresh.at)))
        note_reading(connection, refresh.at, refresh.real)
    unlisted: frozenset[Kind] = frozenset(("campaign",)) if vanished or newcomers else frozenset()
    return Applied(changed or vanished, unlisted)


def store_settings(connection: sqlite3.Connection, settings: CampaignSettings, refresh: Refresh) -> bool:
    """Store a campaign's settings; differences to the last reading go into the history."""
    body = settings_text(settings)
    row = connection.execute("SELECT body FROM campaign_settings WHERE campaign_id = ?", (settings.id,)).fetchone()
    before = None if row is None else row[0]
    connection.execute(
        "INSERT INTO campaign_settings (campaign_id, body, seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT (campaign_id) DO UPDATE SET body = excluded.body, seen_at = excluded.seen_at",
        (settings.id, body, micros(refresh.real)),
    )
    if before == body:
        return False
    name = connection.execute("SELECT name FROM campaign WHERE id = ?", (settings.id,)).fetchone()
    found = differences(settings_parts(before), settings_parts(body))
    record(connection, refresh.at, "campaign", settings.id, name[0] if name else "", found)
    return True


def store_missing_requirements(
    connection: sqlite3.Connection, campaign_id: str, missing: tuple[str, ...] | None
) -> None:
    """Keep what the server last said a campaign lacks for its launch."""
    connection.execute(
        "INSERT INTO campaign_settings (campaign_id, missing_requirements) VALUES (?, ?)"
        " ON CONFLICT (campaign_id) DO UPDATE SET missing_requirements = excluded.missing_requirements",
        (campaign_id, None if missing is None else json.dumps(missing, ensure_ascii=False)),
    )


def _known(connection: sqlite3.Connection, content: CampaignRows) -> dict[str, tuple[Any, ...]]:
    query = f"SELECT {_COLUMNS} FROM campaign"
    if content.source != "analytics" and len(content.rows) <= _FEW:
        marks = ",".join("?" * len(content.rows))
        rows = connection.execute(f"{query} WHERE id IN ({marks})", [campaign.id for campaign in content.rows])
    else:
        rows = connection.execute(query)
    return {row[0]: row for row in rows}


def _merged(
    campaign: Campaign, old: tuple[Any, ...] | None, source: str, now: int, *, overtaken: bool
) -> tuple[Any, ...]:
    """The row to store: what this source knows, and what the old row knows better. `overtaken`: it was asked for later."""
    new = [
        *campaign[:9],
        maybe_micros(campaign.created_at),
        maybe_micros(campaign.launched_at),
        now,
        source == "analytics",
        source == "list",
    ]
    if old is None:
        return tuple(new)
    if overtaken:
        # Something asked for later has answered already: its word on name, state and leads stands.
        new[1:4] = old[1:4]
    if source != "analytics" and old[_IN_ANALYTICS]:
        new[_COUNTERS] = old[_COUNTERS]
    for column in range(8, 11):
        if new[column] is None:
            new[column] = old[column]
    new[_IN_ANALYTICS] = new[_IN_ANALYTICS] or old[_IN_ANALYTICS]
    new[_IN_LIST] = new[_IN_LIST] or old[_IN_LIST]
    return tuple(new)


def _leave_analytics(connection: sqlite3.Connection, content: CampaignRows, known: dict[str, tuple[Any, ...]]) -> bool:
    """Campaigns that analytics listed before and does not now; True where there are any. Whether they are gone, their list will tell."""
    here = {campaign.id for campaign in content.rows}
    vanished = [(object_id,) for object_id, row in known.items() if row[_IN_ANALYTICS] and object_id not in here]
    many(connection, "UPDATE campaign SET in_analytics = 0 WHERE id = ?", vanished)
    return bool(vanished)
