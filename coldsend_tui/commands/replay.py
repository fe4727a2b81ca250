"""`coldsend-tui replay FILE`: a recording in the console, as text, as a summary, or as a masked copy."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from coldsend_tui.errors import RecordingError, UsageError
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live.recording.playback import Playback
from coldsend_tui.live.recording.reading import Recording, read
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Do with the recording what is asked for; the exit status. Raises RecordingError where it cannot be played."""
    if options.at is not None and (options.info or options.masked):
        raise UsageError("--at goes with the console and with --once.", "Leave it out.")
    if not (options.once or options.info or options.masked):
        from coldsend_tui.commands.opening import require_terminal

        require_terminal()
    recording = read(options.file)
    if options.info:
        from coldsend_tui.live.recording.summary import summary

        print("\n".join(summary(recording)))
        return 0
    if recording.damage and (options.masked or options.once):
        # The console says so where the recording ends.
        print(f"coldsend-tui: {options.file} ends early: {safe(recording.damage)}.", file=sys.stderr)
    if options.masked:
        from coldsend_tui.live.recording.masking import export

        export(recording, options.masked)
        return 0
    playback = open_playback(recording, options.at, options.speed)
    if options.once:
        return _print(playback, options)
    return _open(playback, options)


def open_playback(recording: Recording, at: str | None, speed: float = 1.0) -> Playback:
    """A playback that stands at the time asked for, paused; without one it plays from the beginning."""
    try:
        playback = Playback(recording, speed=speed)
        if at is not None:
            playback.seek(*_place(playback, at))
            playback.playing = False
    except ValueError as error:
        raise RecordingError(f"{recording.path} does not fit this version of coldsend-tui: {error}.") from None
    return playback


def _place(playback: Playback, at: str) -> tuple[int, timedelta]:
    """The frame that a share or a time of the workspace names, and how far behind it in the operator's time."""
    frames = playback.recording.frames
    first, last = frames[0].moment, frames[-1].moment
    if at.endswith("%"):
        try:
            share = float(at[:-1]) / 100
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise UsageError(f'"{safe(at)}" is no share of the recording.', "Give --at something from 0% to 100%.")
        place = playback.place_after(share * playback.seconds)
        return place, timedelta()
    now = _time(at, first.now)
    if not first.now - timedelta(seconds=1) <= now <= last.now + timedelta(minutes=1):
        raise UsageError(
            f"{now:%Y-%m-%d %H:%M:%S} UTC is not in the recording.",
            f"It goes from {first.now:%Y-%m-%d %H:%M:%S} to {last.now:%Y-%m-%d %H:%M:%S} UTC.",
        )
    place = playback.place_at(now)
    frame = frames[place]
    passed = (now - frame.moment.now) / frame.moment.speed if frame.moment.speed else timedelta()
    return place, max(timedelta(), passed)


def _time(text: str, first: datetime) -> datetime:
    """A time of the workspace; without a date the first such time in the recording."""
    try:
        if "-" in text:
            found = datetime.fromisoformat(text)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        clock = time.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f'"{safe(text)}" is no time.', "Give --at a time like 14:30, 2026-03-05T14:30, or a share like 40%."
        ) from None
    day = datetime.combine(first.date(), clock, UTC)
    # Minutes have no seconds: 14:30 is meant to be found in a recording that begins at 14:30:12.
    return day if day >= first.replace(second=0, microsecond=0) else day + timedelta(days=1)


def _print(playback: Playback, options: Namespace) -> int:
    from coldsend_tui.commands.now_text import Seen, render
    from coldsend_tui.live import judgement

    if options.at is None:
        playback.seek(playback.length - 1)
    looked = judgement.look(playback.store, playback.clock, remember=False)
    title = f"{playback.recording.head.profile} ▪ REPLAY"
    print(render(Seen(title, looked.workspace, looked.verdict, playback.clock.now()), *options.size))
    return 0


def _open(playback: Playback, options: Namespace) -> int:
    from coldsend_tui.commands.opening import open_console, spelling

    async def nowhere() -> Target:
        raise RecordingError("A recording is played without the API.")

    return open_console(
        Launch(
            profile=playback.recording.head.profile,
            mode=Mode.REPLAY,
            clock=playback.clock,
            connect=nowhere,
            store_path=None,
            read_only=True,
            theme=options.theme,
            mouse=not options.no_mouse,
            spell=spelling(ascii=options.ascii),
            playback=playback,
        )
    )
