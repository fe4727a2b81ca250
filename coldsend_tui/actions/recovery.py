"""After a crash: writes whose fate nobody noted, what reading shows of them, and what is left to do."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions.operations import OPERATIONS, look_of, seen
from coldsend_tui.actions.outcome import Fate, ItemResult
from coldsend_tui.actions.plan import READ_EACH_UP_TO, Plan, PlanItem
from coldsend_tui.actions.process import alive
from coldsend_tui.actions.readings import ClientReadings, Readings, Rereading, SessionReadings, Verdict
from coldsend_tui.actions.record import ENDED, GONE, INTERRUPTED, NOT_TRIED, STOPPED, JournalledPlan
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.workspace import Campaign, Workspace

if TYPE_CHECKING:
    from datetime import datetime

    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock
    from coldsend_tui.store import JournalEntry, Store

_LOOK_BACK: Final = 2_000
"""Journal entries searched for what is left to do."""


class Unfinished(NamedTuple):
    """A write that was meant and has no result: it was done, or not, or is being done by another console.

    `entry` is its number in the journal, `at` the operator's clock, `plan` what it belonged to; `told` where its process noted
    that it does not know.
    """

    entry: int
    at: datetime
    plan: JournalledPlan
    item: PlanItem
    told: bool = False


def unfinished(store: Store) -> tuple[Unfinished, ...]:
    """Writes without a result or with an unknown one, oldest first."""
    return tuple(map(_of, store.journal.unfinished()))


def left_behind(entries: Sequence[Unfinished]) -> tuple[Unfinished, ...]:
    """Those that nobody carries out any more: their process is gone, or told that it does not know."""
    living = {process: alive(process) for process in {entry.plan.process for entry in entries}}
    return tuple(entry for entry in entries if entry.told or not living[entry.plan.process])


def rest(store: Store) -> tuple[Unfinished, ...]:
    """Writes of interrupted or stopped plans that surely did not happen and that nothing later in the journal touched."""
    seen: set[tuple[str, str]] = set()
    actions: dict[str, set[str]] = {}
    found = []
    for entry in store.journal.entries(_LOOK_BACK):
        actions.setdefault(JournalledPlan.read(entry.plan).id, set()).add(entry.action)
        if (entry.object_kind, entry.object_id) in seen:
            continue
        seen.add((entry.object_kind, entry.object_id))
        broken_off = entry.result_detail.startswith((INTERRUPTED, STOPPED, NOT_TRIED, ENDED))
        if entry.result in ("cancelled", "failed") and broken_off:
            found.append(_of(entry))
    # A change in several steps is not continued in part: its last step alone would be another change.
    return tuple(entry for entry in reversed(found) if len(actions[entry.plan.id]) == 1)


def still_undone(entries: Sequence[Unfinished], workspace: Workspace) -> tuple[Unfinished, ...]:
    """Those of `rest` whose campaign still is in the state that the plan began with."""
    states = {row.id: row.status for row in workspace.campaigns}
    return tuple(entry for entry in entries if states.get(entry.item.id) == entry.item.before)


def leave(entries: Sequence[Unfinished], store: Store, clock: Clock) -> None:
    """Note that the operator does not want the rest done; it is offered no more."""
    for entry in entries:
        store.journal.result(entry.entry, clock.real(), Fate.CANCELLED.value, "left as it is by the operator")


def _of(entry: JournalEntry) -> Unfinished:
    return Unfinished(
        entry.id,
        entry.at,
        JournalledPlan.read(entry.plan),
        PlanItem(
            kind=entry.object_kind,
            id=entry.object_id,
            name=entry.object_name,
            action=entry.action,
            before=entry.before,
            after=None if entry.planned == GONE else entry.planned,
            steps=(),
        ),
        told=entry.result is not None,
    )


def plan_rest(
    entries: Sequence[Unfinished],
    workspace: Workspace,
    *,
    now: datetime,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> tuple[Plan, ...]:
    """What is left to do of interrupted campaign plans, one plan each, under the id of the plan it continues.

    Call it after `verify` and a fresh reading: a campaign that has left its old state meanwhile is not touched.
    """
    rows = {campaign.id: campaign for campaign in workspace.campaigns}
    open_items: dict[tuple[JournalledPlan, str], list[Campaign]] = {}
    for entry in entries:
        campaign = rows.get(entry.item.id)
        if entry.item.kind == "campaign" and campaign is not None and campaign.status == entry.item.before:
            open_items.setdefault((entry.plan, entry.item.action), []).append(campaign)
    return tuple(
        dataclasses.replace(
            plan_transition(
                Transition(action),
                campaigns,
                settings=workspace.settings,
                workspace=workspace,
                read_only=read_only,
                budget_left=budget_left,
                now=now,
            ),
            title=f"Continue: {plan.title}",
            purpose=plan.purpose,
            continues=plan.id,
        )
        for (plan, action), campaigns in open_items.items()
        if action in Transition.__members__.values()
    )


async def verify(
    entries: Sequence[Unfinished],
    *,
    client: ColdSend,
    store: Store,
    clock: Clock,
    session: Rereading | None = None,
) -> tuple[ItemResult, ...]:
    """Read what became of `entries` and journal it: DONE where the planned state is read, FAILED where the old one still
    stands, UNKNOWN where neither is or the reading failed. Many campaigns are read by one request. Nothing is written to
    the API."""
    readings: Readings = SessionReadings(session, store, client) if session is not None else ClientReadings(client)
    known = await _wide_reading(entries, readings)
    results = []
    for entry in entries:
        result = await _judge(entry.item, readings, known.get(entry.item.id))
        after = (result.after or GONE) if result.verified else None
        await asyncio.to_thread(
            store.journal.result, entry.entry, clock.real(), result.fate.value, result.detail, after=after
        )
        results.append(result)
    return tuple(results)


async def _wide_reading(entries: Sequence[Unfinished], readings: Readings) -> Mapping[str, str]:
    """States of all campaigns in one request, where that is cheaper than reading each."""
    if sum(entry.item.kind == "campaign" for entry in entries) <= READ_EACH_UP_TO:
        return {}
    try:
        return await readings.campaign_states()
    except ColdSendError:
        return {}


async def _judge(item: PlanItem, readings: Readings, state: str | None) -> ItemResult:
    """`state` is what a wide reading said; where it is neither the old nor the planned one, the object itself is read."""
    if state is not None and OPERATIONS[item.kind, item.action].by_state and state in (item.before, item.after):
        found = seen(item, state)
    else:
        try:
            found = await look_of(item.kind, item.action)(readings, item)
        except ColdSendError as error:
            return ItemResult.of(item, Fate.UNKNOWN, f"could not be read: {error.message}")
    reads = f"it reads {found.state}" if found.state else "it is gone"
    detail = f"{ENDED}; {reads}" + (f"; {found.note}" if found.note else "")
    fates = {
        Verdict.DONE: Fate.DONE,
        Verdict.UNCHANGED: Fate.FAILED,
        Verdict.OTHER: Fate.UNKNOWN,
        Verdict.QUEUED: Fate.UNKNOWN,
    }
    result = ItemResult.of(item, fates[found.verdict], detail)
    return result._replace(id=found.id or item.id, after=found.state, verified=True)
