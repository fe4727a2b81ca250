"""A key that writes: plan → guard → show → confirm → run → read back → results. The one way from a screen to `actions/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.tui.modals.confirm import Confirm

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.under_way import UnderWay

ALONE_UP_TO = 3
"""With more objects a write has the request budget to itself."""


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
        read_only=state.refusal_of("campaign", transition.value),
        budget_left=budget_left(app),
        now=state.clock.now(),
    )
    offer(app, plan)


def propose_domain(app: ConsoleApp, domain_ids: Sequence[str]) -> None:
    """Show the plan to activate domains; carry it out once it is confirmed."""
    from coldsend_tui.actions.domains import plan_activate

    state = app.state
    domains = [domain for domain in state.workspace.domains if domain.id in set(domain_ids)]
    refusal = state.refusal_of("domain", "activate")
    offer(app, plan_activate(domains, read_only=refusal, budget_left=budget_left(app)))


def budget_left(app: ConsoleApp) -> int | None:
    """Requests that this minute and this hour still allow; None before there is a client."""
    budget = app.state.session.budget if app.state.session else None
    return min(budget.minute_left, budget.hour_left) if budget else None


def offer(
    app: ConsoleApp, plan: Plan, ended: Callable[[Outcome | None], None] | None = None, *, results: bool = True
) -> None:
    """Put a plan before the operator, under the profile's guard rules and the key's scopes. A plan with nothing that may be
    done says why on the flash line and opens nothing.

    `ended` is told once what came of it: None when nothing was sent. `results` opens the results of a plan of many at once;
    a screen that shows its own goes without.
    """
    from coldsend_tui.actions.guard import guarded

    told = ended or (lambda outcome: None)
    lacking = next((reason for item in plan.items if (reason := app.state.refusal_of(item.kind, item.action))), "")
    if lacking:
        app.state.say(f"{plan.title}: {lacking}", "warn")
        told(None)
        return
    plan = guarded(plan, app.state.launch.guard)
    if not plan.runnable:
        first = plan.refusals[0] if plan.refusals else None
        reason = (
            f"{first.name}: {first.reason}" + (f" ({first.instead})" if first.instead else "")
            if first
            else "nothing to do"
        )
        more = f", and {len(plan.refusals) - 1:,} more" if len(plan.refusals) > 1 else ""
        app.state.say(reason + more, "warn")
        told(None)
        return

    async def carry_out() -> None:
        told(await _carry_out(app, plan, results=results))

    def answered(agreed: bool | None) -> None:
        if agreed:
            app.run_worker(carry_out(), name="write", group="writes", exit_on_error=False)
        else:
            app.state.say(f"{plan.verb}: cancelled, nothing was sent")
            told(None)

    if plan.confirmation.level is ConfirmationLevel.NONE:
        # Nothing to ask; it is journalled and verified all the same.
        answered(True)
        return
    app.push_screen(Confirm(plan, app.state.launch.profile, app.state.mode), answered)


async def _carry_out(app: ConsoleApp, plan: Plan, *, results: bool) -> Outcome | None:
    from coldsend_tui.actions.run import run
    from coldsend_tui.tui.under_way import UnderWay

    state = app.state
    session = state.session
    if session is None:
        state.say("not connected yet: nothing was sent", "error")
        return None
    budget = session.budget
    write = UnderWay(plan, state.clock, lambda: budget_left(app), budget.minute_limit if budget else 100)
    app.writes = [*(earlier for earlier in app.writes if earlier.running), write]
    # One object changed in several steps is told on the flash line, and so is what is done without a question.
    objects = {(item.kind, item.id or item.name) for item in plan.items}
    asked = plan.confirmation.level is not ConfirmationLevel.NONE
    if results and ((len(objects) > 1 and asked) or plan.purpose):
        show_results(app, write)
    else:
        state.say(f"{plan.verb} …")
    outcome: Outcome | None = None
    failure = ""
    try:
        client = await session.connected()
        with session.standing_aside() if write.total > ALONE_UP_TO else nullcontext():
            outcome = await run(
                plan,
                client=client,
                store=state.store,
                session=session,
                clock=state.clock,
                profile=state.launch.profile,
                stop=write.stop,
                on_progress=write.settled,
                on_written=write.written,
                on_wait=write.waiting,
            )
    except ColdSendError as error:
        failure = f"{error.title}: {error}"
    finally:
        await state.read_again()
        write.ended(outcome, failure or ("" if outcome else "the run was interrupted"))
        state.on_change(frozenset())
    if outcome is None:
        state.say(failure, "error")
        return None
    if outcome.granted is not None:
        state.learn_scopes(outcome.granted)
    state.say(outcome.summary, "done" if outcome.ok else "error")
    return outcome


def show_results(app: ConsoleApp, write: UnderWay) -> None:
    """Open the results of a write; leaving them stops nothing."""
    from coldsend_tui.tui.modals.results import Results

    def answered(answer: str | None) -> None:
        if answer == "retry":
            app.run_worker(_retry(app, write), name="retry", group="writes", exit_on_error=False)

    app.push_screen(Results(write), answered)


async def _retry(app: ConsoleApp, write: UnderWay) -> None:
    """Read the campaigns again, then plan what is not done."""
    from coldsend_tui.actions.retry import plan_again
    from coldsend_tui.live import feeds

    state, outcome = app.state, write.outcome
    if outcome is None or state.session is None:
        return
    state.say("reading the campaigns again before anything is repeated")
    try:
        await state.session.reread(feeds.ANALYTICS)
    except ColdSendError as error:
        state.say(f"not repeated, the campaigns could not be read: {error.message}", "error")
        return
    state.reload()
    action = outcome.plan.items[0].action
    plan = plan_again(
        outcome,
        state.workspace,
        now=state.clock.now(),
        read_only=state.refusal_of("campaign", action),
        budget_left=budget_left(app),
    )
    offer(app, plan)


def show_newest(app: ConsoleApp) -> None:
    """Open the results of the write that was begun last."""
    if app.writes:
        show_results(app, app.writes[-1])
    else:
        app.state.say("nothing was written since this console was opened; the journal (7) has what was before")
