"""All rows of a paged list, one page after the other, within the request budget."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ...clock import Clock
from ..pages import PAGE_ROWS, ReadPage


class Stretch(NamedTuple):
    """The rows of one page that were not among those before, when they were read (the operator's clock), and how far that
    is: `done` of `total` rows."""

    rows: Sequence[Any]
    at: datetime
    done: int
    total: int


async def every_page(read: ReadPage[Any], clock: Clock, *, page_rows: int = PAGE_ROWS) -> AsyncIterator[Stretch]:
    """The pages of a list from its first row to its last. A row that moved to a later page meanwhile comes once.

    Raises what `read` raises; what came before stays with whoever asked.
    """
    seen: set[str] = set()
    number = 1
    while True:
        page = await read(number, page_rows)
        fresh = [row for row in page.rows if row.id not in seen]
        seen.update(row.id for row in fresh)
        done = min(number * page_rows, page.total)
        yield Stretch(fresh, clock.real(), done, page.total)
        if done >= page.total or not page.rows:
            return
        number += 1
