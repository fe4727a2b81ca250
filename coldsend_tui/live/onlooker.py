"""The operator of this console: which feeds are on screen, and whether somebody looks at them."""

from __future__ import annotations

from . import feeds
from .feeds import Presence
from .tempo import View


class Onlooker:
    """What is shown by whom on this console, when a key was pressed last, and whether the terminal is in front. Times in
    monotonic seconds: `idle_after` a key the operator counts as idle, and for `hot_after` one the focused panel is kept fresh."""

    def __init__(self, now: float, *, idle_after: float, hot_after: float) -> None:
        self._shown: dict[str, View] = {}
        self._touched_at = now
        self._in_front = True
        self._idle_after, self._hot_after = idle_after, hot_after

    def watch(self, viewer: str, shown: View) -> bool:
        """`viewer` shows this now, instead of what it showed before; whether that is something else."""
        other = self._shown.get(viewer) != shown
        self._shown[viewer] = shown
        return other

    def unwatch(self, viewer: str) -> None:
        """`viewer` shows nothing any more."""
        self._shown.pop(viewer, None)

    @property
    def views(self) -> tuple[View, ...]:
        """What is shown."""
        return tuple(self._shown.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The feeds that are shown, some more than once."""
        return tuple(name for shown in self.views for name in shown.names)

    def touch(self, now: float) -> bool:
        """A key was pressed; whether it is the first for a while."""
        first = now - self._touched_at > feeds.HOT
        self._touched_at = now
        return first

    def blur(self) -> None:
        """The terminal is not in front any more."""
        self._in_front = False

    def focus(self) -> None:
        """The terminal is in front again."""
        self._in_front = True

    def presence(self, now: float) -> Presence:
        """Whether somebody is there."""
        if not self._in_front:
            return Presence.AWAY
        return Presence.THERE if now - self._touched_at < self._idle_after else Presence.IDLE

    def hot(self, now: float) -> bool:
        """Whether a key was pressed just now."""
        return now - self._touched_at < self._hot_after
