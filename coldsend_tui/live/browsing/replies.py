"""Conversations page by page, unread ones first and of these the positive ones, and one thread with its messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...ops.reply_query import positive
from ...people import Conversation, ConversationMessage, ThreadDetail
from ..pages import PageRead
from ..projection import replies as projection
from ..projection.fields import project

if TYPE_CHECKING:
    from ...api import ColdSend
    from ...api.models.replies import ConversationPage
    from ..session import LiveSession

MESSAGE_PAGES = 3
"""Pages of 100 messages read of one thread; the newest of a longer one."""


RANKED_PAGES = 3
"""Pages of unread conversations that are ranked, the newest; a longer backlog goes on below them as the server has it."""


class Wanted(NamedTuple):
    """Which conversations: of one campaign, of one category, starred ones, those that contain a word; `unread` alone or all."""

    unread: bool = False
    starred: bool = False
    campaign_id: str | None = None
    category: str | None = None
    search: str = ""

    @property
    def filters(self) -> dict[str, Any]:
        """The parameters of the call, without those that ask for nothing."""
        given = {
            "is_starred": self.starred or None,
            "campaign_id": self.campaign_id,
            "category": self.category,
            "search": self.search or None,
        }
        return {name: value for name, value in given.items() if value is not None}


class Thread(NamedTuple):
    """One conversation in full: its detail (None where it could not be read), the messages, oldest first, and how many there are."""

    detail: ThreadDetail | None
    messages: Sequence[ConversationMessage]
    total: int


class UnreadFirst:
    """Reads pages of one list that is two on the server: unread conversations, positive ones first, then all read ones.

    Within each the newest stand first.
    """

    def __init__(self, session: LiveSession, wanted: Wanted) -> None:
        self._session = session
        self._wanted = wanted
        self._last: tuple[bool, int, int, Sequence[Conversation], int] | None = None
        self._ranked: Sequence[Conversation] = ()
        self._given: set[int] = set()
        self.unread: int | None = None
        self.positive = 0
        """How many of the ranked unread ones are positive."""
        self.read_since = 0

    def has_read(self, rows: Sequence[Conversation]) -> None:
        """These unread ones were marked read; they stay where they stand until the list is read again."""
        if self.unread is not None:
            self.unread = max(0, self.unread - len(rows))
            self.positive = max(0, self.positive - sum(positive(row.category) for row in rows))
            self.read_since += len(rows)

    @property
    def unread_places(self) -> int:
        """How many places of the list, from its start, may hold unread conversations."""
        return (self.unread or 0) + self.read_since

    async def __call__(self, number: int, size: int) -> PageRead[Conversation]:
        """Page `number` (from 1). Raises ColdSendError."""
        first = (number - 1) * size
        rows = list(await self._unread_page(number, size))
        unread = self.unread or 0
        if self._wanted.unread:
            return PageRead(rows, unread)
        at = max(0, first - unread)
        others = 0
        while True:
            page, start = at // size + 1, at % size
            read_rows, others = await self._server_page(True, page, size)
            rows += read_rows[start : start + size - len(rows)]
            at = page * size
            if len(rows) >= size or at >= others:
                return PageRead(rows, unread + others)

    async def _unread_page(self, number: int, size: int) -> Sequence[Conversation]:
        """The unread ones of a page. Asked for a page once more, it reads all that are ranked once more."""
        if self.unread is None or number in self._given:
            await self._rank(size)
        self._given.add(number)
        first = (number - 1) * size
        if number <= RANKED_PAGES or first >= (self.unread or 0):
            return self._ranked[first : first + size]
        rows, self.unread = await self._server_page(False, number, size)
        return rows

    async def _rank(self, size: int) -> None:
        """Read the newest unread ones and put the positive ones first."""
        rows, unread = await self._server_page(False, 1, size)
        for number in range(2, min(RANKED_PAGES, -(-unread // size)) + 1):
            more, unread = await self._server_page(False, number, size)
            rows = [*rows, *more]
        self._ranked = sorted(rows, key=lambda row: not positive(row.category))
        self.positive = sum(positive(row.category) for row in rows)
        self.unread, self.read_since, self._given, self._last = unread, 0, set(), None

    async def _server_page(self, is_read: bool, number: int, size: int) -> tuple[Sequence[Conversation], int]:
        """One page of either list; the last page of read ones is kept, for the next page begins in its middle."""
        known = self._last
        if known is not None and is_read and known[:3] == (is_read, number, size):
            return known[3], known[4]

        async def call(client: ColdSend) -> ConversationPage:
            return await client.replies.list(page=number, limit=size, is_read=is_read, **self._wanted.filters)

        page = await self._session.read(call)
        rows, _ = project(page.rows, projection.conversation)
        total = page.total if page.total is not None else (number - 1) * size + len(rows)
        if is_read:
            self._last = (is_read, number, size, rows, total)
        return rows, total


async def read_thread(session: LiveSession, thread_id: str) -> Thread:
    """One conversation with its newest messages. Raises ColdSendError where the messages cannot be read."""

    async def messages(client: ColdSend, number: int) -> Any:
        return await client.replies.list_messages(thread_id, page=number, limit=100)

    first = await session.read(lambda client: messages(client, 1))
    rows, _ = project(first.rows, projection.message)
    pages = first.pages or 1
    for number in range(max(2, pages - MESSAGE_PAGES + 1), pages + 1):
        more = await session.read(lambda client, at=number: messages(client, at))  # type: ignore[misc]
        rows += project(more.rows, projection.message)[0]
    total = first.total if first.total is not None else len(rows)
    return Thread(await _detail(session, thread_id), rows, max(total, len(rows)))


async def _detail(session: LiveSession, thread_id: str) -> ThreadDetail | None:
    from ...errors import ColdSendError

    try:
        found = await session.read(lambda client: client.replies.get(thread_id))
    except ColdSendError:
        return None  # the messages are what matters
    return projection.thread(found.payload())


async def read_row(session: LiveSession, thread_id: str) -> Conversation:
    """One conversation as a row, without its messages. Raises ColdSendError."""
    from ...errors import ColdSendError

    found = projection.conversation((await session.read(lambda client: client.replies.get(thread_id))).payload())
    if found is None:
        raise ColdSendError("The API answered a conversation without an id.")
    return found
