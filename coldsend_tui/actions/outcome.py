"""What came of a plan, object by object."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Final, NamedTuple

from coldsend_tui.actions.plan import Plan, PlanItem, label
from coldsend_tui.errors import ExitCode
from coldsend_tui.ops import wording
from coldsend_tui.text import safe


class Fate(StrEnum):
    """What happened to one object: done; failed (it did not happen); unknown (it may have); not tried; or refused by the server."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class ItemResult(NamedTuple):
    """One object's fate. `after` is the state that was read back (None: gone, or not read; `verified` tells which).

    `detail` and `missing` may be the server's own words: not yet safe to draw. `ms` is how long the write took. `granted`
    are the scopes of the key where the server told them, because it lacks one.
    """

    id: str
    name: str
    fate: Fate
    before: str
    after: str | None
    verified: bool
    detail: str = ""
    missing: tuple[str, ...] = ()
    request_id: str | None = None
    ms: float | None = None
    granted: tuple[str, ...] | None = None

    @classmethod
    def of(cls, item: PlanItem, fate: Fate, detail: str = "") -> ItemResult:
        """A result without a reading."""
        return cls(item.id, item.name, fate, item.before, None, False, detail)


class Progress(NamedTuple):
    """How far a run is: objects that have a result, of all, and the newest one."""

    done: int
    total: int
    item: ItemResult


_PAST: Final = {
    "launch": "Launched",
    "pause": "Paused",
    "resume": "Resumed",
    "archive": "Archived",
    "delete": "Deleted",
    "activate": "Activated",
    "edit": "Edited",
    "create": "Created",
    "assign": "Assigned inboxes to",
    "unassign": "Took inboxes off",
    "create branch": "Created branch",
    "edit branch": "Edited branch",
    "pause branch": "Paused branch",
    "resume branch": "Resumed branch",
    "delete branch": "Deleted branch",
    "move leads": "Moved leads into",
    "upload": "Uploaded to",
    "add lead": "Added",
    "edit lead": "Edited",
    "delete leads": "Deleted",
    "add": "Added",
    "send test mail": "Sent a test mail from",
    "set redirect": "Set the redirect of",
    "remove redirect": "Removed the redirect of",
    "mark read": "Marked read:",
    "star": "Starred",
    "unstar": "Took the star off",
    "reply": "Answered",
    "direct mail": "Mailed",
    "tag people": "Tagged",
    "untag people": "Took the tag from",
    "put into list": "Put into the list:",
    "enrol": "Enrolled",
    "delete people": "Deleted",
    "edit contact": "Edited",
    "pin signal": "Pinned the signal of",
    "unpin signal": "Unpinned the signal of",
    "import contacts": "Imported",
    "create list": "Created list",
    "edit list": "Edited list",
    "delete list": "Deleted list",
}
_ORDER: Final = (Fate.DONE, Fate.REFUSED, Fate.FAILED, Fate.UNKNOWN, Fate.CANCELLED)


class Outcome(NamedTuple):
    """The results of a run, in the order of the plan. `plan_id` is the id of the plan in the journal."""

    plan: Plan
    items: tuple[ItemResult, ...]
    plan_id: str = ""

    @property
    def ok(self) -> bool:
        """Whether every object was changed as planned."""
        return all(item.fate is Fate.DONE for item in self.items)

    @property
    def counts(self) -> Counter[Fate]:
        """Number of objects by fate."""
        return Counter(item.fate for item in self.items)

    @property
    def summary(self) -> str:
        """One safe line: `Paused Q4 CFO outreach`, or `Pause: 2 done, 1 refused. Foo: it is not ACTIVE`."""
        if self.ok:
            verb = _PAST.get(self.plan.verb, f"{self.plan.verb.capitalize()}: done,")
            notes = [item.detail for item in self.items if item.detail]
            what = self.items[0].name if len(self.items) == 1 or self.plan.chained else _objects(self.plan)
            return safe(f"{verb} {what}" + (f" ({notes[0]})" if notes else ""))
        first = next(item for item in self.items if item.fate is not Fate.DONE)
        if len(self.items) == 1:
            return safe(f"{self.plan.verb.capitalize()} of {first.name} {_VERDICTS[first.fate]}: {first.detail}")
        if self.plan.chained:
            step = label(self.plan.items[self.items.index(first)].action)
            what = f"{self.plan.verb.capitalize()} of {first.name}: {step} {_VERDICTS[first.fate]}: {first.detail}"
            return safe(what + (f". It stays {self.standing}" if self.standing else ""))
        counts = ", ".join(f"{self.counts[fate]} {fate}" for fate in _ORDER if self.counts[fate])
        return safe(f"{self.plan.verb.capitalize()}: {counts}. {first.name}: {first.detail}")

    @property
    def standing(self) -> str:
        """Of a change in steps that broke off: the state in which the steps that were done left the object; else ""."""
        done = [item.after or "" for item in self.items if item.fate is Fate.DONE and item.verified]
        return done[-1].split(" #")[0] if done and not self.ok and self.plan.chained else ""

    @property
    def granted(self) -> tuple[str, ...] | None:
        """The scopes of the key, where the server told them; None where it did not."""
        return next((item.granted for item in self.items if item.granted is not None), None)

    def lines(self) -> tuple[str, ...]:
        """Every object's result as plain lines, safe to draw: `Q4 CFO outreach: done, ACTIVE → PAUSED`."""
        return tuple(map(line_of, self.items))

    @property
    def exit_code(self) -> ExitCode:
        """OK, PARTIAL when only some were changed or something is unknown, FAILED when none was."""
        if self.ok:
            return ExitCode.OK
        counts = self.counts
        return ExitCode.PARTIAL if counts[Fate.DONE] or counts[Fate.UNKNOWN] else ExitCode.FAILED


_VERDICTS: Final = {
    Fate.FAILED: "failed",
    Fate.UNKNOWN: "may or may not have happened",
    Fate.CANCELLED: "was not tried",
    Fate.REFUSED: "was refused",
}


def line_of(item: ItemResult) -> str:
    """One object's result as a plain line, safe to draw."""
    state = f", {item.before} → {item.after or 'gone'}" if item.verified and item.fate is Fate.DONE else ""
    missing = f"; missing: {', '.join(item.missing)}" if item.missing else ""
    why = f" ({item.detail}{missing})" if item.detail or missing else ""
    return safe(f"{item.name}: {item.fate}{state}{why}")


def _objects(plan: Plan) -> str:
    return wording.plural(len(plan.items), plan.items[0].kind if plan.items else "object")
