"""A recording as it plays: a cache and a clock that stand at one place of it and move.

Going forward puts rows into the cache, going back starts from the nearest checkpoint. `run` belongs to the event loop and
does the work on a thread; `seek` does it at once.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from ...clock import VirtualClock
from ...errors import ColdSendError
from ...store import Store
from ..budget_view import BudgetView
from ..connection import Connection
from .checkpoints import Checkpoints
from .marks import marks
from .reading import Frame, Recording

SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300, 600)
"""Seconds of the recording per second of the one who watches."""
BEAT = 0.25
"""Seconds between two pictures at most while it plays."""


class PlaybackClock(VirtualClock):
    """The recording's time, which stands still until it is set."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame.moment.now, 0.0, frame.moment.speed)
        self.set(frame, timedelta())

    def set(self, frame: Frame, behind: timedelta) -> None:
        """It is so much later than `frame` by the operator's clock."""
        self.speed = frame.moment.speed
        self._real = frame.moment.real + behind
        self._now = frame.moment.now + behind * self.speed

    def now(self) -> datetime:
        return self._now

    def real(self) -> datetime:
        return self._real

    def monotonic(self) -> float:
        return self._real.timestamp()


class Playback:
    """Where a recording stands. `place` counts frames from 0; the frame at it has been applied.

    `at` are the seconds played so far: the operator's time, without that between two sessions.
    """

    def __init__(self, recording: Recording, *, place: int = 0, speed: float = 1) -> None:
        """Begins at `place`, playing; raises ValueError where not even the first frame can be applied."""
        self.recording = recording
        self.marks = marks(recording.frames)
        self.store = Store.open(None)
        self.clock = PlaybackClock(recording.frames[0])
        self.speed: float = speed
        self.playing = True
        self.connection: Connection | None = None
        self.budget: BudgetView | None = None
        self.place = -1
        self.fault = recording.damage
        self.at = 0.0
        self._frames = recording.frames
        self._times = _times(recording.frames)
        self._checkpoints = Checkpoints(self.store.image())
        self._aim: int | None = None
        self._stirred = asyncio.Event()
        self.seek(place)

    # -- where it stands ----------------------------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """How many frames can be played; fewer than there are once one turned out not to fit."""
        return len(self._frames)

    @property
    def ended(self) -> bool:
        """Whether it stands on the last frame."""
        return self.place >= self.length - 1

    @property
    def seconds(self) -> float:
        """How long the recording is."""
        return self._times[self.length - 1]

    @property
    def share(self) -> float:
        """How much of it has been played (0-1)."""
        return 1.0 if self.ended else self.at / self.seconds if self.seconds else 0.0

    @property
    def present(self) -> Frame:
        """The frame that was applied last."""
        return self._frames[self.place]

    def place_at(self, now: datetime) -> int:
        """The last frame before the workspace's time first passes `now`; the first one for earlier times."""
        nows = [frame.moment.now for frame in self._frames]
        passed = (at for at in range(1, len(nows)) if nows[at - 1] <= now < nows[at])
        return next((at - 1 for at in passed), len(nows) - 1 if nows[-1] <= now else 0)

    def place_after(self, seconds: float) -> int:
        """The last frame within so many seconds of play."""
        return max(0, bisect_right(self._times, seconds, hi=self.length) - 1)

    def place_in(self, span: timedelta) -> int:
        """The frame so much later than where it stands, or is on its way to; at least one further."""
        at = self.aimed
        place = self.place_after((self.at if at == self.place else self._times[at]) + span.total_seconds())
        return max(0, min(place, at - 1) if span < timedelta() else min(self.length - 1, max(place, at + 1)))

    # -- moving -------------------------------------------------------------------------------------------------------

    def seek(self, place: int, behind: timedelta = timedelta()) -> None:
        """Stand at a frame, or so much of the operator's time behind it. On this thread."""
        place = max(0, min(self.length - 1, place))
        if place < self.place or self._checkpoints.pays(self.place, place):
            self.place, image = self._checkpoints.before(place)
            self.store.restore(image)
        for at in range(self.place + 1, place + 1):
            if not self._apply(at):
                place, behind = at - 1, timedelta()
                break
        self._remember_talk(place)
        self.at = self._times[place] + behind.total_seconds()
        self.clock.set(self._frames[place], behind)

    def aim(self, place: int) -> None:
        """Go to a frame and stop there, soon: `run` does it."""
        self.playing = False
        self._aim = max(0, min(self.length - 1, place))
        self._stirred.set()

    @property
    def aimed(self) -> int:
        """The frame it stands at, or is on its way to."""
        return self.place if self._aim is None else self._aim

    def toggle(self) -> None:
        """Pause or play; at the end it plays from the beginning."""
        if self.ended and not self.playing:
            self._aim = 0
        self.playing = not self.playing
        self._stirred.set()

    def change_speed(self, by: int) -> None:
        """The next faster speed, or the next slower one for -1."""
        others = [speed for speed in SPEEDS if (speed - self.speed) * by > 0]
        if others:
            self.speed = min(others) if by > 0 else max(others)
        self._stirred.set()

    async def run(self, changed: Callable[[], None]) -> None:
        """Play until cancelled. `changed` is called on the event loop after every move."""
        since: float | None = None
        while True:
            if self._aim is None:
                if self.playing:
                    since = since or time.monotonic()
                    await self._pause()
                else:
                    since = None
                    await self._stirred.wait()
            self._stirred.clear()
            if self._aim is not None:
                aim, self._aim, since = self._aim, None, None
                await asyncio.to_thread(self.seek, aim)
            elif self.playing and since is not None:
                until = time.monotonic()
                since, passed = until, until - since
                await asyncio.to_thread(self._play, passed * self.speed)
            changed()

    async def _pause(self) -> None:
        """Wait for the next frame, or until the time on screen has moved."""
        wait = BEAT
        if not self.ended:
            following = (self._times[self.place + 1] - self.at) / self.speed
            wait = max(BEAT / 4, min(wait if self.speed > 1 else 4 * wait, following))
        try:
            async with asyncio.timeout(wait):
                await self._stirred.wait()
        except TimeoutError:
            pass

    def _play(self, seconds: float) -> None:
        until = min(self.at + seconds, self.seconds)
        place = self.place_after(until)
        self.seek(place, timedelta(seconds=until - self._times[place]))
        if self.ended:
            self.playing = False

    def _apply(self, place: int) -> bool:
        """Apply one frame; False where it does not fit, which ends the recording before it."""
        frame = self._frames[place]
        if frame.opens:
            self.store.restore(self._checkpoints.empty)
        try:
            self.store.apply(frame.session.tables, frame.moment.rows)
        except ValueError as error:
            if place == 0:
                raise
            self._frames = self._frames[:place]
            self.fault = f"moment {place + 1} does not fit: {error}"
            return False
        self.place = place
        self._checkpoints.pass_by(place, sum(map(len, frame.moment.rows.rows.values())), self.store.image)
        return True

    def _remember_talk(self, place: int) -> None:
        """The connection and the budget as they were last told before a frame."""
        said = self.marks.said_line(place)
        line = None if said is None else self._frames[said].moment.line
        error = ColdSendError(f"{line.title}: {line.message}".strip(": ")) if line and line.message else None
        self.connection = line and Connection(line.state, line.since, error)  # type: ignore[arg-type]
        api = self._frames[place].moment.api
        self.budget = BudgetView(*api, waiting_until=None) if api else self.budget


def _times(frames: Sequence[Frame]) -> list[float]:
    """When each frame is played, in seconds. Nobody waits between two sessions, nor for a clock that was set back."""
    times = [0.0]
    for before, frame in pairwise(frames):
        passed = (frame.moment.real - before.moment.real).total_seconds()
        times.append(times[-1] + (0.0 if frame.opens else max(0.0, passed)))
    return times
