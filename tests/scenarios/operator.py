"""A small language for what an operator does: goes, picks, presses, says, sees, confirms. Nothing sleeps: each sentence waits
until what it says is so, and fails with the screen when it does not become so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from coldsend_tui.actions.confirmation import ConfirmationLevel as Level
from coldsend_tui.clock import VirtualClock
from coldsend_tui.sandbox.scenarios import SCENARIOS
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.places import PLACES
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

_DIGITS = {place.label: place.digit for place in PLACES}


class Operator:
    """Somebody at the console. Each method is one sentence."""

    def __init__(self, console: Driver) -> None:
        self.console = console

    # -- hands --------------------------------------------------------------------------------------------------------

    async def goes_to(self, label: str) -> None:
        """A screen by its name in the tabs: `Campaigns`."""
        await self.console.press(_DIGITS[label])
        await self._until(lambda: label.lower() == self.console.place.NAME, f"on {label}")

    async def presses(self, *keys: str) -> None:
        """Keys, one after the other."""
        await self.console.press(*keys)

    async def picks(self, text: str) -> None:
        """Put the cursor on the first row that reads so."""

        def at() -> int | None:
            rows = self.console.rows
            lines = (plain(rows.layout_of.line(row)) if row is not None else "" for row in rows.rows)
            return next((place for place, line in enumerate(lines) if text in line), None)

        await self._until(lambda: at() is not None, f"a row with {text!r}")
        self.console.rows.move_to(at() or 0)
        await self.console.pilot.pause()

    async def opens(self, text: str) -> None:
        """The row that reads so."""
        await self.picks(text)
        await self.presses("enter")

    async def says(self, command: str) -> None:
        """A command behind `:`."""
        self.console.app.open_prompt(command)
        await self.console.pilot.pause()
        await self.presses("enter")

    async def confirms(self) -> None:
        """The plan in sight, as it asks to be confirmed."""
        await self._until(lambda: isinstance(self.console.app.screen, Confirm), "a plan")
        plan = self.console.app.screen
        assert isinstance(plan, Confirm)
        if plan.level is Level.TYPE:
            await self.console.write("#word", plan.word)
        elif plan.level is Level.BUTTON:
            await self.presses("tab")
        await self.presses("enter")

    async def copies(self, text: str) -> None:
        """The first of what can be copied here; the only one is copied without a question."""
        await self.presses("y")
        if isinstance(self.console.app.screen, Pick):
            await self.presses("enter")
        await self.has_copied(text)

    async def waits(self, hours: float) -> None:
        """Time passes in the workspace, and the screen is read again."""
        self.console.sandbox.advance(hours)
        clock = self.console.state.clock
        assert isinstance(clock, VirtualClock)
        clock.start += timedelta(hours=hours)
        await self.presses("r")

    # -- eyes ---------------------------------------------------------------------------------------------------------

    async def sees(self, *texts: str) -> None:
        """All of it on the screen at once."""
        await self._until(lambda: all(text in self.console.text for text in texts), f"{texts} in sight")

    async def sees_no(self, text: str) -> None:
        """It is gone."""
        await self._until(lambda: text not in self.console.text, f"{text!r} out of sight")

    async def is_told(self, *texts: str) -> None:
        """On the flash line."""
        await self._until(lambda: all(text in self.console.flash for text in texts), f"{texts} told")

    async def has_copied(self, text: str) -> None:
        """In the clipboard."""
        assert text in self.console.app.clipboard

    async def finds(self, true: Callable[[], Any], what: str) -> None:
        """Anything else, in words."""
        await self._until(lambda: bool(true()), what)

    async def _until(self, true: Callable[[], bool], what: str) -> None:
        await self.console.until(true, what)


@asynccontextmanager
async def on_call(incident: str = "", *, scale: str = "medium", home: Path | None = None) -> AsyncIterator[Operator]:
    """An operator before the demo's workspace, in the middle of an incident (`sandbox scenarios`) where one is named."""
    sandbox = LocalSandbox(scale=scale)
    try:
        if incident:
            SCENARIOS[incident].apply(sandbox.world)
        async with opened(sandbox, size=(120, 40)) as console:
            await console.ready()
            yield Operator(console)
    finally:
        sandbox.close()
