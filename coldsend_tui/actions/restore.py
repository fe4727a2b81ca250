"""Bring back exactly what a kill switch stopped, at once or on a ladder. The set is read from the journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions.kill_switch import PURPOSE
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.record import ENDED, JournalledPlan
from coldsend_tui.actions.transitions import by_harm, plan_transition
from coldsend_tui.errors import UsageError
from coldsend_tui.ops import wording
from coldsend_tui.ops.lifecycle import State, Transition
from coldsend_tui.workspace import Campaign, Workspace

if TYPE_CHECKING:
    from coldsend_tui.store import Store

RESTORE: Final = "restore"
RUNG_WAIT: Final = timedelta(days=2)
"""Between two rungs: days 1-2, 3-4, 5-7 of a restart [field.md §3.8]."""
MOST_RUNGS: Final = 9
_LOOK_BACK: Final = 5_000
"""Journal entries searched for stops."""


class Rung(NamedTuple):
    """A step of a ladder: `number` (from 1) of `of`."""

    number: int = 1
    of: int = 1

    @property
    def purpose(self) -> str:
        """The journal's word for it."""
        return RESTORE if self.of == 1 else f"{RESTORE} {self.number}/{self.of}"

    @classmethod
    def read(cls, text: str) -> Rung:
        """From `2/3` (or the journal's `restore 2/3`). Raises `UsageError` with what to write instead."""
        number, slash, of = text.strip().removeprefix(RESTORE).strip().partition("/")
        if not number and not slash:
            return cls()
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= MOST_RUNGS):
            raise UsageError(
                f"{text.strip()} is no step of a ladder.", f"Write 1/3 for the first of three, up to {MOST_RUNGS}."
            )
        return cls(int(number), int(of))


AT_ONCE: Final = Rung()


class Stopped(NamedTuple):
    """What a kill switch stopped: the journal's plan id, when (operator's clock), its title, and the campaigns by id, worst
    first. `resumed` are those that were started again since, `rung` the last step of a ladder and when it was taken."""

    plan_id: str
    at: datetime
    title: str
    campaigns: tuple[str, ...]
    resumed: frozenset[str] = frozenset()
    rung: Rung | None = None
    rung_at: datetime | None = None

    @property
    def next_rung(self) -> Rung | None:
        """The step of the ladder that comes next; None where no ladder was begun or it is at its end."""
        if self.rung is None or self.rung.of == 1 or self.rung.number >= self.rung.of:
            return None
        return Rung(self.rung.number + 1, self.rung.of)

    @property
    def next_at(self) -> datetime | None:
        """When the next step is due (operator's clock)."""
        return self.rung_at + RUNG_WAIT if self.next_rung is not None and self.rung_at is not None else None

    def left(self, workspace: Workspace) -> list[Campaign]:
        """The campaigns that are still stopped by it, in the workspace's order."""
        wanted = set(self.campaigns) - self.resumed
        return [row for row in workspace.campaigns if row.id in wanted and row.status == State.PAUSED]


def stops(store: Store) -> tuple[Stopped, ...]:
    """Every kill switch that the journal knows, newest first."""
    found: dict[str, Stopped] = {}
    stopped: dict[str, list[str]] = {}
    started: dict[str, datetime] = {}
    rung: tuple[Rung, datetime] | None = None
    for entry in store.journal.entries(_LOOK_BACK):
        plan = JournalledPlan.read(entry.plan)
        # A request that was under way when its run was killed may arrive after its campaign was read: it still counts.
        late = entry.result == "failed" and entry.result_detail.startswith(ENDED)
        happened = late or entry.result in ("done", "unknown", None)
        if plan.purpose.startswith(RESTORE) and rung is None and not found:
            rung = (Rung.read(plan.purpose), entry.at)
        if entry.action == Transition.ACTIVATE and entry.result == "done":
            started.setdefault(entry.object_id, entry.at)
        if plan.purpose != PURPOSE:
            continue
        if plan.id not in found:
            found[plan.id] = Stopped(plan.id, entry.at, plan.title, ())
            if rung is not None and len(found) == 1:
                found[plan.id] = found[plan.id]._replace(rung=rung[0], rung_at=rung[1])
            stopped[plan.id] = []
        found[plan.id] = found[plan.id]._replace(at=entry.at, title=plan.title)
        if happened and entry.object_id not in stopped[plan.id]:
            stopped[plan.id].append(entry.object_id)
            if entry.object_id in started:
                found[plan.id] = found[plan.id]._replace(resumed=found[plan.id].resumed | {entry.object_id})
    return tuple(stop._replace(campaigns=tuple(reversed(stopped[id]))) for id, stop in found.items())


def standing(known: Sequence[Stopped], workspace: Workspace) -> Stopped | None:
    """The newest of the stops by which something is still stopped."""
    return next((stop for stop in known if stop.left(workspace)), None)


def plan_restore(
    stopped: Stopped,
    workspace: Workspace,
    *,
    now: datetime,
    rung: Rung = AT_ONCE,
    real: datetime | None = None,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan to resume exactly what was stopped, was not started again since, and is still PAUSED.

    On a ladder, each rung brings what is up by then to its share of the whole set: the campaigns whose bounces prove least
    come first, so that the worst are resumed last, once the others are known to be well. `real` (operator's clock) warns of
    a rung before its time.
    """
    total = len(stopped.campaigns)
    calm_first = list(reversed(by_harm(stopped.left(workspace))))
    target = -(-total * rung.number // rung.of)
    part = calm_first[: max(0, target - (total - len(calm_first)))] if rung.of > 1 else calm_first
    plan = plan_transition(
        Transition.ACTIVATE,
        part,
        settings=workspace.settings,
        workspace=workspace,
        read_only=read_only,
        budget_left=budget_left,
        now=now,
    )
    step = f", step {rung.number} of {rung.of}" if rung.of > 1 else ""
    title = f"Restore {wording.plural(len(plan.items), 'campaign')} of {total} stopped{step}"
    notes = (*_ladder_notes(stopped, rung, real, len(calm_first) - len(part)), *plan.warnings)
    return dataclasses.replace(plan, title=title, purpose=rung.purpose, warnings=notes if plan.items else plan.warnings)


def _ladder_notes(stopped: Stopped, rung: Rung, real: datetime | None, later: int) -> tuple[str, ...]:
    notes = []
    if real is not None and stopped.next_at is not None and real < stopped.next_at:
        notes.append(
            f"the next step is due {stopped.next_at:%d %b %H:%M} UTC, in {wording.duration(stopped.next_at - real)}."
        )
    if rung.number < rung.of:
        then = f", from {real + RUNG_WAIT:%d %b %H:%M} UTC" if real is not None else ""
        notes.append(
            f"{wording.plural(later, 'campaign')} stay stopped; step {rung.number + 1} of {rung.of} comes next{then}."
        )
    return tuple(notes)
