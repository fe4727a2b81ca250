"""The flash line: an answer to a key is gone with what it was about, news stays until it was seen, what stands is told."""

from __future__ import annotations

import pytest

from coldsend_tui.clock import ManualClock
from coldsend_tui.errors import ColdSendError
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live import feeds
from coldsend_tui.store import Store
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.flash import LOOKED_AT
from tests.ops.rows import NOW
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import opened
from tests.tui.test_writes import on_campaign


async def refuses() -> Target:
    raise AssertionError("nothing is asked for")


def console() -> tuple[Console, ManualClock]:
    """A console that is not connected, on a clock that stands still."""
    clock = ManualClock(NOW)
    return Console(Launch("acme", Mode.LIVE, clock, refuses, None), Store.open(None)), clock


def test_an_answer_is_over_at_once_and_news_when_it_was_seen() -> None:
    state, clock = console()
    for message, news in (("answer", False), ("news", True)):
        state.say(message, "warn", news=news)
        clock.advance(3600)
        state.turned_away()
        assert (state.flash.message == "news") is news
        clock.advance(LOOKED_AT / 2)
        state.turned_away()
        assert (state.flash.message == "news") is news
        clock.advance(LOOKED_AT / 2)
        state.turned_away()
        assert state.flash.message == ""


def test_a_dialog_that_closes_takes_nothing_away_and_another_screen_does() -> None:
    state, _clock = console()
    here, there = object(), object()
    state.in_sight = lambda: here
    state.say("cancelled, nothing was sent")
    state.looks_at(here)
    assert state.flash.message
    state.looks_at(there)
    assert state.flash.message == ""


@pytest.mark.parametrize("leave", ["move", "1", "3", "enter"])
async def test_a_refusal_names_its_campaign_and_goes_with_it(sandbox: LocalSandbox, leave: str) -> None:
    async with opened(sandbox) as driver:
        paused = await on_campaign(driver, "PAUSED")
        name = next(c.name for c in driver.state.workspace.campaigns if c.id == paused)
        await driver.press("P")
        assert f" ▲ pause: {name[:20]}" in driver.paper("#flash")
        if leave == "move":
            await driver.press("j" if driver.rows.cursor == 0 else "k")
        else:
            await driver.press(leave)
        assert driver.paper("#flash") == ""


async def test_what_a_filter_lacked_is_not_told_on_another_screen(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as driver:
        await driver.ready()
        await driver.press("2", "slash")
        await driver.write("#filter", "categry:x")
        assert "categry" in driver.paper("#flash")
        await driver.press("escape", "3")
        assert driver.paper("#flash") == ""


async def test_a_failed_reading_is_over_when_it_succeeds(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as driver:
        await driver.ready()
        session = driver.state.session
        assert session is not None
        session.pause()
        sandbox.faults("500")
        with pytest.raises(ColdSendError):
            await session.reread(feeds.USAGE)
        await driver.until(lambda: driver.flash.startswith(f"{feeds.USAGE}: "), "told")
        sandbox.faults("off")
        await session.reread(feeds.USAGE)
        await driver.until(lambda: driver.flash == "", "over")


async def test_the_reason_stands_while_the_api_cannot_be_used(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as driver:
        await driver.ready()
        sandbox.faults("503")
        await driver.press("r")
        await driver.until(lambda: driver.state.offline, "offline")
        await driver.press("2", "P")
        assert "never queued" in driver.flash
        await driver.press("j")
        assert "503" in driver.paper("#flash")
        await driver.press("r")
        await driver.until(lambda: "503" in driver.flash, "the next try failed too")
        sandbox.faults("off")
        await driver.press("r")
        await driver.until(lambda: driver.flash == "connected", "told")
