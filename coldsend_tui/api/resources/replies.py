"""Conversations with leads: read, answer, mark."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Literal

from coldsend_tui.api.files import Attachment
from coldsend_tui.api.limits import MESSAGES_PAGE_LIMIT_DEFAULT, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.replies import (
    Conversation,
    ConversationPage,
    MessagePage,
    ReplySent,
    Thread,
    ThreadMessage,
    ThreadRead,
    ThreadStar,
)
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, many, one
from coldsend_tui.api.resources.walk import each, walk
from coldsend_tui.api.wire import Repeat

ReplyStatus = Literal["unread", "read", "starred"]


class Replies(Resource):
    """`cs.replies`."""

    async def list(
        self,
        *,
        page: int = 1,
        limit: int = PAGE_LIMIT_DEFAULT,
        campaign_id: str | None = None,
        is_read: bool | None = None,
        is_starred: bool | None = None,
        category: str | None = None,
        status: ReplyStatus | None = None,
        search: str | None = None,
    ) -> ConversationPage:
        """One page of conversations. Both filter styles of the contract are there (behaviour unknown 7)."""
        answer = await self._get(
            "/replies",
            page=page,
            limit=limit,
            campaign_id=campaign_id,
            is_read=is_read,
            is_starred=is_starred,
            category=category,
            status=status,
            search=search,
        )
        return many(ConversationPage, answer)

    def iter(
        self,
        *,
        limit: int = PAGE_LIMIT_MAX,
        campaign_id: str | None = None,
        is_read: bool | None = None,
        is_starred: bool | None = None,
        category: str | None = None,
        search: str | None = None,
    ) -> AsyncIterator[Conversation]:
        """All conversations, page by page as they are taken."""
        return each(
            walk(
                lambda number: self.list(
                    page=number,
                    limit=limit,
                    campaign_id=campaign_id,
                    is_read=is_read,
                    is_starred=is_starred,
                    category=category,
                    search=search,
                )
            ),
            "thread_id",
        )

    async def get(self, thread_id: str) -> Thread:
        """One conversation, without its messages."""
        return one(Thread, await self._get(path("replies", "threads", thread_id)), "thread", thread_id=thread_id)

    async def list_messages(
        self, thread_id: str, *, page: int = 1, limit: int = MESSAGES_PAGE_LIMIT_DEFAULT
    ) -> MessagePage:
        """One page of the messages of a conversation, oldest first."""
        answer = await self._get(path("replies", "threads", thread_id, "messages"), page=page, limit=limit)
        return many(MessagePage, answer)

    def iter_messages(self, thread_id: str, *, limit: int = PAGE_LIMIT_MAX) -> AsyncIterator[ThreadMessage]:
        """All messages of a conversation, oldest first."""
        return each(walk(lambda number: self.list_messages(thread_id, page=number, limit=limit)), "reply_id")

    async def send(
        self,
        thread_id: str,
        *,
        body: str | None = None,
        html_body: str | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> ReplySent:
        """Answer the lead from the conversation's own inbox. Never sent twice; an unknown fate is `UnknownOutcome`."""
        content = given(body=body, html_body=html_body, attachments=attachments or None)
        return one(ReplySent, await self._write("POST", path("replies", "threads", thread_id, "reply"), content))

    async def mark_read(self, thread_id: str) -> ThreadRead:
        """Mark a conversation read; there is no way back in the API."""
        answer = await self._write("PATCH", path("replies", "threads", thread_id, "read"), repeat=Repeat.IDEMPOTENT)
        return one(ThreadRead, answer)

    async def toggle_star(self, thread_id: str) -> ThreadStar:
        """Set the star, or take it away. Never sent twice: that would undo it."""
        return one(ThreadStar, await self._write("PATCH", path("replies", "threads", thread_id, "star")))
