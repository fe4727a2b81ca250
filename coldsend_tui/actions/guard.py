"""Guard rules of a profile: they make a plan harder to confirm, smaller, or refuse it; never easier than the console's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel, typed_name
from coldsend_tui.actions.plan import Plan, Refusal
from coldsend_tui.ops import wording


class Rule(StrEnum):
    """What a profile says about an action: as the console has it, at least a button, at least a typed word, or never."""

    ALLOW = "allow"
    CONFIRM = "confirm"
    TYPE = "type"
    DENY = "deny"


_LEVELS = {
    Rule.ALLOW: ConfirmationLevel.NONE,
    Rule.CONFIRM: ConfirmationLevel.BUTTON,
    Rule.TYPE: ConfirmationLevel.TYPE,
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Rules by action (`pause`, `launch`, `activate`, `archive`, `delete` …); `max_bulk` is the most objects of one plan."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    max_bulk: int | None = None

    def apply(self, plan: Plan) -> Plan:
        """`plan` under these rules."""
        if not plan.items:
            return plan
        action, rule = self._strictest(plan)
        if rule is Rule.DENY:
            return self._refused(plan, f"the guard rules of this profile deny {action}")
        if self.max_bulk is not None and plan.objects > self.max_bulk:
            most = wording.plural(self.max_bulk, "object")
            return self._refused(plan, f"the guard rules of this profile allow at most {most} at once")
        if _LEVELS[rule] <= plan.confirmation.level:
            return plan
        word = None
        if rule is Rule.TYPE:
            first = plan.items[0]
            word = typed_name(first.name, first.id) if plan.objects == 1 else str(plan.objects)
        return dataclasses.replace(plan, confirmation=Confirmation(_LEVELS[rule], word))

    def _strictest(self, plan: Plan) -> tuple[str, Rule]:
        """A plan of several steps (pause, edit, resume) falls under the strictest rule of any of them."""
        actions = dict.fromkeys(item.action for item in plan.items)
        order = list(Rule)
        action = max(actions, key=lambda name: order.index(self.rules.get(name, Rule.ALLOW)))
        return action, self.rules.get(action, Rule.ALLOW)

    @staticmethod
    def _refused(plan: Plan, reason: str) -> Plan:
        refused = tuple(Refusal(item.name, reason, "") for item in plan.items)
        return dataclasses.replace(
            plan, items=(), refusals=(*plan.refusals, *refused), warnings=(), irreversible=(), requests=0
        )
