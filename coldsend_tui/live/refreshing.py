"""One refresh from start to end: ask the API, store the answer, learn from how it went, tell who listens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ..api import errors
from ..api.budget import Priority
from ..clock import Clock, SystemClock
from ..errors import ColdSendError, StoreError
from ..ops.wording import plural
from ..store import Store
from ..store.refresh import Applied, Gone, Kind, Refresh
from . import feeds
from .connection import Line
from .fetching import Cursor, Fetched, Moment, fetch
from .tempo import Tempo

if TYPE_CHECKING:
    from ..api import ColdSend

WITHOUT_SCOPE = 600.0
"""Seconds before a feed is tried again that the key may not read."""
_LIST_OF: dict[Kind, str] = {"campaign": feeds.CAMPAIGNS, "sender": feeds.SENDERS, "domain": feeds.DOMAINS}
_OBJECT_OF: dict[str, Kind] = {"campaign": "campaign", "quotas": "campaign", "domain": "domain"}


class Refreshed(NamedTuple):
    """A feed was refreshed, or could not be. `changed` is False where nothing but its age moved."""

    feed: str
    changed: bool
    error: ColdSendError | None


def _sent(error: ColdSendError) -> int:
    """Requests that a failed refresh cost: none where the client held it back."""
    return 0 if error.held_back or not isinstance(error, errors.ApiError) else 1


class Refresher:
    """Carries out refreshes and keeps the tempo of every feed."""

    def __init__(self, store: Store, clock: Clock, line: Line, announce: Callable[[Refreshed], None]) -> None:
        self._store = store
        self._clock = clock
        self._line = line
        self._announce = announce
        self._tempos: dict[str, Tempo] = {}
        self._corrected: datetime | None = None

    def tempo(self, name: str) -> Tempo:
        """The past of a feed; one that an earlier run refreshed is as old as the cache says."""
        known = self._tempos.get(name)
        if known is None:
            known = self._tempos[name] = Tempo()
            state = self._store.feed_states().get(name)
            if state is not None and state.fetched_at is not None:
                age = (self._clock.real() - state.fetched_at).total_seconds()
                known.last = self._clock.monotonic() - max(0.0, age)
        return known

    def shift(self, seconds: float) -> None:
        """Everything is older than the monotonic clock knows: the machine slept."""
        for tempo in self._tempos.values():
            tempo.not_before = 0.0
            if tempo.last is not None:
                tempo.last -= seconds

    def forgive(self) -> None:
        """Failures of the past no longer count: the connection is back, or the operator asked."""
        for tempo in self._tempos.values():
            tempo.failures, tempo.not_before = 0, 0.0

    def reread_tempos(self) -> None:
        """Forget what was known of the feeds: another console refreshed them, and the cache knows when."""
        self._tempos.clear()

    async def refresh(self, client: ColdSend, name: str, *, urgent: bool = False) -> ColdSendError | None:
        """Refresh one feed and announce it; returns the failure, if any. `urgent` may use the write reserve."""
        tempo = self.tempo(name)
        began, started = self._clock.monotonic(), self._clock.real()
        cursor = Cursor() if urgent and tempo.cursor.waiting is None else tempo.cursor
        view = client.with_options(retries=0, priority=Priority.WRITE if urgent else Priority.READ)
        try:
            fetched = await fetch(view, name, Moment(started, self._workspace_time(client)), cursor)
            self._follow_server(client)
            applied = await self._keep(name, fetched, started)
        except ColdSendError as error:
            self._follow_server(client)
            return await self._failed(name, tempo, error)
        now = self._clock.monotonic()
        tempo.succeeded(now, now - began, applied.changed)
        tempo.cursor, tempo.pages = fetched.cursor or Cursor(), fetched.pages
        for kind in applied.unlisted:
            self.tempo(_LIST_OF[kind]).last = None
        if self._line.answered(self._clock.real()):
            self.forgive()
        self._announce(Refreshed(name, applied.changed, None))
        return None

    async def _keep(self, name: str, fetched: Fetched, started: datetime) -> Applied:
        refresh = Refresh(
            feed=name,
            at=self._clock.now(),
            started=started,
            real=self._clock.real(),
            contents=fetched.contents,
            complete=fetched.cursor is None,
            requests=feeds.cost(name),
            note=f"{plural(fetched.skipped, 'row')} could not be read" if fetched.skipped else "",
        )
        return await asyncio.to_thread(self._store.store, refresh)

    def heard(self, error: ColdSendError) -> None:
        """What a failed request tells of the connection."""
        now, real = self._clock.monotonic(), self._clock.real()
        match error:
            case errors.Unauthorized():
                self._line.refused(real, error)
            case errors.RateLimited() | errors.BudgetExhausted():
                pass
            case errors.CircuitOpen():
                # What opened the circuit says more than that it is open.
                self._line.lost(real, now, self._line.connection.error or error, error.wait)
            case errors.Unreachable():
                self._line.lost(real, now, error)
            case errors.NotTheApi() if self._line.connection.state == "starting":
                # Nothing ever came from there that was the API: no reason to believe the next try.
                self._line.lost(real, now, error)
            case errors.ServerError() | errors.BadBody() | errors.NotTheApi() | errors.UnexpectedStatus():
                self._line.useless(real, now, error)
            case errors.ApiError():
                self._line.answered(real)

    async def _failed(self, name: str, tempo: Tempo, error: ColdSendError) -> ColdSendError:
        self.heard(error)
        now, real = self._clock.monotonic(), self._clock.real()
        changed = False
        match error:
            case errors.RateLimited() | errors.BudgetExhausted():
                # No fault of the feed's: the budget knows when it may be asked again.
                tempo.not_before = now + 1.0
            case errors.CircuitOpen() | errors.Unreachable():
                pass  # no fault of the feed's either: the line knows when to try again
            case errors.MissingScope():
                tempo.failed(now, WITHOUT_SCOPE)
            case errors.NotFound() if (kind := _OBJECT_OF.get(feeds.split(name)[0])) is not None:
                tempo.failed(now)
                gone = Refresh(name, self._clock.now(), real, real, (Gone(kind, feeds.split(name)[1]),), complete=False)
                changed = (await asyncio.to_thread(self._store.store, gone)).changed
            case _:
                tempo.failed(now)
        with suppress(StoreError):  # the cache is held by somebody: what failed may be that very fact
            await asyncio.to_thread(self._store.note_failure, name, real, error.message, _sent(error))
        self._announce(Refreshed(name, changed, error))
        return error

    def _workspace_time(self, client: ColdSend) -> datetime | None:
        """None where only this machine's clock is known: it may be years away from the workspace's."""
        self._follow_server(client)
        guessed = isinstance(self._clock, SystemClock) and client.server_time is None
        return None if guessed else self._clock.now()

    def _follow_server(self, client: ColdSend) -> None:
        """Correct the workspace's clock by the last answer's `Date`, once per answer."""
        server_time = client.server_time
        if server_time is not None and server_time is not self._corrected and isinstance(self._clock, SystemClock):
            self._corrected = server_time
            self._clock.correct(server_time)
