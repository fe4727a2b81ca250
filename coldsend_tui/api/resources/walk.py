"""Walking through the pages of a long list."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from coldsend_tui.api.models.listing import Page
from coldsend_tui.api.models.payload import Payload

M = TypeVar("M", bound=Payload)
LOG = logging.getLogger(__name__)


async def walk(page_at: Callable[[int], Awaitable[Page[M]]]) -> AsyncIterator[Page[M]]:
    """Page after page until the server says there is no more, or repeats itself."""
    number = 1
    seen: Any = None
    while True:
        page = await page_at(number)
        if not page.rows or page.rows == seen:
            return
        yield page
        seen = page.rows
        if page.has_next is False or (page.has_next is None and page.limit is not None and len(page) < page.limit):
            return
        number += 1


async def each(pages: AsyncIterator[Page[M]], own_id: str) -> AsyncIterator[M]:
    """The objects of all pages; one that moved to a later page while reading comes once.

    Rows that cannot be read are left out and logged without their content; take pages with `list` to get at them.
    """
    seen: set[str] = set()
    async for page in pages:
        for bad in page.rejected:
            LOG.warning("row %d of a page of %s left out: %s", bad.position, page.key, bad.reason)
        for item in page:
            identity = getattr(item, own_id)
            if identity not in seen:
                seen.add(identity)
                yield item
