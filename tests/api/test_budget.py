"""The budget never exceeds a window, whatever the order of launches and answers."""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coldsend_tui.api.budget import Budget, Priority, Reading


class FixedWindows:
    """A server that counts in fixed windows starting at any phase, and a sliding witness beside it."""

    def __init__(self, minute: int, hour: int, phase: float) -> None:
        self.limits = ((60.0, minute), (3600.0, hour))
        self.minute, self.phase = minute, phase
        self.counts: dict[tuple[float, int], int] = {}
        self.arrivals: deque[float] = deque()

    def arrive(self, at: float) -> Reading:
        self.arrivals.append(at)
        for window, limit in self.limits:
            key = (window, int((at + self.phase) // window))
            self.counts[key] = self.counts.get(key, 0) + 1
            assert self.counts[key] <= limit
            assert sum(1 for past in self.arrivals if past > at - window) <= limit
        used = self.counts[(60.0, int((at + self.phase) // 60.0))]
        return Reading(self.minute, self.minute - used, 60.0 - (at + self.phase) % 60.0)


STEPS = st.lists(
    st.tuples(
        st.floats(0, 40, allow_nan=False),  # pause before asking
        st.floats(0, 20, allow_nan=False),  # time to the server
        st.floats(0, 20, allow_nan=False),  # time back
        st.sampled_from(Priority),
        st.booleans(),  # whether the answer comes at all
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, minute=st.integers(1, 8), hour=st.integers(5, 30), phase=st.floats(0, 3600), headers=st.booleans())
def test_no_window_of_the_server_is_exceeded(
    steps: list[tuple[float, float, float, Priority, bool]], minute: int, hour: int, phase: float, headers: bool
) -> None:
    budget = Budget(minute, hour, reserve_minute=min(1, minute - 1), reserve_hour=2)
    server = FixedWindows(minute, hour, phase)
    events: list[tuple[float, int, bool]] = []  # a heap of (moment, request, whether it ends rather than arrives)
    readings: dict[int, Reading] = {}
    now = 0.0

    def happen_until(moment: float) -> None:
        while events and events[0][0] <= moment:
            at, request, ends = heappop(events)
            if ends:
                answered = headers and steps[request][4]
                budget.complete(at, readings[request] if answered else None)
            else:
                readings[request] = server.arrive(at)

    for request, (gap, out, back, priority, _) in enumerate(steps):
        now += gap
        happen_until(now)
        while (wait := budget.wait_time(now, 1, priority)) > 0:
            now += wait
            happen_until(now)
        assert budget.allows(now, 1, priority)
        budget.launch()
        heappush(events, (now + out, request, False))
        heappush(events, (now + out + back + 1e-9, request, True))
    happen_until(now + 100)
    assert budget.in_flight == 0


def test_the_reserve_is_for_writes() -> None:
    budget = Budget(20, 1000, reserve_minute=5)
    for _ in range(15):
        assert budget.allows(0.0)
        budget.launch()
        budget.complete(0.0)
    assert not budget.allows(0.0)
    assert budget.allows(0.0, 5, Priority.WRITE)
    assert not budget.allows(0.0, 6, Priority.WRITE)
    assert budget.wait_time(10.0) == pytest.approx(50.0)


def test_others_on_the_same_key_are_seen() -> None:
    budget = Budget(reserve_minute=0, reserve_hour=0)
    budget.launch()
    budget.complete(100.0, Reading(100, 40, 30.0))
    assert budget.remaining_minute(100.0) == 40
    assert budget.remaining_hour(100.0) == 1000 - 60
    assert budget.remaining_minute(130.0) == 99  # the server's window is over, the own request still counts
    assert budget.wait_time(100.0, 41) == pytest.approx(30.0)


def test_own_requests_are_not_taken_for_foreign_ones() -> None:
    budget = Budget()
    for used in range(1, 31):
        budget.launch()
        budget.complete(float(used), Reading(100, 100 - used, 60.0 - used))
    assert budget.remaining_hour(31.0) == 1000 - 30
    assert budget.remaining_minute(31.0) == 70


def test_own_requests_are_not_taken_for_foreign_ones_without_a_reset() -> None:
    budget = Budget()
    for used in range(1, 31):
        budget.launch()
        budget.complete(float(used), Reading(100, 100 - used, None))
    assert budget.remaining_hour(31.0) == 1000 - 30


def test_answers_may_overtake_each_other() -> None:
    budget = Budget()
    budget.launch(2)
    budget.complete(1.0, Reading(100, 50, 40.0))
    budget.complete(1.5, Reading(100, 51, 39.5))
    assert budget.remaining_minute(2.0) == 50


def test_a_late_answer_of_the_window_before_is_not_believed() -> None:
    budget = Budget()
    budget.launch(2)
    budget.complete(61.0, Reading(100, 90, 59.0))
    budget.complete(62.0, Reading(100, 3, 0.0))
    assert budget.remaining_minute(62.0) == 90


def test_after_a_429_nothing_is_sent_for_the_time_the_server_asks() -> None:
    budget = Budget()
    budget.block(10.0, 60.0)
    assert budget.remaining_minute(10.0) == 0
    assert not budget.allows(69.0, 1, Priority.WRITE)
    assert budget.wait_time(30.0) == pytest.approx(40.0)
    assert budget.blocked_for(30.0) == pytest.approx(40.0)
    assert budget.allows(70.0)


def test_the_server_may_name_another_limit() -> None:
    budget = Budget()
    budget.launch()
    budget.complete(0.0, Reading(50, 49, 60.0))
    assert budget.remaining_minute(0.0) == 49


def test_headers_of_another_window_are_not_taken_for_the_minute() -> None:
    budget = Budget()
    budget.launch()
    budget.complete(0.0, Reading(1000, 999, 60.0))
    assert (budget.minute_limit, budget.remaining_minute(0.0)) == (100, 99)


def test_a_reserve_never_takes_everything() -> None:
    budget = Budget(4, 1000, reserve_minute=10)
    assert budget.allows(0.0, 2)
    assert not budget.allows(0.0, 3)


def test_requests_that_never_left_cost_nothing() -> None:
    budget = Budget()
    budget.launch()
    budget.withdraw()
    assert budget.remaining_minute(0.0) == 100
    assert budget.remaining_hour(0.0) == 1000
