"""Settings of ACTIVE campaigns that were never read: without them nobody knows what sends when through which inbox, so they are
read as soon as their campaign is known, as far as there is plenty of budget. Later readings are in no hurry (`feeds.DETAILS`)."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from . import feeds

if TYPE_CHECKING:
    from ..store import Store
    from .planner import Windows

MOST: Final = 50
"""Campaigns that one session reads at once, the ones with most leads first: a twentieth of the hour's requests."""
MINUTE_LEFT: Final = 35
"""Requests of the minute that are left for whatever is opened meanwhile."""
HOUR_PART: Final = 0.5
"""The part of the hour's requests that has to be left; a console opened again late in a busy hour reads them slowly."""
_NEVER: Final = datetime.fromtimestamp(1, UTC)


class FirstDetails:
    """Which settings are to be read at once. `look` when campaigns were read, `following` when a request may be sent."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[str] | None = None
        self._left = MOST

    def look(self) -> None:
        """See whose settings were never read."""
        self._waiting = self._store.stale_settings(_NEVER, self._left) if self._left else []

    def following(self, windows: Windows, under_way: Container[str], held: Callable[[str], bool]) -> str | None:
        """The feed to read now; None where there is none, or not budget enough. `held` says which failed a moment ago."""
        if self._waiting is None:
            self.look()
        hour = windows.hour + len(windows.refills)
        if not self._waiting or windows.minute < MINUTE_LEFT or windows.hour < hour * HOUR_PART:
            return None
        for at, name in enumerate(map(feeds.campaign, self._waiting)):
            if name not in under_way and not held(name):
                del self._waiting[: at + 1]
                self._left -= 1
                return name
        return None
