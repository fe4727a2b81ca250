"""What is in a recording, in lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from ...ops import wording
from ...text import safe
from .marks import marks
from .reading import Recording


def summary(recording: Recording) -> Iterator[str]:
    """Where it is from, how long it is, what was refreshed how often, how it ends."""
    head, frames = recording.head, recording.frames
    first, last = frames[0].moment, frames[-1].moment
    found = marks(frames)
    sessions = sum(frame.opens for frame in frames)
    masked = ", masked" if head.masked else ""
    yield f"{recording.path}"
    yield f"  workspace   {safe(head.profile)} ▪ {safe(head.mode)}{masked}, recorded by coldsend-tui {safe(head.program)}"
    yield f"  recorded    {_span(first.real, last.real)}"
    if first.speed != 1 or abs((first.now - first.real).total_seconds()) > 60:
        yield f"  workspace's {_span(first.now, last.now)}"
    yield (
        f"  holds       {wording.plural(len(frames), 'moment')} in {wording.plural(sessions, 'session')},"
        f" {wording.count(len(found.changes))} of them with changes to see,"
        f" {wording.count(len(found.findings))} with findings that came or went"
    )
    yield f"  size        {_size(recording.size)}, {_size(recording.text_size)} as text"
    if recording.damage:
        yield f"  ends early  {safe(recording.damage)}"
    yield "  feed                                       new    same  failed"
    counts: dict[str, Counter[str]] = {}
    for frame in frames:
        for name, how in frame.moment.feeds.items():
            counts.setdefault(name.partition(":")[0], Counter())[how] += 1
    for name, count in sorted(counts.items()):
        yield f"    {safe(name)[:34]:<36}{count['new']:>8,}{count['same']:>8,}{count['failed']:>8,}"


def _span(first: datetime, last: datetime) -> str:
    return f"{first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S} UTC, {wording.duration(last - first)}"


def _size(count: int) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1024 or unit == "MB":
            return f"{count:,.0f} {unit}" if unit == "B" else f"{count:,.1f} {unit}"
        count = count / 1024  # type: ignore[assignment]
    raise AssertionError  # pragma: no cover - the last unit returns
