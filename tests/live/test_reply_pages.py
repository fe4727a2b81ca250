"""Conversations page by page: one list for the operator, two on the server."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coldsend_tui.api import ColdSend
from coldsend_tui.clock import SystemClock
from coldsend_tui.live import LiveSession
from coldsend_tui.live.browsing.replies import RANKED_PAGES, UnreadFirst, Wanted, read_thread
from coldsend_tui.store import Store
from tests.sandbox.local import LocalSandbox


class TwoLists:
    """A session whose server holds so many unread and read conversations; counts the calls."""

    def __init__(self, unread: int, others: int) -> None:
        self.rows = {False: [f"u{at}" for at in range(unread)], True: [f"r{at}" for at in range(others)]}
        self.positive: set[str] = set()
        self.calls = 0

    async def read(self, call: Any) -> Any:
        self.calls += 1
        return await call(self)

    @property
    def replies(self) -> "TwoLists":
        return self

    async def list(self, *, page: int, limit: int, is_read: bool) -> Any:
        rows = self.rows[is_read]
        shown = rows[(page - 1) * limit : page * limit]

        class Answer:
            rows = [  # noqa: RUF012
                {
                    "thread_id": name,
                    "is_read": is_read,
                    "category": "interested" if name in self.positive else "not_now",
                }
                for name in shown
            ]
            total = len(self.rows[is_read])

        return Answer()


@given(st.integers(0, 45), st.integers(0, 45), st.integers(1, 12), st.sets(st.integers(0, 45)))
@settings(max_examples=60, deadline=None)
async def test_unread_ones_come_first_the_positive_ones_before_them_and_none_is_lost(
    unread: int, others: int, size: int, positive: set[int]
) -> None:
    server = TwoLists(unread, others)
    server.positive = {f"{kind}{at}" for at in positive for kind in "ur"}
    reader = UnreadFirst(server, Wanted())  # type: ignore[arg-type]
    found: list[str] = []
    number = 1
    while True:
        page = await reader(number, size)
        found += [row.id for row in page.rows]
        assert page.total == unread + others
        if number * size >= page.total:
            break
        assert len(page.rows) == size
        number += 1
    ranked, below = server.rows[False][: RANKED_PAGES * size], server.rows[False][RANKED_PAGES * size :]
    assert found == sorted(ranked, key=lambda name: name not in server.positive) + below + server.rows[True]
    assert reader.positive == len(server.positive & set(ranked))
    # Each page of either list is read once; the joint may cost one more.
    assert server.calls <= -(-unread // size) + -(-others // size) + 3


async def test_a_page_that_is_read_again_shows_what_became_of_the_conversations() -> None:
    server = TwoLists(5, 5)
    server.positive = {"u3"}
    reader = UnreadFirst(server, Wanted())  # type: ignore[arg-type]
    assert [row.id for row in (await reader(1, 20)).rows][:2] == ["u3", "u0"]
    server.rows = {False: ["u9", "u0", "u1", "u2", "u4"], True: ["u3", *server.rows[True]]}
    again = [row.id for row in (await reader(1, 20)).rows]
    assert again == server.rows[False] + server.rows[True] and reader.positive == 0


@pytest.fixture
def sandbox() -> Any:
    made = LocalSandbox()
    yield made
    made.close()


async def test_a_thread_is_read_with_its_messages(sandbox: LocalSandbox) -> None:
    clock, store = SystemClock(), Store.open(None)
    async with ColdSend(sandbox.api_key, base_url=sandbox.base_url, wire=sandbox.transport) as client:
        session = LiveSession.of(client, store, clock)
        reader = UnreadFirst(session, Wanted())
        page = await reader(1, 20)
        assert page.rows and page.total >= len(page.rows)
        first = page.rows[0]
        thread = await read_thread(session, first.id)
        assert thread.total == len(thread.messages) >= 2
        assert thread.messages[0].outgoing and not thread.messages[-1].outgoing
        assert thread.messages[0].text or thread.messages[0].html
        assert thread.detail is not None and thread.detail.category == first.category
        only = UnreadFirst(session, Wanted(search=first.email))
        assert [row.email for row in (await only(1, 20)).rows] == [first.email]
    store.close()
