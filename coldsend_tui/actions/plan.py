"""A plan: what a write will change, what it will not, what cannot be undone. Shown, printed and executed as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from coldsend_tui.actions.confirmation import Confirmation
from coldsend_tui.ops import wording
from coldsend_tui.text import safe

SHOWN: Final = 12
"""Objects named one by one in the text form; the rest are counted."""


class PlanItem(NamedTuple):
    """One object to change: `action` names the operation that does it, `before` and `after` are states (None: gone).

    `name` is a stranger's text as it came. `steps` say in words what is sent, in order. `sends` is what the operation
    sends, as data of that operation.
    """

    kind: str
    id: str
    name: str
    action: str
    before: str
    after: str | None
    steps: tuple[str, ...]
    sends: object = None


class Refusal(NamedTuple):
    """An object that was asked for and will not be touched, why, and what to do `instead` ("" when nothing)."""

    name: str
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole write. `requests` is what it costs, `budget_left` what is left of the minute when it was planned (None: unknown).

    `purpose` groups plans that belong to something larger ("kill switch", "restore"), `continues` is the journal's
    id of the interrupted plan whose rest this is; both go into the journal.
    """

    title: str
    verb: str
    items: tuple[PlanItem, ...]
    refusals: tuple[Refusal, ...]
    warnings: tuple[str, ...]
    irreversible: tuple[str, ...]
    confirmation: Confirmation
    requests: int
    budget_left: int | None = None
    purpose: str = ""
    continues: str = ""

    @property
    def runnable(self) -> bool:
        """Whether anything would be changed."""
        return bool(self.items)

    def lines(self) -> tuple[str, ...]:
        """The plan as plain lines, safe to draw: what `--dry-run` prints and the console shows."""
        return tuple(safe(line) for line in (self.title, *self._changes(), *self._refused(), *self._notes()))

    def _changes(self) -> list[str]:
        lines = [f"  {item.name}: {item.before} → {item.after or 'gone'}" for item in self.items[:SHOWN]]
        if len(self.items) > SHOWN:
            lines.append(f"  and {wording.count(len(self.items) - SHOWN)} more")
        if len(self.items) == 1:
            lines += [f"    {step}" for step in self.items[0].steps]
        return lines

    def _refused(self) -> list[str]:
        if not self.refusals:
            return []
        lines = [f"Left alone ({wording.count(len(self.refusals))}):"]
        for refusal in self.refusals[:SHOWN]:
            lines.append(f"  {refusal.name}: {refusal.reason}" + (f"; {refusal.instead}" if refusal.instead else ""))
        if len(self.refusals) > SHOWN:
            lines.append(f"  and {wording.count(len(self.refusals) - SHOWN)} more")
        return lines

    def _notes(self) -> list[str]:
        lines = [f"Note: {warning}" for warning in self.warnings]
        lines += [f"Cannot be undone: {loss}" for loss in self.irreversible]
        if self.items:
            left = "" if self.budget_left is None else f" ({wording.count(self.budget_left)} left of this minute)"
            lines.append(f"Takes {wording.plural(self.requests, 'request')}{left}.")
        return lines


def cost(items: int, *, read_each: bool) -> int:
    """Requests to write `items` objects and read them back: each on its own, or all at once for every `VERIFY_EVERY`."""
    if read_each or items <= READ_EACH_UP_TO:
        return 2 * items
    return items + -(-items // VERIFY_EVERY)


READ_EACH_UP_TO: Final = 3
"""Up to this many changed objects are read back one by one, more by a call that brings all states."""
VERIFY_EVERY: Final = 25
"""A bulk write is verified and journalled after every so many objects."""
