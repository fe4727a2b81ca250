"""A key that writes: plan → show → confirm → run → read back → flash line. The one way from a screen to `actions/`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.tui.modals.confirm import Confirm

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome, Progress
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.tui.app import ConsoleApp


def propose(app: ConsoleApp, transition: Transition, campaign_ids: Sequence[str]) -> None:
    """Show the plan of a lifecycle move of these campaigns; carry it out once it is confirmed."""
    from coldsend_tui.actions.transitions import plan_transition

    state = app.state
    wanted = set(campaign_ids)
    campaigns = [campaign for campaign in state.workspace.campaigns if campaign.id in wanted]
    plan = plan_transition(
        transition,
        campaigns,
        settings=state.workspace.settings,
        workspace=state.workspace,
        read_only=state.write_refusal,
        budget_left=budget_left(app),
        now=state.clock.now(),
    )
    offer(app, plan)


def propose_domain(app: ConsoleApp, domain_ids: Sequence[str]) -> None:
    """Show the plan to activate domains; carry it out once it is confirmed."""
    from coldsend_tui.actions.domains import plan_activate

    state = app.state
    domains = [domain for domain in state.workspace.domains if domain.id in set(domain_ids)]
    offer(app, plan_activate(domains, read_only=state.write_refusal, budget_left=budget_left(app)))


def budget_left(app: ConsoleApp) -> int | None:
    """Requests that this minute and this hour still allow; None before there is a client."""
    budget = app.state.session.budget if app.state.session else None
    return min(budget.minute_left, budget.hour_left) if budget else None


def offer(app: ConsoleApp, plan: Plan, ended: Callable[[Outcome | None], None] | None = None) -> None:
    """Put a plan before the operator. A plan with nothing to do says why on the flash line and opens nothing.

    `ended` is told once what came of it: None when nothing was sent.
    """
    told = ended or (lambda outcome: None)
    if not plan.runnable:
        first = plan.refusals[0] if plan.refusals else None
        reason = (
            f"{first.name}: {first.reason}" + (f" ({first.instead})" if first.instead else "")
            if first
            else "nothing to do"
        )
        app.state.say(reason, "warn")
        told(None)
        return

    async def carry_out() -> None:
        told(await _carry_out(app, plan))

    def answered(agreed: bool | None) -> None:
        if agreed:
            app.run_worker(carry_out(), name=plan.title, group="writes", exit_on_error=False)
        else:
            app.state.say(f"{plan.verb}: cancelled, nothing was sent")
            told(None)

    app.push_screen(Confirm(plan, app.state.launch.profile, app.state.mode), answered)


async def _carry_out(app: ConsoleApp, plan: Plan) -> Outcome | None:
    from coldsend_tui.actions.run import run

    state = app.state
    session = state.session
    if session is None:
        state.say("not connected yet: nothing was sent", "error")
        return None

    def progress(at: Progress) -> None:
        if at.total > 1:
            state.say(f"{plan.verb} {at.done}/{at.total}: {at.item.name} {at.item.fate.name.lower()}")

    state.say(f"{plan.verb} …")
    app.stop_writes = asyncio.Event()
    try:
        client = await session.connected()
        outcome = await run(
            plan,
            client=client,
            store=state.store,
            session=session,
            clock=state.clock,
            profile=state.launch.profile,
            stop=app.stop_writes,
            on_progress=progress,
        )
    except ColdSendError as error:
        state.say(f"{error.title}: {error}", "error")
        return None
    finally:
        app.stop_writes = None
        await state.read_again()
        state.on_change(frozenset())
    report(app, outcome)
    return outcome


def report(app: ConsoleApp, outcome: Outcome) -> None:
    """The result on the flash line."""
    app.state.say(outcome.summary, "done" if outcome.ok else "error")
