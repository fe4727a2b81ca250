"""Every write there is: kind and action lead to what is sent, how its fate is read, and what must hold before.

To add one, write its three functions beside what plans it and give it a line in `OPERATIONS`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions import (
    branch_operations,
    branches,
    contact_lists,
    contacts,
    conversations,
    domain_operations,
    edit_operations,
    inboxes,
    lead_operations,
    leads,
    mail_operations,
    people_operations,
    sender_operations,
)
from coldsend_tui.actions.domains import ACTIVATE, ACTIVATED
from coldsend_tui.actions.edits import CREATE, EDIT
from coldsend_tui.actions.lead_upload import sending
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.ops.lifecycle import State, Transition

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend

Send = Callable[["ColdSend", PlanItem], Awaitable[Answer]]
Look = Callable[[Readings, PlanItem], Awaitable[Seen]]
Check = Callable[[Readings, PlanItem], Awaitable[str]]


async def look_at_state(readings: Readings, item: PlanItem) -> Seen:
    """The fate of a move: the object's state says it."""
    return seen(item, await readings.state(item.kind, item.id))


async def no_check(readings: Readings, item: PlanItem) -> str:
    """Nothing has to hold: the server's own refusal is enough."""
    return ""


class Operation(NamedTuple):
    """One kind of write. `send` raises what the client raises; `look` reads what became of it; `check` is asked just before
    sending and answers why it must not be sent now ("" when it may). Where `by_state`, one wide reading of states judges many.
    """

    send: Send
    look: Look = look_at_state
    check: Check = no_check
    by_state: bool = True


async def _launch(client: ColdSend, item: PlanItem) -> Answer:
    await client.campaigns.launch(item.id)
    return Answer()


async def _pause(client: ColdSend, item: PlanItem) -> Answer:
    await client.campaigns.pause(item.id)
    return Answer()


async def _activate(client: ColdSend, item: PlanItem) -> Answer:
    await client.campaigns.activate(item.id)
    return Answer()


async def _archive(client: ColdSend, item: PlanItem) -> Answer:
    await client.campaigns.archive(item.id)
    return Answer()


async def _delete(client: ColdSend, item: PlanItem) -> Answer:
    await client.campaigns.delete(item.id)
    return Answer()


async def _activate_domain(client: ColdSend, item: PlanItem) -> Answer:
    answer = await client.domains.activate(item.id)
    if answer.dns_verified is False:
        return Answer(declined="its nameservers are not live yet; set them at the registrar and try again in 15-30 min")
    return Answer()


async def _put_inboxes(client: ColdSend, item: PlanItem) -> Answer:
    await inboxes.send(client, item)
    return Answer()


async def _create_branch(client: ColdSend, item: PlanItem) -> Answer:
    await branch_operations.send_create(client, item)
    return Answer()


async def _change_branch(client: ColdSend, item: PlanItem) -> Answer:
    await branch_operations.send_change(client, item)
    return Answer()


async def _delete_branch(client: ColdSend, item: PlanItem) -> Answer:
    await branch_operations.send_delete(client, item)
    return Answer()


async def _move_leads(client: ColdSend, item: PlanItem) -> Answer:
    return Answer(declined=await branch_operations.send_move(client, item))


_DELETE_LEADS: Final = Operation(lead_operations.send_delete, lead_operations.look_deleted, by_state=False)

OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    ("campaign", Transition.LAUNCH): Operation(_launch),
    ("campaign", Transition.PAUSE): Operation(_pause, check=edit_operations.conflict),
    ("campaign", Transition.ACTIVATE): Operation(_activate),
    ("campaign", Transition.ARCHIVE): Operation(_archive),
    ("campaign", Transition.DELETE): Operation(_delete),
    ("campaign", EDIT): Operation(
        edit_operations.send_edit, edit_operations.look, edit_operations.conflict, by_state=False
    ),
    ("campaign", CREATE): Operation(
        edit_operations.send_creation, edit_operations.look, edit_operations.name_is_taken, by_state=False
    ),
    ("domain", ACTIVATE): Operation(_activate_domain),
    (inboxes.KIND, inboxes.ASSIGN): Operation(_put_inboxes, by_state=False),
    (inboxes.KIND, inboxes.UNASSIGN): Operation(_put_inboxes, by_state=False),
    (branches.KIND, branches.CREATE): Operation(_create_branch, by_state=False),
    (branches.KIND, branches.EDIT): Operation(_change_branch, by_state=False),
    (branches.KIND, branches.PAUSE): Operation(_change_branch, by_state=False),
    (branches.KIND, branches.RESUME): Operation(_change_branch, by_state=False),
    (branches.KIND, branches.DELETE): Operation(_delete_branch, by_state=False),
    (branches.MOVED, branches.MOVE): Operation(_move_leads, by_state=False),
    (sending.KIND, sending.UPLOAD): Operation(sending.send, sending.look, by_state=False),
    (leads.KIND, leads.ADD): Operation(
        lead_operations.send_add, lead_operations.look_added, lead_operations.is_there, by_state=False
    ),
    (leads.KIND, leads.EDIT): Operation(
        lead_operations.send_edit, lead_operations.look_edited, lead_operations.was_changed, by_state=False
    ),
    (leads.KIND, leads.DELETE): _DELETE_LEADS,
    (leads.SEVERAL, leads.DELETE): _DELETE_LEADS,
    ("domain", domain_operations.ADD): Operation(
        domain_operations.send_domain, domain_operations.look_at_domain, domain_operations.domain_is_taken
    ),
    ("domain", domain_operations.DELETE): Operation(
        domain_operations.send_deletion, domain_operations.look_at_deletion
    ),
    ("domain", domain_operations.SET_REDIRECT): Operation(
        domain_operations.send_redirect, domain_operations.look_at_redirect
    ),
    ("domain", domain_operations.REMOVE_REDIRECT): Operation(
        domain_operations.send_redirect_removal, domain_operations.look_at_redirect
    ),
    (sender_operations.KIND, sender_operations.ADD): Operation(
        sender_operations.send_account, sender_operations.look_at_account, sender_operations.address_is_taken
    ),
    (sender_operations.KIND, sender_operations.TEST): Operation(
        sender_operations.send_test, sender_operations.look_at_test
    ),
    (sender_operations.KIND, sender_operations.DELETE): Operation(
        sender_operations.send_deletion, sender_operations.look_at_deletion
    ),
    **{
        key: Operation(functions[0], functions[1], functions[2], by_state=False)
        for room in (conversations, mail_operations, people_operations, contacts, contact_lists)
        for key, functions in room.WRITES.items()
    },
}

_OVERTAKEN: Final = frozenset({State.PAUSED.value, State.ACTIVE.value})


def look_of(kind: str, action: str) -> Look:
    """How the fate of a write is read, also of one that a journal knows and this program does not."""
    operation = OPERATIONS.get((kind, action))
    return operation.look if operation is not None else look_at_state


def seen(item: PlanItem, state: str | None) -> Seen:
    """What a state that was read says of a move."""
    if fulfils(item, state):
        return Seen(state, Verdict.DONE)
    return Seen(state, Verdict.UNCHANGED if state == item.before else Verdict.OTHER)


def fulfils(item: PlanItem, state: str | None) -> bool:
    """Whether the state read back is what was planned, or one that the platform may have reached from there by itself.

    A campaign that sent its last mail meanwhile is COMPLETED: neither a pause nor a start of it has failed.
    """
    if state == item.after:
        return True
    if item.kind == "domain":
        return state in ACTIVATED
    return state == State.COMPLETED and item.after in _OVERTAKEN
