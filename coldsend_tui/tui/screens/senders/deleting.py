"""Deleting sender accounts: one by its typed name, more as a job with a result for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coldsend_tui.ops import inbox_users
from coldsend_tui.tui.row_writes import offer_rows
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.workspace import Sender


def delete(app: ConsoleApp, senders: Sequence[Sender]) -> None:
    """Show the plan to delete these accounts; carry it out once it is confirmed."""
    plan = _plan(app, senders)
    if len(plan.items) + len(plan.refusals) == 1:
        offer(app, plan)
        return

    def again(outcome: Outcome) -> Plan:
        left = {item.id for item in outcome.items if item.fate != "done"}
        return _plan(app, [sender for sender in app.state.workspace.senders if sender.id in left])

    offer_rows(app, plan, {}, again)


def _plan(app: ConsoleApp, senders: Sequence[Sender]) -> Plan:
    from coldsend_tui.actions.sender_deletions import plan_delete

    world = app.state.workspace
    return plan_delete(
        senders,
        inbox_users.users(world.campaigns, world.settings),
        unread=inbox_users.unread(world.campaigns, world.settings),
        read_only=app.state.write_refusal,
        budget_left=budget_left(app),
    )
