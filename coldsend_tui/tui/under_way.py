"""A write that is being carried out or has ended: what is known of each object, how fast it goes, how long it takes yet.

No Textual here. Results arrive by the callbacks of `actions.run`; whoever shows them is told by `on_change`.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.actions.outcome import Fate, ItemResult, Outcome, Progress
from coldsend_tui.ops import wording
from coldsend_tui.tui.lines import Line, joined, line
from coldsend_tui.tui.widgets.meter import bar

if TYPE_CHECKING:
    from coldsend_tui.actions.plan import Plan, PlanItem
    from coldsend_tui.clock import Clock

MINUTE = 60.0
_ROLES = {Fate.DONE: "ok", Fate.REFUSED: "warn", Fate.FAILED: "crit", Fate.UNKNOWN: "warn", Fate.CANCELLED: "muted"}


class ResultRow(NamedTuple):
    """One object of the plan: its present result, or None while it has none; `sent`: answered, not read back yet."""

    at: int
    item: PlanItem
    result: ItemResult | None
    sent: bool


class UnderWay:
    """One run of a plan. `minute_limit` are the requests of a minute; `left` tells how many the present one still allows."""

    def __init__(self, plan: Plan, clock: Clock, left: Callable[[], int | None], minute_limit: int = 100) -> None:
        self.plan = plan
        self.stop = asyncio.Event()
        self.outcome: Outcome | None = None
        self.failure = ""
        self.on_change: Callable[[], None] = lambda: None
        self._clock = clock
        self._left = left
        self._minute_limit = minute_limit
        self._started = clock.monotonic()
        self._ended: float | None = None
        self._results: dict[int, ItemResult] = {}
        self._sent: dict[int, ItemResult] = {}
        self._places: dict[str, list[int]] = {}
        for at, item in enumerate(plan.items):
            self._places.setdefault(item.id, []).append(at)
        self._wait_from = self._wait_until = 0.0
        self._waited = 0.0

    # -- told by the run ----------------------------------------------------------------------------------------------

    def written(self, result: ItemResult) -> None:
        """A write was answered."""
        self._awake()
        self._sent[self._place(result, self._sent)] = result
        self.on_change()

    def settled(self, progress: Progress) -> None:
        """An object has its result."""
        self._awake()
        self._results[self._place(progress.item, self._results)] = progress.item
        self.on_change()

    def waiting(self, seconds: float) -> None:
        """Nothing is sent for so long: the request budget."""
        self._awake()
        self._wait_from = self._clock.monotonic()
        self._wait_until = self._wait_from + seconds
        self.on_change()

    def ended(self, outcome: Outcome | None, failure: str = "") -> None:
        """It is over: with results, or with the reason why there are none."""
        self._awake()
        self.outcome, self.failure = outcome, failure
        self._ended = self._clock.monotonic()
        self.on_change()

    def _awake(self) -> None:
        if self._wait_until:
            self._waited += max(0.0, self._clock.monotonic() - self._wait_from)
            self._wait_until = 0.0

    def _place(self, result: ItemResult, taken: Mapping[int, ItemResult]) -> int:
        """Which object of the plan a result is for. Steps on one object come in the plan's order; a creation has no id before."""
        places = self._places.get(result.id) or self._places.get("") or [0]
        return next((at for at in places if at not in taken), places[-1])

    # -- shown --------------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._ended is None

    @property
    def total(self) -> int:
        """Objects of the plan."""
        return len(self.plan.items)

    def rows(self) -> list[ResultRow]:
        """All objects in the plan's order."""
        return [ResultRow(at, item, self._results.get(at), at in self._sent) for at, item in enumerate(self.plan.items)]

    @property
    def elapsed(self) -> float:
        """Seconds since it began, until it ended."""
        return (self._clock.monotonic() if self._ended is None else self._ended) - self._started

    @property
    def written_count(self) -> int:
        """Objects that were dealt with, read back or not."""
        return len({*self._sent, *self._results})

    @property
    def rate(self) -> float | None:
        """Objects a second while it was not waiting; None before the first."""
        busy = (
            self.elapsed - self._waited - max(0.0, self._clock.monotonic() - self._wait_from) * bool(self._wait_until)
        )
        return self.written_count / max(busy, 0.001) if self.written_count else None

    @property
    def seconds_left(self) -> float | None:
        """About how long it takes yet, waits for the budget included; None while that is not known."""
        if self.rate is None or self.stop.is_set():
            return None
        objects = self.total - self.written_count
        requests = math.ceil(objects * self.plan.requests / max(1, self.total))
        wait = max(0.0, self._wait_until - self._clock.monotonic()) if self._wait_until else 0.0
        left = self._minute_limit if self._wait_until else self._left()
        minutes = 0 if left is None else max(0, math.ceil((requests - left) / max(1, self._minute_limit)))
        return wait + objects / self.rate + minutes * MINUTE

    def head(self, columns: int) -> list[Line]:
        """Two lines above the list: bar with pace, and how many came to what."""
        return [self._pace(columns), self._counts()]

    def _pace(self, columns: int) -> Line:
        done = self.written_count
        meter = bar(done / self.total if self.total else 1.0, max(8, min(30, columns - 46)))
        numbers: Line = ((f" {wording.count(done)}/{wording.count(self.total)}", "bold"),)
        if not self.running:
            took = f" in {wording.duration(timedelta(seconds=self.elapsed))}"
            return (*meter, *numbers, (took, "muted"))
        parts: list[Line] = [line((f"{self.rate:.1f}/s", "muted"))] if self.rate else []
        if self.stop.is_set():
            parts.append(line(("stopping after the present object", "warn")))
        elif self._wait_until:
            wait = max(1.0, self._wait_until - self._clock.monotonic())
            parts.append(line((f"waits {wait:.0f}s for the budget", "warn")))
        if (left := self.seconds_left) is not None:
            parts.append(line((f"about {wording.duration(timedelta(seconds=math.ceil(left)))} left", "muted")))
        return (*meter, *numbers, ("  ", ""), *joined(parts))

    def _counts(self) -> Line:
        if self.failure:
            return line(("✗ ", "crit"), self.failure)
        counts = Counter(result.fate for result in self._results.values())
        parts: list[Line] = [
            line((f"{wording.count(counts[fate])} {fate}", role)) for fate, role in _ROLES.items() if counts[fate]
        ]
        unread = len(self._sent.keys() - self._results.keys())
        if unread and self.running:
            parts.append(line((f"{wording.count(unread)} sent, read back soon", "muted")))
        if not self.running and self.outcome is not None and self.outcome.ok:
            return line(("✓ ", "ok"), ("all done", "ok"), (", each read back", "muted"))
        return joined(parts or [line(("the first request is under way", "muted"))])
