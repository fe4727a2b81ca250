"""The live session: keeps the cache fresh within the request budget and tells the console what changed."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from ..api.budget import Priority
from ..clock import Clock
from ..errors import ColdSendError, StoreError
from ..store import Store
from . import feeds
from .budget_view import BudgetView, SpentByUs, view
from .company import LOOK_EVERY, Company, Role, SeenByAnother
from .connection import Connection, Line
from .feeds import Presence
from .first_details import FirstDetails
from .judgement import keep_time
from .onlooker import Onlooker
from .planner import Decision, plan
from .refreshing import Refreshed, Refresher
from .salvaging import SALVAGING, Salvaging
from .tempo import View, looks

if TYPE_CHECKING:
    from ..api import ColdSend

Connect = Callable[[], Awaitable["ColdSend"]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """How the session behaves. Times in seconds."""

    at_once: int = 4
    """Refreshes under way at the same time, so that a slow answer does not hold up the others."""
    idle_after: float = 120.0
    """Without a key for this long, the operator counts as idle."""
    hot_after_key: float = 15.0
    """After a key the focused panel is kept as fresh as the budget allows for this long."""
    settings_age: float = 3600.0
    """Settings of ACTIVE campaigns older than this are read again in the background."""
    maintain_every: float = 600.0
    """How often old samples are thinned out."""
    chance: Callable[[], float] = random.random


class LiveSession:
    """Runs the planner against the API. Made before there is a client; `connect` is awaited by `run`.

    All methods belong to one event loop. Callbacks of `subscribe` are called in it and must not raise.
    """

    def __init__(
        self, connect: Connect, store: Store, clock: Clock, *, settings: LiveSettings = LiveSettings()
    ) -> None:
        self._connect = connect
        self._store = store
        self._clock = clock
        self._settings = settings
        self._client: ColdSend | None = None
        self._connected = asyncio.Event()
        self._stirred = asyncio.Event()
        self._onlooker = Onlooker(clock.monotonic(), idle_after=settings.idle_after, hot_after=settings.hot_after_key)
        self._asked: dict[str, None] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._listeners: list[Callable[[Refreshed], None]] = []
        self._connection_listeners: list[Callable[[Connection], None]] = []
        self._line = Line(clock.real(), settings.chance)
        self._told = self._line.connection
        keep_time(clock, store)
        self._heard: Connection | None = None
        self._refresher = Refresher(store, clock, self._line, self._announce)
        self._spent = SpentByUs()
        self._first_details = FirstDetails(store)
        self._company = Company(store)
        self._salvaging = Salvaging(store, clock)
        self._leads = False
        self._maintained_at = clock.monotonic()
        self._drift = self._clock_drift()
        self._paused = False
        self._aside = 0
        self._fault: BaseException | None = None

    @classmethod
    def of(
        cls, client: ColdSend, store: Store, clock: Clock, *, settings: LiveSettings = LiveSettings()
    ) -> LiveSession:
        """A session on a client that is there already and stays the caller's."""

        async def connect() -> ColdSend:
            return client

        session = cls(connect, store, clock, settings=settings)
        session._adopt(client)
        return session

    # What the console tells

    def watch(
        self, viewer: str, names: Iterable[str], focus: str | None = None, *, presence: Presence | None = None
    ) -> None:
        """`viewer` shows these feeds now (instead of what it showed before), `focus` in its focused panel.

        `presence` is given for viewers of other consoles, whose operator is not this one.
        """
        if self._onlooker.watch(viewer, View(tuple(names), focus, presence)):
            self._stirred.set()

    def unwatch(self, viewer: str) -> None:
        """`viewer` shows nothing any more."""
        self._onlooker.unwatch(viewer)

    def touch(self) -> None:
        """The operator pressed a key."""
        if self._onlooker.touch(self._clock.monotonic()):
            self._stirred.set()

    def blur(self) -> None:
        """The terminal is not in front any more: screens are kept less fresh, findings as before."""
        self._onlooker.blur()

    def focus(self) -> None:
        """The terminal is in front again."""
        self._onlooker.focus()
        self.touch()
        self._stirred.set()

    @property
    def paused(self) -> bool:
        """True while nothing is refreshed but what is asked for."""
        return self._paused

    def pause(self) -> None:
        """Freeze: refresh nothing but what is asked for."""
        self._paused = True

    def resume(self) -> None:
        """Go on after `pause`; also the way to try again after a key was not accepted."""
        self._paused = False
        self._try_again()

    @contextmanager
    def standing_aside(self) -> Iterator[None]:
        """While a write of many runs: refresh nothing but what is asked for, so that the budget is the write's alone."""
        self._aside += 1
        try:
            yield
        finally:
            self._aside -= 1
            self._stirred.set()

    def refresh(self, *names: str) -> None:
        """Refresh these feeds, or everything watched, as soon as possible."""
        self._asked |= dict.fromkeys(names or self._onlooker.names)
        self._try_again()

    async def reread(self, *names: str) -> None:
        """Refresh these feeds now, if need be with requests kept for writes; returns when all are stored.

        Raises the first ColdSendError after all were tried.
        """
        client = await self.connected()
        failures = [await self._refresh(client, name, urgent=True) for name in names]
        for error in failures:
            if error is not None:
                raise error

    async def read(self, call: Callable[[ColdSend], Awaitable[T]], *, requests: int = 1) -> T:
        """What `call` reads with the client: something that only the one who asks keeps, such as a page of a long list.

        Counted like a refresh (`requests` in all) and without the write reserve; the connection learns from how it went.
        Raises what `call` raises.
        """
        client = (await self.connected()).with_options(retries=0, priority=Priority.READ)
        try:
            result = await call(client)
        except ColdSendError as error:
            self._refresher.heard(error)
            raise
        else:
            if self._line.answered(self._clock.real()):
                self._refresher.forgive()
            return result
        finally:
            self._spent.add(self._clock.monotonic(), requests)
            self._tell_connection()

    # What the console learns

    @property
    def client(self) -> ColdSend | None:
        """The client, None until there is a connection."""
        return self._client

    async def connected(self) -> ColdSend:
        """The client, as soon as there is one."""
        await self._connected.wait()
        assert self._client is not None
        return self._client

    @property
    def connection(self) -> Connection:
        """Whether the API answers."""
        return self._line.connection

    @property
    def budget(self) -> BudgetView | None:
        """Requests left, None until there is a client."""
        return None if self._client is None else view(self._client.budget, self._clock.monotonic(), self._clock.real())

    @property
    def role(self) -> Role:
        """Whether this console polls for others on the same cache."""
        return self._company.role

    def subscribe(self, callback: Callable[[Refreshed], None]) -> Callable[[], None]:
        """Be told of every refresh, after it was stored; call what is returned to stop."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def subscribe_connection(self, callback: Callable[[Connection], None]) -> Callable[[], None]:
        """Be told when the connection's state changes; call what is returned to stop."""
        self._connection_listeners.append(callback)
        return lambda: self._connection_listeners.remove(callback)

    # The work

    async def run(self) -> None:
        """Keep the cache fresh until cancelled. Closes the client it made."""
        made = self._client is None
        try:
            while self._client is None:
                await self._try_connect()
            while True:
                await self._sleep(self._launch_due(self._client))
        finally:
            self._salvaging.stop()
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)
            self._company.leave()
            if made and self._client is not None:
                await self._client.close()

    async def catch_up(self) -> float:
        """Do everything that is due now and return when there is more to do (monotonic seconds): one turn of `run`."""
        client = await self.connected()
        while True:
            wake_at = self._launch_due(client)
            if not self._under_way:
                return wake_at
            await asyncio.wait(list(self._under_way.values()))
            # Tasks take themselves off the list in callbacks, which run before this line goes on only if the loop turned.
            await asyncio.sleep(0)

    async def _try_connect(self) -> None:
        try:
            client = await self._connect()
        except ColdSendError as error:
            self._line.lost(self._clock.real(), self._clock.monotonic(), error)
            self._tell_connection()
            await self._sleep(self._line.retry_at)
            return
        self._adopt(client)

    def _adopt(self, client: ColdSend) -> None:
        """Go on with this client, mindful of what earlier runs spent on the key."""
        self._recall(client)
        self._client = client
        self._connected.set()

    def _recall(self, client: ColdSend) -> None:
        """Count what other runs and consoles spent within the hour, as far as this one has not counted it."""
        now, ages = self._clock.monotonic(), self._store.spent(self._clock.real())
        counted = client.budget.hour_limit - client.budget.remaining_hour(now)
        client.budget.recall(now, ages[counted:])
        self._spent.recall(now, ages[counted:])

    def _launch_due(self, client: ColdSend) -> float:
        """Start what is due and has room; returns when to look again."""
        self._notice_sleep()
        self._meet()
        if self._leads and self._salvaging.due and SALVAGING not in self._under_way:
            self._launch(SALVAGING, self._salvage())
        at_once = (1 if self._line.down else self._settings.at_once) + (SALVAGING in self._under_way)
        while len(self._under_way) < at_once:
            decision = self._next(client)
            if decision.name is None:
                return self._soon(decision.wake_at)
            self._launch(decision.name, self._turn(client, decision.name))
        return self._soon(math.inf)

    def _next(self, client: ColdSend) -> Decision:
        now = self._clock.monotonic()
        if self._line.down and now < self._line.retry_at:
            return Decision(None, self._line.retry_at)
        for name in self._asked:
            if name not in self._under_way:
                del self._asked[name]
                self._refresher.tempo(name).not_before = 0.0
                return Decision(name, now)
        if self._paused or self._aside or not self._leads:
            return Decision(None, math.inf)
        presence, hot = self._onlooker.presence(now), self._onlooker.hot(now)
        wants = [
            self._refresher.tempo(name).want(name, look.attention, look.presence, now, hot=hot)
            for name, look in looks(
                [*self._onlooker.views, *self._company.others(self._clock.real())], presence
            ).items()
            if name not in self._under_way
        ]
        windows = self._spent.windows(client.budget, now)
        decision = plan(wants, windows, now)
        if decision.name is None and (first := self._first_details.following(windows, self._under_way, self._held)):
            return Decision(first, now)
        return decision

    def _held(self, name: str) -> bool:
        """Whether a feed is left alone after a failure."""
        return self._refresher.tempo(name).not_before > self._clock.monotonic()

    def _soon(self, wake_at: float) -> float:
        """Not later than the next look at a shared cache."""
        return wake_at if self.role == "alone" else min(wake_at, self._clock.monotonic() + LOOK_EVERY)

    def _meet(self) -> None:
        """Find out who polls. A follower says what it shows and passes on what the leader brought."""
        if self._paused and self._company.step_back():
            # Frozen: others may want to see what happens, so one of them polls.
            self._leads = False
            return
        now, real = self._clock.monotonic(), self._clock.real()
        led, self._leads = self._leads, self._company.lead(now)
        if self._leads:
            if not led:
                self._refresher.reread_tempos()
                if self._client is not None:
                    self._recall(self._client)
            return
        shown = self._company.unsaid(self._onlooker.views, self._onlooker.presence(now), now)
        if shown is not None and _SAYING not in self._under_way:
            self._launch(_SAYING, asyncio.to_thread(self._company.say, shown, real))
        news = tuple(self._company.news())
        if news and self._client is not None:
            self._recall(self._client)
        for state in news:
            error = None if state.failed_at is None else SeenByAnother(state.error)
            self._announce(Refreshed(state.name, error is None, error))
        heard = self._company.heard()
        # What this console met itself (a write that found no way) is over when the one that polls gets answers.
        recovered = self._line.down and any(state.failed_at is None for state in news)
        if heard is not None and (heard != self._heard or (heard.state == "online" and recovered)):
            self._heard = heard
            self._line.adopt(heard, real, now)
            self._tell_connection()

    def _launch(self, name: str, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work, name=f"refresh {name}")
        self._under_way[name] = task

        def finished(task: asyncio.Task[None]) -> None:
            self._under_way.pop(name, None)
            self._stirred.set()
            if not task.cancelled() and (error := task.exception()) is not None:
                self._fault = error

        task.add_done_callback(finished)

    async def _turn(self, client: ColdSend, name: str) -> None:
        if name == feeds.DETAILS:
            await self._read_details(client)
        else:
            await self._refresh(client, name)
            if name in (feeds.ANALYTICS, feeds.CAMPAIGNS):
                self._first_details.look()
        if self._clock.monotonic() - self._maintained_at > self._settings.maintain_every:
            self._maintained_at = self._clock.monotonic()
            with suppress(StoreError):
                await asyncio.to_thread(self._store.maintain, self._clock.now())

    async def _salvage(self) -> None:
        if await self._salvaging.run():
            self._announce(Refreshed(feeds.ANALYTICS, True, None))

    async def _read_details(self, client: ColdSend) -> None:
        """Settings of the ACTIVE campaign whose settings are oldest, if they are old enough."""
        now = self._clock.monotonic()
        tempo = self._refresher.tempo(feeds.DETAILS)
        tempo.last = now
        before = self._clock.real() - timedelta(seconds=self._settings.settings_age)
        names = map(feeds.campaign, self._store.stale_settings(before))
        # One whose detail fails must not keep the others from being read.
        name = next((name for name in names if self._refresher.tempo(name).not_before <= now), None)
        tempo.unchanged = 0 if name else tempo.unchanged + 1
        if name is not None and name not in self._under_way:
            await self._refresh(client, name)

    async def _refresh(self, client: ColdSend, name: str, *, urgent: bool = False) -> ColdSendError | None:
        try:
            error = await self._refresher.refresh(client, name, urgent=urgent)
        finally:
            self._spent.add(self._clock.monotonic(), feeds.cost(name))
            self._tell_connection()
        if self._leads and (note := self._company.unreported(self._line.connection)) is not None:
            await asyncio.to_thread(self._company.report, note)
        return error

    async def _sleep(self, until: float) -> None:
        """Wait until something stirs or the time has come. An exception of a refresh that nobody foresaw ends the session."""
        if self._fault is not None:
            raise self._fault
        wait = until - self._clock.monotonic()
        if wait > 0 and not self._stirred.is_set():
            try:
                async with asyncio.timeout(None if math.isinf(wait) else wait):
                    await self._stirred.wait()
            except TimeoutError:
                pass
        self._stirred.clear()

    def _try_again(self) -> None:
        self._line.try_now()
        self._refresher.forgive()
        self._stirred.set()

    def _clock_drift(self) -> float:
        return self._clock.real().timestamp() - self._clock.monotonic()

    def _notice_sleep(self) -> None:
        """The wall clock ran ahead of the monotonic one: the machine slept (or its clock was set); nothing is fresh any more."""
        drift = self._clock_drift()
        if abs(drift - self._drift) > JUMP:
            self._refresher.shift(abs(drift - self._drift))
            self._line.try_now()
            self._line.set_back(self._clock.real())
        self._drift = drift

    def _announce(self, refreshed: Refreshed) -> None:
        for listener in tuple(self._listeners):
            listener(refreshed)

    def _tell_connection(self) -> None:
        connection = self._line.connection
        if connection.state != self._told.state:
            self._told = connection
            for listener in tuple(self._connection_listeners):
                listener(connection)


_SAYING = "what is shown"
"""Under way while the leader is told what this console shows; no feed has this name."""
JUMP = 30.0
"""Seconds by which the wall clock has to run off for the machine to have slept."""
