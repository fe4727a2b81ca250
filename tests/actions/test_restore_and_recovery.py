"""What a stop is remembered as, the ladder back, and what is left of broken-off plans: read from the journal alone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.actions.kill_switch import PURPOSE
from coldsend_tui.actions.outcome import Fate, ItemResult, Outcome
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.process import alive, this_process
from coldsend_tui.actions.record import INTERRUPTED, NOT_TRIED, STOPPED, JournalledPlan
from coldsend_tui.actions.recovery import leave, left_behind, rest, still_undone, unfinished
from coldsend_tui.actions.restore import RUNG_WAIT, Rung, Stopped, plan_restore, standing, stops
from coldsend_tui.actions.retry import plan_again, retryable
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.clock import ManualClock
from coldsend_tui.errors import UsageError
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.store import JournalLine, Store
from tests.ops.rows import NOW, campaign, workspace

CLOCK = ManualClock(NOW)
GONE_PROCESS = "999999999/1"


def note(
    store: Store, plan: str, id: str, action: str, result: str | None = "done", *, purpose: str = "", at: int = 0,
    detail: str = "", process: str = GONE_PROCESS,
) -> None:  # fmt: skip
    """One entry of the journal, `at` minutes after `NOW`."""
    before, after = ("ACTIVE", "PAUSED") if action == "pause" else ("PAUSED", "ACTIVE")
    text = JournalledPlan(plan, f"Plan {plan}", purpose, process).text
    when = NOW + timedelta(minutes=at)
    entry = store.journal.intent(
        JournalLine(when, "acme", "robin", action, "campaign", id, f"Campaign {id}", before, after, plan=text)
    )
    if result is not None:
        store.journal.result(entry, when, result, detail)  # type: ignore[arg-type]


def paused(*ids: str) -> list[object]:
    return [campaign(id, status="PAUSED") for id in ids]


def test_only_what_surely_or_possibly_stopped_is_remembered() -> None:
    store = Store.open(None)
    for id, result in (("c1", "done"), ("c2", "refused"), ("c3", "unknown"), ("c4", None), ("c5", "failed")):
        note(store, "k", id, "pause", result, purpose=PURPOSE)
    note(store, "other", "c6", "pause")
    stopped = stops(store)[0]
    assert stopped.campaigns == ("c1", "c3", "c4")
    assert [row.id for row in stopped.left(workspace(*paused("c1", "c2", "c3", "c6")))] == ["c1", "c3"]  # type: ignore[arg-type]


def test_a_pause_that_arrives_after_it_was_verified_is_brought_back_too() -> None:
    store = Store.open(None)
    note(store, "k", "c1", "pause", "done", purpose=PURPOSE)
    note(
        store, "k", "c2", "pause", "failed", purpose=PURPOSE, detail="the run ended before its result; it reads ACTIVE"
    )
    stopped = stops(store)[0]
    assert [row.id for row in stopped.left(workspace(*paused("c1", "c2")))] == ["c1", "c2"]  # type: ignore[arg-type]
    assert [row.id for row in stopped.left(workspace(*paused("c1"), campaign("c2")))] == ["c1"]  # type: ignore[arg-type]


def test_a_second_stop_does_not_forget_the_first() -> None:
    store = Store.open(None)
    note(store, "one", "c1", "pause", purpose=PURPOSE)
    note(store, "two", "c2", "pause", purpose=PURPOSE, at=1)
    world = workspace(*paused("c1", "c2"))  # type: ignore[arg-type]
    newest = standing(stops(store), world)
    assert newest is not None
    assert newest.campaigns == ("c2",)
    note(store, "r", "c2", "activate", purpose="restore", at=2)
    older = standing(stops(store), world)
    assert older is not None
    assert older.campaigns == ("c1",)
    note(store, "by hand", "c1", "activate", at=3)
    assert standing(stops(store), world) is None


def test_what_is_paused_again_by_hand_is_not_brought_back() -> None:
    store = Store.open(None)
    note(store, "k", "c1", "pause", purpose=PURPOSE)
    note(store, "a", "c1", "activate", at=1)
    note(store, "p", "c1", "pause", at=2)
    assert standing(stops(store), workspace(*paused("c1"))) is None  # type: ignore[arg-type]


def test_the_ladder_knows_its_next_step_and_when() -> None:
    store = Store.open(None)
    for at in range(6):
        note(store, "k", f"c{at}", "pause", purpose=PURPOSE)
    note(store, "r", "c0", "activate", purpose="restore 1/3", at=60)
    stopped = stops(store)[0]
    assert stopped.next_rung == Rung(2, 3)
    assert stopped.next_at == NOW + timedelta(minutes=60) + RUNG_WAIT
    early = plan_restore(
        stopped,
        workspace(*paused(*(f"c{at}" for at in range(1, 6)))),
        now=NOW,
        real=NOW,
        rung=Rung(2, 3),  # type: ignore[arg-type]
    )
    assert "the next step is due" in early.warnings[0]
    note(store, "k2", "c9", "pause", purpose=PURPOSE, at=90)
    newer = stops(store)[0]
    assert newer.next_rung is None


@given(st.integers(1, 40), st.integers(1, 9), st.randoms(use_true_random=False))
def test_all_rungs_together_bring_back_exactly_the_set(total: int, rungs: int, random: object) -> None:
    """Also when the order of harm changes between two steps."""
    ids = tuple(f"c{at}" for at in range(total))
    resumed: set[str] = set()
    for number in range(1, rungs + 1):
        rows = [
            campaign(id, status="ACTIVE" if id in resumed else "PAUSED", bounced=random.randrange(60))  # type: ignore[attr-defined]
            for id in (*ids, "bystander")
        ]
        stopped = Stopped("k", NOW, "", ids, frozenset(resumed))
        plan = plan_restore(stopped, workspace(*rows), now=NOW, rung=Rung(number, rungs))
        taken = {item.id for item in plan.items}
        assert not taken & resumed
        assert taken <= set(ids)
        resumed |= taken
        assert len(resumed) == -(-total * number // rungs)
    assert resumed == set(ids)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/10", "half", "1/", "/2", "-1/2"])
def test_a_step_that_is_none_says_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match="Write 1/3"):
        Rung.read(text)


def test_what_is_under_way_is_not_left_behind() -> None:
    store = Store.open(None)
    note(store, "mine", "c1", "pause", None, process=this_process())
    note(store, "dead", "c2", "pause", None)
    note(store, "told", "c3", "pause", "unknown", process=this_process())
    assert [entry.item.id for entry in unfinished(store)] == ["c1", "c2", "c3"]
    assert [entry.item.id for entry in left_behind(unfinished(store))] == ["c2", "c3"]
    assert left_behind(unfinished(store))[0].item.after == "PAUSED"
    told = left_behind(unfinished(store))[1]
    store.journal.result(told.entry, NOW, "unknown", "it is gone", after="gone")
    assert [entry.item.id for entry in left_behind(unfinished(store))] == ["c2"], (
        "what was read and is still unclear is not asked again"
    )


def test_a_process_is_known_by_its_number_and_its_start() -> None:
    assert alive(this_process())
    assert not alive(f"{os.getpid()}/1")
    done = subprocess.run(
        [sys.executable, "-c", "from coldsend_tui.actions.process import this_process; print(this_process())"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not alive(done.stdout.strip())
    assert not alive("")


def test_the_rest_is_what_was_not_tried_and_nobody_touched_since() -> None:
    store = Store.open(None)
    note(store, "b", "c1", "pause", "cancelled", detail=INTERRUPTED)
    note(store, "b", "c2", "pause", "cancelled", detail=STOPPED)
    note(store, "b", "c3", "pause", "failed", detail="the run ended before its result; it reads ACTIVE")
    note(store, "b", "c4", "pause", "failed", detail="the server said no")
    note(store, "b", "c5", "pause", "cancelled", detail=STOPPED)
    note(store, "later", "c5", "activate", at=1)
    note(store, "b", "c6", "pause", "cancelled", detail=NOT_TRIED + "ColdSend was not reached.")
    assert [entry.item.id for entry in rest(store)] == ["c1", "c2", "c3", "c6"]
    world = workspace(campaign("c1"), campaign("c2", status="PAUSED"), campaign("c3"))
    undone = still_undone(rest(store), world)
    assert [entry.item.id for entry in undone] == ["c1", "c3"]
    leave(undone, store, CLOCK)
    assert still_undone(rest(store), world) == ()


def test_a_change_in_several_steps_is_not_continued_in_part() -> None:
    store = Store.open(None)
    note(store, "e", "c1", "pause", "done")
    note(store, "e", "c1", "edit", "refused")
    note(store, "e", "c1", "activate", "cancelled", detail=NOT_TRIED + "edit was not done")
    assert rest(store) == ()


def test_what_is_done_is_never_planned_again() -> None:
    rows = [campaign(f"c{at}") for at in range(4)]
    plan = plan_transition(Transition.PAUSE, rows, settings={}, now=NOW)
    fates = dict(
        zip((item.id for item in plan.items), (Fate.DONE, Fate.FAILED, Fate.UNKNOWN, Fate.CANCELLED), strict=True)
    )
    outcome = Outcome(plan, tuple(ItemResult.of(item, fates[item.id]) for item in plan.items), "journal id")
    left = {id for id, fate in fates.items() if fate is not Fate.DONE}
    assert set(retryable(outcome)) == left
    happened = next(id for id, fate in fates.items() if fate is Fate.UNKNOWN)
    read_again = workspace(*[row._replace(status="PAUSED") if row.id == happened else row for row in rows])
    again = plan_again(outcome, read_again, now=NOW)
    assert {item.id for item in again.items} == left - {happened}
    assert again.continues == "journal id"
    domain = PlanItem("domain", "d1", "d1", "activate", "DNS_PENDING", "ACTIVE", ())
    assert retryable(outcome._replace(items=(ItemResult.of(domain, Fate.FAILED),))) == ()
