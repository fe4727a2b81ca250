"""What a part of a screen reads for itself: kept with the screen, not in the cache. Asked for once when it is opened, again by `r`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from coldsend_tui.errors import ColdSendError
from coldsend_tui.tui.lines import Line, line, wrap

if TYPE_CHECKING:
    from coldsend_tui.live import LiveSession
    from coldsend_tui.tui.screens.place import Place

T = TypeVar("T")
FRESH: Final = timedelta(minutes=1)
"""What is opened again sooner than this shows what it read."""


class OwnReading(Generic[T]):
    """`known` is the newest answer, `at` when it came (workspace time, as in the header), `error` why a newer one did not."""

    def __init__(self, screen: Place, read: Callable[[LiveSession], Awaitable[T]]) -> None:
        self._screen = screen
        self._read = read
        self._wanted = False
        self._under_way = False
        self.known: T | None = None
        self.at: datetime | None = None
        self._read_at: datetime | None = None
        self.error: ColdSendError | None = None

    def opened(self) -> None:
        """It came into sight: read, unless that was done a moment ago."""
        if self._read_at is None or self._screen.state.clock.real() - self._read_at > FRESH:
            self._wanted = True

    def again(self) -> None:
        """Read in any case."""
        self._wanted = True
        self.go_on()

    def go_on(self) -> None:
        """Begin what is wanted as soon as there is a session; called with every drawing."""
        session = self._screen.state.session
        if self._wanted and not self._under_way and session is not None:
            self._wanted, self._under_way = False, True
            self._screen.run_worker(self._ask(session), group=f"own {id(self)}", exit_on_error=False)

    async def _ask(self, session: LiveSession) -> None:
        try:
            self.known = await self._read(session)
            clock = self._screen.state.clock
            self.at, self._read_at, self.error = clock.now(), clock.real(), None
        except ColdSendError as error:
            self.error = error
        finally:
            self._under_way = False
        self._screen.draw_all()

    @property
    def told(self) -> str:
        """` · read 09:41:12 UTC`; "" before the first answer. A time, not an age: it stays true without being drawn again."""
        return f" · read {self.at:%H:%M:%S} UTC" if self.at else ""

    def trouble(self, columns: int) -> list[Line]:
        """Why there is nothing, or nothing newer; empty when there is."""
        if self._screen.state.playback:
            return [line(("a recording does not hold these figures", "muted"))]
        state = self._screen.state
        if state.lost is not None and (self.error is not None or self.known is None):
            return wrap(state.unread("these figures"), columns, "crit")
        if self.error is not None:
            return [*wrap(str(self.error), columns, "crit"), line(("r", "key"), (" tries again", "muted"))]
        if self.known is None:
            return [line((state.unread("these figures"), "muted"))]
        return []
