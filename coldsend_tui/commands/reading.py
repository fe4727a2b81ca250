"""One look at a workspace without a console: read what judgement needs, judge it."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.now_text import Seen
from coldsend_tui.config import cache_path, key_origin
from coldsend_tui.errors import ColdSendError, ExitCode
from coldsend_tui.live import LiveSession, feeds, judgement
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from coldsend_tui.clock import Clock
    from coldsend_tui.config import Profile
    from coldsend_tui.launch import Target

FRESH = timedelta(seconds=15)  # what another console read just now is not read again
MOST_DETAILS = 20  # requests at most for settings of ACTIVE campaigns: a fifth of a minute's budget
FEEDS = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.timeline(7), feeds.UNREAD, feeds.WAITING)


class Once(NamedTuple):
    """What one look brought. `error` is why nothing could be read now (None: it was, or was not to be): then `seen` is what was
    known before. `spent` counts the requests of the last hour on this key, by anybody who uses this cache."""

    seen: Seen
    error: ColdSendError | None
    spent: int


class NotInTime(ColdSendError):
    """Reading took longer than it may."""

    title = "Reading"
    exit_code = ExitCode.UNREACHABLE


def once(profile: Profile, *, cached: bool, seconds: float | None = None) -> Once:
    """Read the workspace of `profile` within `seconds`, unless only what is `cached` is wanted, and judge it.

    Raises `ConfigError` where there is no key to read with; whatever else goes wrong is in the answer. The cache's complaints
    go to stderr.
    """
    from coldsend_tui.commands.console import connect

    if not cached:
        key_origin(profile)
    clock, error = SystemClock(), None
    store = Store.open(cache_path(profile))

    async def refresh() -> None:
        try:
            async with asyncio.timeout(seconds):
                await read(await connect(profile), store, clock)
        except TimeoutError:
            raise NotInTime(f"Not read within {seconds:g} s.", "--timeout N waits longer.") from None

    try:
        for warning in store.warnings:
            print(f"coldsend-tui: {warning}", file=sys.stderr)
        if not cached:
            try:
                asyncio.run(refresh())
            except ColdSendError as failure:
                error = failure
        return Once(look(store, clock, f"{profile.name} ▪ LIVE"), error, len(store.spent(clock.real())))
    finally:
        store.close()


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
    # What is told of it is worked out when the cache may be closed again: settings are read from it one by one.
    workspace = looked.workspace._replace(settings=dict(looked.workspace.settings))
    return Seen(title, workspace, looked.verdict, clock.now())


def _is_fresh(store: Store, name: str, clock: Clock) -> bool:
    state = store.feed_states().get(name)
    return state is not None and state.fetched_at is not None and clock.real() - state.fetched_at < FRESH
