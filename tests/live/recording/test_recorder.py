"""What was known while it was recorded is known again when it plays, and the file survives what happens to files."""

from __future__ import annotations

import gzip
import resource
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coldsend_tui.errors import ExitCode, RecordingError
from coldsend_tui.live import feeds, judgement
from coldsend_tui.live.recording.playback import Playback
from coldsend_tui.live.recording.reading import read
from coldsend_tui.store import JournalLine
from tests.live.recording.taped import NOW_SCREEN, Known, Taped, opened, rows_of

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox


@pytest.fixture
def taped(sandbox: LocalSandbox) -> Taped:
    return Taped(sandbox)


async def an_incident(seat: Taped) -> list[Known]:
    """Hours of a workspace: quiet, an outage, a write, a deleted draft, another day."""
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(120)
    moments = [seat.known()]
    seat.sandbox.faults("503")
    await seat.live(200)
    moments.append(seat.known())
    seat.sandbox.faults("off")
    seat.pass_time(61)
    active = next(row for row in seat.store.campaigns() if row.status == "ACTIVE")
    draft = next(row for row in seat.store.campaigns() if row.status == "DRAFT")
    line = JournalLine(seat.clock.real(), "acme", "me", "pause", "campaign", active.id, active.name, "ACTIVE", "PAUSED")
    entry = seat.store.journal.intent(line)
    await seat.sandbox.call("POST", f"/campaigns/{active.id}/pause")
    await seat.session.reread(feeds.campaign(active.id), feeds.quotas(active.id))
    seat.store.journal.result(entry, seat.clock.real(), "done", after="PAUSED", ms=12.5)
    seat.store.findings.snooze("domain.stuck", "d", seat.clock.now(), "known")
    moments.append(seat.known())
    await seat.sandbox.call("DELETE", f"/campaigns/{draft.id}")
    await seat.live(120)
    moments.append(seat.known())
    seat.pass_time(20 * 3600)
    await seat.live(60)
    moments.append(seat.known())
    return moments


def zcat(path: Path) -> bytes:
    return subprocess.run(["zcat"], input=path.read_bytes(), capture_output=True, check=True).stdout


def place_it(playback: Playback, known: Known) -> None:
    """Go to where the operator's clock was then."""
    reals = [frame.moment.real for frame in playback.recording.frames]
    place = max(at for at, real in enumerate(reals) if real <= known.real)
    playback.seek(place, known.real - reals[place])


def agrees(playback: Playback, known: Known) -> None:
    place_it(playback, known)
    assert rows_of(playback.store) == known.rows
    assert playback.clock.now() == known.now
    assert judgement.look(playback.store, playback.clock, remember=False).verdict == known.verdict


async def test_rows_and_verdicts_of_all_moments_come_back(taped: Taped, tmp_path: Path) -> None:
    taped.record(tmp_path / "rec")
    moments = await an_incident(taped)
    taped.recorder.close()
    recording = read(tmp_path / "rec")
    assert recording.damage == ""
    playback = Playback(recording)
    for known in (*moments, *reversed(moments), moments[2]):
        agrees(playback, known)
    # Not five times the same moment.
    assert len({repr(known.rows) for known in moments}) == len(moments)
    assert playback.store.journal.verify() == 2
    place_it(playback, moments[1])
    assert playback.connection is not None
    assert (playback.connection.state, "503" in str(playback.connection.error)) == ("offline", True)
    assert playback.budget is not None
    assert playback.budget.minute_limit == 100


async def test_a_cache_that_was_there_before_is_in_it(taped: Taped, tmp_path: Path) -> None:
    taped.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await taped.live(300)
    taped.record(tmp_path / "rec")
    known = taped.known()
    taped.recorder.close()
    agrees(Playback(read(tmp_path / "rec")), known)


async def test_a_follower_records_what_the_leader_reads(sandbox: LocalSandbox, tmp_path: Path) -> None:
    leader = Taped(sandbox, path=tmp_path / "cache.sqlite")
    leader.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await leader.live(60)
    follower = Taped(sandbox, path=tmp_path / "cache.sqlite")
    follower.clock = leader.clock
    follower.session = follower.make_session()
    follower.record(tmp_path / "rec")
    leader.pass_time(30 * 3600)
    await leader.live(60)
    assert await follower.session.catch_up() > 0
    assert follower.session.role == "follower"
    known = follower.known()
    follower.recorder.close()
    assert follower.paths() == []
    agrees(Playback(read(tmp_path / "rec")), known)
    for seat in (leader, follower):
        seat.session._company.leave()
        seat.store.close()


async def test_a_refresh_without_news_leaves_only_its_time(taped: Taped, tmp_path: Path) -> None:
    taped.record(tmp_path / "rec")
    await taped.session.reread(feeds.SENDERS)
    size = (tmp_path / "rec").stat().st_size
    for _ in range(20):
        taped.clock.advance(20)
        await taped.session.reread(feeds.SENDERS)
    taped.recorder.close()
    frames = read(tmp_path / "rec").frames
    assert [frame.moment.feeds for frame in frames[1:]] == [{"senders": "same"}] * 20
    assert {name for frame in frames[1:] for name in frame.moment.rows.rows} == {"feed_state"}
    assert ((tmp_path / "rec").stat().st_size - size) / 20 < 120


