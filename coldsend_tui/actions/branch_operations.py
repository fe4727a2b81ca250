"""What the plans for branches send, and how their objects are read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from coldsend_tui.actions.branches import INSIDE, OUTSIDE
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.details import FlowGraph
from coldsend_tui.ops import flow

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend


def state_of(graph: FlowGraph, branch: str) -> str | None:
    """What a branch reads, by its id or, with a leading `+`, by its label; None where there is none."""
    for one in flow.branches(graph):
        if one.id == branch or (branch.startswith("+") and one.label == branch[1:]):
            return one.state
    return None


def _ids(item: PlanItem) -> tuple[str, str]:
    campaign_id, _, branch_id = item.id.partition("/")
    return campaign_id, branch_id


async def send_create(client: ColdSend, item: PlanItem) -> None:
    """POST the branch."""
    body = cast("dict[str, Any]", item.sends)
    await client.flow.create_subsequence(_ids(item)[0], **body)


async def send_change(client: ColdSend, item: PlanItem) -> None:
    """PUT what changes."""
    body = cast("dict[str, Any]", item.sends)
    await client.flow.update_subsequence(*_ids(item), **body)


async def send_delete(client: ColdSend, item: PlanItem) -> None:
    """DELETE the branch."""
    await client.flow.delete_subsequence(*_ids(item))


async def send_move(client: ColdSend, item: PlanItem) -> str:
    """POST the leads. What is answered says why nothing came of it, "" when something did."""
    sends = cast("dict[str, Any]", item.sends)
    answer = await client.flow.move_leads_to_subsequence(item.id.split("/")[0], sends["leads"], sends["node"])
    return "" if answer.success_count else "all of them were in the branch already"


async def journey_state(client: ColdSend, id: str) -> str | None:
    """Whether the first lead of a move is in the branch: `id` is the move's."""
    campaign_id, branch_id, lead_id = id.split("/")
    journey = await client.leads.journey(campaign_id, lead_id)
    entered = any(one.subsequence_id == branch_id for one in journey.enrollments or ())
    return INSIDE if entered else OUTSIDE
