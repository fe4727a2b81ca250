"""Wherever a playback comes from, at one place of a recording it knows what was known there."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coldsend_tui.live import judgement
from coldsend_tui.live.recording import checkpoints
from coldsend_tui.live.recording.marks import following, preceding
from coldsend_tui.live.recording.playback import SPEEDS, Playback
from coldsend_tui.live.recording.reading import Recording, read
from tests.live.recording.evolving import STEP, evolve
from tests.live.recording.taped import Known, rows_of
from tests.store.rows import T0

STEPS = 150


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recording, list[Known]]:
    path = tmp_path_factory.mktemp("recording") / "rec"
    known = evolve(path, STEPS)
    return read(path), known


def agrees(playback: Playback, known: Known) -> None:
    assert rows_of(playback.store) == known.rows
    assert (playback.clock.real(), playback.clock.now()) == (known.real, known.now)
    assert judgement.look(playback.store, playback.clock, remember=False).verdict == known.verdict


@settings(max_examples=20, deadline=None)
@given(places=st.lists(st.integers(0, STEPS - 1), max_size=8), spacing=st.sampled_from([300, 2_000, 16_000]))
def test_all_ways_lead_to_the_same_place(made: tuple[Recording, list[Known]], places: list[int], spacing: int) -> None:
    recording, known = made
    assert len(recording.frames) == STEPS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoints, "SPACING", spacing)
        # So little room that images have to go again and again.
        patch.setattr(checkpoints, "MOST_BYTES", 40_000)
        playback = Playback(recording)
        for place in places:
            playback.seek(place)
            assert playback.place == place
            agrees(playback, known[place])
        playback.store.close()


def test_a_step_back_does_not_begin_at_the_beginning(made: tuple[Recording, list[Known]]) -> None:
    playback = Playback(made[0])
    playback.seek(STEPS - 1)
    applied: list[int] = []
    apply = playback._apply
    playback._apply = lambda place: applied.append(place) or apply(place)  # type: ignore[func-returns-value, method-assign]
    playback.seek(STEPS - 2)
    assert 0 < len(applied) <= checkpoints.SPACING // checkpoints.FRAME < STEPS / 2


def test_marks_are_where_something_can_be_seen(made: tuple[Recording, list[Known]]) -> None:
    recording, known = made
    marks = Playback(recording).marks
    verdicts = [{(f.rule, f.object_id) for f in one.verdict.findings} for one in known]
    turned = [at for at in range(STEPS) if verdicts[at] != (verdicts[at - 1] if at else set())]
    assert list(marks.findings) == turned
    assert len(turned) >= 2
    same = [at for at in range(60, STEPS - 1) if at % 3 == 2]
    assert set(same).isdisjoint(marks.changes)
    assert {0, 10, 22, 41, STEPS - 1} <= set(marks.changes)
    assert following(marks.findings, -1) == turned[0]
    assert following(marks.findings, STEPS) is None
    assert preceding(marks.changes, 0) is None
    assert preceding(marks.changes, 11) == 10


def test_time_goes_on_between_two_moments(made: tuple[Recording, list[Known]]) -> None:
    playback = Playback(made[0], speed=10)
    playback._play(0.5 * STEP)
    assert playback.place == 0
    assert playback.clock.now() == T0 + timedelta(seconds=STEP / 2)
    assert playback.share == pytest.approx(0.5 / (STEPS - 1))
    playback._play(0.5 * STEP)
    assert playback.place == 1
    playback._play(STEP * 3.25)
    assert playback.place == 4
    playback._play(1e6)
    assert (playback.place, playback.ended, playback.playing, playback.share) == (STEPS - 1, True, False, 1.0)
    assert playback.place_at(T0 + timedelta(seconds=STEP * 7.5)) == 7
    assert playback.place_at(T0 - timedelta(seconds=1)) == 0


def test_leaps_go_by_time_and_at_least_one_moment(made: tuple[Recording, list[Known]]) -> None:
    playback = Playback(made[0], place=60)
    assert playback.place_in(timedelta(minutes=5)) == 75
    assert playback.place_in(timedelta(minutes=-5)) == 45
    assert playback.place_in(timedelta(seconds=1)) == 61
    assert playback.place_in(timedelta(seconds=-1)) == 59
    assert playback.place_in(timedelta(days=-1)) == 0
    assert playback.place_in(timedelta(days=1)) == STEPS - 1


def test_speeds_are_a_ladder(made: tuple[Recording, list[Known]]) -> None:
    playback = Playback(made[0], speed=3)
    playback.change_speed(1)
    assert playback.speed == 5
    playback.change_speed(-1)
    playback.change_speed(-1)
    assert playback.speed == 1
    playback.change_speed(-1)
    assert playback.speed == 1
    for _ in SPEEDS:
        playback.change_speed(1)
    assert playback.speed == 600


async def test_it_plays_to_its_end_and_then_does_nothing(made: tuple[Recording, list[Known]]) -> None:
    recording, known = made
    playback = Playback(recording, speed=6000)
    places: list[int] = []
    ended = asyncio.Event()

    moved: list[Callable[[], None]] = []

    def changed() -> None:
        for tell in moved:
            tell()
        places.append(playback.place)
        if playback.ended:
            ended.set()

    running = asyncio.create_task(playback.run(changed))
    async with asyncio.timeout(30):
        await ended.wait()
    agrees(playback, known[-1])
    assert places == sorted(places)
    pictures = len(places)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(places) == pictures
    there = asyncio.Event()
    moved.append(there.set)
    playback.aim(12)
    async with asyncio.timeout(30):
        await there.wait()
    running.cancel()
    agrees(playback, known[12])


def test_between_two_sessions_nobody_waits(tmp_path: Path) -> None:
    evolve(tmp_path / "rec", 5)
    evolve(tmp_path / "rec", 5)
    playback = Playback(read(tmp_path / "rec"))
    assert playback.length == 10
    playback._play(4 * STEP)
    assert (playback.place, playback.present.opens) == (5, True)


def _without(lines: list[Any]) -> list[Any]:
    del lines[1]["tables"]["campaign"][0][1]
    return lines


def _foreign_table(lines: list[Any]) -> list[Any]:
    lines[4]["rows"] = {"sqlite_master; DROP TABLE campaign": [[1]]}
    return lines


def _wrong_value(lines: list[Any]) -> list[Any]:
    lines[4]["rows"] = {"campaign": [[None] * len(lines[1]["tables"]["campaign"][0])]}
    return lines


def _text_for_a_number(lines: list[Any]) -> list[Any]:
    columns = lines[1]["tables"]["campaign"][0]
    row = [0 if column not in ("id", "name", "status") else "x" for column in columns]
    row[columns.index("sent")] = "many"
    lines[4]["rows"] = {"campaign": [row]}
    return lines


def _beyond_a_number(lines: list[Any]) -> list[Any]:
    lines[4]["rows"] = {"fact": [["unread_replies", 1 << 80]]}
    return lines


@pytest.mark.parametrize(
    ("forge", "length"),
    [(_foreign_table, 2), (_wrong_value, 2), (_text_for_a_number, 2), (_beyond_a_number, 2), (_without, 0)],
)
def test_rows_that_do_not_fit_end_the_recording_before_them(
    tmp_path: Path, forge: Callable[[list[Any]], list[Any]], length: int
) -> None:
    path = tmp_path / "rec"
    known = evolve(path, 5)
    lines = forge([json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()])
    path.write_bytes(gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in lines)))
    if not length:
        with pytest.raises(ValueError, match="campaign"):
            Playback(read(path))
        return
    playback = Playback(read(path))
    playback.seek(4)
    assert (playback.place, playback.length, playback.ended) == (length - 1, length, True)
    assert "does not fit" in playback.fault
    agrees(playback, known[length - 1])
