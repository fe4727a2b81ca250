"""The request budget as the planner and the header see it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from .planner import HOUR, Windows

if TYPE_CHECKING:
    from ..api.budget import Budget

FOREIGN_SPAN = 600.0
"""Seconds over which the use of others is averaged, once that long was watched."""
LEAST_SPAN = 60.0
"""… and the least, so that one request seen at the start is not taken for a habit."""


class BudgetView(NamedTuple):
    """Requests left and allowed, the write reserve included. `waiting_until` is set while the server asked to wait."""

    minute_left: int
    minute_limit: int
    hour_left: int
    hour_limit: int
    waiting_until: datetime | None


def view(budget: Budget, now: float, real: datetime) -> BudgetView:
    """What the header shows."""
    blocked = budget.blocked_for(now)
    return BudgetView(
        budget.remaining_minute(now),
        budget.minute_limit,
        budget.remaining_hour(now),
        budget.hour_limit,
        real + timedelta(seconds=blocked) if blocked > 0 else None,
    )


class SpentByUs:
    """When this console's own requests ended, so that what others spend can be told apart."""

    def __init__(self) -> None:
        self._ended: deque[float] = deque()
        self._recent: deque[float] = deque()
        self._began = math.inf

    def add(self, now: float, requests: int) -> None:
        """Count requests that ended now."""
        self._began = min(self._began, now)
        self._ended.extend([now] * requests)
        self._recent.extend([now] * requests)

    def recall(self, now: float, ages: list[float]) -> None:
        """Count requests of earlier runs and other consoles, so many seconds ago each."""
        self._began = min([self._began, *(now - age for age in ages)])
        self._ended = deque(sorted([*self._ended, *(now - age for age in ages)]))
        self._recent = deque(sorted([*self._recent, *(now - age for age in ages if age < FOREIGN_SPAN)]))

    def windows(self, budget: Budget, now: float) -> Windows:
        """The budget as the planner needs it."""
        for ended, span in ((self._ended, HOUR), (self._recent, FOREIGN_SPAN)):
            while ended and ended[0] <= now - span:
                ended.popleft()
        refills = budget.refills(now)
        recent = len(refills) - bisect_right(refills, HOUR - FOREIGN_SPAN)
        others = max(0, len(refills) - len(self._ended))
        watched = min(FOREIGN_SPAN, max(LEAST_SPAN, now - self._began))
        unseen = self._unseen(watched)
        return Windows(
            minute=max(0, budget.remaining_minute(now) - budget.reserve_minute),
            hour=max(0, budget.remaining_hour(now) - budget.reserve_hour - round(others * unseen)),
            minute_wait=budget.wait_time(now),
            refills=refills,
            foreign=max(0, recent - len(self._recent)) * (1 + unseen) / watched,
        )

    def _unseen(self, watched: float) -> float:
        """How many requests of others go unseen for each one seen.

        Answers tell what was spent in their minute so far; what others spend between our last answer of a minute and its
        end is never told. That is about the time between two of our requests, in every minute.
        """
        spacing = watched / max(1, len(self._recent))
        part = min(0.33, spacing / 60)
        return part / (1 - part)
