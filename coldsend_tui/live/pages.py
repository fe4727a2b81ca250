"""A list of any length over a paged operation: holds the pages near what is looked at, reads a page when somebody stays on it.

While the operator runs through the list nothing is read for rows that only flash by: a page costs a request out of a
hundred a minute, so it is read once the view stands still, or now and then on the way so that a long run is not blind.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar, overload

from ..clock import Clock
from ..errors import ColdSendError

Row = TypeVar("Row")

PAGE_ROWS = 100
"""Rows of one page, the most the contract allows for every list [docs]."""
KEPT_PAGES = 60
"""Pages held in memory, the last looked at: a million rows cost no more than six thousand."""
STILL = 0.15
"""Seconds the view stands still before the pages in it are read."""
ON_THE_WAY = 2.0
"""Seconds between two reads while the view keeps moving."""
AGAIN = (5.0, 120.0)
"""Seconds after a failure before the list tries again by itself: the first time and at most, doubled in between."""


class PageRead(NamedTuple, Generic[Row]):
    """One page as it was read: its rows in order and how many rows the whole list has."""

    rows: Sequence[Row]
    total: int


ReadPage = Callable[[int, int], Awaitable[PageRead[Row]]]
"""Reads page `number` (from 1) of `size` rows. Raises ColdSendError."""


class _Held(NamedTuple, Generic[Row]):
    rows: Sequence[Row]
    at: datetime


class Pages(Sequence["Row | None"], Generic[Row]):
    """Rows by position; None where a row has not been read. `changed` is called after every page that came or failed.

    Belongs to one event loop. `close` ends what is under way; a closed list reads nothing more.
    """

    def __init__(
        self,
        read: ReadPage[Row],
        clock: Clock,
        changed: Callable[[], None],
        *,
        page_rows: int = PAGE_ROWS,
        still: float = STILL,
    ) -> None:
        self._read = read
        self._clock = clock
        self._changed = changed
        self._size = page_rows
        self._still = still
        self._held: OrderedDict[int, _Held[Row]] = OrderedDict()
        self._old: set[int] = set()
        self._total: int | None = None
        self._sight = (0, 0)
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._launched_at = -ON_THE_WAY
        self._failures = 0
        self._not_before = -1.0
        self._closed = False
        self.error: ColdSendError | None = None

    # -- rows ---------------------------------------------------------------------------------------------------------

    @property
    def total(self) -> int | None:
        """How many rows there are by the last page; None before the first."""
        return self._total

    @property
    def reading(self) -> bool:
        """Whether a page is under way."""
        return self._task is not None

    @property
    def known(self) -> list[Row]:
        """All rows that are held, in the order of the list."""
        return [row for number in sorted(self._held) for row in self._held[number].rows]

    def read_at(self, at: int) -> datetime | None:
        """When the row at this position was read, by the operator's clock; None where it was not."""
        held = self._held.get(at // self._size)
        return held.at if held else None

    def __len__(self) -> int:
        return self._total or 0

    @overload
    def __getitem__(self, at: int) -> Row | None: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row | None]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row | None] | None:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        number, place = divmod(at, self._size)
        held = self._held.get(number)
        return held.rows[place] if held is not None and place < len(held.rows) else None

    # -- what is looked at --------------------------------------------------------------------------------------------

    def look(self, first: int, last: int) -> None:
        """Rows `first` to `last` (both included) are in sight now."""
        if self._closed:
            return
        moved, self._sight = (first, last) != self._sight, (first, last)
        for number in range(first // self._size, last // self._size + 1):
            if number in self._held:
                self._held.move_to_end(number)
        if not self._wanted():
            return
        if self._timer is None or moved:
            if self._timer is not None:
                self._timer.cancel()
            now = self._clock.monotonic()
            wait = 0.0 if self._launched_at + ON_THE_WAY <= now else self._still
            wait = max(wait, self._not_before - now)
            self._timer = asyncio.get_running_loop().call_later(wait, self._launch)

    def refresh(self) -> None:
        """Read what is in sight again, and everything else when it is next looked at."""
        self._old = set(self._held) | self._old
        self._look_at_once()

    def put(self, row: Row, identify: Callable[[Row], str]) -> bool:
        """Put a row that changed into the place of the one with its id, without reading; whether that one is held."""
        for number, held in self._held.items():
            for place, known in enumerate(held.rows):
                if identify(known) == identify(row):
                    self._held[number] = held._replace(rows=(*held.rows[:place], row, *held.rows[place + 1 :]))
                    return True
        return False

    def forget(self) -> None:
        """Drop all rows: the list is another one now (a row was added or removed)."""
        self._held.clear()
        self._old.clear()
        self._look_at_once()

    def close(self) -> None:
        """End what is under way."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _look_at_once(self) -> None:
        self._launched_at, self._not_before = -ON_THE_WAY, -1.0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.look(*self._sight)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _wanted(self) -> list[int]:
        first, last = self._sight
        highest = last if self._total is None else min(last, self._total - 1)
        numbers = range(first // self._size, max(first, highest) // self._size + 1)
        return [number for number in numbers if number not in self._held or number in self._old]

    def _launch(self) -> None:
        self._timer = None
        if self._task is not None or self._closed or not self._wanted():
            return
        self._launched_at = self._clock.monotonic()
        self._task = asyncio.create_task(self._fill(), name="read a page")
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (failure := task.exception()) is not None:
            raise failure
        if not self._closed:
            self._changed()
            self.look(*self._sight)

    async def _fill(self) -> None:
        number = self._wanted()[0]
        try:
            page = await self._read(number + 1, self._size)
        except ColdSendError as error:
            first, longest = AGAIN
            self.error = error
            self._not_before = self._clock.monotonic() + min(longest, first * 2**self._failures)
            self._failures = min(self._failures + 1, 10)
        else:
            self.error, self._failures, self._not_before = None, 0, -1.0
            self._keep(number, page)

    def _keep(self, number: int, page: PageRead[Row]) -> None:
        if self._total is not None and page.total != self._total:
            # Rows came or went: those of other pages may stand elsewhere now.
            self._old |= set(self._held)
        self._total = page.total
        self._held[number] = _Held(tuple(page.rows), self._clock.real())
        self._held.move_to_end(number)
        self._old.discard(number)
        while len(self._held) > KEPT_PAGES:
            dropped, _ = self._held.popitem(last=False)
            self._old.discard(dropped)
