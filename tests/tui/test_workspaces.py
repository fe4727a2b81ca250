"""Several workspaces in one console: the list of them, the way from one to the next, and which one a write is for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from coldsend_tui.api import ColdSend
from coldsend_tui.clock import VirtualClock
from coldsend_tui.errors import ColdSendError, ConfigError
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live.portfolio import Standing, standing
from coldsend_tui.ops.health import Level
from coldsend_tui.secret import Secret
from coldsend_tui.tui.app import ConsoleApp
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.screens.portfolio.screen import PortfolioScreen
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, driven

COLOURS = {"acme": "#ff8800", "globex": "#22ccaa"}


@dataclass
class Two:
    """Two workspaces, each on a sandbox and a cache file of its own."""

    sandboxes: dict[str, LocalSandbox]
    home: Path
    refusal: str = ""
    read_names: list[str] = field(default_factory=list)

    @property
    def names(self) -> Sequence[str]:
        return tuple(self.sandboxes)

    def clock(self, name: str) -> VirtualClock:
        world = self.sandboxes[name].world
        start = datetime.fromisoformat(str(world.iso(world.now)))
        return VirtualClock(start, start.timestamp(), 0.0)

    def launch(self, name: str) -> Launch:
        if name not in self.sandboxes:
            raise ConfigError(f'There is no profile "{name}".')
        sandbox = self.sandboxes[name]

        async def connect() -> Target:
            return Target(sandbox.base_url, Secret(sandbox.api_key))

        return Launch(
            profile=name, mode=Mode.LIVE, clock=self.clock(name), connect=connect, store_path=self.home / f"{name}.db",
            accent=COLOURS[name], workspaces=self,
        )  # fmt: skip

    def standings(self) -> list[Standing]:
        return [standing(name, self.home / f"{name}.db", self.clock(name), COLOURS[name]) for name in self.names]

    async def read(self, name: str) -> None:
        self.read_names.append(name)
        raise ColdSendError("the key was refused.")


@asynccontextmanager
async def two(make_sandbox: Any, home: Path, **more: Any) -> AsyncIterator[tuple[Driver, Two]]:
    """A console on `acme`, with `globex` beside it."""
    workspaces = Two({"acme": make_sandbox(), "globex": make_sandbox(seed=11)}, home, **more)
    launch = workspaces.launch("acme")

    def client(at: Target) -> ColdSend:
        key = at.api_key.get_secret_value()
        sandbox = next(one for one in workspaces.sandboxes.values() if one.api_key == key)
        return ColdSend(at.api_key, base_url=at.base_url, wire=sandbox.transport, clock=launch.clock)

    app = ConsoleApp(launch, Console(launch, make_client=client))
    try:
        async with driven(app, workspaces.sandboxes["acme"]) as driver:
            yield driver, workspaces
    finally:
        app.state.close()


async def test_another_workspace_takes_the_place_of_the_first(make_sandbox: Any, tmp_path: Path) -> None:
    async with two(make_sandbox, tmp_path) as (console, _):
        await console.ready()
        await console.press("2", "enter")
        before = console.state
        mine = {campaign.id for campaign in before.workspace.campaigns}
        console.app.open_prompt("profile globex")
        await console.pilot.pause()
        await console.press("enter")
        await console.until(lambda: console.state is not before and console.place.NAME == "now", "switched")
        await console.ready()
        assert console.state.launch.profile == "globex" == console.app.launch.profile
        assert "globex" in console.paper("#header")
        theirs = {campaign.id for campaign in console.state.workspace.campaigns}
        assert theirs and not theirs & mine
        assert before.session is not None and len(console.app.screen_stack) == 1
        await console.press("2")
        assert {row.id for row in console.rows.rows} == theirs
        # And back: what was known of it is on screen before anything is read.
        console.app.open_prompt("profile acme")
        await console.pilot.pause()
        await console.press("enter")
        await console.until(lambda: console.state.launch.profile == "acme", "switched back")
        assert {campaign.id for campaign in console.state.workspace.campaigns} == mine


async def test_a_write_under_way_keeps_the_workspace(make_sandbox: Any, tmp_path: Path) -> None:
    async with two(make_sandbox, tmp_path) as (console, _):
        await console.ready()

        class Running:
            running = True
            stop = asyncio.Event()

        console.app.writes = [Running()]  # type: ignore[list-item]
        console.app.open_prompt("profile globex")
        await console.pilot.pause()
        await console.press("enter")
        assert "a write is under way" in console.flash
        assert console.state.launch.profile == "acme"
        console.app.writes = []


async def test_a_name_that_is_none_and_a_key_from_outside_change_nothing(make_sandbox: Any, tmp_path: Path) -> None:
    async with two(make_sandbox, tmp_path) as (console, workspaces):
        await console.ready()
        console.app.open_prompt("profile initech")
        await console.pilot.pause()
        await console.press("enter")
        await console.until(lambda: "no profile" in console.flash, "refused")
        workspaces.refusal = "the key comes from outside"
        console.app.open_prompt("profile globex")
        await console.pilot.pause()
        await console.press("enter")
        assert "from outside" in console.flash
        assert console.state.launch.profile == "acme" and console.app.is_running


async def test_the_list_has_the_worst_first_and_sends_nothing(make_sandbox: Any, tmp_path: Path) -> None:
    async with two(make_sandbox, tmp_path) as (console, workspaces):
        await console.ready()
        await console.press("0")
        await console.until(lambda: len(console.rows.rows) == 2, "caches read")
        assert "never read on this machine" in console.text
        here = next(row for row in console.rows.rows if row.name == "acme")
        assert here.campaigns == len(console.state.workspace.campaigns)
        assert not (tmp_path / "globex.db").exists()
        badness = [row.badness for row in console.rows.rows]
        assert badness == sorted(badness)
        await console.press("r")
        await console.until(lambda: "key was refused" in console.flash, "read one by one")
        assert workspaces.read_names == ["globex"]
        await console.select("globex")
        await console.press("o")
        assert "key was refused" in console.paper("#side")
        # List and pane share the screen.
        assert console.rows.size.width > 60 and console.place.query_one("#side").size.width > 30
        await console.press("enter")
        await console.until(lambda: console.state.launch.profile == "globex", "switched")


async def test_the_workspace_and_its_colour_stand_in_every_confirmation(make_sandbox: Any, tmp_path: Path) -> None:
    async with two(make_sandbox, tmp_path) as (console, _):
        await console.ready()
        await console.press("2")
        await console.select(console.campaign("ACTIVE").id)
        await console.press("P")
        assert console.paper("#plan-lines").startswith("▪ acme")
        colour = console.app.roles["workspace"].color
        assert colour is not None and colour.triplet is not None and colour.triplet.hex == COLOURS["acme"]
        await console.press("escape", "K")
        assert "▪ acme" in console.paper("#keys")


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.LIVE])
async def test_one_workspace_says_why_there_is_no_other(make_sandbox: Any, tmp_path: Path, mode: Mode) -> None:
    async with two(make_sandbox, tmp_path) as (console, _):
        await console.ready()
        console.app.state.launch = console.app.launch = console.app.launch._replace(workspaces=None, mode=mode)
        await console.press("0")
        assert ("demo" if mode is Mode.DEMO else "configured") in console.flash
        assert not isinstance(console.app.screen, PortfolioScreen)


def test_what_nobody_can_judge_stands_above_what_is_merely_worth_a_look() -> None:
    rows = [Standing(level.value, level=level) for level in (Level.OK, Level.WARN, Level.UNKNOWN, Level.CRIT)]
    assert [row.level.value for row in sorted(rows, key=lambda row: row.badness)] == ["CRIT", "UNKNOWN", "WARN", "OK"]
