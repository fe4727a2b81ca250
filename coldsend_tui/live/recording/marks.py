"""Places of a recording worth going to: where something changed on screen, where a finding came, went or turned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...store.database import Row
from ...store.rows import PULSE, Table
from .reading import Frame

UNSEEN_FACTS = frozenset({"analytics_observed_at", "thinned_upto"})
"""What the cache notes for itself."""


class Marks(NamedTuple):
    """Frames in ascending order: `changes` is everything that can be seen, `findings` where the set of findings changed."""

    changes: Sequence[int]
    findings: Sequence[int]
    lines: Sequence[int]

    def said_line(self, place: int) -> int | None:
        """The last frame up to `place` that told of the connection."""
        at = bisect_right(self.lines, place)
        return self.lines[at - 1] if at else None


def following(places: Sequence[int], place: int) -> int | None:
    """The next of `places` behind `place`."""
    at = bisect_right(places, place)
    return places[at] if at < len(places) else None


def preceding(places: Sequence[int], place: int) -> int | None:
    """The last of `places` before `place`."""
    at = bisect_left(places, place)
    return places[at - 1] if at else None


def marks(frames: Sequence[Frame]) -> Marks:
    """Walk through a recording once."""
    changes, findings, lines = [], [], []
    standing: dict[Any, Any] = {}
    failing: dict[Any, Any] = {}
    for place, frame in enumerate(frames):
        if frame.opens:
            standing, failing = {}, {}
        seen, turned = _changes(frame, standing, failing)
        if frame.moment.line is not None:
            lines.append(place)
        if seen or turned or frame.opens or frame.moment.line is not None:
            changes.append(place)
        if turned:
            findings.append(place)
    if changes[-1:] != [len(frames) - 1]:
        changes.append(len(frames) - 1)
    return Marks(changes, findings, lines)


def _changes(frame: Frame, standing: dict[Any, Any], failing: dict[Any, Any]) -> tuple[bool, bool]:
    """Whether a frame changes what can be seen, and whether a finding came, went or turned worse or better."""
    rows, gone = frame.moment.rows
    tables = frame.session.tables
    seen = bool(set(gone) - PULSE) or bool(set(rows) - PULSE)
    for named in _named(tables, "fact", rows):
        seen |= named.get("name") not in UNSEEN_FACTS
    for named in _named(tables, "feed_state", rows):
        seen |= failing.get(named.get("name"), "") != named.get("error")
        failing[named.get("name")] = named.get("error")
    turned = False
    for named in _named(tables, "finding", rows):
        key, state = (named.get("rule"), named.get("object_id")), None
        if named.get("resolved_at") is None:
            state = named.get("severity")
        turned |= standing.get(key) != state
        standing[key] = state
    return seen, turned


def _named(tables: Mapping[str, Table], name: str, rows: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    columns = tables[name].columns if name in tables else ()
    return [dict(zip(columns, row, strict=False)) for row in rows.get(name, ())]
