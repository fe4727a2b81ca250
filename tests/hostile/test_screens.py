"""Every screen, tab and dialog over hostile texts: drawn whole, literally, aligned, and without a character that acts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from coldsend_tui.text import width
from tests.hostile.corpus import CORPUS, ESCAPES, LETTERS, LONG, MARKUP
from tests.hostile.harm import harm_in
from tests.hostile.wire import HostileWire, Spoiler
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]
TABS = "odcfibh"


class Watched:
    """A console whose every sight is looked at."""

    def __init__(self, console: Driver, wire: HostileWire) -> None:
        self.console, self.wire = console, wire
        self.sights = 0

    def look(self, where: str) -> None:
        """What is in sight now is harmless and aligned."""
        app = self.console.app
        assert app._exception is None, where
        columns, rows = app.size
        strips = app.screen._compositor.render_strips(app.size)
        assert len(strips) == rows
        for y, strip in enumerate(strips):
            assert harm_in(strip.text) == [], f"{where}, line {y}: {strip.text!r}"
            assert "\n" not in strip.text, f"{where}, line {y}"
            assert strip.cell_length == columns, f"{where}, line {y}: {strip.text!r}"
            assert width(strip.text) == columns, f"{where}, line {y}: {strip.text!r}"
            for segment in strip:
                assert not (segment.style and segment.style.meta and "@click" in segment.style.meta), (
                    f"{where}, line {y}"
                )
                assert not (segment.style and segment.style.link), f"{where}, line {y}"
        self.sights += 1

    async def press(self, *keys: str) -> None:
        """Press keys, looking after each."""
        for key in keys:
            await self.console.press(key)
            self.look(f"after {key} on {type(self.console.app.screen).__name__}")

    async def settle(self) -> None:
        """Until the list in sight has been read."""
        console = self.console
        await console.until(lambda: len(console.rows.rows) > 0 and console.rows.current is not None, "rows read")
        await console.pilot.pause()
        self.look("settled")


@asynccontextmanager
async def watched(
    make_sandbox: object, size: tuple[int, int], texts: dict[str, str] = CORPUS
) -> AsyncIterator[Watched]:
    """A console on a workspace that strangers filled."""
    sandbox: LocalSandbox = make_sandbox()  # type: ignore[operator]
    wire = HostileWire(sandbox.transport, Spoiler(texts))
    sandbox.transport = wire  # type: ignore[assignment]
    async with opened(sandbox, size=size) as console:
        await console.ready()
        yield Watched(console, wire)


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen(make_sandbox: object, size: tuple[int, int]) -> None:
    async with watched(make_sandbox, size) as seen:
        await seen.press(
            "1",
            "2",
            "down",
            "o",
            "s",
            "3",
            "down",
            "o",
            "4",
            "o",
            "down",
            "6",
            "v",
            "i",
            "i",
            "b",
            "space",
            "right",
            "right",
            "left",
            "left",
            "h",
            "right",
            "i",
            "c",
            "right",
            "f",
            "full_stop",
            "o",
            "7",
        )
        for key in "58":
            await seen.press(key)
            await seen.settle()
            for _ in range(4):
                await seen.press("down", "enter")
                await seen.console.until(lambda: bool(seen.console.place.details), "read in full")
                seen.look("the whole of it")
                await seen.press("pagedown", "escape")
        await seen.press("t")
        assert seen.sights > 40


@pytest.mark.parametrize("size", SIZES)
async def test_every_tab_of_a_campaign_and_its_leads(make_sandbox: object, size: tuple[int, int]) -> None:
    async with watched(make_sandbox, size) as seen:
        await seen.press("2", "enter")
        for tab in TABS:
            await seen.press(tab)
            await seen.console.pilot.pause()
            await seen.press("down", "pagedown", "right")
        await seen.press("l")
        await seen.settle()
        await seen.press("down", "enter")
        await seen.console.until(lambda: bool(seen.console.place.details), "journey read")
        seen.look("a lead in full")


@pytest.mark.parametrize("size", SIZES)
async def test_every_dialog(
    make_sandbox: object, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with watched(make_sandbox, size) as seen:
        console = seen.console
        await seen.press("question_mark", "escape", "colon", "escape")
        for text in ("goto campaign ", "goto inbox ", "goto domain ", "stop campaign ", "pause "):
            console.app.open_prompt(text)
            await console.pilot.pause()
            seen.look(f":{text}")
            await seen.press("escape")
        await seen.press("K", "down", "escape")
        await seen.press("2", "M", "P", "down", "escape")
        assert "nothing was sent" in console.flash
        await seen.press("escape")
        for key in ("F", "x", "Y"):
            await seen.press(key, "escape")
        await console.select(console.campaign("DRAFT").id)
        await seen.press("D", "escape")
        await console.select(console.campaign("ACTIVE").id)
        await seen.press("enter", "i", "I")
        await console.pilot.pause()
        seen.look("inboxes to choose from")
        await seen.press("escape", "escape", "3", "Y", "escape", "4", "Y", "escape")


@pytest.mark.parametrize("size", SIZES)
async def test_writes_their_results_and_reasons(make_sandbox: object, size: tuple[int, int]) -> None:
    async with watched(make_sandbox, size) as seen:
        console = seen.console
        seen.wire.refuse = "/pause"
        await seen.press("2", "M", "P")
        await seen.press("enter")
        await console.until(lambda: bool(console.app.writes) and not console.app.writes[-1].running, "written")
        seen.look("results")
        await seen.press("escape", "7")
        await console.until(lambda: len(console.rows.rows) > 0, "journal read")
        await seen.press("down", "enter", "w", "escape")


async def test_states_that_nobody_knows(make_sandbox: object) -> None:
    sandbox: LocalSandbox = make_sandbox()  # type: ignore[operator]

    class States(Spoiler):
        def spoiled(self, value: object, key: str = "") -> object:
            return self.text() if key in ("status", "overall_status", "inbox_type") else super().spoiled(value, key)

    wire = HostileWire(sandbox.transport, States({name: text for name, text in CORPUS.items() if text.strip()}))
    sandbox.transport = wire  # type: ignore[assignment]
    async with opened(sandbox, size=(120, 40)) as console:
        await console.ready()
        seen = Watched(console, wire)
        await seen.press("1", "2", "enter", "escape", "3", "o", "4", "o", "2", "M", "P", "escape")


@pytest.mark.parametrize(
    "kind", [ESCAPES, *(pytest.param(kind, marks=pytest.mark.slow) for kind in (MARKUP, LETTERS, LONG))]
)
async def test_no_kind_of_text_hides_behind_another(make_sandbox: object, kind: dict[str, str]) -> None:
    async with watched(make_sandbox, (100, 30), kind) as seen:
        await seen.press("2", "enter", "c", "escape", "3", "5")
        await seen.settle()
        assert seen.console.app.is_running
