"""The kill switch by keys, its way back, and writes of many: results while they run, cancelled, left, retried."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from textual.widgets import Input

from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.kill_switch import KillSwitch
from coldsend_tui.tui.modals.results import Results
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@pytest.fixture
async def console(make_sandbox: Callable[..., LocalSandbox]) -> AsyncIterator[Driver]:
    """A console that is connected and has read a workspace of twenty campaigns."""
    async with opened(make_sandbox(scale="medium")) as console:
        await connected(console)
        yield console


async def connected(console: Driver) -> None:
    await console.ready()
    await console.until(lambda: console.state.write_refusal == "", "connected")


def ids(console: Driver, status: str) -> set[str]:
    return {row.id for row in console.state.workspace.campaigns if row.status == status}


async def server_ids(console: Driver, status: str) -> set[str]:
    listed = await console.sandbox.get("/campaigns", limit=100)
    return {row["campaign_id"] for row in listed["campaigns"] if row["status"] == status}


async def finished(console: Driver) -> None:
    await console.until(lambda: bool(console.app.writes) and not console.app.writes[-1].running, "finished")


async def typed(console: Driver) -> None:
    """Type the word that the plan asks for."""
    dialog = console.app.screen
    assert isinstance(dialog, Confirm), console.text
    await console.write("#word", dialog.word)
    await console.press("enter")


async def test_three_keys_and_a_word_stop_everything_and_one_key_offers_it_back(console: Driver) -> None:
    active, paused = ids(console, "ACTIVE"), ids(console, "PAUSED")
    await console.press("K", "a")
    assert "reach: " in console.text.replace("\n", " ")
    await console.write("#word", str(len(active) + 1))
    await console.press("enter")
    assert "nothing was sent" in console.paper("#question")
    await typed(console)
    assert isinstance(console.app.screen, Results)
    await finished(console)
    assert await server_ids(console, "ACTIVE") == set()
    await console.until(lambda: "all done, each read back" in console.text, "said so")
    await console.press("escape", "1")
    await console.until(lambda: f"{len(active)} campaigns stopped" in console.paper("#standing"), "offered")
    await console.press("R")
    await console.press("tab", "enter") if len(active) <= 10 else await typed(console)
    await finished(console)
    assert await server_ids(console, "ACTIVE") == active
    assert await server_ids(console, "PAUSED") == paused
    await console.press("escape")
    await console.until(lambda: console.paper("#standing") == "", "no stop stands")
    await console.press("R")
    assert "no stop of the kill switch stands" in console.flash


@pytest.mark.parametrize(("key", "kind", "choice"), [("2", "campaign", 0), ("3", "inbox", 1), ("4", "domain", 2)])
async def test_what_is_selected_is_offered_first(console: Driver, key: str, kind: str, choice: int) -> None:
    await console.press(key)
    if kind == "campaign":
        await console.select(console.campaign("ACTIVE").id)
    elif kind == "domain":
        used = next(d for d in console.state.workspace.domains if d.status == "ACTIVE")
        await console.select(used.id)
    await console.press("K")
    dialog = console.app.screen
    assert isinstance(dialog, KillSwitch)
    scope = dialog.choices[choice].scope
    assert scope is not None
    assert scope.reach == kind
    if dialog.choices[choice].active:
        assert dialog.at == choice


async def test_a_scope_that_is_not_selected_is_named_at_the_prompt(console: Driver) -> None:
    await console.press("1", "K", "d")
    domain = next(d for d in console.state.workspace.domains if d.status == "ACTIVE")
    await console.write("#find", f"stop domain {domain.name}")
    assert "stops " in console.text
    await console.press("enter")
    assert isinstance(console.app.screen, Confirm) or "nothing to stop" in console.flash


async def test_a_ladder_brings_back_step_by_step_and_says_what_is_next(console: Driver) -> None:
    active = ids(console, "ACTIVE")
    await console.press("K", "a")
    await typed(console)
    await finished(console)
    await console.press("escape", "1", "colon")
    await console.write("#find", "restore 1/2")
    half = -(-len(active) // 2)
    assert f"resumes {half} campaigns; {len(active) - half} stay stopped: " in console.text
    await console.press("enter")
    assert "step 1 of 2" in console.text
    assert "step 2 of 2 comes next" in console.text
    await console.press("tab", "enter")
    await finished(console)
    assert len(await server_ids(console, "ACTIVE")) == half
    await console.press("escape")
    await console.until(lambda: "step 2 of 2 is due in 1d 23h" in console.paper("#standing"), "the ladder goes on")
    await console.pilot.resize_terminal(80, 24)
    await console.until(lambda: "step 2 of 2 due in 1d 23h" in console.text, "told on a narrow screen")
    assert "R restores" in console.text
    await console.pilot.resize_terminal(120, 40)
    await console.press("R")
    assert "the next step is due" in console.text
    await console.press("tab", "enter")
    await finished(console)
    assert await server_ids(console, "ACTIVE") == active


async def test_a_filter_behind_the_prompt_pauses_what_it_finds(console: Driver) -> None:
    harmful = {
        c.id for c in console.state.workspace.campaigns if c.status == "ACTIVE" and c.bounced / (c.sent or 1) > 0.01
    }
    await console.press("7", "colon")
    await console.write("#find", "pause stat:active")
    assert "Did you mean status?" in console.text
    await console.write("#find", "pause status:active bou")
    await console.press("tab")
    assert console.app.screen.query_one("#find", Input).value == "pause status:active bounced>"
    await console.write("#find", "pause status:active bounce>1%")
    await console.until(lambda: f"pauses {len(harmful)} campaigns" in console.text, "read aloud")
    await console.press("enter", "enter")
    await finished(console)
    assert harmful <= await server_ids(console, "PAUSED")


class Gate(httpx.AsyncBaseTransport):
    """Lets so many pauses through, then holds them until it is opened."""

    def __init__(self, inner: httpx.AsyncBaseTransport, first: int) -> None:
        self.inner, self.first, self.open = inner, first, asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/pause"):
            self.first -= 1
            if self.first < 0:
                await self.open.wait()
        return await self.inner.handle_async_request(request)


async def test_results_are_left_opened_again_cancelled_and_the_rest_planned_again(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    sandbox = make_sandbox(scale="medium")
    gate = sandbox.transport = Gate(sandbox.transport, 2)  # type: ignore[assignment]
    async with opened(sandbox) as console:
        await connected(console)
        active = ids(console, "ACTIVE")
        await console.press("2", "M", "P", "enter")
        await console.until(lambda: "2 sent, read back soon" in console.text, "two are written")
        assert f"2/{len(active)}" in console.text
        await console.press("escape", "7")
        assert console.place.NAME == "journal"
        await console.press("w")
        assert "esc leaves it running" in console.text
        await console.press("c")
        assert "stopping after the present object" in console.text
        gate.open.set()
        await finished(console)
        await console.until(lambda: "– not tried" in console.text, "cancelled")
        assert len(await server_ids(console, "ACTIVE")) == len(active) - 3
        await console.press("f")
        await console.until(lambda: isinstance(console.app.screen, Confirm), "planned again")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        assert {item.id for item in dialog.plan.items} == await server_ids(console, "ACTIVE")
        await console.press("enter")
        await finished(console)
        assert await server_ids(console, "ACTIVE") == set()


async def test_leaving_the_console_stops_after_the_present_object_first(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    sandbox = make_sandbox(scale="medium")
    gate = sandbox.transport = Gate(sandbox.transport, 1)  # type: ignore[assignment]
    async with opened(sandbox) as console:
        await connected(console)
        await console.press("2", "M", "P", "enter")
        await console.until(lambda: "1 sent" in console.text, "one is written")
        await console.press("escape", "q")
        assert "q again leaves" in console.flash
        gate.open.set()
        await finished(console)
        fates = [entry.result for entry in console.state.store.journal.entries()]
        assert None not in fates
        assert fates.count("done") == 2
