"""`coldsend-tui restore`: bring back exactly what the kill switch stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.actions.restore import AT_ONCE, Rung, plan_restore, standing, stops
from coldsend_tui.commands.writing import Desk, carry_out, read_details
from coldsend_tui.live import feeds

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan

MOST_DETAILS = 20
"""Requests at most for telling the pace after the restart."""


def run(options: Namespace) -> int:
    """Restore the newest stop that stands, or a step of it; the exit status."""
    rung = Rung.read(options.rung) if options.rung is not None else None

    async def plan(desk: Desk) -> Plan | None:
        await desk.session.reread(feeds.ANALYTICS)
        stopped = standing(stops(desk.store), desk.workspace)
        if stopped is None:
            return None
        await read_details(desk, [row.id for row in stopped.left(desk.workspace)], MOST_DETAILS)
        return plan_restore(
            stopped,
            desk.workspace,
            now=desk.clock.now(),
            real=desk.clock.real(),
            rung=rung or stopped.next_rung or AT_ONCE,
            read_only=desk.refusal("campaign", "activate"),
            budget_left=desk.budget_left,
        )

    return carry_out(options, plan, "nothing to restore: no stop stands, or this step has been taken")
