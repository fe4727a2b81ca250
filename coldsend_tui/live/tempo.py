"""What the session knows of each feed's past: when it was refreshed, how often in vain, and whether it changes at all."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from . import feeds
from .feeds import Attention, Goal, Presence
from .fetching import Cursor
from .planner import Want

CALM = 1.4
"""Factor by which the fast end grows with each refresh that found nothing new, up to the slow end."""
DUTY = 10.0
"""A refresh that took t seconds is not repeated within DUTY × t: huge answers are not asked for all the time."""
HOT_SECONDS = 15.0
"""How long after a change the focused feed stays hot."""
BACKOFF = (5.0, 300.0)
"""Seconds to leave a failing feed alone: the first time and at most, doubled in between."""


@dataclass(slots=True)
class Tempo:
    """One feed's past, in monotonic seconds."""

    last: float | None = None
    changed_at: float = -math.inf
    unchanged: int = 0
    failures: int = 0
    not_before: float = -math.inf
    took: float = 0.0
    cursor: Cursor = field(default_factory=Cursor)
    pages: int = 1

    def succeeded(self, now: float, took: float, changed: bool) -> None:
        """A refresh was stored."""
        self.last, self.took = now, took
        self.failures, self.not_before = 0, -math.inf
        if changed:
            self.changed_at, self.unchanged = now, 0
        else:
            self.unchanged += 1

    def failed(self, now: float, wait: float | None = None) -> None:
        """A refresh failed; `wait` where the failure says how long to leave the feed alone."""
        self.failures += 1
        first, longest = BACKOFF
        self.not_before = now + (min(longest, first * 2 ** min(self.failures - 1, 10)) if wait is None else wait)

    def want(self, name: str, attention: Attention, presence: Presence, now: float, *, hot: bool) -> Want:
        """The feed as the planner sees it."""
        hot = hot or now - self.changed_at < HOT_SECONDS
        goal = feeds.goal(name, attention, presence, hot=hot, pages=self.pages)
        fast = min(goal.slow, max(goal.fast, self.took * DUTY))
        if not hot:
            fast = min(goal.slow, fast * CALM ** min(self.unchanged, 12))
        slow = max(goal.slow, self.took * DUTY)
        needed = feeds.needed(name, attention, pages=self.pages)
        return Want(name, feeds.cost(name), attention, Goal(fast, slow), self.last, self.not_before, needed)


class View(NamedTuple):
    """What one viewer shows. `presence` is that of another console's operator, None for this console's own."""

    names: tuple[str, ...]
    focus: str | None
    presence: Presence | None = None


class Look(NamedTuple):
    """The best attention a feed gets, and how present the one is who pays it."""

    attention: Attention
    presence: Presence


def looks(views: Iterable[View], own: Presence) -> dict[str, Look]:
    """Every wanted feed with the look that asks most of it; `own` is the presence of this console's operator."""
    wanted = {name: Look(Attention.BACKGROUND, own) for name in feeds.BACKGROUND}
    wanted |= {name: Look(Attention.FINDINGS, own) for name in feeds.FINDINGS}
    for view in views:
        presence = own if view.presence is None else view.presence
        for name in view.names:
            look = Look(_attention(presence, name == view.focus), presence)
            known = wanted.get(name)
            if known is None or _slow(name, look) < _slow(name, known):
                wanted[name] = look
    return wanted


def _attention(presence: Presence, focused: bool) -> Attention:
    if presence is not Presence.THERE:
        return Attention.STANDING
    return Attention.FOCUSED if focused else Attention.VISIBLE


def _slow(name: str, look: Look) -> float:
    return feeds.goal(name, look.attention, look.presence).slow
