"""Who waits for an answer: what one reading finds, on the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coldsend_tui.live import feeds, fetching
from coldsend_tui.ops.thresholds import POSITIVE_REPLIES
from tests.actions.desk import desk_over
from tests.sandbox.local import LocalSandbox


async def test_one_reading_finds_the_oldest_unread_positive_reply(sandbox: LocalSandbox) -> None:
    async with desk_over(sandbox) as desk:
        sandbox.world.db.execute(
            "UPDATE thread SET is_read = id % 2, manual_category = CASE WHEN id % 4 THEN 'interested' ELSE 'not_interested' END"
        )
        marks = ", ".join(f"'{name}'" for name in sorted(POSITIVE_REPLIES))
        positive, oldest = sandbox.world.db.execute(
            f"SELECT count(*), min(last_message_at) FROM thread WHERE NOT is_read AND manual_category IN ({marks})"
        ).fetchone()
        (unread,) = sandbox.world.db.execute("SELECT count(*) FROM thread WHERE NOT is_read").fetchone()
        assert positive and unread > positive
        await desk.session.reread(feeds.WAITING)
        waiting = desk.store.workspace().waiting
        assert waiting is not None
        assert (waiting.positive, waiting.seen, waiting.unread) == (positive, unread, unread)
        assert waiting.oldest == datetime.fromtimestamp(oldest, UTC)
        sandbox.world.db.execute("UPDATE thread SET is_read = 1")
        await desk.session.reread(feeds.WAITING)
        assert desk.store.workspace().waiting == (0, None, 0, 0)
        assert desk.store.outline().waiting == (0, None, 0, 0)


async def test_of_more_than_a_page_the_newest_and_the_oldest_are_read(
    sandbox: LocalSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAGE_ROWS", 1)
    async with desk_over(sandbox) as desk:
        db = sandbox.world.db
        db.execute("UPDATE thread SET is_read = 0, manual_category = 'interested'")
        threads, oldest = db.execute("SELECT count(*), min(last_message_at) FROM thread").fetchone()
        assert threads > 2
        await desk.session.reread(feeds.WAITING)
        assert desk.store.workspace().waiting is None
        await desk.session.reread(feeds.WAITING)
        assert [path for _, path in desk.tap.requests] == ["/replies", "/replies"]
        assert desk.store.workspace().waiting == (2, datetime.fromtimestamp(oldest, UTC), 2, threads)
