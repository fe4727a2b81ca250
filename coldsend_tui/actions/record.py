"""The journal of one run: all intents before the first request, then one result each."""

from __future__ import annotations

import asyncio
import getpass
import json
import uuid
from typing import TYPE_CHECKING, NamedTuple, Self

from coldsend_tui.actions.outcome import Fate, ItemResult
from coldsend_tui.actions.plan import Plan, PlanItem
from coldsend_tui.actions.process import this_process
from coldsend_tui.ops.lifecycle import Transition

if TYPE_CHECKING:
    from coldsend_tui.clock import Clock
    from coldsend_tui.store import Store

GONE = "gone"
"""The journal's word for the state of a deleted object."""
INTERRUPTED = "the run was interrupted"
STOPPED = "stopped before its turn"
NOT_TRIED = "not tried: "
"""The journal's words for objects of a run that was torn down, that was stopped by its operator, or was of no use any more."""
ENDED = "the run ended before its result"
"""… and for those that were read after their run had been killed."""


def operator() -> str:
    """Who is at the keyboard, as this machine calls them; "" where it does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class JournalledPlan(NamedTuple):
    """What the journal keeps of the plan that an entry belongs to. Entries of one plan share its id.

    `process` is the process that carries it out, by which a write under way is told from one that was left behind.
    """

    id: str
    title: str
    purpose: str
    process: str = ""

    @property
    def text(self) -> str:
        """As it stands in the journal."""
        return json.dumps(self._asdict(), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> JournalledPlan:
        """From an entry; empty where the entry was written by something else."""
        try:
            values = json.loads(text)
            process = str(values.get("process", ""))
            return cls(str(values["id"]), str(values["title"]), str(values["purpose"]), process)
        except (ValueError, TypeError, KeyError):
            return cls("", "", "")


class Record:
    """Journal entries of the objects of one plan, and what the cache is told beside them."""

    def __init__(self, plan_id: str, entries: list[int], store: Store, clock: Clock) -> None:
        self.plan_id = plan_id
        self._entries = entries
        self._store = store
        self._clock = clock

    @classmethod
    async def open(cls, plan: Plan, store: Store, clock: Clock, *, profile: str, actor: str) -> Self:
        """Note the intents of all objects of `plan`; nothing has been sent yet. They share a plan id."""
        from coldsend_tui.store import JournalLine

        shared = JournalledPlan(plan.continues or uuid.uuid4().hex, plan.title, plan.purpose, this_process())

        def work() -> list[int]:
            return [
                store.journal.intent(
                    JournalLine(
                        at=clock.real(),
                        profile=profile,
                        actor=actor,
                        action=item.action,
                        object_kind=item.kind,
                        object_id=item.id,
                        object_name=item.name,
                        before=item.before,
                        after=item.after or GONE,
                        detail=item.detail,
                        plan=shared.text,
                    )
                )
                for item in plan.items
            ]

        return cls(shared.id, await asyncio.to_thread(work), store, clock)

    def note(self, index: int, result: ItemResult) -> None:
        """Note a result, at once and on this thread."""
        after = result.after or GONE if result.verified else None
        self._store.journal.result(
            self._entries[index],
            self._clock.real(),
            result.fate.value,
            result.detail,
            after=after,
            request_id=result.request_id,
            ms=result.ms,
        )

    async def lacks(self, item: PlanItem, missing: tuple[str, ...]) -> None:
        """Tell the cache what the server said that a campaign still lacks for its launch."""
        await asyncio.to_thread(self._store.note_missing_requirements, item.id, missing)

    async def settle(self, index: int, item: PlanItem, result: ItemResult) -> None:
        """Note a result and tell the cache what it means: what a launch lacks, and what is gone."""

        def work() -> None:
            self.note(index, result)
            if item.kind == "campaign" and item.action == Transition.LAUNCH:
                if result.missing:
                    self._store.note_missing_requirements(item.id, result.missing)
                elif result.fate is Fate.DONE:
                    self._store.note_missing_requirements(item.id, ())
            if item.after is None and result.fate is Fate.DONE:
                match item.kind:
                    case "campaign" | "sender" | "domain" as kind:
                        self._store.forget(kind, item.id)

        await asyncio.to_thread(work)
