"""The kill switch: stop everything in a scope, worst first, and bring back exactly that set later, on a ladder if wished.

Stopping is a pause of campaigns: the API cannot pause an inbox or a domain, so their scope stops the campaigns that use
them. The set that was stopped is remembered by the journal alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel, typed_name
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.record import JournalledPlan
from coldsend_tui.actions.transitions import by_harm, plan_transition
from coldsend_tui.ops import leads, wording
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.pace import due_within
from coldsend_tui.workspace import Campaign, Workspace

if TYPE_CHECKING:
    from coldsend_tui.store import Store

PURPOSE: Final = "kill switch"
RESTORE: Final = "restore"
_HOUR: Final = timedelta(hours=1)
_LOOK_BACK: Final = 5_000
"""Journal entries searched for the last stop."""


class Reach(StrEnum):
    """What a stop covers."""

    ALL = "all"
    CAMPAIGN = "campaign"
    INBOX = "inbox"
    DOMAIN = "domain"


class Scope(NamedTuple):
    """`id` and `name` of the campaign, inbox or domain; both "" for everything."""

    reach: Reach
    id: str = ""
    name: str = ""


class Stopped(NamedTuple):
    """What a kill switch stopped: the journal's plan id, when (operator's clock), its title, and the campaigns by id."""

    plan_id: str
    at: datetime
    title: str
    campaigns: tuple[str, ...]


def plan_stop(
    scope: Scope,
    workspace: Workspace,
    *,
    now: datetime,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan the pause of every ACTIVE campaign in `scope`, worst first. Confirmed by typing the scope's name, or the count."""
    covered = _covered(scope, workspace)
    plan = plan_transition(
        Transition.PAUSE,
        covered,
        settings=workspace.settings,
        workspace=workspace,
        read_only=read_only,
        budget_left=budget_left,
        now=now,
    )
    what = "everything" if scope.reach is Reach.ALL else f"{scope.reach} {scope.name}"
    word = str(len(plan.items)) if scope.reach is Reach.ALL else typed_name(scope.name, scope.id)
    return dataclasses.replace(
        plan,
        title=f"Kill switch: stop {what} ({wording.plural(len(plan.items), 'campaign')})",
        warnings=(*_notes(scope, covered, workspace, now), *plan.warnings) if plan.items else plan.warnings,
        confirmation=Confirmation(ConfirmationLevel.TYPE, word),
        purpose=PURPOSE,
    )


def _covered(scope: Scope, workspace: Workspace) -> list[Campaign]:
    index = index_of(workspace)
    match scope.reach:
        case Reach.ALL:
            return list(index.active.values())
        case Reach.CAMPAIGN:
            return [campaign for campaign in workspace.campaigns if campaign.id == scope.id]
        case Reach.INBOX:
            inboxes = {scope.id}
        case Reach.DOMAIN:
            owned = index.inboxes_of_domains
            inboxes = set(owned.get(scope.id, frozenset()) | owned.get(scope.name, frozenset()))
    users = {user for inbox in inboxes for user in index.users(inbox)}
    return [campaign for id, campaign in index.active.items() if id in users]


def _notes(scope: Scope, covered: Sequence[Campaign], workspace: Workspace, now: datetime) -> Iterator[str]:
    due = [due_within(campaign, workspace.settings.get(campaign.id), workspace, now, _HOUR) for campaign in covered]
    known = [number for number in due if number is not None]
    left = wording.plural(sum(leads.left(campaign) for campaign in covered), "lead")
    unknown = len(due) - len(known)
    more = f", not counting {wording.plural(unknown, 'campaign')} of unknown pace" if unknown else ""
    yield f"holds back up to {wording.plural(sum(known), 'mail')} of the next hour{more}; {left} left."
    unread = index_of(workspace).unread
    if scope.reach in (Reach.INBOX, Reach.DOMAIN) and unread:
        yield f"the inboxes of {wording.plural(unread, 'ACTIVE campaign')} have not been read: those are not covered."


def last_stop(store: Store) -> Stopped | None:
    """The campaigns that the newest kill switch stopped, surely or possibly; None when the journal has none."""
    found: Stopped | None = None
    campaigns: list[str] = []
    for entry in store.journal.entries(_LOOK_BACK):
        plan = JournalledPlan.read(entry.plan)
        if plan.purpose != PURPOSE or (found is not None and plan.id != found.plan_id):
            continue
        if found is None:
            found = Stopped(plan.id, entry.at, plan.title, ())
        if entry.result in ("done", "unknown", None) and entry.object_id not in campaigns:
            campaigns.append(entry.object_id)
    return found._replace(campaigns=tuple(reversed(campaigns))) if found else None


def plan_restore(
    stopped: Stopped,
    workspace: Workspace,
    *,
    now: datetime,
    rung: int = 1,
    rungs: int = 1,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan to resume exactly what was stopped and is still PAUSED.

    With a ladder of several `rungs`, only the part of `rung` (from 1): the campaigns whose bounces prove least come first,
    so that the worst are resumed last, once the others are known to be well.
    """
    if not 1 <= rung <= rungs:
        raise ValueError(f"rung {rung} of {rungs}")
    wanted = set(stopped.campaigns)
    calm_first = list(reversed(by_harm([campaign for campaign in workspace.campaigns if campaign.id in wanted])))
    size = -(-len(calm_first) // rungs)
    part = calm_first[(rung - 1) * size : rung * size]
    plan = plan_transition(
        Transition.ACTIVATE,
        part,
        settings=workspace.settings,
        workspace=workspace,
        read_only=read_only,
        budget_left=budget_left,
        now=now,
    )
    step = f", step {rung} of {rungs}" if rungs > 1 else ""
    title = f"Restore {wording.plural(len(plan.items), 'campaign')} of {len(wanted)} stopped{step}"
    return dataclasses.replace(plan, title=title, purpose=RESTORE)
