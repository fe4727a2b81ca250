"""After a crash: writes whose fate nobody noted, what reading shows of them, and what is left to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.actions.operations import fulfils
from coldsend_tui.actions.outcome import Fate, ItemResult
from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import ClientReadings, Readings, Rereading, SessionReadings
from coldsend_tui.actions.record import GONE
from coldsend_tui.errors import ColdSendError

if TYPE_CHECKING:
    from datetime import datetime

    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock
    from coldsend_tui.store import Store


class Unfinished(NamedTuple):
    """A write that was meant and has no result: it was done, or not, or is being done by another console.

    `entry` is its number in the journal, `at` the operator's clock, `title` the plan it belonged to.
    """

    entry: int
    at: datetime
    title: str
    item: PlanItem


def unfinished(store: Store) -> tuple[Unfinished, ...]:
    """Writes without a result, oldest first."""
    return tuple(
        Unfinished(
            entry.id,
            entry.at,
            _title(entry.plan),
            PlanItem(
                kind=entry.object_kind,
                id=entry.object_id,
                name=entry.object_name,
                action=entry.action,
                before=entry.before,
                after=None if entry.after == GONE else entry.after,
                steps=(),
            ),
        )
        for entry in store.journal.unfinished()
    )


def _title(plan: str) -> str:
    try:
        return str(json.loads(plan)["title"])
    except (ValueError, TypeError, KeyError):
        return ""


async def verify(
    entries: Sequence[Unfinished],
    *,
    client: ColdSend,
    store: Store,
    clock: Clock,
    session: Rereading | None = None,
) -> tuple[ItemResult, ...]:
    """Read what became of `entries` and journal it: DONE where the planned state is read, FAILED where the old one still
    stands, UNKNOWN where neither is or the reading failed. Nothing is written to the API."""
    readings: Readings = SessionReadings(session, store) if session is not None else ClientReadings(client)
    results = []
    for entry in entries:
        result = await _judge(entry.item, readings)
        after = (result.after or GONE) if result.verified else None
        await asyncio.to_thread(
            store.journal.result, entry.entry, clock.real(), result.fate.value, result.detail, after=after
        )
        results.append(result)
    return tuple(results)


async def _judge(item: PlanItem, readings: Readings) -> ItemResult:
    try:
        state = await readings.state(item.kind, item.id)
    except ColdSendError as error:
        return ItemResult.of(item, Fate.UNKNOWN, f"could not be read: {error.message}")
    reads = f"it reads {state}" if state else "it is gone"
    result = ItemResult.of(item, Fate.UNKNOWN, f"the run ended before its result; {reads}")
    result = result._replace(after=state, verified=True)
    if fulfils(item, state):
        return result._replace(fate=Fate.DONE)
    return result._replace(fate=Fate.FAILED) if state == item.before else result
