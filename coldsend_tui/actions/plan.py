"""A plan: what a write will change, what it will not, what cannot be undone. Shown, printed and executed as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from coldsend_tui.actions.confirmation import Confirmation
from coldsend_tui.ops import lifecycle, wording
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.text import safe

SHOWN: Final = 12
"""Objects named one by one in the text form; the rest are counted."""
SHOWN_LINES: Final = 400
"""Lines of a difference that are shown; the rest are counted."""


class Row(NamedTuple):
    """A line of a plan and the role it is drawn in ("" plain, "added", "removed", "warn", "crit"). Not yet safe to draw."""

    text: str
    role: str = ""


class PlanItem(NamedTuple):
    """One object to change: `action` names the operation that does it, `before` and `after` are states (None: gone).

    `name` is a stranger's text as it came. `steps` say in words what is sent, in order. What a write of content needs
    beside that: `sends` is what its operation sends, as data of that operation; `shown` the difference for people, `detail`
    the same in one line for the journal; `expects` the content that must still be there just before sending. An item that
    `follows` is tried only once the one before it is done; an empty `id` is then the one of what that one made. One call may
    change many: `objects` is how many.
    """

    kind: str
    id: str
    name: str
    action: str
    before: str
    after: str | None
    steps: tuple[str, ...]
    sends: object = None
    shown: tuple[Row, ...] = ()
    detail: str = ""
    expects: str = ""
    follows: bool = False
    objects: int = 1


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

    @property
    def chained(self) -> bool:
        """Whether the items are steps of one change, each of which needs the one before."""
        return any(item.follows for item in self.items)

    @property
    def objects(self) -> int:
        """How many objects are changed: the steps of one change count once."""
        return sum(not item.follows for item in self.items)

    def lines(self) -> tuple[str, ...]:
        """The plan as plain lines, safe to draw: what `--dry-run` prints."""
        return tuple(row.text for row in self.rows())

    def rows(self) -> tuple[Row, ...]:
        """The same lines, safe to draw, with the roles in which the console shows them.

        What cannot be undone and what to mind stand first: a long list of objects must not push them out of sight.
        """
        changes = self._chain() if self.chained else self._changes()
        rows = (Row(self.title), *self._notes(), *changes, *self._cost(), *map(Row, self._refused()))
        return tuple(row._replace(text=safe(row.text)) for row in rows)

    def _chain(self) -> list[Row]:
        rows = []
        for number, item in enumerate(self.items, 1):
            what = f": {item.before} → {item.after or 'gone'}"
            if item.shown:
                what = f" ({item.steps[0]})" if item.steps else ""
            rows += [Row(f"  {number}. {label(item.action)}{what}"), *_differences(item)]
        return rows

    def _changes(self) -> list[Row]:
        rows = []
        for item in self.items[:SHOWN]:
            move = "" if item.shown else f": {item.before} → {item.after or 'gone'}"
            rows += [Row(f"  {item.name}{move}"), *_differences(item)]
        if len(self.items) > SHOWN:
            rows.append(Row(f"  and {wording.count(len(self.items) - SHOWN)} more"))
        if len(self.items) == 1:
            rows += [Row(f"    {step}") for step in self.items[0].steps]
        return rows

    def _refused(self) -> list[str]:
        if not self.refusals:
            return []
        lines = [f"Left alone ({wording.count(len(self.refusals))}):"]
        for refusal in self.refusals[:SHOWN]:
            lines.append(f"  {refusal.name}: {refusal.reason}" + (f"; {refusal.instead}" if refusal.instead else ""))
        if len(self.refusals) > SHOWN:
            lines.append(f"  and {wording.count(len(self.refusals) - SHOWN)} more")
        return lines

    def _notes(self) -> list[Row]:
        rows = [Row(f"Cannot be undone: {loss}", "crit") for loss in self.irreversible]
        return [*rows, *(Row(f"Note: {warning}", "warn") for warning in self.warnings)]

    def _cost(self) -> list[Row]:
        if not self.items:
            return []
        left = "" if self.budget_left is None else f" ({wording.count(self.budget_left)} left of this minute)"
        return [Row(f"Takes {wording.plural(self.requests, 'request')}{left}.")]


def label(action: str) -> str:
    """What people call an action: `activate` is a resume."""
    return lifecycle.RULES[Transition(action)].label if action in set(Transition) else action


def _differences(item: PlanItem) -> list[Row]:
    rows = [row._replace(text=f"    {row.text}") for row in item.shown[:SHOWN_LINES]]
    if len(item.shown) > SHOWN_LINES:
        rows.append(Row(f"    and {wording.count(len(item.shown) - SHOWN_LINES)} more lines"))
    return rows


def cost(items: int, *, read_each: bool) -> int:
    """Requests to write `items` objects and read them back: each on its own, or all at once for every `VERIFY_EVERY`."""
    if read_each or items <= READ_EACH_UP_TO:
        return 2 * items
    return items + -(-items // VERIFY_EVERY)


READ_EACH_UP_TO: Final = 3
"""Up to this many changed objects are read back one by one, more by a call that brings all states."""
VERIFY_EVERY: Final = 25
"""A bulk write is verified and journalled after every so many objects."""
