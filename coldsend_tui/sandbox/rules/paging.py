"""Paging: the query parameters and the two envelopes of the API (behaviour.md §5)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import Query
from typing_extensions import TypedDict

from coldsend_tui.sandbox.rules.fields import FarNumber

MAX_PAGE_SIZE = 100


class Pagination(TypedDict):
    """Envelope of campaigns, domains, leads, contacts and senders `[docs]`; pages are 1-based."""

    page: int
    limit: int
    total: int
    pages: int
    has_next: bool
    has_prev: bool


class FlatPaging(TypedDict):
    """Envelope of replies and thread messages: the same facts beside the rows `[docs]`."""

    total_count: int
    page: int
    limit: int
    total_pages: int
    has_next: bool
    has_prev: bool


class Page(NamedTuple):
    """A wanted page. A page past the end is legal and empty `[inferred]`."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    def envelope(self, total: int) -> Pagination:
        """The `pagination` object for `total` rows over all pages."""
        pages = self._pages(total)
        return {
            "page": self.number,
            "limit": self.size,
            "total": total,
            "pages": pages,
            "has_next": self.number < pages,
            "has_prev": self.number > 1,
        }

    def flat(self, total: int) -> FlatPaging:
        """The flat style for `total` rows over all pages."""
        pages = self._pages(total)
        return {
            "total_count": total,
            "page": self.number,
            "limit": self.size,
            "total_pages": pages,
            "has_next": self.number < pages,
            "has_prev": self.number > 1,
        }

    def _pages(self, total: int) -> int:
        return -(-total // self.size)


PageNumber = Annotated[FarNumber, Query(description="1-based page")]
PageSize = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)]


async def wanted_page(page: PageNumber = 1, limit: PageSize = 20) -> Page:
    """Dependency: `page` and `limit` with the documented defaults."""
    return Page(page, limit)
