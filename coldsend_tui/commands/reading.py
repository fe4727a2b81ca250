"""One look at a workspace without a console: read what judgement needs, judge it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coldsend_tui.commands.now_text import Seen
from coldsend_tui.live import LiveSession, feeds, judgement
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from coldsend_tui.clock import Clock
    from coldsend_tui.launch import Target

FRESH = timedelta(seconds=15)  # what another console read just now is not read again
MOST_DETAILS = 20  # requests at most for settings of ACTIVE campaigns: a fifth of a minute's budget
FEEDS = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.timeline(7), feeds.UNREAD, feeds.WAITING)


async def read(target: Target, store: Store, clock: Clock) -> None:
    """Bring `store` up to date once. Raises the `ColdSendError` of the first feed that could not be read.

    The counters come first: when they cannot be read, nothing else is tried. Otherwise everything is.
    """
    from coldsend_tui.api import ColdSend

    async with ColdSend(api_key=target.api_key, base_url=target.base_url, retries=1) as client:
        session = LiveSession.of(client, store, clock)
        stale = [name for name in FEEDS if not _is_fresh(store, name, clock)]
        await session.reread(*(name for name in stale if name == feeds.ANALYTICS))
        workspace = store.workspace()
        unread = [row.id for row in workspace.campaigns if row.status == "ACTIVE" and row.id not in workspace.settings]
        details = [feeds.campaign(campaign_id) for campaign_id in unread[:MOST_DETAILS]]
        await session.reread(*(name for name in stale if name != feeds.ANALYTICS), *details)
        if not _is_fresh(store, feeds.WAITING, clock):
            await session.reread(feeds.WAITING)  # the oldest of more unread conversations than one page holds


def look(store: Store, clock: Clock, title: str) -> Seen:
    """What `store` knows, judged; findings are remembered with the time they were first made."""
    looked = judgement.look(store, clock)
    return Seen(title, looked.workspace, looked.verdict, clock.now())


def _is_fresh(store: Store, name: str, clock: Clock) -> bool:
    state = store.feed_states().get(name)
    return state is not None and state.fetched_at is not None and clock.real() - state.fetched_at < FRESH
