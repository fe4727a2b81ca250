"""Samples of the last hours by campaign, read when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ..workspace import Sample
from .database import Database
from .series import as_sample
from .times import seconds

_SAMPLES = """
    SELECT s.at, s.sent, s.opened, s.replied, s.bounced FROM series r JOIN sample s ON s.series = r.key
    WHERE r.campaign_id = ?2 AND r.last_at >= ?1
      AND s.at >= coalesce((SELECT max(b.at) FROM sample b WHERE b.series = r.key AND b.at < ?1), ?1)
    ORDER BY s.at
"""


class RecentSamples(Mapping[str, list[Sample]]):
    """Samples since `since` of every campaign that changed since then, each with its baseline.

    Judgement looks at the campaigns that send; the other thousands cost nothing.
    """

    def __init__(self, database: Database, since: datetime) -> None:
        self._database = database
        self._first = seconds(since)
        self._known: dict[str, list[Sample]] = {}

    def __getitem__(self, campaign_id: str) -> list[Sample]:
        samples = self._known.get(campaign_id)
        if samples is None:
            rows = self._database.read(_SAMPLES, (self._first, campaign_id))
            samples = self._known[campaign_id] = [as_sample(row) for row in rows]
        if not samples:
            raise KeyError(campaign_id)
        return samples

    def __iter__(self) -> Iterator[str]:
        rows = self._database.read(
            "SELECT campaign_id FROM series WHERE last_at >= ? AND campaign_id IS NOT NULL ORDER BY key", (self._first,)
        )
        return (str(row[0]) for row in rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)
