"""Campaigns, inboxes or domains with their figures, worked out once for what was read; what takes a while in a thread."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.ops.breakdown import Breakdown, By, of_workspace, within

if TYPE_CHECKING:
    from coldsend_tui.ops.periods import Period
    from coldsend_tui.store import Store
    from coldsend_tui.tui.screens.analytics.screen import AnalyticsScreen
    from coldsend_tui.workspace import Workspace

FEW: Final = 300
"""Up to so many campaigns their settings, and their history, are looked through at once."""
_ALIKE: Final = ("campaigns", "senders", "domains", "settings")


class _Wanted(NamedTuple):
    """What the rows are made of: `period` is None for all time."""

    workspace: Workspace
    by: By
    period: Period | None

    def same_as(self, other: _Wanted | None) -> bool:
        """Whether nothing differs but ages: rows that were read again are other lists."""
        if other is None or (self.by, self.period) != (other.by, other.period):
            return False
        return all(getattr(self.workspace, name) is getattr(other.workspace, name) for name in _ALIKE)


class Ranked:
    """What the tabs of the screen share of it."""

    def __init__(self, screen: AnalyticsScreen) -> None:
        self._screen = screen
        self._known: tuple[_Wanted, Breakdown] | None = None
        self._pending: _Wanted | None = None

    def rows(self) -> Breakdown | None:
        """The rows of the present workspace; while a thread makes new ones those of the last, None where there are none."""
        screen = self._screen
        wanted = _Wanted(screen.state.workspace, screen.by, None if screen.all_time else screen.period)
        known = self._known
        if known is not None and wanted.same_as(known[0]):
            return known[1]
        few = len(wanted.workspace.campaigns) <= FEW
        if few or (wanted.by is By.CAMPAIGN and wanted.period is None):
            made = _made(screen.state.store, wanted)
            self._known = wanted, made
            return made
        if not wanted.same_as(self._pending):
            self._pending = wanted
            screen.run_worker(self._make(wanted), group="ranked", exclusive=True, exit_on_error=False)
        same_kind = known is not None and (known[0].by, known[0].period) == (wanted.by, wanted.period)
        return known[1] if known is not None and same_kind else None

    async def _make(self, wanted: _Wanted) -> None:
        self._known = wanted, await asyncio.to_thread(_made, self._screen.state.store, wanted)
        self._pending = None
        self._screen.draw_all()


def _made(store: Store, wanted: _Wanted) -> Breakdown:
    workspace, period = wanted.workspace, wanted.period
    if period is not None:
        since = datetime.combine(period.first, time(), UTC)
        until = datetime.combine(period.last, time(), UTC) + timedelta(days=1)
        workspace = within(workspace, store.growth(since, until))
    return of_workspace(workspace, wanted.by)
