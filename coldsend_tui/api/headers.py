"""What the headers of an answer say: the server's clock, its rate limit window, how long to wait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from coldsend_tui.api.budget import MINUTE, Reading
from coldsend_tui.api.limits import RATE_LIMIT_WAIT_SECONDS

# A server that asks for more than an hour is not waited for blindly.
LONGEST_WAIT = 3600.0
_SECONDS_IN_DETAIL = re.compile(r"(\d{1,5})(?:\.\d+)?\s*s(?:ec|econds?)?\b", re.IGNORECASE)


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """The answer's `Date`, aware UTC, whole seconds; None when absent or malformed."""
    return _http_date(headers.get("date"))


def request_id(headers: Mapping[str, str]) -> str | None:
    """The server's name for the request, if it gave one."""
    return headers.get("x-request-id") or headers.get("x-correlation-id")


def reading(headers: Mapping[str, str], real: datetime) -> Reading:
    """The rate limit window the answer tells of [docs]; `real` is the operator's wall clock.

    `X-RateLimit-Reset` is in Unix seconds, of a clock that is neither surely ours nor surely the one in `Date`: the
    later of the two plausible times is taken, so that a wrong clock costs a wait and never a 429.
    """
    reset = _whole(headers.get("x-ratelimit-reset"))
    reset_in: float | None = None
    if reset is not None:
        date = server_time(headers)
        clocks = [real.timestamp()] if date is None else [real.timestamp(), date.timestamp()]
        plausible = [reset - clock for clock in clocks if 0 < reset - clock <= MINUTE + 1]
        reset_in = max(plausible) if plausible else MINUTE
    return Reading(_whole(headers.get("x-ratelimit-limit")), _whole(headers.get("x-ratelimit-remaining")), reset_in)


def retry_after(headers: Mapping[str, str], detail: str, real: datetime) -> float | None:
    """Seconds the server asks to wait: `Retry-After` (seconds or a date), else the number in `detail`; None if neither."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return min(float(value), LONGEST_WAIT)
    if (moment := _http_date(value)) is not None:
        return min(max(0.0, (moment - (server_time(headers) or real)).total_seconds()), LONGEST_WAIT)
    if match := _SECONDS_IN_DETAIL.search(detail):
        return min(float(match[1]), LONGEST_WAIT)
    return None


def rate_limit_wait(headers: Mapping[str, str], detail: str, real: datetime) -> float:
    """Seconds to send nothing after a 429: what the server asks, else until its window resets, else a minute."""
    asked = retry_after(headers, detail, real)
    if asked is not None:
        return asked
    window = reading(headers, real)
    return window.reset_in if window.reset_in is not None else RATE_LIMIT_WAIT_SECONDS


def _whole(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
