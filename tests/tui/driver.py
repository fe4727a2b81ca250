"""Drives the console by keys against a sandbox in the same process: no terminal, no port, no sleeps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from coldsend_tui.api import ColdSend
from coldsend_tui.clock import VirtualClock
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.secret import Secret
from coldsend_tui.store import Store
from coldsend_tui.tui.app import ConsoleApp
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows
from coldsend_tui.workspace import Campaign
from tests.sandbox.local import LocalSandbox
from tests.tui.quiet import parsed_once, soon_calm, undrawn, unfinished

PATIENCE = 20.0


_drawn: set[tuple[type[Screen[Any]], int, int]] = set()
"""Kinds of screens that were drawn in this process, with their sizes."""


@dataclass
class Driver:
    """A console with its pilot: press keys, read what is on screen, wait until something is so."""

    app: ConsoleApp
    pilot: Pilot[int]
    sandbox: LocalSandbox
    calm: Callable[[], Awaitable[None]]

    @property
    def state(self) -> Console:
        """What the console knows."""
        return self.app.state

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            await self.app._press_keys([key])
            await self.settled()
            self._draw_new()

    async def write(self, selector: str, text: str) -> None:
        """Put text into an input as if it were typed."""
        self.app.screen.query_one(selector, Input).value = text
        await self.pilot.pause()

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Let the console work until `true()` and it is laid out; fail with what is on screen when it never is so."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, f"never: {what}\n{self.text}"
            await self.settled()
        await self.settled()

    async def settled(self) -> None:
        """Until the process is calm and the screen in sight is laid out with all that its layout brought about."""
        await self.calm()
        while self.app.screen_stack and not self.app._exit and unfinished(self.app.screen):
            self.app.screen._on_timer_update()
            await self.calm()

    def _draw_new(self) -> None:
        """Draw each kind of screen once in a size, also where no test reads it; screens of strangers' texts are all read."""
        if self.app.screen_stack and (kind := (type(self.app.screen), *self.app.size)) not in _drawn:
            _drawn.add(kind)
            self.app.screen._compositor.render_strips(self.app.size)

    async def ready(self) -> None:
        """Until the workspace has been read and judged."""
        await self.until(lambda: len(self.state.workspace.campaigns) > 0, "campaigns read")
        await self.until(lambda: len(self.state.workspace.senders) > 0, "senders read")
        await self.until(lambda: len(self.state.workspace.domains) > 0, "domains read")

    @property
    def text(self) -> str:
        """The characters of the screen in sight, line by line, exactly as they would be sent."""
        size = self.app.size
        strips = self.app.screen._compositor.render_strips(size)
        return "\n".join(strip.text for strip in strips)

    def paper(self, selector: str) -> str:
        """The text of one sheet."""
        return "\n".join(plain(line) for line in self.app.screen.query_one(selector, Paper).lines)

    @property
    def flash(self) -> str:
        """The flash line."""
        return self.state.flash.message

    @property
    def rows(self) -> Rows[Any]:
        """The list in sight."""
        return self.app.screen.query_one(Rows)

    @property
    def place(self) -> Place:
        """The screen in sight."""
        assert isinstance(self.app.screen, Place)
        return self.app.screen

    def campaign(self, status: str) -> Campaign:
        """Some campaign in this state."""
        return next(c for c in self.state.workspace.campaigns if c.status == status)

    def status(self, campaign_id: str) -> str | None:
        """The state of a campaign as the console knows it; None once it is gone."""
        return next((c.status for c in self.state.workspace.campaigns if c.id == campaign_id), None)

    async def select(self, row_id: str) -> None:
        """Put the cursor on a row."""
        at = next(at for at, row in enumerate(self.rows.rows) if self.rows.identify(row) == row_id)
        self.rows.move_to(at)
        await self.pilot.pause()


async def briefly(seconds: float) -> None:
    """How the client waits here between tries: time stands still, so a moment is as good as a minute."""
    await asyncio.sleep(min(seconds, 0.01))


@asynccontextmanager
async def driven(
    app: ConsoleApp, sandbox: LocalSandbox | None, *, size: tuple[int, int] = (120, 40), drawn: bool = False
) -> AsyncIterator[Driver]:
    """A driver of `app`. Only a console that is `drawn` draws every change, as it would for a terminal."""
    with parsed_once(), soon_calm() as calm, nullcontext() if drawn else undrawn():
        async with app.run_test(size=size) as pilot:
            yield Driver(app, pilot, sandbox, calm)  # type: ignore[arg-type]


@asynccontextmanager
async def opened(
    sandbox: LocalSandbox,
    *,
    size: tuple[int, int] = (120, 40),
    store: Store | None = None,
    api_key: str | None = None,
    connect: Callable[[], Any] | None = None,
    sleep: Callable[[float], Awaitable[None]] = briefly,
    drawn: bool = False,
    **launch: Any,
) -> AsyncIterator[Driver]:
    """The console on `sandbox`, whose time stands still unless `sleep`, by which the client waits, moves it."""
    start = datetime.fromisoformat(str(sandbox.world.iso(sandbox.world.now)))
    clock = VirtualClock(start, time.time(), 0.0)

    async def target() -> Target:
        return Target(sandbox.base_url, Secret(api_key or sandbox.api_key))

    def client(at: Target) -> ColdSend:
        return ColdSend(at.api_key, base_url=at.base_url, wire=sandbox.transport, clock=clock, sleep=sleep)

    options: dict[str, Any] = {"profile": "acme-prod", "mode": Mode.DEMO, "store_path": None} | launch
    console = Console(Launch(clock=clock, connect=connect or target, **options), store or Store.open(None), client)
    app = ConsoleApp(console.launch, console)
    try:
        async with driven(app, sandbox, size=size, drawn=drawn) as driver:
            yield driver
    finally:
        console.store.close()
