"""Marking conversations read, and the star (behaviour.md §14): no question is asked, but both are journalled and read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, cost
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.ops import wording
from coldsend_tui.people import Conversation

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend

KIND: Final = "conversation"
READ, STAR, UNSTAR = "mark read", "star", "unstar"
_STARRED, _PLAIN = "starred", "no star"
_READ, _UNREAD = "read", "unread"


def title_of(row: Conversation) -> str:
    """What a conversation is called: who writes."""
    return row.name.strip() or row.email or row.id


def plan_read(rows: Sequence[Conversation], *, read_only: str = "", budget_left: int | None = None) -> Plan:
    """Plan to mark conversations read; those that are read already are left alone. The API knows no way back."""
    unread = [row for row in rows if row.read is not True]
    what = title_of(rows[0]) if len(rows) == 1 else wording.plural(len(unread), KIND)
    items = [
        PlanItem(KIND, row.id, title_of(row), READ, _UNREAD, _READ, ("PATCH read", "read it back")) for row in unread
    ]
    refusals = [Refusal(title_of(row), "it is read already", "") for row in rows if row.read is True]
    return _plan(f"Mark {what} read", READ, items, refusals, read_only, budget_left)


def plan_star(row: Conversation, *, read_only: str = "", budget_left: int | None = None) -> Plan:
    """Plan to turn the star: set it, or take it off. The call is a toggle, so it is never sent twice."""
    action, before, after = (UNSTAR, _STARRED, _PLAIN) if row.starred else (STAR, _PLAIN, _STARRED)
    item = PlanItem(KIND, row.id, title_of(row), action, before, after, ("PATCH star, a toggle", "read it back"))
    return _plan(f"{action.capitalize()} {title_of(row)}", action, [item], [], read_only, budget_left)


def _plan(
    title: str, verb: str, items: list[PlanItem], refusals: list[Refusal], read_only: str, budget_left: int | None
) -> Plan:
    if read_only:
        refusals = [Refusal(item.name, read_only, "") for item in items] or refusals
        items = []
    return Plan(
        title=title,
        verb=verb,
        items=tuple(items),
        refusals=tuple(refusals),
        warnings=(),
        irreversible=(),
        confirmation=Confirmation(ConfirmationLevel.NONE),
        requests=cost(len(items), read_each=True) + (len(items) if verb != READ else 0),
        budget_left=budget_left,
    )


async def _send_read(client: ColdSend, item: PlanItem) -> Answer:
    await client.replies.mark_read(item.id)
    return Answer()


async def _send_star(client: ColdSend, item: PlanItem) -> Answer:
    await client.replies.toggle_star(item.id)
    return Answer()


async def _standing(readings: Readings, item: PlanItem) -> str:
    thread = await readings.client.replies.get(item.id)
    if item.action == READ:
        return _READ if thread.is_read else _UNREAD
    return _STARRED if thread.is_starred else _PLAIN


async def _look(readings: Readings, item: PlanItem) -> Seen:
    state = await _standing(readings, item)
    return Seen(state, Verdict.DONE if state == item.after else Verdict.UNCHANGED)


async def _nobody_was_faster(readings: Readings, item: PlanItem) -> str:
    """A toggle does the opposite where somebody else has turned the star already."""
    state = await _standing(readings, item)
    return "" if state == item.before else f"somebody else was faster: it reads {state}"


async def _free(readings: Readings, item: PlanItem) -> str:
    return ""


WRITES: Final = {
    (KIND, READ): (_send_read, _look, _free),
    (KIND, STAR): (_send_star, _look, _nobody_was_faster),
    (KIND, UNSTAR): (_send_star, _look, _nobody_was_faster),
}
"""What is sent, how its fate is read, what must hold before."""
