"""Freshness per request: an hour of a workspace under watch. Run: python -m tests.bench.freshness [campaigns [senders [seed …]]]

The real session, client and cache work on the sandbox with its rate limits, on a clock that jumps from one event to the
next. Two consoles on one cache are moved between screens by a seeded script, and a foreign script spends 200 requests an
hour on the same key. Beside it two baselines on the same script: every screen polled every 5 s, and all feeds in turn at
the interval that the budget allows.

Every second, each feed of each screen gives one age: seconds since its last answer was stored, of a list of several pages
since its last walk ended, of what was never read since the screen was opened. "Attended" are the screens of an operator who
touched a key within two minutes: the first one always, the second one for so long after each move. "Standing" is the rest.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx

from coldsend_tui.api import Budget, ColdSend
from coldsend_tui.api.record import RequestRecord
from coldsend_tui.clock import ManualClock
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import LiveSession, LiveSettings, feeds
from coldsend_tui.live.feeds import Presence
from coldsend_tui.sandbox.app import create_app
from coldsend_tui.sandbox.seed import bulk, scales
from coldsend_tui.sandbox.seed.bulk import Size
from coldsend_tui.sandbox.virtual_clock import SteppedClock
from coldsend_tui.sandbox.world import World
from coldsend_tui.store import Store
from tests.sandbox.local import RealClock

HOUR = 3600
FOREIGN_EVERY = 18.0
SEEDS = (11,)
IDLE_AFTER = 120.0


class Screen(NamedTuple):
    """What a screen shows and which feed has the focus."""

    feeds: tuple[str, ...]
    focus: str


class Visit(NamedTuple):
    """From second `start` on, `console` shows `screen`."""

    start: float
    console: str
    screen: Screen


class Bench:
    """One workspace behind its API, one cache, two consoles that look at it."""

    def __init__(self, campaigns: int, senders: int, seed: int, folder: Path, *, limited: bool = True) -> None:
        self.seed = seed
        if campaigns // senders < len(bulk._STATES):
            bulk._STATES = ("ACTIVE", "COMPLETED")
        scales._SIZES["large"] = Size(campaigns, senders, campaigns * 100, 100)
        self.world = World.create(seed=seed, scale="large", clock=SteppedClock())
        self.real = RealClock()
        sandbox = create_app(
            self.world, rate_limit=True, seed=seed, real=self.real.time, monotonic=self.real.time, sleep=self.real.sleep
        )
        self.transport = httpx.ASGITransport(app=sandbox.asgi)
        self.clock = ManualClock(
            datetime.fromtimestamp(self.world.now, UTC), real=datetime.fromtimestamp(self.real.unix, UTC)
        )
        self.store = Store.open(folder / "cache.sqlite")
        self.statuses: list[int | None] = []
        huge = 10**9
        self.client = ColdSend(
            self.world.keys.first,
            base_url="http://127.0.0.1:8080/api/public/v1",
            wire=self.transport,
            clock=self.clock,
            pace="raise",
            budget=Budget() if limited else Budget(huge, huge, reserve_minute=0, reserve_hour=0),
            on_request=self._note,
        )
        self.session = LiveSession.of(self.client, self.store, self.clock, settings=LiveSettings(chance=lambda: 1.0))
        self.ages: dict[str, list[float]] = {"attended": [], "standing": [], "findings": []}
        self.shown: dict[str, Screen] = {}
        self.moved_at: dict[str, float] = {}
        self.since: dict[tuple[str, str], float] = {}
        self._foreign_at = 1.0

    def _note(self, record: RequestRecord) -> None:
        self.statuses.append(record.status)

    def show(self, visit: Visit) -> None:
        """A console goes to a screen."""
        now = self.clock.monotonic()
        self.shown[visit.console] = visit.screen
        self.since |= {(visit.console, name): now for name in visit.screen.feeds}
        self.moved_at[visit.console] = now
        self.watch()

    def watch(self) -> None:
        """Tell the session who shows what: the first operator works, the second leaves the keys alone after a while."""
        for console, screen in self.shown.items():
            presence = Presence.THERE if self.attended(console) else Presence.IDLE
            self.session.watch(console, screen.feeds, screen.focus, presence=presence)

    def attended(self, console: str) -> bool:
        """Whether somebody sits at a console."""
        return console == "first" or self.clock.monotonic() - self.moved_at[console] <= IDLE_AFTER

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, looking at the ages every full second, and let the foreign script do its requests."""
        end = self.clock.monotonic() + seconds
        while (now := self.clock.monotonic()) < end:
            step = min(end - now, 1.0 - now % 1.0 or 1.0)
            self.clock.advance(step)
            self.real.unix += step
            if abs(self.clock.monotonic() - round(self.clock.monotonic())) < 1e-6:
                self._look()
            if self.clock.monotonic() >= self._foreign_at:
                self._foreign_at += FOREIGN_EVERY
                await self._foreign_request()
        self.world.advance(seconds / HOUR)

    async def _foreign_request(self) -> None:
        headers = {"X-API-Key": self.world.keys.first}
        async with httpx.AsyncClient(
            transport=self.transport, base_url=self.client.base_url, headers=headers
        ) as client:
            self.statuses.append((await client.get("/domains")).status_code)

    def _look(self) -> None:
        states, now, second = self.store.feed_states(), self.clock.real(), self.clock.monotonic()

        def age(name: str) -> float | None:
            state = states.get(name)
            return None if state is None or state.fetched_at is None else (now - state.fetched_at).total_seconds()

        for console, screen in self.shown.items():
            ages = self.ages["attended" if self.attended(console) else "standing"]
            for name in screen.feeds:
                # A figure that was never asked for is as old as the look at its place.
                known = age(name)
                ages.append(second - self.since[console, name] if known is None else known)
        self.ages["findings"] += [second if (known := age(name)) is None else known for name in feeds.FINDINGS]


