"""Every transition from every state, planned and carried out on the sandbox: what is done, and every refusal's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.live import feeds
from coldsend_tui.ops.lifecycle import RULES, State, Transition
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

DONE = "every lead has been processed; archive it, or create a new campaign"
BROKEN = "its launch failed; delete it and create it again with what was missing"
VIEW = "it is archived and view-only; only delete is possible"
OURS = {
    ("launch", "ACTIVE"): "it is already sending",
    ("launch", "PAUSED"): "it was launched before and is paused; resume it with A",
    ("launch", "COMPLETED"): DONE,
    ("launch", "FAILED"): BROKEN,
    ("launch", "ARCHIVED"): VIEW,
    ("pause", "DRAFT"): "it has not been launched, so nothing is sent",
    ("pause", "PAUSED"): "it is already paused",
    ("pause", "COMPLETED"): "it has completed, so nothing is sent",
    ("pause", "FAILED"): "its launch failed, so nothing is sent",
    ("pause", "ARCHIVED"): "it is archived, so nothing is sent",
    ("activate", "DRAFT"): "a draft has never been launched; launch it with L",
    ("activate", "ACTIVE"): "it is already sending",
    ("activate", "COMPLETED"): DONE,
    ("activate", "FAILED"): BROKEN,
    ("activate", "ARCHIVED"): VIEW,
    ("archive", "DRAFT"): "a draft has nothing to keep; delete it with D, or launch it with L",
    ("archive", "ACTIVE"): "it is still sending; pause it first with P",
    ("archive", "FAILED"): "a failed launch cannot be archived; delete it with D",
    ("archive", "ARCHIVED"): "it is already archived",
    ("delete", "ACTIVE"): "it is still sending; pause it first with P",
    ("delete", "COMPLETED"): "a completed campaign is archived before it is deleted; archive it first with Z",
}
"""What the console says instead of sending anything."""
PAST = {
    Transition.LAUNCH: "launched", Transition.PAUSE: "paused", Transition.ACTIVATE: "activated",
    Transition.ARCHIVE: "archived", Transition.DELETE: "deleted",
}  # fmt: skip
THEIRS_BEYOND = {
    ("launch", "ACTIVE"): " It is already sending.",
    ("activate", "ACTIVE"): " It is already sending.",
    ("activate", "DRAFT"): " Send launch: true in a campaign update instead.",
    ("archive", "ACTIVE"): " Pause it first.",
    ("delete", "ACTIVE"): " Pause it first.",
    ("delete", "COMPLETED"): " Archive it first.",
}
"""What the server adds to its refusal."""
HARMLESS = {("pause", "PAUSED"), ("launch", "PAUSED")}
"""Moves that the server takes although there is nothing to do."""


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("transition", Transition)
async def test_every_move_from_every_state(
    make_sandbox: Callable[..., LocalSandbox], state: State, transition: Transition
) -> None:
    async with desk_over(make_sandbox(scale="medium")) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        row = desk.campaigns(state)[0]
        sent = len(desk.tap.requests)
        plan = desk.plan(transition, [row])
        if (refusal := OURS.get((transition.value, state.value))) is not None:
            (told,) = plan.refusals
            assert f"{told.reason}; {told.instead}".removesuffix("; ") == refusal
            assert not plan.runnable
            assert len(desk.tap.requests) == sent
            await the_server_agrees(desk, transition, row.id, row.name, state)
            return
        outcome = await desk.run(plan)
        (item,) = outcome.items
        target = RULES[transition].target
        if transition is Transition.LAUNCH and item.fate is Fate.REFUSED:
            # A draft that is not ready: the server's list is kept word by word, and nothing has changed.
            assert item.missing
            assert await desk.state_of(row.id) == "DRAFT"
            return
        assert (item.fate, item.after, item.verified) == (Fate.DONE, target, True)
        answer = await desk.sandbox.call("GET", f"/campaigns/{row.id}")
        assert (answer.status_code == 404) if target is None else answer.json()["status"] == target
        assert desk.results() == [(row.name, transition.value, "done")]


async def the_server_agrees(desk: Desk, transition: Transition, id: str, name: str, state: State) -> None:
    """Sent nevertheless, as when a state changed behind our back: refused with the server's reason, and nothing changed."""
    target = RULES[transition].target
    item = PlanItem("campaign", id, name, transition.value, "?", target.value if target else None, ())
    outcome = await desk.run(replace(desk.plan(transition, []), items=(item,)))
    (result,) = outcome.items
    if (transition.value, state.value) in HARMLESS:
        assert result.fate is Fate.DONE
        assert await desk.state_of(id) == target
        return
    assert result.fate is Fate.REFUSED, result
    more = THEIRS_BEYOND.get((transition.value, state.value), "")
    assert result.detail == f"Campaign is {state} and cannot be {PAST[transition]}.{more}"
    assert result.detail in outcome.summary
    assert await desk.state_of(id) == state
