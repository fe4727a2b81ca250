"""Whether and when a call is tried again. Pure; chance is passed in."""

from __future__ import annotations

from coldsend_tui.api.errors import ApiError, CircuitOpen, RateLimited, ServerError, Unreachable
from coldsend_tui.api.limits import RETRY_DELAYS
from coldsend_tui.api.wire import Repeat

# Waiting longer than this inside one call would look like a hang: the caller is told instead.
LONGEST_PAUSE = 65.0
RETRIED_STATUSES = (429, 500, 502, 503, 504)


def fate_unknown(error: ApiError) -> bool:
    """Whether the request may have been carried out although this failure came back."""
    if isinstance(error, Unreachable):
        return error.sent
    return isinstance(error, ServerError)


def may_repeat(repeat: Repeat, error: ApiError) -> bool:
    """Whether the contract lets a call that failed in this way be sent again."""
    if isinstance(error, CircuitOpen):
        return False
    if isinstance(error, Unreachable):
        return repeat is not Repeat.ONCE or not error.sent
    return repeat is not Repeat.ONCE and error.status in RETRIED_STATUSES


def pause(attempt: int, error: ApiError, chance: float) -> float:
    """Seconds to wait after failed `attempt` (1 is the first). `chance` is uniform in 0-1.

    The server's wait if it gives one, plus a little so that many clients do not come back at once; else the documented
    doubling delays [docs], of which a random half to whole is taken.
    """
    asked = error.retry_after if isinstance(error, (RateLimited, ServerError)) else None
    if asked is not None:
        return asked + 0.5 * chance
    delay = RETRY_DELAYS[min(attempt, len(RETRY_DELAYS)) - 1]
    return delay * (0.5 + 0.5 * chance)
