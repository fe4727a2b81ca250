"""The circuit breaker: after several failures in a row nothing is sent for a while, then one request tries the way.

Only failures of the way count (no connection, no answer in time, 5xx): a refusal is an answer. Pure, clock injected.
"""

from __future__ import annotations

from enum import StrEnum


class Circuit(StrEnum):
    """CLOSED lets everything pass, OPEN nothing, TRYING exactly one request whose end decides."""

    CLOSED = "closed"
    OPEN = "open"
    TRYING = "trying"


class Breaker:
    """Opens after `threshold` failures in a row; stays open for `first` seconds, doubling up to `longest`."""

    def __init__(self, threshold: int = 5, first: float = 5.0, longest: float = 30.0) -> None:
        self.threshold = threshold
        self.first = first
        self.longest = longest
        self.state = Circuit.CLOSED
        self.failures = 0
        self.reason = ""
        self._retry_at = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next request may try; 0 when one may pass now."""
        match self.state:
            case Circuit.CLOSED:
                return 0.0
            case Circuit.OPEN:
                return max(0.0, self._retry_at - now)
            case Circuit.TRYING:
                return self.first

    def enter(self, now: float) -> bool:
        """Whether a request may pass now. The one that passes an open circuit must end in `succeed`, `fail` or `leave`."""
        if self.wait(now) > 0:
            return False
        if self.state is Circuit.OPEN:
            self.state = Circuit.TRYING
        return True

    def succeed(self) -> None:
        """An answer came, whatever it said."""
        self.state, self.failures, self.reason = Circuit.CLOSED, 0, ""

    def fail(self, now: float, reason: str) -> None:
        """The way failed once more."""
        self.failures += 1
        self.reason = reason
        if self.state is Circuit.TRYING or self.failures >= self.threshold:
            over = max(0, self.failures - self.threshold)
            self._retry_at = now + min(self.longest, self.first * 2.0 ** min(over, 16))
            self.state = Circuit.OPEN

    def leave(self, now: float) -> None:
        """The request was given up by its caller: nothing was learnt."""
        if self.state is Circuit.TRYING:
            self.state, self._retry_at = Circuit.OPEN, now
