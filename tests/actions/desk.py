"""An operator's desk over a sandbox: client, cache, live session and clock, as the console has them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from coldsend_tui.actions.outcome import Outcome
from coldsend_tui.actions.plan import Plan
from coldsend_tui.actions.run import run
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.api import ColdSend
from coldsend_tui.clock import ManualClock
from coldsend_tui.live import LiveSession, feeds
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.store import Store
from coldsend_tui.workspace import Campaign, Workspace
from tests.sandbox.local import LocalSandbox


class Tap(httpx.AsyncBaseTransport):
    """Counts what goes through to the sandbox; `before` sees each request and may raise."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.requests: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        self.before: Callable[[httpx.Request], None] = lambda request: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, noted and passed on."""
        self.before(request)
        self.requests.append((request.method, request.url.path.removeprefix("/api/public/v1")))
        response = await self._inner.handle_async_request(request)
        self.statuses.append(response.status_code)
        return response


@dataclass
class Desk:
    """Everything a write needs. `slept` are the seconds it would have waited, `tap` knows all requests."""

    sandbox: LocalSandbox
    client: ColdSend
    store: Store
    session: LiveSession
    clock: ManualClock
    tap: Tap
    slept: list[float] = field(default_factory=list)

    async def look(self) -> Workspace:
        """Read the whole workspace into the cache."""
        await self.session.reread(feeds.ANALYTICS, feeds.SENDERS, feeds.USAGE, feeds.DOMAINS)
        await self.session.reread(*[feeds.campaign(row.id) for row in self.store.campaigns()])
        return self.store.workspace()

    def campaigns(self, *states: str) -> list[Campaign]:
        """Cached campaigns in one of these states."""
        return [row for row in self.store.campaigns() if row.status in states]

    def plan(self, transition: Transition, rows: Sequence[Campaign]) -> Plan:
        """A plan as the console makes it."""
        world = self.store.workspace()
        return plan_transition(transition, rows, settings=world.settings, workspace=world, now=self.clock.now())

    async def run(self, plan: Plan, **more: Any) -> Outcome:
        """Run a plan as the console does."""
        more = {"client": self.client, "store": self.store, "clock": self.clock, "session": self.session} | more
        return await run(plan, profile="test", actor="tester", sleep=self.sleep, **more)

    async def sleep(self, seconds: float) -> None:
        """Waiting takes no time but moves the clocks."""
        self.slept.append(seconds)
        self.clock.advance(seconds)
        self.sandbox.real.unix += seconds

    def results(self) -> list[tuple[str, str, str | None]]:
        """The journal, oldest first: object name, action, result."""
        return [(e.object_name, e.action, e.result) for e in reversed(self.store.journal.entries())]

    async def state_of(self, id: str) -> str:
        """What the sandbox itself says."""
        return str((await self.sandbox.get(f"/campaigns/{id}"))["status"])

    def count(self, method: str, ending: str) -> int:
        """Requests sent so far with this method and end of path."""
        return sum(1 for sent, path in self.tap.requests if sent == method and path.endswith(ending))


@asynccontextmanager
async def desk_over(sandbox: LocalSandbox, *, path: Path | None = None, **client: Any) -> AsyncIterator[Desk]:
    """A desk with an empty cache, in memory unless a path is given."""
    clock = ManualClock(datetime.fromisoformat(str(sandbox.world.iso(sandbox.world.now))))
    slept: list[float] = []
    tap = Tap(sandbox.transport)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.advance(seconds)
        sandbox.real.unix += seconds

    key = client.pop("api_key", sandbox.api_key)
    api = ColdSend(key, base_url=sandbox.base_url, wire=tap, clock=clock, sleep=sleep, **client)
    store = Store.open(path)
    async with api:
        yield Desk(sandbox, api, store, LiveSession.of(api, store, clock), clock, tap, slept)
    store.close()
