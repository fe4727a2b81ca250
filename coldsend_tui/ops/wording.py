"""Short texts of numbers and times, so that every screen, finding and plan writes them alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

# The first glance words ages with this module before anything slow is imported, `typing` included.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coldsend_tui.workspace import Gap

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_DAYS_ALONE = 10


def count(number: int) -> str:
    """`1,204`."""
    return f"{number:,}"


def size(number: int) -> str:
    """A number of bytes with the unit that shows something of it: `812 B`, `14 kB`, `1.2 MB`."""
    if number < 1_000:
        return f"{number} B"
    return f"{number / 1e3:.0f} kB" if number < 999_500 else f"{number / 1e6:.1f} MB"


def percent(fraction: float | None) -> str:
    """A fraction (0-1) as `6.0 %`; `–` when there is none."""
    return "–" if fraction is None else f"{fraction * 100:.1f} %"


def limit(fraction: float) -> str:
    """A limit (a fraction, 0-1) without needless decimals: `3 %`."""
    return f"{fraction * 100:g} %"


def ratio(part: int, whole: int) -> str:
    """A rate with its denominator: `12/200 6.0 %`, and `0/0 –` when there is nothing to divide by."""
    return f"{part:,}/{whole:,} {percent(part / whole if whole else None)}"


def duration(span: timedelta) -> str:
    """The units that matter: `14s`, `3m`, `2h41m`, `3d 4h`, `12d` (from ten days on, days alone). Never negative."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds}s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE}m"
    if seconds < _DAY:
        hours, minutes = divmod(seconds // _MINUTE, 60)
        return f"{hours}h{minutes:02d}m" if minutes else f"{hours}h"
    days, hours = divmod(seconds // _HOUR, 24)
    return f"{days}d {hours}h" if hours and days < _DAYS_ALONE else f"{days}d"


def age(then: datetime, now: datetime) -> str:
    """How long ago `then` was."""
    return duration(now - then)


def not_seen(gaps: Sequence[Gap], since: datetime) -> str:
    """`not seen 14:02–14:07`, `not seen 2 times, 21m together`; "" without a gap after `since`. Times in UTC, with their day
    where more than one lies after `since`."""
    parts = [(max(gap.began, since), gap.ended) for gap in gaps if gap.ended > since]
    if not parts:
        return ""
    if len(parts) == 1:
        began, ended = parts[0]
        if ended - since <= timedelta(days=1):
            return f"not seen {began:%H:%M}–{ended:%H:%M}"
        return f"not seen {began:%d %b %H:%M}–{ended:{'%H:%M' if began.date() == ended.date() else '%d %b %H:%M'}}"
    together = sum((ended - began for began, ended in parts), timedelta())
    return f"not seen {len(parts)} times, {duration(together)} together"


def plural(number: int, singular: str, many: str = "") -> str:
    """`1 campaign`, `3 campaigns`, `2 inboxes` (`many` where an s is not enough)."""
    return f"{number:,} {singular if number == 1 else many or singular + 's'}"


def named(names: Sequence[str], most: int = 5) -> str:
    """The first `most` names, and how many more there are: `a, b and 3 more`."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
