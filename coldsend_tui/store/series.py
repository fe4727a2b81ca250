"""Counters over time. The API tells only what was counted so far; the console's own readings make the history.

A sample is written where a counter changed. Where the previous reading had found no change, a second sample marks how
long the old figures held, so that a straight line between two samples never claims more than was seen. Counters that
fall (a reset or a correction on the server) go on from where they were: samples never fall. A counter that comes back in one
step to where it fell from had not fallen (an old answer, a confused server): its way back is no growth.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from ..workspace import Campaign, Sample
from .database import many
from .times import from_seconds, seconds

WORKSPACE_KEY = 0
_MANY = 500
Counters = tuple[int, int, int, int]

SERIES_COLUMNS = (
    "key, campaign_id, raw_sent, raw_opened, raw_replied, raw_bounced, sent_lost, opened_lost, replied_lost, bounced_lost,"
    " sent_fall, opened_fall, replied_fall, bounced_fall, last_at"
)


class Series(NamedTuple):
    """Where one series stands: the last reading, what falls took away, and when its last sample was written (seconds).

    `fall` is the part of `lost` that a return in one step would give back.
    """

    key: int
    campaign_id: str | None
    raw: Counters
    lost: Counters
    last_at: int
    fall: Counters = (0, 0, 0, 0)

    @property
    def total(self) -> Counters:
        """The counters without the falls."""
        return _add(self.raw, self.lost)

    def after(self, raw: Counters, at: int) -> "Series":
        """The series after a reading. What a counter fell by is added to what was lost, so that the total stays."""
        lost, fall = [], []
        for old, new, gone, since in zip(self.raw, raw, self.lost, self.fall, strict=True):
            # Falls add up; a rise by all of them takes them back.
            change = -since if since and new - old >= since else max(0, old - new)
            lost.append(gone + change)
            fall.append(since + change)
        return self._replace(raw=raw, lost=tuple(lost), fall=tuple(fall), last_at=at)  # type: ignore[arg-type]


def add_readings(
    connection: sqlite3.Connection, campaigns: Iterable[Campaign], at: datetime, observed_before: datetime | None
) -> None:
    """Store the counters of campaigns that changed or are new, and the workspace's sum.

    `observed_before` is the workspace time of the previous reading of all counters, None for the first.
    """
    now = seconds(at)
    before = None if observed_before is None else min(seconds(observed_before), now)
    campaigns = list(campaigns)
    known = _load(connection, [campaign.id for campaign in campaigns])
    workspace = known.get(None)
    growth: Counters = (0, 0, 0, 0)
    series: list[Series] = []
    samples: list[tuple[int, int, Counters]] = []
    (next_key,) = connection.execute("SELECT coalesce(max(key), ?) + 1 FROM series", (WORKSPACE_KEY,)).fetchone()
    for campaign in campaigns:
        raw = (campaign.sent, campaign.opened, campaign.replied, campaign.bounced)
        old = known.get(campaign.id)
        if old is None:
            new = Series(next_key, campaign.id, raw, (0, 0, 0, 0), now)
            next_key += 1
            created = None if campaign.created_at is None else seconds(campaign.created_at)
            if before is not None and created is not None and before <= created < now:
                # Born while we watched: all of its figures are growth since then.
                samples.append((new.key, created, (0, 0, 0, 0)))
                growth = _add(growth, raw)
        else:
            new = old.after(raw, max(now, old.last_at))
            if new.total == old.total and new.raw == old.raw:
                continue
            if before is not None and old.last_at < before < new.last_at:
                samples.append((new.key, before, old.total))
            growth = _add(growth, _subtract(new.total, old.total))
        series.append(new)
        samples.append((new.key, new.last_at, new.total))
    if workspace is None:
        start: Counters = (0, 0, 0, 0)
        for one in series:
            start = _add(start, one.total)
        series.append(Series(WORKSPACE_KEY, None, start, (0, 0, 0, 0), now))
        samples.append((WORKSPACE_KEY, now, start))
    elif any(growth):
        grown = workspace.after(_add(workspace.raw, growth), max(now, workspace.last_at))
        if before is not None and workspace.last_at < before < grown.last_at:
            samples.append((WORKSPACE_KEY, before, workspace.total))
        series.append(grown)
        samples.append((WORKSPACE_KEY, grown.last_at, grown.total))
    many(
        connection,
        f"INSERT OR REPLACE INTO series ({SERIES_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(one.key, one.campaign_id, *one.raw, *one.lost, *one.fall, one.last_at) for one in series],
    )
    many(
        connection,
        "INSERT OR REPLACE INTO sample (series, at, sent, opened, replied, bounced) VALUES (?, ?, ?, ?, ?, ?)",
        [(key, moment, *counters) for key, moment, counters in samples],
    )


def read_samples(
    connection: sqlite3.Connection, campaign_id: str | None, since: datetime | None, max_points: int
) -> list[Sample]:
    """Samples from `since` on, ascending, with the last one before it as baseline; at most about `max_points`.

    Where there are more, the last of each of `max_points` equal spans stays: counters are cumulative, so sums are kept.
    """
    if campaign_id is None:
        key = WORKSPACE_KEY
    else:
        row = connection.execute("SELECT key FROM series WHERE campaign_id = ?", (campaign_id,)).fetchone()
        if row is None:
            return []
        key = row[0]
    first = -1 if since is None else seconds(since)
    baseline = connection.execute(
        "SELECT at, sent, opened, replied, bounced FROM sample WHERE series = ? AND at < ? ORDER BY at DESC LIMIT 1",
        (key, first),
    ).fetchall()
    count, low, high = connection.execute(
        "SELECT count(*), min(at), max(at) FROM sample WHERE series = ? AND at >= ?", (key, first)
    ).fetchone()
    if not count:
        rows = []
    elif count <= max_points:
        rows = connection.execute(
            "SELECT at, sent, opened, replied, bounced FROM sample WHERE series = ? AND at >= ? ORDER BY at",
            (key, first),
        ).fetchall()
    else:
        span = (high - low) // max(1, max_points - 1) + 1
        # A lone max() makes SQLite take the other columns from the row that holds the maximum.
        rows = connection.execute(
            "SELECT max(at), sent, opened, replied, bounced FROM sample WHERE series = ? AND at >= ? GROUP BY (at - ?) / ? ORDER BY 1",
            (key, first, low, span),
        ).fetchall()
    return [as_sample(row) for row in baseline + rows]


_GROWTH = """
    SELECT r.campaign_id, b.at, e.sent - b.sent, e.opened - b.opened, e.replied - b.replied, e.bounced - b.bounced
    FROM series r
    JOIN sample b ON b.series = r.key AND b.at = coalesce(
        (SELECT max(at) FROM sample WHERE series = r.key AND at <= ?1), (SELECT min(at) FROM sample WHERE series = r.key))
    JOIN sample e ON e.series = r.key AND e.at = (SELECT max(at) FROM sample WHERE series = r.key AND at <= ?2)
    WHERE r.campaign_id IS NOT NULL AND e.at >= b.at
