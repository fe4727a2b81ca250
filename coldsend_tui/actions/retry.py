"""After a run: a plan for what is not done, and for nothing else."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from coldsend_tui.actions.outcome import Fate, Outcome
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.workspace import Workspace


def retryable(outcome: Outcome) -> tuple[str, ...]:
    """Ids of the campaigns of a lifecycle plan that are not done. A change in several steps is not repeated in part."""
    if len({item.action for item in outcome.plan.items}) != 1:
        return ()
    left = {result.id for result in outcome.items if result.fate is not Fate.DONE}
    moves = Transition.__members__.values()
    return tuple(
        item.id for item in outcome.plan.items if item.id in left and item.kind == "campaign" and item.action in moves
    )


def plan_again(
    outcome: Outcome,
    workspace: Workspace,
    *,
    now: datetime,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan once more what `outcome` left undone, judged by a fresh reading: what happened after all is left alone.

    Call it after the campaigns were read again, for an unknown write must not be repeated blindly.
    """
    rows = {campaign.id: campaign for campaign in workspace.campaigns}
    wanted = [rows[id] for id in retryable(outcome) if id in rows]
    action = next((item.action for item in outcome.plan.items), Transition.PAUSE.value)
    plan = plan_transition(
        Transition(action),
        wanted,
        settings=workspace.settings,
        workspace=workspace,
        read_only=read_only,
        budget_left=budget_left,
        now=now,
    )
    purpose, same = outcome.plan.purpose, outcome.plan_id
    return dataclasses.replace(plan, title=f"Again: {plan.title}", purpose=purpose, continues=same)
