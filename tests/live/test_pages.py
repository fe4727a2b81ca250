"""A long list read page by page: what is read, how often, and what stays in memory."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.clock import VirtualClock
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live.pages import KEPT_PAGES, ON_THE_WAY, PAGE_ROWS, PageRead, Pages

MILLION = 1_000_000


class Desk:
    """A server with `total` numbered rows and a clock that moves when told."""

    def __init__(self, total: int = MILLION) -> None:
        self.total = total
        self.asked: list[int] = []
        self.failing = False
        self.seconds = 1000.0
        self.changes = 0
        self.pages: Pages[int] = Pages(self.read, self, self.changed, still=0.0)
        self._clock = VirtualClock(datetime(2026, 3, 2, tzinfo=UTC), 0.0, 0.0)

    def monotonic(self) -> float:
        return self.seconds

    def real(self) -> datetime:
        return self._clock.start

    now = real

    def changed(self) -> None:
        self.changes += 1

    async def read(self, number: int, size: int) -> PageRead[int]:
        self.asked.append(number)
        await asyncio.sleep(0)
        if self.failing:
            raise ColdSendError("no answer")
        start = (number - 1) * size
        return PageRead(range(start, min(start + size, self.total)), self.total)

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 - a condition of anything
                await asyncio.sleep(0)

    async def see(self, first: int, last: int) -> None:
        """Stay on these rows until all of them are there."""
        self.pages.look(first, last)
        await self.until(lambda: self.pages.total is not None and None not in self.pages[first : last + 1])


async def test_only_the_page_in_sight_is_read() -> None:
    desk = Desk()
    assert len(desk.pages) == 0
    await desk.see(0, 39)
    assert len(desk.pages) == MILLION
    assert desk.pages[39] == 39
    assert desk.pages[PAGE_ROWS] is None
    assert desk.asked == [1]


async def test_a_view_across_two_pages_reads_both() -> None:
    desk = Desk()
    await desk.see(0, 10)
    await desk.see(680, 720)
    assert desk.asked == [1, 7, 8]


async def test_a_run_through_the_list_reads_where_it_ends() -> None:
    desk = Desk()
    await desk.see(0, 39)
    for top in range(0, 500_000, 40):
        desk.pages.look(top, top + 39)
    await desk.see(500_000, 500_039)
    assert desk.asked == [1, 5001]


async def test_a_long_run_is_not_blind() -> None:
    desk = Desk()
    await desk.see(0, 39)
    for step in range(1, 11):
        desk.seconds += ON_THE_WAY
        desk.pages.look(step * 1000, step * 1000 + 39)
        await desk.until(lambda: not desk.pages.reading and desk.pages[step * 1000] is not None)  # noqa: B023
    assert len(desk.asked) == 11


async def test_memory_is_bounded() -> None:
    desk = Desk()
    for page in range(KEPT_PAGES * 3):
        await desk.see(page * PAGE_ROWS, page * PAGE_ROWS + 39)
    assert len(desk.pages.known) == KEPT_PAGES * PAGE_ROWS
    assert desk.pages[0] is None


async def test_a_failure_is_told_and_not_hammered() -> None:
    desk = Desk()
    desk.failing = True
    desk.pages.look(0, 39)
    await desk.until(lambda: desk.pages.error is not None)
    for _ in range(50):
        desk.pages.look(0, 39)
        await asyncio.sleep(0)
    assert desk.asked == [1]
    desk.failing = False
    desk.pages.refresh()
    await desk.until(lambda: desk.pages.error is None and desk.pages[0] == 0)
    assert desk.asked == [1, 1]


async def test_a_refresh_reads_what_is_in_sight_and_keeps_it_meanwhile() -> None:
    desk = Desk()
    await desk.see(0, 39)
    await desk.see(200, 239)
    desk.pages.refresh()
    assert desk.pages[200] == 200
    await desk.until(lambda: desk.changes == 3)
    assert desk.asked == [1, 3, 3]
    await desk.see(0, 39)
    await desk.until(lambda: desk.changes == 4)
    assert desk.asked == [1, 3, 3, 1]


async def test_a_closed_list_reads_nothing() -> None:
    desk = Desk()
    desk.pages.look(0, 39)
    desk.pages.close()
    desk.pages.look(100, 139)
    for _ in range(20):
        await asyncio.sleep(0)
    assert desk.asked == []


@given(st.lists(st.integers(0, 4_000), min_size=1, max_size=8), st.integers(1, 4_200))
def test_every_row_is_the_servers(tops: list[int], total: int) -> None:
    async def body() -> None:
        desk = Desk(total)
        await desk.see(0, 0)
        for top in tops:
            first = min(top, total - 1)
            last = min(first + 39, total - 1)
            await desk.see(first, last)
            assert desk.pages[first : last + 1] == list(range(first, last + 1))

    asyncio.run(body())


def test_a_position_outside_is_an_error() -> None:
    with pytest.raises(IndexError):
        Desk().pages[0]


async def test_a_row_that_was_written_is_put_in_its_place_without_reading() -> None:
    desk = Desk()
    await desk.see(0, 10)
    asked = len(desk.asked)
    assert desk.pages.put(-7, abs)
    assert desk.pages[7] == -7
    assert desk.pages[6] == 6
    assert not desk.pages.put(-MILLION, abs)
    assert (len(desk.asked), desk.pages.total) == (asked, MILLION)