async def test_the_file_is_private_holds_no_key_and_reads_by_hand(taped: Taped, tmp_path: Path) -> None:
    path = tmp_path / "rec"
    taped.record(path)
    taped.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await taped.live(60)
    taped.recorder.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = gzip.decompress(path.read_bytes())
    assert text.startswith(b'{"coldsend-tui recording":1,')
    assert taped.sandbox.api_key.encode() not in text
    assert taped.store.campaigns()[0].name.encode() in text
    assert zcat(path) == text


async def test_a_second_session_goes_on_in_the_file(taped: Taped, tmp_path: Path) -> None:
    path = tmp_path / "rec"
    taped.record(path)
    first = await an_incident(taped)
    taped.recorder.close()
    again = Taped(taped.sandbox)
    again.clock.advance((taped.clock.real() - again.clock.real()).total_seconds() + 3600)
    again.clock._now = taped.clock.now()
    again.record(path)
    again.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await again.live(30)
    second = again.known()
    again.recorder.close()
    recording = read(path)
    assert [frame.opens for frame in recording.frames].count(True) == 2
    playback = Playback(recording)
    for known in (first[1], second, first[4], second):
        agrees(playback, known)


async def test_nothing_is_overwritten(taped: Taped, tmp_path: Path) -> None:
    taped.record(tmp_path / "rec").close()
    (tmp_path / "rec2").write_text("my diary")
    (tmp_path / "dir").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "rec")
    (tmp_path / "newer").write_bytes(gzip.compress(b'{"coldsend-tui recording":2}\n'))
    cases = {
        "rec": ("umbrella", "another workspace (acme LIVE)"),
        "rec2": ("acme", "no recording of coldsend-tui"),
        "dir": ("acme", "directory"),
        "link": ("acme", "symbolic link"),
        "newer": ("acme", "newer version (format 2"),
        "none/rec": ("acme", "No such file"),
    }
    for name, (profile, why) in cases.items():
        before = (tmp_path / name).read_bytes() if (tmp_path / name).is_file() else b""
        with pytest.raises(RecordingError) as caught:
            opened(tmp_path / name, profile)
        assert why in str(caught.value)
        assert caught.value.exit_code is ExitCode.USAGE
        assert not before or (tmp_path / name).read_bytes() == before


def test_two_consoles_do_not_write_one_file(tmp_path: Path) -> None:
    first = opened(tmp_path / "rec")
    with pytest.raises(RecordingError, match="another console is recording"):
        opened(tmp_path / "rec")
    first.close()
    # What never held anything does not stay behind.
    assert not (tmp_path / "rec").exists()


async def test_cut_anywhere_it_plays_up_to_the_cut_and_goes_on(taped: Taped, tmp_path: Path) -> None:
    path, cut = tmp_path / "rec", tmp_path / "cut"
    taped.record(path)
    taped.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await taped.live(30)
    taped.recorder.close()
    whole, frames = path.read_bytes(), read(path).frames
    lengths = set()
    for size in (*range(0, 900, 7), *range(900, len(whole), 61), len(whole) - 1):
        cut.write_bytes(whole[:size])
        try:
            played = read(cut)
        except RecordingError as error:
            assert not lengths, f"a shorter piece could be played: {error}"
            continue
        assert played.damage
        assert played.frames == frames[: len(played.frames)]
        lengths.add(len(played.frames))
        recorder = opened(cut)
        recorder.begin_now(taped.store, taped.clock)
        recorder.close()
        gzip.decompress(cut.read_bytes())
        mended = read(cut)
        assert mended.damage == ""
        assert mended.frames[: len(played.frames)] == played.frames
        assert mended.frames[-1].opens
    assert len(lengths) > 3


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size`, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_ends_the_recording_once_and_nothing_else(taped: Taped, tmp_path: Path) -> None:
    path = tmp_path / "rec"
    ends: list[str] = []
    recorder = taped.record(path)
    recorder.on_end = ends.append
    await taped.session.reread(feeds.ANALYTICS)
    await recorder._look_until_done()
    known = taped.known()
    with files_at_most(path.stat().st_size + 40):
        for name in (feeds.SENDERS, feeds.DOMAINS, feeds.CAMPAIGNS):
            await taped.session.reread(name)
        await recorder._look_until_done()
    assert not recorder.running
    assert len(ends) == 1
    assert "cannot be written" in ends[0]
    assert len(taped.store.senders()) == 8
    recorder.close()
    agrees(Playback(read(path)), known)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: b"", "it is empty"),
        (lambda data: b"PK\x03\x04 something", "something else"),
        (lambda data: gzip.compress(b"hello\n"), "no recording of coldsend-tui"),
        (lambda data: gzip.compress(b'{"coldsend-tui recording":9,"workspace":1}\n'), "newer version (format 9"),
        (lambda data: gzip.compress(b'{"coldsend-tui recording":1,"workspace":1}\n'), "first line"),
        (lambda data: gzip.compress(b"[" * 100_000 + b"\n"), "no recording of coldsend-tui"),
        (lambda data: gzip.compress(gzip.decompress(data).split(b"\n")[0] + b"\n"), "nothing to play"),
    ],
)
async def test_what_cannot_be_played_says_why(
    taped: Taped, tmp_path: Path, damage: Callable[[bytes], bytes], says: str
) -> None:
    path = tmp_path / "rec"
    taped.record(path)
    await taped.session.reread(feeds.ANALYTICS)
    taped.recorder.close()
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(RecordingError, match="(?s)" + says.replace("(", r"\(")) as caught:
        read(path)
    assert caught.value.exit_code is ExitCode.USAGE
    assert str(path) in str(caught.value)
