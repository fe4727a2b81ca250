"""Several consoles of one profile on one machine: one polls for all, the others read the cache and say what they show."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from ..store import Store
from ..store.consoles import Shown
from ..workspace import FeedState
from .feeds import Presence
from .tempo import View

Role = Literal["alone", "leader", "follower"]
LOOK_EVERY = 2.0
"""Seconds between two looks at the shared cache: who leads, what others show, what the leader brought."""
SPEAK_EVERY = 10.0
"""Seconds after which a follower repeats what it shows, so that it is not taken for gone."""


class Company:
    """This console's place among those that share its cache."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._id = secrets.token_hex(8)
        self._leadership = store.leadership()
        self._leads = False
        self._said: tuple[Shown, ...] | None = None
        self._said_at = 0.0
        self._generation = -1
        self._states: dict[str, FeedState] = {}

    @property
    def role(self) -> Role:
        """Whether this console polls for others, lets another poll, or has the cache to itself."""
        if not self._leadership.shared:
            return "alone"
        return "leader" if self._leads else "follower"

    def lead(self) -> bool:
        """Whether this console polls; it takes over where nobody does."""
        self._leads = self._leadership.take()
        return self._leads

    def others(self, real: datetime) -> list[View]:
        """What the other consoles show."""
        if not self._leadership.shared:
            return []
        return [
            View(shown.names, shown.focus, Presence(shown.presence))
            for shown in self._store.other_consoles(self._id, real)
        ]

    def say(self, views: Iterable[View], own: Presence, real: datetime, now: float) -> None:
        """Tell the leader what this console shows, when that changed or was last said long ago."""
        shown = tuple(
            Shown(view.names, view.focus, int(own if view.presence is None else view.presence)) for view in views
        )
        if shown != self._said or now - self._said_at >= SPEAK_EVERY:
            self._said, self._said_at = shown, now
            self._store.note_console(self._id, real, shown)

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
        if self._leadership.shared:
            self._store.forget_console(self._id)
        self._leadership.release()
