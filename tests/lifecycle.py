"""One campaign's life by keys alone, as text frames: `python -m tests.lifecycle [FILE]` writes screenshots/lifecycle.txt.

Created in an editor, filled from a CSV file, launched, paused, edited, resumed, archived. `tests/tui/test_lifecycle.py`
walks the same way and asks the server after each step.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from coldsend_tui.live import feeds
from coldsend_tui.store import Store
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.path import AskPath
from coldsend_tui.tui.modals.scorecard import Scorecard
from coldsend_tui.tui.modals.upload_result import ShowUpload
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.fake_editor import FakeEditor

NAME = "Spring pilot, dock planners"
PEOPLE = [("Ada", "Harbor Freight"), ("Ben", "Quay Logistics"), ("Cleo", "Pier Nine"), ("Dov", "Lock Street")]
INBOX = "mina@acme-outreach.example"


class Frame(NamedTuple):
    """What was pressed, what it is for, what was on screen then, and the state the server had the campaign in (None: none)."""

    keys: str
    what: str
    screen: str
    status: str | None


class Life:
    """Presses keys and keeps frames."""

    def __init__(self, console: Driver) -> None:
        self.console = console
        self.frames: list[Frame] = []
        self.campaign_id = ""

    async def frame(self, keys: str, what: str) -> None:
        """Keep what is on screen."""
        await self.console.pilot.pause()
        status = None
        if self.campaign_id:
            status = (await self.console.sandbox.get(f"/campaigns/{self.campaign_id}"))["status"]
        self.frames.append(Frame(keys, what, self.console.text, status))

    async def to(self, screen: type, keys: str, what: str) -> None:
        """Wait for a dialog and keep it."""
        await self.console.until(lambda: isinstance(self.console.app.screen, screen), what)
        await self.frame(keys, what)

    async def done(self, keys: str, what: str) -> None:
        """Agree to the plan in sight; wait until it is done."""
        self.console.state.say("")
        await self.console.press(*keys.split())
        await self.console.until(lambda: self.console.state.flash.level in ("done", "error"), what)
        assert self.console.state.flash.level == "done", self.console.flash
        await self.frame(keys.replace(" ", ", "), what)

    async def hours(self, hours: float) -> None:
        """Time passes, and the console reads what it brought."""
        self.console.sandbox.advance(hours)
        session = self.console.state.session
        assert session is not None
        await session.reread(feeds.ANALYTICS, feeds.campaign(self.campaign_id), feeds.quotas(self.campaign_id))
        await self.console.pilot.pause()


async def live(console: Driver, editor: FakeEditor, folder: Path) -> list[Frame]:
    """The whole life; the frames of it."""
    life = Life(console)
    list_file = folder / "planners.csv"
    rows = [f"{name},{name.lower()}@{company.lower().replace(' ', '-')}.example,{company}" for name, company in PEOPLE]
    list_file.write_text(
        "Vorname;E-Mail;Firma\n".replace(";", ",") + "\n".join([*rows, "Eve,not an address,Nowhere"]) + "\n"
    )
    editor.will(
        {
            "replace": [
                ('name = "New campaign"', f'name = "{NAME}"'),
                ("inboxes = []", f'inboxes = ["{INBOX}"]'),
                ("timezone = \"America/New_York\"", "timezone = \"Europe/London\""),
                ("sending_window = \"09:00-17:00\"", "sending_window = \"08:00-20:00\""),
                ("I noticed that {{company}} … (one sentence that only fits them).", "Trucks wait at the docks of {{company}}."),
                ("We help companies like yours to … (one result, one number).", "We plan docks by the quarter of an hour."),
                ("Worth a short call next week?", "Worth a short call?\n\nMina, Acme Outreach, 12 Harbor Street, Portland, ME 04101"),
            ]
        },
        {"replace": [("daily_limit_per_inbox = 50", "daily_limit_per_inbox = 30")]},
    )  # fmt: skip
    await console.ready()
    await console.until(lambda: console.state.write_refusal == "", "connected")
    await console.press("2")
    await console.until(lambda: console.rows.current is not None, "campaigns")
    await console.press("n")
    await life.to(Confirm, "2, n", "a campaign written in the editor; its plan")
    await life.done("tab enter", "created: a DRAFT")
    await console.until(lambda: any(c.name == NAME for c in console.state.workspace.campaigns), "in the list")
    life.campaign_id = next(c.id for c in console.state.workspace.campaigns if c.name == NAME)
    await console.press("slash", *"dock", "space", *"planners", "enter")
    await console.until(lambda: len(console.rows.rows) == 1, "found")
    await console.press("enter")
    await console.until(lambda: "Readiness" in console.text and "not read yet" not in console.text, "opened")
    await life.frame("/dock planners, enter, enter", "found and opened: what a launch still lacks")

    await console.press("l")
    await console.until(lambda: "no leads yet" in console.text, "no leads yet")
    await console.press("u")
    await console.until(lambda: isinstance(console.app.screen, AskPath), "asked for a file")
    await console.write("#path", str(list_file))
    await console.press("enter")
    await life.to(Form, "l, u, the file", "which column is what: guessed")
    await console.press("ctrl+s")
    await life.to(Scorecard, "ctrl+s", "what the list is worth")
    await console.press("enter")
    await life.to(Confirm, "enter", "the plan of the upload")
    await console.press("tab", "enter")
    await life.to(ShowUpload, "tab, enter", "what became of each row")
    await console.press("enter", "escape")

    await console.until(lambda: "Readiness" in console.text, "back on the campaign")
    await console.press("L")
    await life.to(Confirm, "enter, esc, L", "the plan of the launch")
    await life.done("tab enter", "launched, read back")
    await life.hours(1)
    await life.frame("", "an hour later")
    await console.press("P")
    await life.to(Confirm, "P", "the plan of the pause: one key")
    await life.done("enter", "paused")
    await console.press("e")
    await life.to(Confirm, "e", "the text edited: the difference")
    await life.done("tab enter", "edited, compared field by field")
    await console.press("A")
    await life.to(Confirm, "A", "the plan of the resume, with what it sets going")
    await life.done("tab enter", "resumed")
    await life.hours(0.5)
    await console.press("P")
    await console.until(lambda: isinstance(console.app.screen, Confirm), "pause")
    await life.done("enter", "paused once more")
    await console.press("Z")
    await life.to(Confirm, "Z", "the plan of the archive: one way, so its name is typed")
    await console.write("#word", NAME)
    await life.done("enter", "archived")
    await console.press("7")
    await console.until(lambda: "Journal" in console.text and console.rows.current is not None, "journal")
    await life.frame("7", "every write of it in the journal")
    return life.frames


@asynccontextmanager
async def stage(
    folder: Path, patch: pytest.MonkeyPatch, size: tuple[int, int]
) -> AsyncIterator[tuple[Driver, FakeEditor]]:
    """A console on the demo workspace with an editor that does as it is told; waiting for a job moves the clock."""
    sandbox = LocalSandbox(scale="medium")

    async def sleep(seconds: float) -> None:
        sandbox.advance(seconds / 3600)
        await asyncio.sleep(0)

    (folder / "editor").mkdir()
    (folder / "cache").mkdir()
    near = folder / "cache" / "demo.db"
    try:
        async with opened(
            sandbox, size=size, sleep=sleep, store=Store.open(near), drawn=True, store_path=near, profile="demo"
        ) as console:
            yield console, FakeEditor(folder / "editor", patch)
    finally:
        sandbox.close()


async def _frames(size: tuple[int, int]) -> list[Frame]:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        async with stage(Path(name), patch, size) as (console, editor):
            return [
                frame._replace(screen=frame.screen.replace(name, "~"))
                for frame in await live(console, editor, Path(name))
            ]


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots/lifecycle.txt")
    told = []
    for number, frame in enumerate(asyncio.run(_frames((110, 34))), 1):
        state = f"  [the server: {frame.status}]" if frame.status else ""
        told.append(f"{number:>2}. {frame.keys or '…'} — {frame.what}{state}\n\n{frame.screen}\n")
    target.write_text("\n".join(line.rstrip() for line in "\n".join(told).split("\n")) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(told)} frames in {target}\n")
