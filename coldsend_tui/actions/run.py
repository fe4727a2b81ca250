"""Running a plan: intents into the journal, one object after another, every change read back, every fate recorded.

A failed object does not stop the rest. A write whose fate is unknown is never sent again: it is verified by reading. A run
may be stopped between two objects; a run that is torn down leaves every object with a result or an open intent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.batch import under_way
from coldsend_tui.actions.operations import OPERATIONS, fulfils, look_of, seen
from coldsend_tui.actions.outcome import Fate, ItemResult, Outcome, Progress
from coldsend_tui.actions.plan import READ_EACH_UP_TO, VERIFY_EVERY, Plan, PlanItem, label
from coldsend_tui.actions.readings import ClientReadings, Readings, Rereading, Seen, SessionReadings, Verdict
from coldsend_tui.actions.record import INTERRUPTED, NOT_TRIED, STOPPED, Record, operator
from coldsend_tui.api import errors as api
from coldsend_tui.api.budget import Priority
from coldsend_tui.errors import ColdSendError

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock
    from coldsend_tui.store import Store

Pause = Callable[[float], Awaitable[None]]

_PATIENCE: Final = 3
"""How often one object waits for a closed circuit or a rate limit, and how many unreached objects in a row end a run."""


async def run(
    plan: Plan,
    *,
    client: ColdSend,
    store: Store,
    clock: Clock,
    session: Rereading | None = None,
    profile: str = "",
    actor: str = "",
    stop: asyncio.Event | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_written: Callable[[ItemResult], None] | None = None,
    on_wait: Callable[[float], None] | None = None,
    sleep: Pause = asyncio.sleep,
) -> Outcome:
    """Carry out `plan` and tell what came of each object, in the plan's order.

    `session` keeps the cache fresh by what is read back; without it the client reads alone. `actor` and `profile` go into the
    journal; without an actor it is the user of this machine. Setting `stop` leaves the rest untried; cancelling the task does
    too, and journals the object under way as unknown. `on_written` hears of each write that was answered and is not read back
    yet, `on_wait` of every wait for the request budget (seconds). Raises StoreError before anything is sent if there can be no journal.
    """
    readings: Readings = SessionReadings(session, store, client) if session is not None else ClientReadings(client)
    record = await Record.open(plan, store, clock, profile=profile, actor=actor or operator())
    runner = _Run(plan, client, readings, record, clock, stop or asyncio.Event(), on_progress, sleep)
    runner.on_written, runner.on_wait = on_written, on_wait
    try:
        await runner.go()
    except BaseException:
        runner.abandon()
        raise
    readings.finished([(item.kind, runner.results[index].id) for index, item in enumerate(plan.items)])
    return Outcome(plan, tuple(runner.results[index] for index in range(len(plan.items))), record.plan_id)


class _Run:
    def __init__(
        self,
        plan: Plan,
        client: ColdSend,
        readings: Readings,
        record: Record,
        clock: Clock,
        stop: asyncio.Event,
        on_progress: Callable[[Progress], None] | None,
        sleep: Pause,
    ) -> None:
        self.results: dict[int, ItemResult] = {}
        self.on_written: Callable[[ItemResult], None] | None = None
        self.on_wait: Callable[[float], None] | None = None
        self._plan = plan
        self._client = client
        self._readings = readings
        self._record = record
        self._clock = clock
        self._stop = stop
        self._on_progress = on_progress
        self._sleep = sleep
        self._sent: set[int] = set()
        self._no_use = ""
        self._unreached = 0

    async def go(self) -> None:
        for chunk in _chunks(self._plan):
            waiting: list[tuple[int, PlanItem, ItemResult]] = []
            for index, planned in chunk:
                item = self._bound(index, planned)
                result = await self._one(index, item)
                if result.fate in (Fate.DONE, Fate.UNKNOWN):
                    waiting.append((index, item, result))
                    if self.on_written is not None:
                        self.on_written(result)
                else:
                    await self._settle(index, item, result)
            await self._verify(waiting)

    def abandon(self) -> None:
        """Journal what is open when the run is torn down: sent objects as unknown, the others as not tried."""
        for index, item in enumerate(self._plan.items):
            if index not in self.results:
                fate = Fate.UNKNOWN if index in self._sent or under_way(item) else Fate.CANCELLED
                self._record.note(index, ItemResult.of(item, fate, INTERRUPTED))

    def _bound(self, index: int, item: PlanItem) -> PlanItem:
        """An item that follows a creation is about what that one made."""
        return item if item.id or not item.follows else item._replace(id=self.results[index - 1].id)

    async def _one(self, index: int, item: PlanItem) -> ItemResult:
        if self._stop.is_set() and not under_way(item):
            return ItemResult.of(item, Fate.CANCELLED, STOPPED)
        if self._no_use and not under_way(item):
            return ItemResult.of(item, Fate.CANCELLED, NOT_TRIED + self._no_use)
        if item.follows and self.results[index - 1].fate is not Fate.DONE:
            return ItemResult.of(
                item, Fate.CANCELLED, f"{NOT_TRIED}{label(self._plan.items[index - 1].action)} was not done"
            )
        try:
            obstacle = await OPERATIONS[item.kind, item.action].check(self._readings, item)
        except ColdSendError as error:
            return self._failure(item, error)
        if obstacle:
            return ItemResult.of(item, Fate.REFUSED, obstacle)
        return await self._write(index, item)

    async def _write(self, index: int, item: PlanItem) -> ItemResult:
        send = OPERATIONS[item.kind, item.action].send
        patience = _PATIENCE
        while True:
            if not under_way(item):  # else the server has it: nothing more is sent
                await self._room()
                if self._stop.is_set():
                    return ItemResult.of(item, Fate.CANCELLED, STOPPED)
            started = self._clock.monotonic()
            self._sent.add(index)
            try:
                answer = await send(self._client, item)
            except (api.BudgetExhausted, api.CircuitOpen, api.RateLimited) as error:
                # None of these was carried out, so sending again is no second write.
                self._sent.discard(index)
                if not isinstance(error, api.BudgetExhausted):
                    patience -= 1
                if patience < 0:
                    return self._failure(item, error)
                await self._wait(error.retry_after if isinstance(error, api.RateLimited) else error.wait)
                if self._stop.is_set():
                    return ItemResult.of(item, Fate.CANCELLED, STOPPED)
            except ColdSendError as error:
                return self._failure(item, error)._replace(ms=self._since(started))
            else:
                self._unreached = 0
                if answer.missing is not None:
                    await self._record.lacks(item, answer.missing)
                fate = Fate.REFUSED if answer.declined else Fate.DONE
                result = ItemResult.of(item, fate, answer.declined or answer.note)
                return result._replace(id=answer.made or item.id, ms=self._since(started))

    async def _room(self) -> None:
        """Return when the budget allows a request, or the run is to stop.

        Waited for here, not in the client: a run that is stopped must not sit out the rest of a minute, and whoever watches
        is told why nothing moves.
        """
        while (wait := self._client.budget.wait_time(self._clock.monotonic(), 1, Priority.WRITE)) > 0:
            await self._wait(wait)
            if self._stop.is_set():
                return

    async def _wait(self, seconds: float) -> None:
        """Wait, but no longer than until the run is to stop."""
        if self.on_wait is not None:
            self.on_wait(seconds)
        naps = [asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._stop.wait())]
        try:
            await asyncio.wait(naps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for nap in naps:
                nap.cancel()

    def _since(self, started: float) -> float:
        return (self._clock.monotonic() - started) * 1_000

    def _failure(self, item: PlanItem, error: ColdSendError) -> ItemResult:
        detail = getattr(error, "detail", "") or str(error)
        request_id = getattr(error, "request_id", None)
        match error:
            case api.UnknownOutcome():
                fate, detail = Fate.UNKNOWN, str(error.cause)
            case api.Refused() | api.NotFound() | api.Conflict() | api.Invalid():
                fate = Fate.REFUSED
            case api.Unauthorized() | api.MissingScope():
                fate = Fate.REFUSED
                self._no_use = error.message
            case api.Unreachable() | api.CircuitOpen():
                fate = Fate.FAILED
                self._unreached += 1
                if self._unreached >= _PATIENCE:
                    self._no_use = error.message
            case _:
                fate = Fate.FAILED
        missing = error.missing_requirements if isinstance(error, api.Refused) else ()
        granted = error.granted if isinstance(error, api.MissingScope) and error.granted else None
        return ItemResult.of(item, fate, detail)._replace(missing=missing, request_id=request_id, granted=granted)

    async def _verify(self, waiting: Sequence[tuple[int, PlanItem, ItemResult]]) -> None:
        if waiting:
            await self._room()
        known = await self._wide_reading(waiting)
        for index, item, result in waiting:
            state = known.get(item.id)
            if state is not None and fulfils(item, state):
                await self._settle(index, item, _judged(item, result, seen(item, state)))
                continue
            try:
                found = await look_of(item.kind, item.action)(self._readings, item._replace(id=result.id))
            except ColdSendError as error:
                unread = f"could not be read back: {error.message}"
                detail = f"{result.detail}; {unread}" if result.detail else f"accepted, but {unread}"
                await self._settle(index, item, result._replace(detail=detail))
            else:
                await self._settle(index, item, _judged(item, result, found))

    async def _wide_reading(self, waiting: Sequence[tuple[int, PlanItem, ItemResult]]) -> dict[str, str]:
        bulk = len(self._plan.items) > READ_EACH_UP_TO and len(waiting) > 1
        if not bulk or any(
            item.kind != "campaign" or item.after is None or not OPERATIONS[item.kind, item.action].by_state
            for _, item, _ in waiting
        ):
            return {}
        try:
            return dict(await self._readings.campaign_states())
        except ColdSendError:
            return {}

    async def _settle(self, index: int, item: PlanItem, result: ItemResult) -> None:
        self.results[index] = result
        await self._record.settle(index, item, result)
        if self._on_progress is not None:
            self._on_progress(Progress(len(self.results), len(self._plan.items), result))


def _judged(item: PlanItem, result: ItemResult, found: Seen) -> ItemResult:
    """The fate of an accepted or unknown write, once it has been read."""
    reads = f"it reads {found.state}" if found.state else "it is gone"
    lost = result.fate is Fate.UNKNOWN
    result = result._replace(id=found.id or result.id, after=found.state, verified=True)
    if found.verdict is Verdict.DONE:
        notes = ["no answer came, but " + reads] if lost else [result.detail] if result.detail else []
        if not lost and found.state != item.after and item.kind == "campaign" and not found.note:
            notes = [f"it is {found.state} meanwhile"]
        return result._replace(fate=Fate.DONE, detail="; ".join([*notes, *([found.note] if found.note else [])]))
    if found.verdict is Verdict.QUEUED:
        if lost:
            return result._replace(detail=f"no answer came ({result.detail}); {found.note}")
        told = [result.detail] if result.detail else []
        return result._replace(fate=Fate.DONE, detail="; ".join([*told, f"accepted; {found.note}"]))
    cause = f"no answer came ({result.detail}), and" if lost else "the server accepted it, but"
    fate = Fate.UNKNOWN if lost and found.verdict is Verdict.OTHER else Fate.FAILED
    return result._replace(fate=fate, detail=f"{cause} {found.note or reads}")


def _chunks(plan: Plan) -> Iterator[list[tuple[int, PlanItem]]]:
    """Objects in groups that are verified together: one by one for a few and for steps that need the one before,
    otherwise `VERIFY_EVERY` at a time."""
    one_by_one = plan.chained or len(plan.items) <= READ_EACH_UP_TO
    size = 1 if one_by_one else VERIFY_EVERY
    numbered = list(enumerate(plan.items))
    for start in range(0, len(numbered), size):
        yield numbered[start : start + size]
