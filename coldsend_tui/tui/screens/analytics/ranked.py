"""Campaigns, inboxes or domains with their figures, worked out once for what was read; with thousands of campaigns in a thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from coldsend_tui.ops.breakdown import Breakdown, By, of_workspace

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.analytics.screen import AnalyticsScreen
    from coldsend_tui.workspace import Workspace

FEW: Final = 300
"""Up to so many campaigns their settings are looked through at once."""


class Ranked:
    """What the tabs of the screen share of it."""

    def __init__(self, screen: AnalyticsScreen) -> None:
        self._screen = screen
        self._known: tuple[Workspace, By, Breakdown] | None = None
        self._pending: tuple[Workspace, By] | None = None

    def rows(self) -> Breakdown | None:
        """The rows of the present workspace; while a thread makes new ones those of the last, None where there are none."""
        workspace, by = self._screen.state.workspace, self._screen.by
        known = self._known if self._known is not None and self._known[1] is by else None
        if known is not None and _alike(known[0], workspace):
            return known[2]
        if by is By.CAMPAIGN or len(workspace.campaigns) <= FEW:
            made = of_workspace(workspace, by)
            self._known = workspace, by, made
            return made
        if self._pending is None or not _alike(self._pending[0], workspace) or self._pending[1] is not by:
            self._pending = workspace, by
            self._screen.run_worker(self._make(workspace, by), group="ranked", exclusive=True, exit_on_error=False)
        return known[2] if known else None

    async def _make(self, workspace: Workspace, by: By) -> None:
        self._known = workspace, by, await asyncio.to_thread(of_workspace, workspace, by)
        self._pending = None
        self._screen.draw_all()


def _alike(one: Workspace, other: Workspace) -> bool:
    """Whether nothing differs but the ages: rows that were read again are other lists."""
    return all(getattr(one, name) is getattr(other, name) for name in ("campaigns", "senders", "domains", "settings"))
