"""From the Inboxes tab to a plan: choose inboxes to assign, or take the chosen one off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.actions.inboxes import plan_inboxes
from coldsend_tui.details import AssignedInbox
from coldsend_tui.ops.index import index_of
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.writes import budget_left, offer
from coldsend_tui.workspace import Sender

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.campaign.inboxes.tab import InboxesTab


def assign(tab: InboxesTab) -> None:
    """Choose among the inboxes that are not assigned, ACTIVE ones first."""
    assigned = {inbox.id for inbox in tab.inboxes}
    free = [sender for sender in tab.state.workspace.senders if sender.id not in assigned]
    index = index_of(tab.state.workspace)
    free.sort(key=lambda sender: (sender.status != "ACTIVE", len(index.users(sender.id)), sender.email))
    choices = [Choice(sender.id, sender.email, _note(sender, len(index.users(sender.id)))) for sender in free]

    def chosen(ids: tuple[str, ...] | None) -> None:
        if ids:
            wanted = set(ids)
            _propose(tab, add=tuple(sender for sender in free if sender.id in wanted))
        else:
            tab.state.say("assign: cancelled, nothing was sent")

    tab.app.push_screen(Pick("Assign inboxes", choices, empty="every inbox is assigned already"), chosen)


def unassign(tab: InboxesTab) -> None:
    """Take the chosen inbox off."""
    if not tab.inboxes:
        tab.state.say("unassign: no inbox is assigned", "warn")
        return
    _propose(tab, remove=(tab.inboxes[min(tab.chosen, len(tab.inboxes) - 1)],))


def _propose(tab: InboxesTab, *, add: tuple[Sender, ...] = (), remove: tuple[AssignedInbox, ...] = ()) -> None:
    campaign, settings, app = tab.campaign, tab.settings, tab.of.console_app
    if campaign is None or settings is None:
        return
    plan = plan_inboxes(
        campaign,
        settings,
        tab.state.workspace,
        add=add,
        remove=remove,
        read_only=tab.state.write_refusal,
        budget_left=budget_left(app),
        now=tab.now,
    )
    offer(app, plan)


def _note(sender: Sender, users: int) -> str:
    limit = f"{sender.sent_today if sender.sent_today is not None else '?'}/{sender.daily_limit or '?'} today"
    shared = f", in {users} ACTIVE campaign{'s' if users != 1 else ''}" if users else ", free"
    return f"{sender.status} {limit}{shared}"
