"""Guard rules as they are written: what a profile allows, asks to confirm, asks to type, or denies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

RULES: Final = ("allow", "confirm", "type", "deny")
"""From the loosest to the strictest."""
ACTIONS: Final = (
    "pause", "activate", "launch", "archive", "delete", "edit", "create", "assign", "unassign",
    "create_branch", "edit_branch", "pause_branch", "resume_branch", "delete_branch", "move_leads",
    "add", "test", "set_redirect", "remove_redirect", "upload", "add_lead", "edit_lead", "delete_leads",
    "mark_read", "star", "unstar", "reply", "direct_mail", "tag_people", "untag_people", "put_into_list", "enrol",
    "delete_people", "edit_contact", "pin_signal", "unpin_signal", "import_contacts", "create_list", "edit_list", "delete_list",
)  # fmt: skip
"""Writes that can be named."""
OTHERS: Final = "default"
"""The rule of every write that is not named."""
MAX_BULK: Final = "max_bulk"


class GuardRules(NamedTuple):
    """`rules` by action (or `default`), `max_bulk` the most objects of one plan, None without a limit."""

    rules: Mapping[str, str] = MappingProxyType({})
    max_bulk: int | None = None

    def rule(self, action: str) -> str:
        """The rule of one action (`pause`, or two words like `edit branch`); what is not named is as the console has it."""
        return self.rules.get(action.replace(" ", "_"), self.rules.get(OTHERS, RULES[0]))

    def tightened(self, other: "GuardRules") -> "GuardRules":
        """Both together: of two rules the stricter, of two limits the smaller. A profile cannot loosen what stands above it."""
        names = {*self.rules, *other.rules}
        rules = {name: max(self.rule(name), other.rule(name), key=RULES.index) for name in sorted(names)}
        limits = [limit for limit in (self.max_bulk, other.max_bulk) if limit is not None]
        return GuardRules(rules, min(limits, default=None))


NO_RULES: Final = GuardRules()


def rule(value: object) -> str:
    """One of the four words."""
    if not isinstance(value, str) or value not in RULES:
        raise ValueError(f"must be one of {', '.join(RULES)}, in quotes")
    return value


def max_bulk(value: object) -> int:
    """A whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("must be a whole number from 1, without quotes")
    return value
