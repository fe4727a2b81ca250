"""All rows of a paged list, one page after the other, within the request budget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ...clock import Clock
from ...errors import ColdSendError, ExitCode
from ..pages import PAGE_ROWS, PageRead, ReadPage


class Stretch(NamedTuple):
    """The rows of one page that were not among those before, when they were read (the operator's clock), and how far that
    is: `done` of `total` rows."""

    rows: Sequence[Any]
    at: datetime
    done: int
    total: int


AGAIN = (2.0, 10.0, 30.0)
"""Seconds before a page that could not be read is tried again, each time longer; then the list is given up."""


async def every_page(
    read: ReadPage[Any], clock: Clock, *, page_rows: int = PAGE_ROWS, again: Sequence[float] = AGAIN
) -> AsyncIterator[Stretch]:
    """The pages of a list from its first row to its last. A row that moved to a later page meanwhile comes once.

    Raises what `read` raises when it does not pass; what came before stays with whoever asked.
    """
    seen: set[str] = set()
    number = 1
    while True:
        page = await _patiently(read, number, page_rows, again)
        fresh = [row for row in page.rows if row.id not in seen]
        seen.update(row.id for row in fresh)
        done = min(number * page_rows, page.total)
        yield Stretch(fresh, clock.real(), done, page.total)
        if done >= page.total or not page.rows:
            return
        number += 1


async def _patiently(read: ReadPage[Any], number: int, size: int, again: Sequence[float]) -> PageRead[Any]:
    for wait in again:
        try:
            return await read(number, size)
        except ColdSendError as error:
            if error.exit_code in (ExitCode.AUTH, ExitCode.USAGE):
                raise
            await asyncio.sleep(wait)
    return await read(number, size)
