"""Guard rules of a profile: they make a plan harder to confirm, smaller, or refuse it; never easier than the console's own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel, typed_name
from coldsend_tui.actions.kill_switch import PURPOSE
from coldsend_tui.actions.plan import Plan, Refusal
from coldsend_tui.ops import wording

if TYPE_CHECKING:
    from coldsend_tui.config import GuardRules

_LEVELS: Final = {
    "allow": ConfirmationLevel.NONE,
    "confirm": ConfirmationLevel.BUTTON,
    "type": ConfirmationLevel.TYPE,
}


def guarded(plan: Plan, guard: GuardRules | None) -> Plan:
    """`plan` under these rules (None: there are none). The strictest rule of its actions counts for the whole plan.

    `max_bulk` does not hold for the kill switch: how much harm is stopped at once is never limited.
    """
    if not plan.items or guard is None:
        return plan
    actions = sorted({item.action for item in plan.items})
    denied = [action for action in actions if guard.rule(action) == "deny"]
    if denied:
        return _refused(plan, f"the guard rules of this profile deny {denied[0]}")
    # A plan may change one object in several steps, and one call may change many objects.
    objects = sum({(item.kind, item.id or item.name): item.objects for item in plan.items}.values())
    if guard.max_bulk is not None and objects > guard.max_bulk and plan.purpose != PURPOSE:
        most = wording.plural(guard.max_bulk, "object")
        return _refused(plan, f"the guard rules of this profile allow at most {most} at once")
    level = max(_LEVELS[guard.rule(action)] for action in actions)
    if level <= plan.confirmation.level:
        return plan
    word = None
    if level is ConfirmationLevel.TYPE:
        first = plan.items[0]
        word = typed_name(first.name, first.id) if objects == 1 else str(objects)
    return dataclasses.replace(plan, confirmation=Confirmation(level, word))


def _refused(plan: Plan, reason: str) -> Plan:
    refused = tuple(Refusal(item.name, reason, "") for item in plan.items)
    return dataclasses.replace(
        plan, items=(), refusals=(*plan.refusals, *refused), warnings=(), irreversible=(), requests=0
    )
