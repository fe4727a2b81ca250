"""`coldsend-tui replay` without a console: text, summary, masked copies, and errors for people."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from coldsend_tui.commands.arguments import parse
from coldsend_tui.commands.replay import open_playback, run
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.live.recording.reading import read
from tests.live.recording.evolving import evolve


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replay") / "incident.rec"
    evolve(path, 90)
    return path


def replay(*words: str) -> int:
    return run(parse(["replay", *words]))


def test_once_prints_the_screen_of_that_time(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at, sent in (("0%", "100/500"), ("15:10", "200/500"), ("2026-03-02T15:29", "390/500"), ("100%", "390/500")):
        assert replay(str(recording), "--once", "--at", at, "--size", "80x24") == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        assert "acme ▪ REPLAY" in printed.out
        assert f" {sent} " in printed.out, at
        assert len(printed.out.splitlines()) <= 24
    assert replay(str(recording), "--once") == 0
    assert "390/500" in capsys.readouterr().out


def test_info_counts_what_is_in_it(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(str(recording), "--info") == 0
    printed = capsys.readouterr().out
    assert "acme ▪ LIVE" in printed
    assert "2026-03-02 15:00:00 to 2026-03-02 15:29:40 UTC, 29m" in printed
    assert "90 moments in 1 session" in printed
    assert "ends early" not in printed
    assert f"{recording.stat().st_size / 1024:,.1f} KB" in printed


def test_masked_writes_a_private_copy_that_plays(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay(str(recording), "--masked", str(tmp_path / "copy")) == 0
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    assert replay(str(tmp_path / "copy"), "--once") == 0
    printed = capsys.readouterr().out
    assert "390/500" in printed
    assert "Campaign 1 " not in printed


def test_a_cut_recording_plays_to_the_cut_and_says_so(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.rec"
    cut.write_bytes(recording.read_bytes()[:-600])
    assert replay(str(cut), "--once") == 0
    printed = capsys.readouterr()
    assert "ends early: cut off or still recording" in printed.err
    assert "sent" in printed.out
    assert replay(str(cut), "--info") == 0
    assert "ends early  cut off" in capsys.readouterr().out
    assert len(read(cut).frames) < 90


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--once", "--at", "soon"], '"soon" is no time'),
        (["--once", "--at", "140%"], "no share"),
        (["--once", "--at", "14:00"], "is not in the recording"),
        (["--once", "--at", "2027-01-01T10:00"], "It goes from 2026-03-02 15:00:00"),
        (["--info", "--at", "10%"], "--at goes with"),
        ([], "needs a terminal"),
    ],
)
def test_what_cannot_be_done_is_said_with_status_2(recording: Path, words: list[str], says: str) -> None:
    with pytest.raises(ColdSendError, match=says) as caught:
        replay(str(recording), *words)
    assert caught.value.exit_code is ExitCode.USAGE


def test_files_that_are_none_end_with_status_2(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for name, says in (("notes.txt", "no recording of coldsend-tui"), ("missing", "No such file")):
        done = subprocess.run(
            [sys.executable, "-m", "coldsend_tui", "replay", str(tmp_path / name), "--once"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert says in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_playing_loads_no_network_and_no_pydantic(recording: Path) -> None:
    program = (
        "import sys, coldsend_tui.cli as cli\n"
        f"assert cli.main(['replay', {str(recording)!r}, '--once']) == 0\n"
        "print(sorted({'textual', 'httpx', 'pydantic', 'fastapi'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_time_opens_it_paused(recording: Path) -> None:
    assert open_playback(read(recording), None).playing
    playback = open_playback(read(recording), "15:10:05")
    assert not playback.playing
    assert f"{playback.clock.now():%H:%M:%S}" == "15:10:05"
    playback.store.close()
