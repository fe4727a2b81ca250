"""Progress, pace and time left of a write, without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coldsend_tui.actions.outcome import Fate, ItemResult, Outcome, Progress
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.clock import ManualClock
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.under_way import UnderWay
from tests.ops.rows import NOW, campaign


def write(number: int, left: int | None) -> tuple[UnderWay, ManualClock]:
    """A pause of so many campaigns with so many requests left of the minute."""
    clock = ManualClock(NOW)
    plan = plan_transition(Transition.PAUSE, [campaign(f"c{at}") for at in range(number)], settings={}, now=NOW)
    return UnderWay(plan, clock, lambda: left), clock


def answered(run: UnderWay, clock: ManualClock, number: int, seconds: float) -> None:
    """The first `number` objects are written, one every so many seconds."""
    for item in run.plan.items[:number]:
        clock.advance(seconds)
        run.written(ItemResult.of(item, Fate.DONE))


def test_time_left_is_the_pace_while_the_minute_reaches() -> None:
    run, clock = write(50, 90)
    assert run.seconds_left is None, "nothing is known before the first answer"
    answered(run, clock, 10, 0.5)
    assert run.rate == pytest.approx(2.0)
    assert run.seconds_left == pytest.approx(20.0)
    assert "10/50" in plain(run.head(76)[0])
    assert "2.0/s · about 20s left" in plain(run.head(76)[0])
    assert plain(run.head(76)[1]) == "10 sent, read back soon"


def test_time_left_counts_the_minutes_that_are_waited_for() -> None:
    run, clock = write(300, 94)
    answered(run, clock, 6, 0.5)
    left = run.seconds_left
    assert left is not None
    assert 300 <= left + 6 / 2.0 <= 360, "three more minutes of budget, and the pace"


def test_a_wait_for_the_budget_is_told_and_does_not_slow_the_pace() -> None:
    run, clock = write(100, 0)
    answered(run, clock, 60, 0.5)
    run.waiting(30.0)
    clock.advance(10.0)
    assert "waits 20s for the budget" in plain(run.head(100)[0])
    assert run.rate == pytest.approx(2.0)
    assert run.seconds_left == pytest.approx(20.0 + 20.0, abs=1.0)
    clock.advance(20.0)
    run.written(ItemResult.of(run.plan.items[60], Fate.DONE))
    assert run.rate == pytest.approx(61 / 30.0)


def test_fates_are_counted_and_the_end_is_told() -> None:
    run, clock = write(3, 90)
    answered(run, clock, 3, 1.0)
    fates = (Fate.DONE, Fate.REFUSED, Fate.DONE)
    results = tuple(ItemResult.of(item, fate) for item, fate in zip(run.plan.items, fates, strict=True))
    for at, result in enumerate(results):
        run.settled(Progress(at + 1, 3, result))
    run.ended(Outcome(run.plan, results))
    clock.advance(100)
    assert run.elapsed == 3.0
    assert plain(run.head(76)[1]) == "2 done · 1 refused"
    assert "3/3 in 3s" in plain(run.head(76)[0])
    assert [row.result for row in run.rows()] == list(results)


def test_stopping_is_told_and_promises_no_time() -> None:
    run, clock = write(20, 90)
    answered(run, clock, 2, 1.0)
    run.stop.set()
    assert "stopping after the present object" in plain(run.head(100)[0])
    assert run.seconds_left is None


def test_steps_on_one_object_have_a_row_each() -> None:
    run, clock = write(1, 90)
    pause = run.plan.items[0]
    items = (pause, pause._replace(action="edit"), pause._replace(action="activate"))
    run = UnderWay(replace(run.plan, items=items), clock, lambda: 90)
    for at, fate in enumerate((Fate.DONE, Fate.REFUSED, Fate.CANCELLED)):
        run.settled(Progress(at + 1, 3, ItemResult.of(items[at], fate)))
    assert [row.result.fate for row in run.rows() if row.result] == [Fate.DONE, Fate.REFUSED, Fate.CANCELLED]
