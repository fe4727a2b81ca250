"""The inbox: conversations, threads, messages, read and star (behaviour.md §14). Answering is in messages.py."""

from __future__ import annotations

import sqlite3
from typing import Annotated, Literal

from fastapi import Depends, Query

from coldsend_tui.sandbox.answers import replies
from coldsend_tui.sandbox.rules.fields import Id, SearchText
from coldsend_tui.sandbox.rules.filters import Where
from coldsend_tui.sandbox.rules.lookups import Here, KnownThread
from coldsend_tui.sandbox.rules.paging import Page, PageNumber
from coldsend_tui.sandbox.rules.routing import operation

Limit = Annotated[int, Query(ge=1, le=200)]
"""Docs say 1-100 with 20 for conversations and 50 for messages, the client 1-200 with 50: the server takes the wider
range and the documented defaults (behaviour.md §19.7)."""


async def conversations_page(page: PageNumber = 1, limit: Limit = 20) -> Page:
    """Dependency: the wanted page of conversations."""
    return Page(page, limit)


async def messages_page(page: PageNumber = 1, limit: Limit = 50) -> Page:
    """Dependency: the wanted page of messages."""
    return Page(page, limit)


@operation("listConversations")
async def list_conversations(
    world: Here,
    page: Annotated[Page, Depends(conversations_page)],
    campaign_id: Id | None = None,
    is_read: bool | None = None,
    is_starred: bool | None = None,
    category: Annotated[str | None, Query(description="e.g. interested, not_interested")] = None,
    status: Annotated[
        Literal["unread", "read", "starred"] | None, Query(description="Client spelling of the read and star filters")
    ] = None,
    search: Annotated[SearchText | None, Query(description="Lead name, email or subject")] = None,
) -> replies.ConversationList:
    """List conversations, latest message first."""
    where = Where()
    if campaign_id is not None:
        where.that("thread.campaign_id = ?", world.rowid("campaign", campaign_id) or 0)
    where.equal("is_read", is_read if status not in ("unread", "read") else status == "read")
    where.equal("is_starred", True if status == "starred" else is_starred)
    where.equal(replies.CATEGORY, category)
    where.contains("search_text", search)
    source = f"FROM thread {where}"
    counts = f"SELECT count(*), count(*) FILTER (WHERE NOT is_read) {source}"
    total, unread = world.db.execute(counts, where.parameters).fetchone()
    page_of_ids = f"SELECT thread.id {source} ORDER BY last_message_at DESC, thread.id DESC LIMIT ? OFFSET ?"
    rows = world.db.execute(
        f"{replies.THREADS} WHERE thread.id IN ({page_of_ids}) ORDER BY last_message_at DESC, thread.id DESC",
        (*where.parameters, page.size, page.offset),
    ).fetchall()
    return {
        "success": True,
        "message": "Conversations retrieved successfully",
        "conversations": replies.conversations(world, rows),
        "unread_count": unread,
        **page.flat(total),
    }


@operation("getThread")
async def get_thread(world: Here, thread: KnownThread) -> replies.Thread:
    """One thread."""
    return replies.thread(world, _row(world, thread))


@operation("listThreadMessages")
async def list_thread_messages(
    world: Here, thread: KnownThread, page: Annotated[Page, Depends(messages_page)]
) -> replies.ThreadMessages:
    """Messages of a thread, oldest first."""
    total = world.db.execute("SELECT count(*) FROM message WHERE thread_id = ?", (thread,)).fetchone()[0]
    rows = world.db.execute(
        "SELECT * FROM message WHERE thread_id = ? ORDER BY created_at, id LIMIT ? OFFSET ?",
        (thread, page.size, page.offset),
    )
    return {
        "success": True,
        "message": "Messages retrieved successfully",
        "thread_id": world.uid("thread", thread),
        "messages": [replies.message(world, row) for row in rows],
        **page.flat(total),
    }


@operation("markThreadRead")
async def mark_thread_read(world: Here, thread: KnownThread) -> replies.ThreadRead:
    """Mark a thread as read. A body is accepted and not read."""
    return {
        "success": True,
        "message": "Thread marked as read",
        "marked_count": world.replies.mark_read(thread),
        "thread_ids": [world.uid("thread", thread)],
    }


@operation("toggleThreadStar")
async def toggle_thread_star(world: Here, thread: KnownThread) -> replies.ThreadStar:
    """Set the star, or take it away if it is set."""
    starred = world.replies.toggle_star(thread)
    return {
        "success": True,
        "message": "Thread starred" if starred else "Thread unstarred",
        "thread_id": world.uid("thread", thread),
        "is_starred": starred,
    }


def _row(world: Here, thread: int) -> sqlite3.Row:
    row: sqlite3.Row = world.db.execute(f"{replies.THREADS} WHERE thread.id = ?", (thread,)).fetchone()
    return row
