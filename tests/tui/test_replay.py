"""A recording in the console: the same screens, keys that move time, nothing that writes or asks."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coldsend_tui.commands.replay import open_playback
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live.recording.playback import Playback
from coldsend_tui.live.recording.reading import read
from coldsend_tui.live.recording.recorder import Recorder
from coldsend_tui.text import width
from coldsend_tui.tui.app import ConsoleApp
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.replay import LEAP
from tests.live.recording.evolving import evolve
from tests.live.recording.test_recorder import files_at_most
from tests.tui.driver import Driver, driven, opened

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox


@asynccontextmanager
async def replaying(
    path: Path, *, size: tuple[int, int] = (120, 40), at: str | None = "0%"
) -> AsyncIterator[tuple[Driver, Playback]]:
    """The console on a recording."""

    async def nowhere() -> Target:
        raise AssertionError("a recording needs no API")

    playback = open_playback(read(path), at)
    launch = Launch("acme", Mode.REPLAY, playback.clock, nowhere, None, read_only=True, playback=playback)
    console = Console(launch)
    app = ConsoleApp(launch, console)
    try:
        async with driven(app, None, size=size) as driver:
            yield driver, playback
    finally:
        console.close()


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replay") / "rec"
    evolve(path, 150)
    return path


async def test_garbage_is_collected_while_it_plays(recording: Path) -> None:
    gc.disable()  # as the command line does for the start
    try:
        async with replaying(recording) as (console, _):
            await console.until(gc.isenabled, "collected")
    finally:
        gc.enable()


async def test_keys_move_time_and_the_frame_tells_where_it_stands(recording: Path) -> None:
    async with replaying(recording) as (console, playback):
        assert "REPLAY" in console.paper("#header")
        assert "1/150" in console.paper("#flash")
        assert "‖ 1×" in console.paper("#flash")

        async def goes_to(key: str, place: int) -> None:
            await console.press(key)
            await console.until(lambda: playback.place == place and not playback.playing, f"{key} leads to {place}")
            await console.until(lambda: f" {place + 1}/150" in console.paper("#flash"), f"{place} is told")

        marks = playback.marks
        for place in marks.changes[1:4]:
            await goes_to(".", place)
        await goes_to(",", marks.changes[2])
        await goes_to(">", marks.findings[0])
        assert len(console.rows.rows) == len(console.state.verdict.findings) == 1
        assert "bounce" in console.text
        await goes_to(">", marks.findings[1])
        assert console.state.verdict.findings == ()
        await goes_to("<", marks.findings[0])
        await goes_to("}", playback.place_in(LEAP))
        await goes_to("{", playback.place_in(-LEAP))
        await console.press("]", "]", "[")
        assert "‖ 2×" in console.paper("#flash")


async def test_it_plays_pauses_ends_and_begins_again(recording: Path) -> None:
    async with replaying(recording, at=None) as (console, playback):
        assert playback.playing
        await console.press("z")
        assert not playback.playing
        assert "‖" in console.paper("#flash")
        playback.speed = 100_000
        await console.press("z")
        await console.until(lambda: "the recording ends here" in console.flash, "its end is told")
        assert "■ end" in console.paper("#flash")
        assert (playback.place, playback.playing) == (149, False)
        last = console.state.store.campaigns()[0].sent
        playback.speed = 1
        await console.press("z")
        await console.until(lambda: playback.place == 0 and playback.playing, "it begins again")
        await console.until(lambda: console.flash == "", "the end is not told any more")
        assert console.state.store.campaigns()[0].sent < last


async def test_all_screens_open_and_nothing_can_be_written(recording: Path) -> None:
    async with replaying(recording, at="50%") as (console, playback):
        await console.press("2")
        assert len(console.rows.rows) == len(console.state.workspace.campaigns) > 0
        await console.press("P")
        assert "nothing can be changed in a recording" in console.paper("#flash")
        sent = console.state.workspace.campaigns[0].sent
        await console.press("r")
        assert "not read again" in console.flash
        place = playback.place
        await console.press("<")
        await console.until(lambda: playback.place < place, "it has moved")
        await console.until(lambda: console.state.workspace.campaigns[0].sent < sent, "the list has moved")
        for key in ("enter", "escape", "3", "4", "6", "7", "1"):
            await console.press(key)
        assert console.state.session is None
        assert playback.fault == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_place_is_told_at_every_size(recording: Path, size: tuple[int, int]) -> None:
    async with replaying(recording, size=size, at="40%") as (console, _playback):
        flash = console.paper("#flash")
        assert width(flash) == size[0]
        assert "/150" in flash
        assert "Mon" in flash
        for hint in ("z play/pause", ", back", ". step", "> finding"):
            assert hint in console.paper("#footer")
        assert all(width(line) <= size[0] for line in console.text.split("\n"))


async def test_a_console_records_what_it_shows(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "rec"
    recorder = Recorder.open(path, profile="acme-prod", mode="DEMO", address="here")
    async with opened(sandbox, recorder=recorder) as console:
        assert "REC" in console.paper("#header")
        await console.ready()
        await console.until(lambda: bool(console.state.workspace.settings), "settings read")
        campaign = console.campaign("ACTIVE")
        await console.press("2")
        await console.select(campaign.id)
        await console.press("P", "enter")
        await console.until(lambda: console.status(campaign.id) == "PAUSED", "paused")
        await console.until(lambda: console.flash.startswith("Paused"), "told")
        console.state.close()
        workspace, entries = console.state.workspace, 1
    recording = read(path)
    assert recording.damage == ""
    playback = Playback(recording)
    playback.seek(playback.length - 1)
    seen = workspace.campaigns[0].seen_at  # a row that did not change is kept with the time it was first read at
    assert [row._replace(seen_at=seen) for row in playback.store.campaigns()] == [
        row._replace(seen_at=seen) for row in workspace.campaigns
    ]
    assert playback.store.senders() == list(workspace.senders)
    assert len(playback.store.journal.entries()) == entries
    assert playback.store.journal.entries()[0].object_id == campaign.id
    assert any("same" in frame.moment.feeds.values() or frame.moment.line for frame in recording.frames)
    playback.store.close()


async def test_lists_of_people_say_that_they_are_not_recorded(recording: Path) -> None:
    async with replaying(recording) as (console, _playback):
        for key, people in (("5", "conversations"), ("8", "contacts")):
            await console.press(key)
            await console.until(lambda people=people: f"{people} are not recorded" in console.text, people)  # type: ignore[misc]
            assert "not connected" not in console.text


async def test_a_full_disk_is_told_once_and_the_console_goes_on(sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "rec"
    recorder = Recorder.open(path, profile="acme-prod", mode="DEMO", address="here")
    with files_at_most(3_000):
        async with opened(sandbox, recorder=recorder) as console:
            await console.until(lambda: "cannot be written" in console.flash, "the end of the recording is told")
            assert console.state.flash.level == "warn"
            await console.until(lambda: "REC" not in console.paper("#header"), "the chip goes")
            await console.ready()
            await console.press("2")
            assert "cannot be written" in console.flash
            assert len(console.rows.rows) == 4
    assert path.stat().st_size <= 3_000
    assert read(path).frames
