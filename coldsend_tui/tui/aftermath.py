"""What the journal says is still open: writes without a result, plans that were broken off, a stop that stands.

The journal is read aside from the keys and only when it grew; what was read is judged anew with every workspace. Nothing of
`actions` is imported while the journal is empty: the first paint does not wait for it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coldsend_tui.store import Store
from coldsend_tui.workspace import Workspace

if TYPE_CHECKING:
    from coldsend_tui.actions.recovery import Unfinished
    from coldsend_tui.actions.restore import Stopped


class Aftermath:
    """`unsure` are writes nobody knows the result of, `undone` what broken-off plans left, `stopped` the stop that stands."""

    def __init__(self, store: Store) -> None:
        self.unsure: tuple[Unfinished, ...] = ()
        self.undone: tuple[Unfinished, ...] = ()
        self.stopped: Stopped | None = None
        self._store = store
        self._seen = 0
        self._open: tuple[Unfinished, ...] = ()
        self._rest: tuple[Unfinished, ...] = ()
        self._stops: tuple[Stopped, ...] = ()

    @property
    def behind(self) -> bool:
        """Whether the journal grew since it was read."""
        return self._store.journal.last() != self._seen

    async def read(self, workspace: Workspace) -> bool:
        """Read the journal if it grew, and judge it; whether that changed anything."""
        if not self.behind:
            return False
        before = (self.unsure, self.undone, self.stopped)
        self._seen = self._store.journal.last()
        self._open, self._rest, self._stops = await asyncio.to_thread(self._read)
        self.judge(workspace)
        return before != (self.unsure, self.undone, self.stopped)

    def _read(self) -> tuple[tuple[Unfinished, ...], tuple[Unfinished, ...], tuple[Stopped, ...]]:
        from coldsend_tui.actions import recovery, restore

        store = self._store
        return recovery.unfinished(store), recovery.rest(store), restore.stops(store)

    def judge(self, workspace: Workspace) -> None:
        """What was read, seen with the present states of the campaigns. Cheap."""
        if not self._seen:
            return
        from coldsend_tui.actions import recovery, restore

        self.unsure = recovery.left_behind(self._open)
        self.undone = recovery.still_undone(self._rest, workspace)
        self.stopped = restore.standing(self._stops, workspace)
