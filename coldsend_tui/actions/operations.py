"""The requests behind each action: what is sent, and what an accepted answer may still say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions import branch_operations, branches, inboxes
from coldsend_tui.actions.domains import ACTIVATE, ACTIVATED
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.ops.lifecycle import State, Transition

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend


class Answer(NamedTuple):
    """An accepted write. `declined` is set when the server answered well and yet changed nothing."""

    declined: str = ""


Send = Callable[["ColdSend", PlanItem], Awaitable[Answer]]


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


SEND: Final[Mapping[tuple[str, str], Send]] = {
    ("campaign", Transition.LAUNCH): _launch,
    ("campaign", Transition.PAUSE): _pause,
    ("campaign", Transition.ACTIVATE): _activate,
    ("campaign", Transition.ARCHIVE): _archive,
    ("campaign", Transition.DELETE): _delete,
    ("domain", ACTIVATE): _activate_domain,
    (inboxes.KIND, inboxes.ASSIGN): _put_inboxes,
    (inboxes.KIND, inboxes.UNASSIGN): _put_inboxes,
    (branches.KIND, branches.CREATE): _create_branch,
    (branches.KIND, branches.EDIT): _change_branch,
    (branches.KIND, branches.PAUSE): _change_branch,
    (branches.KIND, branches.RESUME): _change_branch,
    (branches.KIND, branches.DELETE): _delete_branch,
    (branches.MOVED, branches.MOVE): _move_leads,
}

_OVERTAKEN: Final = frozenset({State.PAUSED.value, State.ACTIVE.value})


def fulfils(item: PlanItem, state: str | None) -> bool:
    """Whether the state read back is what was planned, or one that the platform may have reached from there by itself.

    A campaign that sent its last mail meanwhile is COMPLETED: neither a pause nor a start of it has failed.
    """
    if state == item.after:
        return True
    if item.kind == "domain":
        return state in ACTIVATED
    return state == State.COMPLETED and item.after in _OVERTAKEN
