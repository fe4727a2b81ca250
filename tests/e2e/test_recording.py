"""A recorded demo that is killed still plays, in a real terminal."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from coldsend_tui.live.recording.reading import read
from tests.e2e.conftest import Open


@pytest.mark.slow
def test_a_killed_recording_plays(coldsend: Open, home: Path) -> None:
    path = home / "demo.rec"
    recorded = coldsend("demo", "--record", str(path))
    recorded.wait_for("REC", "What needs you", "sent ")
    recorded.wait_until(lambda: path.stat().st_size > 5_000, "some of it recorded")
    recorded.signal(signal.SIGKILL)
    recorded.wait_for_exit()
    assert "cut off" in read(path).damage
    played = coldsend("replay", str(path), "--at", "100%", size=(80, 24))
    played.wait_for("REPLAY", "■ end", "z play/pause")
    played.press("2")
    played.wait_for("─ Campaigns ")
    played.press("q")
    assert played.wait_for_exit() == 0
    assert played.unrestored() == []
    printed = coldsend("replay", str(path), "--once", "--at", "100%")
    printed.wait_for("demo ▪ REPLAY", "Campaigns")
    assert printed.wait_for_exit() == 0


def test_a_recording_of_something_else_is_refused_before_anything_starts(coldsend: Open, home: Path) -> None:
    path = home / "notes.txt"
    path.write_text("not a recording")
    terminal = coldsend("demo", "--record", str(path), size=(250, 24))
    terminal.wait_for("no recording of coldsend-tui")
    assert terminal.wait_for_exit() == 2
    assert path.read_text() == "not a recording"
