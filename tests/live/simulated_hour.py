"""An hour of planning against a server that counts: the planner and the client's budget, without any network."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coldsend_tui.api.budget import Budget, Reading
from coldsend_tui.live.budget_view import SpentByUs
from coldsend_tui.live.feeds import Attention, Presence
from coldsend_tui.live.planner import plan
from coldsend_tui.live.tempo import Tempo


@dataclass
class Server:
    """Fixed windows of a minute and an hour that begin at an arbitrary moment, as the contract supposes."""

    offset: float = 0.0
    minutes: dict[int, int] = field(default_factory=dict)
    hours: dict[int, int] = field(default_factory=dict)

    def take(self, now: float) -> Reading:
        """Count one request; the headers of its answer."""
        minute, hour = int((now + self.offset) // 60), int((now + self.offset) // 3600)
        self.minutes[minute] = self.minutes.get(minute, 0) + 1
        self.hours[hour] = self.hours.get(hour, 0) + 1
        return Reading(100, max(0, 100 - self.minutes[minute]), (minute + 1) * 60 - self.offset - now)

    @property
    def worst(self) -> tuple[int, int]:
        """The most requests in any minute and any hour."""
        return max(self.minutes.values(), default=0), max(self.hours.values(), default=0)


@dataclass
class Hour:
    """Runs the planner over a wall of feeds. `watched(now)` says who looks at what, `changes(name, now)` what moves."""

    watched: Callable[[float], Mapping[str, Attention]]
    changes: Callable[[str, float], bool] = lambda name, now: False
    hot: Callable[[float], bool] = lambda now: True
    latency: float = 0.2
    foreign_every: float = math.inf
    server: Server = field(default_factory=Server)
    budget: Budget = field(default_factory=Budget)
    refreshed: dict[str, list[float]] = field(default_factory=dict)

    def run(self, seconds: float = 3600.0) -> Hour:
        """Simulate; afterwards `refreshed` has the moments of each feed and `server` the counts."""
        spent, tempos = SpentByUs(), {name: Tempo() for name in self.watched(0.0)}
        now, foreign_at = 0.0, self.foreign_every
        while now < seconds:
            while foreign_at <= now:
                self.server.take(foreign_at)
                foreign_at += self.foreign_every
            wants = [
                tempos.setdefault(name, Tempo()).want(name, attention, Presence.THERE, now, hot=self.hot(now))
                for name, attention in self.watched(now).items()
            ]
            decision = plan(wants, spent.windows(self.budget, now), now)
            if decision.name is None:
                assert decision.wake_at > now
                now = min(decision.wake_at, now + 60.0, seconds)
                continue
            assert self.budget.allows(now)
            want = next(want for want in wants if want.name == decision.name)
            for _ in range(want.cost):
                self.budget.launch()
                now += self.latency
                self.budget.complete(now, self.server.take(now))
            spent.add(now, want.cost)
            tempos[decision.name].succeeded(now, self.latency, self.changes(decision.name, now))
            self.refreshed.setdefault(decision.name, []).append(now)
        return self

    def longest_gap(self, name: str, seconds: float = 3600.0) -> float:
        """The longest time a feed went without a refresh."""
        moments = [0.0, *self.refreshed.get(name, []), seconds]
        return max(b - a for a, b in itertools.pairwise(moments))
