"""Series and samples of a damaged cache, joined to those that were begun after it.

Samples are cumulative, so what is joined must meet: the new samples of a series are raised by what falls of its counters had
taken away before, those of the workspace to where the old ones ended plus what grew meanwhile. Differences between new samples
stay what they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..database import many
from ..series import SERIES_COLUMNS, WORKSPACE_KEY, Counters, Series
from .damaged import DamagedFile, Range, Row

HIGHEST = 1 << 40
"""A counter beyond this was never one."""
_NONE: Counters = (0, 0, 0, 0)
_FALLS = ("sent_fall", "opened_fall", "replied_fall", "bounced_fall")
_RAW = "campaign_id, raw_sent, raw_opened, raw_replied, raw_bounced, sent_lost, opened_lost, replied_lost, bounced_lost"
_SAMPLES = Range("sample", "at", "sent, opened, replied, bounced", "series = ?")
_NEEDED = frozenset(("key", "last_at", *_RAW.split(", ")))


class Old(NamedTuple):
    """A series of the damaged file with its samples (second, counters), ascending; its last reading is the last of them."""

    series: Series
    samples: Sequence[Row]


def read_series(file: DamagedFile, horizon: int) -> list[Series]:
    """The series that can be read, those that moved last first; the workspace's leads. `horizon`: nothing is younger (seconds)."""
    known = file.columns("series")
    if not known >= _NEEDED:
        return []
    falls = ", ".join(_FALLS) if known.issuperset(_FALLS) else "0, 0, 0, 0"
    found: dict[str | None, Series] = {}
    for key, campaign, *numbers, last_at in file.rows(Range("series", "key", f"{_RAW}, {falls}, last_at")):
        is_workspace = key == WORKSPACE_KEY
        if not _are_counters(numbers) or not _is_time(last_at, horizon) or is_workspace is not (campaign is None):
            continue
        if (campaign is None or isinstance(campaign, str)) and campaign not in found:
            raw, lost, fall = (tuple(numbers[at : at + 4]) for at in (0, 4, 8))
            found[campaign] = Series(key, campaign, raw, lost, last_at, fall)
    if None not in found and (samples := list(file.rows(_SAMPLES, (WORKSPACE_KEY,), high=horizon))):
        # Where the workspace's own row is lost, its samples say as much: it never fell.
        last_at, *last = samples[-1]
        if _are_counters(last):
            found[None] = Series(WORKSPACE_KEY, None, tuple(last), _NONE, last_at)
    return sorted(found.values(), key=lambda one: (one.campaign_id is not None, -one.last_at))


def read_samples(file: DamagedFile, series: Series, horizon: int) -> Old:
    """A series with the samples of it that can be read and be true: none falls, none is above the last reading."""
    samples, top, most = [], _NONE, series.total
    for row in file.rows(_SAMPLES, (series.key,), high=min(horizon, series.last_at)):
        counters = row[1:]
        if _are_counters(counters) and all(a <= b <= c for a, b, c in zip(top, counters, most, strict=True)):
            samples.append(row)
            top = counters
    # The last reading stands in the series as well.
    return Old(series, (*samples, (series.last_at, *most)))


def growth(connection: sqlite3.Connection, known: Iterable[Series]) -> Counters:
    """What campaigns grew by between the damaged file's last reading and the new one's first."""
    first = {
        campaign: (at, counters)
        for campaign, at, *counters in connection.execute(
            "SELECT r.campaign_id, s.at, s.sent, s.opened, s.replied, s.bounced FROM series r CROSS JOIN sample s"
            " ON s.series = r.key AND s.at = (SELECT min(at) FROM sample WHERE series = r.key) WHERE r.campaign_id NOT NULL"
        )
    }
    grown = _NONE
    for old in known:
        if old.campaign_id in first:
            at, counters = first[old.campaign_id]
            if old.last_at < at:
                grown = _sum(grown, _difference(old.after(tuple(counters), at).total, old.total))
    return grown