def script(bench: Bench) -> Iterator[Visit]:
    """Where two operators go: the first moves every 10-120 s, the second leaves a screen standing for minutes."""
    dice = random.Random(bench.seed)
    ids = [row[0] for row in bench.world.db.execute("SELECT id FROM campaign WHERE status = 'ACTIVE' LIMIT 50")]
    campaign = [bench.world.uid("campaign", number) for number in ids]

    def detail() -> Screen:
        one = dice.choice(campaign)
        return Screen((feeds.campaign(one), feeds.ANALYTICS, feeds.quotas(one)), feeds.campaign(one))

    screens: list[Callable[[], Screen]] = [
        lambda: Screen((feeds.ANALYTICS, feeds.USAGE, feeds.UNREAD), feeds.ANALYTICS),
        lambda: Screen((feeds.ANALYTICS,), feeds.ANALYTICS),
        detail,
        detail,
        lambda: Screen((feeds.USAGE, feeds.SENDERS), feeds.USAGE),
        lambda: Screen((feeds.DOMAINS,), feeds.DOMAINS),
        lambda: Screen((feeds.timeline(90), feeds.ANALYTICS), feeds.timeline(90)),
        lambda: Screen((feeds.timeline(180),), feeds.timeline(180)),
        lambda: Screen((feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS), feeds.ANALYTICS),
    ]
    visits = []
    for console, stay in (("first", (10, 120)), ("second", (240, 900))):
        second = 0.0
        while second < HOUR:
            visits.append(Visit(second, console, dice.choice(screens)()))
            second += dice.uniform(*stay)
    yield from sorted(visits)


async def drive(bench: Bench, turn: Callable[[], Awaitable[float]]) -> None:
    """Run the script for an hour; `turn` does what is due and returns when there is more to do."""
    visits = [*script(bench), None]
    for visit, following in itertools.pairwise(visits):
        assert visit is not None
        bench.show(visit)
        end = following.start if following else float(HOUR)
        while (now := bench.clock.monotonic()) < end:
            wake_at = await turn()
            if now % 7 < 1:
                bench.session.touch()
            bench.watch()
            await bench.pass_time(max(0.05, min(wake_at, end) - now))


async def planned(bench: Bench) -> None:
    """The planner."""
    await drive(bench, bench.session.catch_up)


async def every_five_seconds(bench: Bench) -> None:
    """The screens' feeds every 5 s, whatever it costs."""

    async def turn() -> float:
        now = bench.clock.monotonic()
        await refresh_all(bench, {name for screen in bench.shown.values() for name in screen.feeds})
        return now + 5.0

    await drive(bench, turn)


async def evenly(bench: Bench) -> None:
    """The screens' feeds and the findings' inputs, one after another, at the interval that the budget allows."""
    interval = HOUR / (1000 - 50 - HOUR / FOREIGN_EVERY)
    last: dict[str, float] = {}

    async def turn() -> float:
        now = bench.clock.monotonic()
        wanted = {name for screen in bench.shown.values() for name in screen.feeds} | set(feeds.FINDINGS)
        name = min(sorted(wanted), key=lambda name: last.get(name, -1.0))
        last[name] = now
        await refresh_all(bench, {name})
        return now + interval

    await drive(bench, turn)


async def refresh_all(bench: Bench, names: set[str]) -> None:
    for name in sorted(names):
        try:
            await bench.session.reread(name)
        except ColdSendError:
            continue


def part(values: list[float], share: float) -> float:
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def told(values: list[float], *shares: float) -> str:
    return "/".join(f"{part(values, share):.1f}" for share in shares)


async def hour(work: Callable[[Bench], Awaitable[None]], campaigns: int, senders: int, seed: int) -> Bench:
    """One hour of one script."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(campaigns, senders, seed, Path(folder), limited=work is planned)
        await work(bench)
        bench.store.close()
        return bench


def main() -> None:
    campaigns, senders, *seeds = [*map(int, sys.argv[1:3]), *(200, 100)[len(sys.argv) - 1 :], *map(int, sys.argv[3:])]
    print(f"one hour, {campaigns:,} campaigns, {senders:,} senders, two consoles, 200 foreign requests; seconds")
    print(
        f"{'':15}{'seed':>4}{'429':>5}{'requests':>9}  {'attended p50/p95/max':>21}  {'standing p50/p95/max':>21}"
        f"  {'findings p95/max':>16}  wall"
    )
    for name, work in (("planner", planned), ("every 5 s", every_five_seconds), ("evenly spread", evenly)):
        for seed in seeds or SEEDS:
            started = time.perf_counter()
            bench = asyncio.run(hour(work, campaigns, senders, seed))
            print(
                f"{name:15}{seed:>4}{bench.statuses.count(429):>5}{len(bench.statuses):>9}"
                f"  {told(bench.ages['attended'], 0.5, 0.95, 1):>21}  {told(bench.ages['standing'], 0.5, 0.95, 1):>21}"
                f"  {told(bench.ages['findings'], 0.95, 1):>16}  {time.perf_counter() - started:.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