"""


def read_growth(connection: sqlite3.Connection, since: datetime, until: datetime) -> dict[str, Sample]:
    """What the counters of each campaign grew by from `since` to `until` (workspace time), as far as it was seen.

    `at` of each is where its baseline lies: at or before `since`, later where the campaign was first seen later.
    """
    rows = connection.execute(_GROWTH, (seconds(since), seconds(until)))
    return {row[0]: as_sample(row[1:]) for row in rows}


def _load(connection: sqlite3.Connection, campaign_ids: Sequence[str]) -> dict[str | None, Series]:
    """The series of these campaigns and, under None, the workspace's."""
    if len(campaign_ids) > _MANY:
        rows = connection.execute(f"SELECT {SERIES_COLUMNS} FROM series").fetchall()
    else:
        marks = ",".join("?" * len(campaign_ids))
        rows = connection.execute(
            f"SELECT {SERIES_COLUMNS} FROM series WHERE key = ? OR campaign_id IN ({marks})",
            (WORKSPACE_KEY, *campaign_ids),
        ).fetchall()
    return {row[1]: Series(row[0], row[1], row[2:6], row[6:10], row[14], row[10:14]) for row in rows}


def as_sample(row: Sequence[int]) -> Sample:
    """The sample of one row: time and counters."""
    return Sample(from_seconds(row[0]), row[1], row[2], row[3], row[4])


def _add(left: Counters, right: Counters) -> Counters:
    return (left[0] + right[0], left[1] + right[1], left[2] + right[2], left[3] + right[3])


def _subtract(left: Counters, right: Counters) -> Counters:
    return (left[0] - right[0], left[1] - right[1], left[2] - right[2], left[3] - right[3])
