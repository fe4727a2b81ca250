"""Whether the API answers: what the header shows, and how long to wait before the next try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ..errors import ColdSendError

State = Literal["starting", "online", "offline", "unauthorised"]

FIRST_WAIT = 2.0
LONGEST_WAIT = 30.0
"""Seconds between two tries while the API cannot be reached: doubled from the first to the longest."""
FAILING_AFTER = 3
"""Answers in a row that are no use (5xx, HTML, cut bodies) before the connection counts as lost."""


class Connection(NamedTuple):
    """The state, the operator's time since when, what is wrong, and when the next try is made (None: nobody knows)."""

    state: State
    since: datetime
    error: ColdSendError | None = None
    retry_at: datetime | None = None


class Line:
    """The state machine of the connection. `chance` gives numbers in 0-1 to spread the tries of several consoles."""

    def __init__(self, now: datetime, chance: Callable[[], float]) -> None:
        self.connection = Connection("starting", now)
        self.retry_at = 0.0
        self._chance = chance
        self._failures = 0
        self._useless = 0

    @property
    def down(self) -> bool:
        """True while only one try at a time makes sense."""
        return self.connection.state in ("offline", "unauthorised")

    def answered(self, real: datetime) -> bool:
        """The API answered well; True if that changed the state."""
        self._failures = self._useless = 0
        self.retry_at = 0.0
        return self._become("online", real, None)

    def useless(self, real: datetime, now: float, error: ColdSendError) -> bool:
        """An answer came that is no use; the line is taken for lost when that goes on. True if that changed the state."""
        self._useless += 1
        if self._useless < FAILING_AFTER and not self.down:
            return False
        return self.lost(real, now, error)

    def lost(self, real: datetime, now: float, error: ColdSendError, wait: float | None = None) -> bool:
        """No answer came; True if that changed the state."""
        self._failures += 1
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self._failures - 1, 10))
        pause = backoff * (0.5 + self._chance() / 2) if wait is None else wait
        self.retry_at = now + pause
        return self._become("offline", real, error, real + timedelta(seconds=pause))

    def refused(self, real: datetime, error: ColdSendError) -> bool:
        """The key is not accepted; nothing is tried until somebody asks. True if that changed the state."""
        self.retry_at = float("inf")
        return self._become("unauthorised", real, error)

    def try_now(self) -> None:
        """The next try may be made at once."""
        self.retry_at = 0.0
        self.connection = self.connection._replace(retry_at=None)

    def adopt(self, heard: Connection, real: datetime, now: float) -> None:
        """Another console polls and says how it is; where this one takes over, it goes on with that one's next try."""
        self.connection = heard
        wait = (heard.retry_at - real).total_seconds() if heard.retry_at else 0.0
        self.retry_at = now + min(LONGEST_WAIT, max(0.0, wait))

    def set_back(self, real: datetime) -> None:
        """The operator's clock was set back to `real`: nothing began after it."""
        self.connection = self.connection._replace(since=min(self.connection.since, real))

    def _become(
        self, state: State, real: datetime, error: ColdSendError | None, retry_at: datetime | None = None
    ) -> bool:
        since = self.connection.since if state == self.connection.state else real
        changed = state != self.connection.state
        self.connection = Connection(state, since, error, retry_at)
        return changed
