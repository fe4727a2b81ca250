"""Records a console: after each look at the cache, what is new in it goes into the file."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ... import __version__
from ...clock import Clock, VirtualClock
from ...errors import RecordingError
from ...store import Store
from ...store.rows import RowWatch
from ...store.schema import SCHEMA_VERSION
from ...text import safe
from ..budget_view import BudgetView
from ..connection import Connection
from . import lines
from .lines import Api, Begin, Head, Line, Moment
from .reading import first_line, read_head
from .tape import Tape


class _Note(NamedTuple):
    """What the console said since the last look at the cache."""

    feeds: Mapping[str, str] = {}
    thorough: bool = False
    line: Line | None = None
    api: Api | None = None


class Recorder:
    """One recording under way. It never stops the console: when the file cannot be written, it ends and says so once.

    `begin` and `note` belong to the event loop; reading the cache and writing the file happen on a thread.
    """

    def __init__(self, tape: Tape, head: Head) -> None:
        self.on_end: Callable[[str], None] = lambda _why: None
        self._tape = tape
        self._head = head
        self._lock = threading.Lock()
        self._watch: RowWatch | None = None
        self._work: asyncio.Task[None] | None = None
        self._noted: _Note | None = None
        self._line: Line | None = None
        self._ended = ""
        self._told = False

    @classmethod
    def open(cls, path: Path, *, profile: str, mode: str, address: str) -> Recorder:
        """Begin a recording, or go on with one of the same workspace.

        The workspace is known by `profile`, `mode` and `address`. Raises RecordingError: nothing was changed then.
        """
        mark = hashlib.sha256("\0".join((profile, mode, address)).encode()).hexdigest()[:16]
        tape = Tape.open(path)
        try:
            if not tape.empty:
                head = read_head(path, first_line(path) or b"")
                if head.workspace != mark:
                    raise RecordingError(
                        f"{path} is a recording of another workspace ({safe(head.profile)} {safe(head.mode)}).",
                        "Give --record the name of a new file.",
                    )
                tape.mend()
        except BaseException:
            tape.close()
            raise
        return cls(tape, Head(mark, profile, mode, __version__))

    @property
    def path(self) -> Path:
        """The file."""
        return self._tape.path

    @property
    def running(self) -> bool:
        """False once the recording has ended, be it because the disk is full."""
        return not self._ended

    async def begin(self, store: Store, clock: Clock) -> None:
        """Record all that the cache holds. What was noted before is part of it."""
        await asyncio.to_thread(self.begin_now, store, clock)
        self._tell_end()

    def begin_now(self, store: Store, clock: Clock) -> None:
        """As `begin`, on this thread."""
        with self._lock:
            self._clock = clock
            self._watch = store.watch_rows(clock.now())
            written = [lines.write(Begin(clock.real(), SCHEMA_VERSION, self._watch.tables))]
            if self._tape.empty:
                written.insert(0, lines.write(self._head))
            self._save(*written)
        self.look()

    def note(
        self, feeds: Mapping[str, str], *, thorough: bool, connection: Connection | None, budget: BudgetView | None
    ) -> None:
        """The console has looked at the cache: record what is new, soon.

        `feeds` are those that were refreshed ("new", "same", "failed"). Not `thorough`: only their times can have changed.
        """
        if self._watch is None or self._ended:
            return
        before = self._noted or _Note()
        line = connection and _line_of(connection)
        self._noted = _Note({**before.feeds, **feeds}, before.thorough or thorough, line, budget and Api(*budget[:4]))
        if self._work is not None and self._work.done():
            self._work.result()  # what nobody foresaw is not kept quiet
            self._work = None
        if self._work is None:
            self._work = asyncio.get_running_loop().create_task(self._look_until_done())

    async def _look_until_done(self) -> None:
        while self._noted is not None:
            noted, self._noted = self._noted, None
            await asyncio.to_thread(self._look, noted)
        self._tell_end()

    def look(self) -> None:
        """Record what is new, now and on this thread."""
        noted, self._noted = self._noted or _Note(line=self._line), None
        self._look(noted._replace(thorough=True))

    def close(self) -> None:
        """Record the last of it and end the file."""
        self.look()
        with self._lock:
            self._ended = self._ended or "closed"
            self._tape.close()

    def _look(self, noted: _Note) -> None:
        with self._lock:
            if self._watch is None or self._ended:
                return
            new = self._watch.look(thorough=noted.thorough)
            # The clock is read behind the rows: nothing in them is of a later time.
            real, now = self._clock.real(), self._clock.now()
            speed = self._clock.speed if isinstance(self._clock, VirtualClock) else 1.0
            line = noted.line if noted.line != self._line else None
            self._line = noted.line
            if new or line or noted.feeds:
                self._save(lines.write(Moment(real, now, noted.feeds, new, speed, line, noted.api)))

    def _save(self, *written: bytes) -> None:
        try:
            self._tape.write(*written)
        except OSError as error:
            self._ended = f"recording ended: {self.path} cannot be written ({error.strerror or error})"

    def _tell_end(self) -> None:
        if self._ended and not self._told:
            self._told = True
            self.on_end(self._ended)


def _line_of(connection: Connection) -> Line:
    error = connection.error
    return Line(connection.state, connection.since, error.title if error else "", str(error) if error else "")
