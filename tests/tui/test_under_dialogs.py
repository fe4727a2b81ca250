"""The frame lives under dialogs: verdict, clock, age, connection and flash line are never older there than without one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual._compositor import LayoutUpdate

from coldsend_tui.clock import VirtualClock
from coldsend_tui.tui.runtime.repaint import ChangedCells, ShadowScreen
from coldsend_tui.tui.widgets.table import Rows
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.test_trouble import campaign, refresh

FEW = 400
"""Bytes: a verdict and a clock are some thirty cells in a few colours."""


def whole(console: Driver) -> LayoutUpdate:
    """The screen as it is sent when all of it is, what lies under a dialog included."""
    app = console.app
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    return update


def lines(console: Driver) -> list[str]:
    """The characters of the whole screen."""
    return ["".join(segment.text for strip in strips for segment in strip) for strips in whole(console).strips]


def header(console: Driver) -> str:
    """The first line, whatever lies over it."""
    return lines(console)[0]


async def over(console: Driver, key: str) -> None:
    """Open the dialog of `key`, drawn with what lies under it."""
    await console.press(key)
    assert console.app.place is None
    console.app.screen.refresh()


async def still(console: Driver) -> None:
    """Nothing more arrives by itself."""
    assert console.state.session is not None
    console.state.session.pause()
    for _ in range(20):
        await console.pilot.pause()


def harmed(console: Driver) -> None:
    """A campaign fails, and the clock has moved on by an hour."""
    clock, state = console.state.clock, console.state
    assert isinstance(clock, VirtualClock)
    clock.start += timedelta(hours=1)
    state.store.store(refresh(campaign("failed", status="FAILED")))
    state.reload()
    state.on_change(frozenset())


@pytest.mark.parametrize(("key", "theme"), [("question_mark", None), ("K", None), ("P", None), ("P", "ansi")])
async def test_a_new_finding_and_the_clock_are_told_under_a_dialog(
    sandbox: LocalSandbox, key: str, theme: str | None
) -> None:
    async with opened(sandbox, theme=theme) as console:
        await console.ready()
        await console.press("2")
        await still(console)
        await console.select(console.campaign("ACTIVE").id)
        below = console.place
        await over(console, key)
        rows, crit, clock = list(below.query_one(Rows).rows), console.state.verdict.crit, header(console).split()[-2]
        rest = lines(console)[2:]
        harmed(console)
        await console.until(lambda: f"CRIT {crit + 1}" in header(console), "told at once")
        assert header(console).split()[-2] != clock
        assert below.query_one(Rows).rows == rows
        assert lines(console)[2:] == rest
        await console.press("escape")
        await console.until(lambda: len(below.query_one(Rows).rows) == len(rows) + 1, "caught up")


async def test_a_lost_connection_is_told_under_a_dialog(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await over(console, "question_mark")
        sandbox.faults("503")
        assert console.state.session is not None
        console.state.session.refresh()
        await console.until(lambda: "OFFLINE" in header(console), "told")
        assert "503" in lines(console)[-2]


async def test_the_frame_under_a_dialog_costs_few_bytes_and_none_without_news(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await still(console)
        console.place.draw_frame()
        await over(console, "question_mark")
        shadow = ShadowScreen()

        def sent() -> str:
            size = (console.app.size.width, console.app.size.height)
            return ChangedCells(whole(console), shadow, size).render_segments(console.app.console)

        assert sent()
        console.state.on_aged()
        console.state.on_change(frozenset())
        console.state.on_connection()
        await still(console)
        assert sent() == ""
        crit = console.state.verdict.crit
        harmed(console)
        await console.until(lambda: f"CRIT {crit + 1}" in header(console), "drawn")
        assert 0 < len(sent()) < FEW
