"""The kill switch: stop everything in a scope, worst first.

Stopping is a pause of campaigns: the API cannot pause an inbox or a domain, so their scope stops the campaigns that use
them. The set that was stopped is remembered by the journal alone; `restore.py` brings it back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel, typed_name
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.ops import leads, wording
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.pace import due_within
from coldsend_tui.workspace import Campaign, Workspace

PURPOSE: Final = "kill switch"
_HOUR: Final = timedelta(hours=1)


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


def plan_stop(
    scope: Scope,
    workspace: Workspace,
    *,
    now: datetime,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan the pause of every ACTIVE campaign in `scope`, worst first. Confirmed by typing the scope's name, or the count."""
    covered = covered_by(scope, workspace)
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


def covered_by(scope: Scope, workspace: Workspace) -> list[Campaign]:
    """The ACTIVE campaigns in `scope` (a campaign scope: that campaign in whatever state). Cheap."""
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
    held = f"holds back up to {wording.plural(sum(known), 'mail')} of the next hour"
    if not known:
        held = "how many mails of the next hour that holds back is not known"
    elif unknown:
        held += f", not counting {wording.plural(unknown, 'campaign')} of unknown pace"
    yield f"reach: {wording.plural(len(covered), 'campaign')}, {_inboxes(covered, workspace)}{left} left; {held}."
    unread = index_of(workspace).unread
    if scope.reach in (Reach.INBOX, Reach.DOMAIN) and unread:
        yield f"the inboxes of {wording.plural(unread, 'ACTIVE campaign')} have not been read: those are not covered."


def _inboxes(covered: Sequence[Campaign], workspace: Workspace) -> str:
    """The inboxes that `covered` send through, as far as their settings were read: `at least 6 inboxes, `."""
    read = [settings for campaign in covered if (settings := workspace.settings.get(campaign.id))]
    inboxes = {inbox.id for settings in read for inbox in settings.inboxes or ()}
    if not inboxes:
        return ""
    floor = "at least " if len(read) < len(covered) else ""
    return f"{floor}{wording.plural(len(inboxes), 'inbox', 'inboxes')}, "
