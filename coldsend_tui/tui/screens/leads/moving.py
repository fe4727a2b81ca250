"""Moving leads of the list into a branch of their campaign: the flow graph is read, a branch chosen, the plan offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import feeds
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.people import Lead
    from coldsend_tui.tui.app import ConsoleApp


def move(app: ConsoleApp, campaign_id: str, leads: Sequence[Lead], written: Callable[[], None]) -> None:
    """Choose a branch and offer the plan to put `leads` into it."""
    if leads:
        app.run_worker(_choose(app, campaign_id, leads, written), group="branch", exclusive=True, exit_on_error=False)


async def _choose(app: ConsoleApp, campaign_id: str, leads: Sequence[Lead], written: Callable[[], None]) -> None:
    from coldsend_tui.actions.branches import plan_move
    from coldsend_tui.ops import flow

    state = app.state
    campaign = next((row for row in state.workspace.campaigns if row.id == campaign_id), None)
    if campaign is None or state.session is None:
        return
    try:
        await state.session.reread(feeds.flow(campaign_id))
    except ColdSendError as error:
        state.say(f"move: the branches could not be read: {error}", "error")
        return
    graph = state.store.flow(campaign_id)
    branches = {branch.id: branch for branch in flow.branches(graph)} if graph else {}
    if graph is None or not branches:
        state.say("move: this campaign has no branch; B on its Branches tab creates one", "warn")
        return

    def chosen(ids: tuple[str, ...] | None) -> None:
        if not ids:
            state.say("move: cancelled, nothing was sent")
            return
        plan = plan_move(
            campaign,
            graph,
            branches[ids[0]],
            [lead.id for lead in leads],
            read_only=state.write_refusal,
            budget_left=budget_left(app),
        )
        offer(app, plan, lambda outcome: written() if outcome is not None else None)

    choices = [
        Choice(branch.id, branch.name, f"{branch.trigger} priority {branch.priority}") for branch in branches.values()
    ]
    app.push_screen(Pick(f"Move {len(leads):,} of the leads into", choices, one=True), chosen)
