"""Freshness per request: an hour of a workspace under watch. Run: python -m tests.bench.freshness [campaigns [senders]]

The real session, client and cache work on the sandbox with its rate limits, on a clock that jumps from one event to the
next. Two consoles on one cache are moved between screens by a seeded script, and a foreign script spends 200 requests an
hour on the same key. Beside it two baselines on the same script: every screen polled every 5 s, and all feeds in turn at
the interval that the budget allows. Ages are looked at every second, on both screens.
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
SEED = 11


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

    def __init__(self, campaigns: int, senders: int, folder: Path, *, limited: bool = True) -> None:
        if campaigns // senders < len(bulk._STATES):
            bulk._STATES = ("ACTIVE", "COMPLETED")
        scales._SIZES["large"] = Size(campaigns, senders, campaigns * 100, 100)
        self.world = World.create(seed=SEED, scale="large", clock=SteppedClock())
        self.real = RealClock()
        sandbox = create_app(
            self.world, rate_limit=True, seed=SEED, real=self.real.time, monotonic=self.real.time, sleep=self.real.sleep
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
        self.ages: dict[str, list[float]] = {"first": [], "second": [], "findings": []}
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
            idle = self.clock.monotonic() - self.moved_at[console] > 120 and console == "second"
            presence = Presence.IDLE if idle else Presence.THERE
            self.session.watch(console, screen.feeds, screen.focus, presence=presence)

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
            for name in screen.feeds:
                # A figure that was never asked for is as old as the look at its place.
                known = age(name)
                self.ages[console].append(second - self.since[console, name] if known is None else known)
        self.ages["findings"] += [second if (known := age(name)) is None else known for name in feeds.FINDINGS]


def script(bench: Bench) -> Iterator[Visit]:
    """Where two operators go: the first moves every 10-120 s, the second leaves a screen standing for minutes."""
    dice = random.Random(SEED)
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
        lambda: Screen((feeds.timeline(30), feeds.ANALYTICS), feeds.timeline(30)),
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


def main() -> None:
    campaigns = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    senders = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    print(f"one hour, {campaigns} campaigns, {senders} senders, two consoles, 200 foreign requests")
    print(
        f"{'':22}{'429':>5}{'requests':>10}   age on screen p50/p95/max    second p50/p95       findings p95/max   wall"
    )
    for name, work in (("planner", planned), ("every 5 s", every_five_seconds), ("evenly spread", evenly)):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(campaigns, senders, Path(folder), limited=work is planned)
            started = time.perf_counter()
            asyncio.run(work(bench))
            first, second, findings = bench.ages["first"], bench.ages["second"], bench.ages["findings"]
            print(
                f"{name:22}{bench.statuses.count(429):>5}{len(bench.statuses):>10}"
                f"   {part(first, 0.5):>7.1f} {part(first, 0.95):>7.1f} {max(first):>7.1f} s"
                f"   {part(second, 0.5):>7.1f} {part(second, 0.95):>7.1f} s"
                f"   {part(findings, 0.95):>11.1f} {max(findings):>7.1f} s {time.perf_counter() - started:>8.0f} s"
            )
            bench.store.close()


if __name__ == "__main__":
    main()
