"""Several consoles of one profile on one machine: one polls for all, the others read the cache and say what they show."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Literal

from ..errors import ColdSendError, StoreError
from ..store import Store
from ..store.consoles import Shown
from ..store.line import LineNote
from ..workspace import FeedState
from .connection import Connection
from .feeds import Presence
from .tempo import View

Role = Literal["alone", "leader", "follower"]
LOOK_EVERY = 2.0
"""Seconds between two looks at the shared cache: who leads, what others show, what the leader brought."""
SPEAK_EVERY = 10.0
"""Seconds after which a follower repeats what it shows, so that it is not taken for gone."""


class SeenByAnother(ColdSendError):
    """What the console that polls met."""

    title = "Seen by another console"


class Company:
    """This console's place among those that share its cache."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._id = secrets.token_hex(8)
        self._leadership = store.leadership()
        self._leads = False
        self._said: tuple[Shown, ...] | None = None
        self._said_at = 0.0
        self._reported: LineNote | None = None
        self._generation = -1
        self._states: dict[str, FeedState] = {}

    @property
    def role(self) -> Role:
        """Whether this console polls for others, lets another poll, or has the cache to itself."""
        if not self._shared:
            return "alone"
        return "leader" if self._leads else "follower"

    @property
    def _shared(self) -> bool:
        """False also where the disk is full and this console went on in memory."""
        return self._leadership.shared and self._store.durable

    def lead(self, now: float) -> bool:
        """Whether this console polls; it takes over where nobody does."""
        self._store.follow_file()
        if self._shared:
            self._leads = self._leadership.take(now)
        else:
            self._leadership.release()
            self._leads = True
        return self._leads

    def step_back(self) -> bool:
        """Let another console poll; False where there can be no other."""
        if not self._shared:
            return False
        self._leadership.release()
        self._leads = False
        return True

    def others(self, real: datetime) -> list[View]:
        """What the other consoles show."""
        if not self._shared:
            return []
        return [
            View(shown.names, shown.focus, Presence(shown.presence))
            for shown in self._store.other_consoles(self._id, real)
        ]

    def unsaid(self, views: Iterable[View], own: Presence, now: float) -> tuple[Shown, ...] | None:
        """What this console shows, where the leader has to be told: it changed or was last said long ago."""
        shown = tuple(
            Shown(view.names, view.focus, int(own if view.presence is None else view.presence)) for view in views
        )
        if shown == self._said and now - self._said_at < SPEAK_EVERY:
            return None
        self._said, self._said_at = shown, now
        return shown

    def say(self, shown: tuple[Shown, ...], real: datetime) -> None:
        """Tell the leader what this console shows. Writes: for a thread."""
        with suppress(StoreError):
            self._store.note_console(self._id, real, shown)

    def unreported(self, connection: Connection) -> LineNote | None:
        """Whether the API answers, where the followers have to be told."""
        error = connection.error
        note = LineNote(
            connection.state,
            connection.since,
            error.message if error else "",
            error.hint if error else "",
            connection.retry_at,
        )
        return note if self._shared and note != self._reported else None

    def report(self, note: LineNote) -> None:
        """Tell the followers whether the API answers. Writes: for a thread."""
        with suppress(StoreError):
            self._store.note_line(note)
            self._reported = note

    def heard(self) -> Connection | None:
        """Whether the API answers the console that polls; None while nobody said so."""
        note = self._store.line()
        if note is None or note.state not in ("online", "offline", "unauthorised"):
            return None
        error = SeenByAnother(note.message, note.hint) if note.message else None
        return Connection(note.state, note.since, error, note.retry_at)  # type: ignore[arg-type]

    def news(self) -> Iterator[FeedState]:
        """The feeds that another console refreshed, or failed to, since the last call."""
        generation = self._store.generation
        if generation == self._generation:
            return
        self._generation = generation
        known, self._states = self._states, dict(self._store.feed_states())
        for name, state in self._states.items():
            if state != known.get(name):
                yield state

    def leave(self) -> None:
        """Give up the lead and be forgotten."""
        if self._shared:
            with suppress(StoreError):
                self._store.forget_console(self._id)
        self._leadership.release()