def join(connection: sqlite3.Connection, old: Old, seen_until: int, grown: Counters | None = None) -> int:
    """Put an old series before the new one of the same campaign; returns how many samples that brought. In a transaction.

    `seen_until` is the second up to which the old counters were read. `grown` is given for the workspace: see `growth`. Doing it
    twice brings nothing more.
    """
    series = old.series
    new = connection.execute(
        "SELECT key FROM series WHERE campaign_id IS ? AND (campaign_id NOT NULL OR key = ?)",
        (series.campaign_id, WORKSPACE_KEY),
    ).fetchone()
    if new is None:
        return _insert(connection, _whole(connection, series), old.samples)
    (key,) = new
    first = connection.execute(
        "SELECT at, sent, opened, replied, bounced FROM sample WHERE series = ? ORDER BY at LIMIT 1", (key,)
    ).fetchone()
    if first is None:
        return 0
    began, counters = first[0], tuple(first[1:])
    before = [row for row in old.samples if row[0] < began]
    if series.last_at >= began:
        # The two overlap: they count from the same beginning, and nothing has to be raised.
        before = [row for row in before if all(a <= b for a, b in zip(row[1:], counters, strict=True))]
    elif before:
        held = (seen_until, *series.total)
        if series.last_at < seen_until < began:
            before.append(held)
        _raise(connection, key, series, counters, began, grown)
    return _insert(connection, key, before)


def _raise(
    connection: sqlite3.Connection, key: int, old: Series, first: Counters, began: int, grown: Counters | None
) -> None:
    """Raise what is new so that it goes on from where the old series ended."""
    if grown is None:
        joined = old.after(first, began)
        by, raw, lost, fall = joined.lost, _NONE, joined.lost, joined.fall
    else:
        by = _difference(_sum(old.total, grown), first)
        raw, lost, fall = by, _NONE, _NONE
    if any((*by, *fall)):
        connection.execute(
            "UPDATE sample SET sent = sent + ?, opened = opened + ?, replied = replied + ?, bounced = bounced + ?"
            " WHERE series = ?",
            (*by, key),
        )
        names = SERIES_COLUMNS.split(", ")[2:14]
        connection.execute(
            f"UPDATE series SET {', '.join(f'{name} = {name} + ?' for name in names)} WHERE key = ?",
            (*raw, *lost, *fall, key),
        )


def _whole(connection: sqlite3.Connection, series: Series) -> int:
    """Put a series in that nobody has begun anew; its key."""
    key = WORKSPACE_KEY
    if series.campaign_id is not None:
        (key,) = connection.execute("SELECT coalesce(max(key), ?) + 1 FROM series", (WORKSPACE_KEY,)).fetchone()
    marks = ", ".join("?" * 15)
    connection.execute(
        f"INSERT INTO series ({SERIES_COLUMNS}) VALUES ({marks})",
        (key, series.campaign_id, *series.raw, *series.lost, *series.fall, series.last_at),
    )
    return key


def _insert(connection: sqlite3.Connection, key: int, samples: Sequence[Row]) -> int:
    before = connection.total_changes
    many(
        connection,
        "INSERT OR IGNORE INTO sample (series, at, sent, opened, replied, bounced) VALUES (?, ?, ?, ?, ?, ?)",
        [(key, *row) for row in samples],
    )
    return connection.total_changes - before


def _are_counters(values: Sequence[object]) -> bool:
    return all(type(value) is int and 0 <= value <= HIGHEST for value in values)


def _is_time(value: object, horizon: int) -> bool:
    return type(value) is int and 0 <= value < horizon


def _sum(left: Sequence[int], right: Sequence[int]) -> Counters:
    return tuple(a + b for a, b in zip(left, right, strict=True))  # type: ignore[return-value]


def _difference(left: Sequence[int], right: Sequence[int]) -> Counters:
    return tuple(a - b for a, b in zip(left, right, strict=True))  # type: ignore[return-value]
