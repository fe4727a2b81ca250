"""The kill switch and its way back, from the console: scopes of what is selected, their reach, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.actions.kill_switch import Reach, Scope, covered_by, plan_stop
from coldsend_tui.actions.restore import AT_ONCE, Rung, plan_restore
from coldsend_tui.ops import leads, wording
from coldsend_tui.ops.index import index_of
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.writes import budget_left, offer
from coldsend_tui.workspace import Workspace

if TYPE_CHECKING:
    from coldsend_tui.actions.restore import Stopped
    from coldsend_tui.tui.app import ConsoleApp

READ_FOR_REACH = 200
"""Campaigns whose inboxes are counted before the plan is made; with more, the plan says it."""


class Choice(NamedTuple):
    """One line of the scope dialog. Without a `scope` nothing of that kind is selected."""

    key: str
    reach: Reach
    scope: Scope | None
    active: int
    text: str


def choices(workspace: Workspace, in_hand: tuple[str, str] | None) -> tuple[list[Choice], int]:
    """The four scopes for what is selected (kind and id), and which of them is offered first."""
    scopes = _scopes(workspace, in_hand)
    found = [_choice(key, reach, scopes.get(reach), workspace) for key, reach in _KEYS.items()]
    kind = {"campaign": Reach.CAMPAIGN, "sender": Reach.INBOX, "domain": Reach.DOMAIN}.get(
        in_hand[0] if in_hand else ""
    )
    at = next((at for at, choice in enumerate(found) if choice.reach is kind and choice.active), len(found) - 1)
    return found, at


_KEYS = {"c": Reach.CAMPAIGN, "i": Reach.INBOX, "d": Reach.DOMAIN, "a": Reach.ALL}


def _scopes(workspace: Workspace, in_hand: tuple[str, str] | None) -> dict[Reach, Scope]:
    found = {Reach.ALL: Scope(Reach.ALL)}
    kind, id = in_hand or ("", "")
    if kind == "campaign":
        found |= [(Reach.CAMPAIGN, Scope(Reach.CAMPAIGN, id, row.name)) for row in workspace.campaigns if row.id == id]
    elif kind == "domain":
        found |= [(Reach.DOMAIN, Scope(Reach.DOMAIN, id, row.name)) for row in workspace.domains if row.id == id]
    elif kind == "sender" and (sender := index_of(workspace).senders.get(id)):
        found[Reach.INBOX] = Scope(Reach.INBOX, id, sender.email)
        if sender.domain_id or sender.domain:
            found[Reach.DOMAIN] = Scope(Reach.DOMAIN, sender.domain_id or "", sender.domain or "")
    return found


def _choice(key: str, reach: Reach, scope: Scope | None, workspace: Workspace) -> Choice:
    if scope is None:
        return Choice(key, reach, None, 0, f"none is selected; type {key} to name one")
    covered = [campaign for campaign in covered_by(scope, workspace) if campaign.status == "ACTIVE"]
    if not covered:
        return Choice(key, reach, scope, 0, "nothing in it is ACTIVE")
    parts = [wording.plural(len(covered), "ACTIVE campaign")]
    if len(covered) <= READ_FOR_REACH:
        inboxes = {
            inbox.id
            for campaign in covered
            if (settings := workspace.settings.get(campaign.id))
            for inbox in settings.inboxes or ()
        }
        parts += [wording.plural(len(inboxes), "inbox", "inboxes")] if inboxes else []
    parts.append(f"{wording.plural(sum(map(leads.left, covered)), 'lead')} left")
    return Choice(key, reach, scope, len(covered), " · ".join(parts))


def open_switch(app: ConsoleApp) -> None:
    """Ask for the scope, then show the plan."""
    from coldsend_tui.tui.modals.kill_switch import KillSwitch

    place = app.place
    found, at = choices(app.state.workspace, place.in_hand() if place else None)

    def answered(answer: Scope | str | None) -> None:
        if isinstance(answer, Scope):
            stop(app, answer)
        elif answer:
            app.open_prompt(answer)

    app.push_screen(KillSwitch(found, at, app.state.launch.profile), answered)


def stop(app: ConsoleApp, scope: Scope) -> None:
    """Show the plan that stops everything in `scope`."""
    state = app.state
    plan = plan_stop(
        scope,
        state.workspace,
        now=state.clock.now(),
        read_only=state.refusal_of("campaign", "pause"),
        budget_left=budget_left(app),
    )
    if not plan.items and not plan.refusals:
        what = "anywhere" if scope.reach is Reach.ALL else f"in {scope.reach} {scope.name}"
        state.say(f"nothing to stop: no ACTIVE campaign {what}", "warn")
        return
    offer(app, plan)


def would_restore(stopped: Stopped, state: Console, rung: Rung | None) -> str:
    """What the plan of a step would do, in one line: how many of the stopped campaigns it resumes, and which ones first."""
    step = rung or stopped.next_rung or AT_ONCE
    plan = plan_restore(stopped, state.workspace, now=state.clock.now(), real=state.clock.real(), rung=step)
    left = len(stopped.left(state.workspace))
    if not plan.items:
        if left and step.of > 1 and not plan.refusals:
            return f"nothing: as many campaigns are running as step {step.number} of {step.of} asks for"
        return "nothing: no campaign of that stop can be resumed"
    whole = wording.plural(len(plan.items), "campaign")
    names = wording.named([item.name for item in plan.items], 3)
    later = f"; {left - len(plan.items):,} stay stopped" if left > len(plan.items) else ""
    return f"resumes {whole}{later}: {names}"


def restore(app: ConsoleApp, rung: Rung | None = None) -> None:
    """Show the plan that brings back what the newest standing stop stopped; without a rung the ladder's next, or everything."""
    state = app.state
    stopped = state.aftermath.stopped
    if stopped is None:
        state.say("no stop of the kill switch stands: there is nothing to restore", "warn")
        return
    plan = plan_restore(
        stopped,
        state.workspace,
        now=state.clock.now(),
        real=state.clock.real(),
        rung=rung or stopped.next_rung or AT_ONCE,
        read_only=state.refusal_of("campaign", "activate"),
        budget_left=budget_left(app),
    )
    if not plan.items and not plan.refusals:
        state.say("that step has been taken already: as many campaigns are running as it asks for", "warn")
        return
    offer(app, plan)


def standing_text(stopped: Stopped, state: Console, *, short: bool = False) -> str:
    """`100 of 120 campaigns stopped 12m ago by the kill switch; step 2 of 3 is due in 1d 22h`, or `short` enough for a narrow line."""
    left, total = len(stopped.left(state.workspace)), len(stopped.campaigns)
    many = wording.plural(left, "campaign") if left == total else f"{left:,} of {wording.plural(total, 'campaign')}"
    text = f"{many} stopped {wording.age(stopped.at, state.clock.real())} ago" + (
        "" if short else " by the kill switch"
    )
    if stopped.next_rung is not None and stopped.next_at is not None:
        wait = stopped.next_at - state.clock.real()
        due = f"in {wording.duration(wait)}" if wait.total_seconds() > 0 else "now"
        text += f"; step {stopped.next_rung.number} of {stopped.next_rung.of} {'due' if short else 'is due'} {due}"
    return text
