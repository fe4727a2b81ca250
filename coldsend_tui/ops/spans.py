"""Times and spans as people type them: `2h`, `30m`, `2026-11-26`, `2026-11-26T07:00`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from coldsend_tui.errors import UsageError

_SPAN: Final = re.compile(r"(\d{1,6})([smhdw])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_span(text: str) -> timedelta:
    """A length of time. Raises `UsageError`."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise UsageError(f"{text.strip() or 'Nothing'} is no time span.", "Write 30m, 2h, 7d or 1w.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def parse_moment(text: str, now: datetime) -> datetime:
    """A moment: so long before `now`, or a date with or without time (UTC where no zone stands). Raises `UsageError`."""
    if _SPAN.fullmatch(text.strip().lower()):
        return now - parse_span(text)
    if text.strip().lower() == "now":
        return now
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text.strip()} is no time.", "Write 2h (ago), 2026-11-26 or 2026-11-26T07:00Z.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
