"""`coldsend-tui export campaigns --where 'bounce>3%' --format json`: a list, to standard output or into a new file."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.console import connect
from coldsend_tui.config import cache_path, config_path, key_origin, load, select
from coldsend_tui.errors import UsageError
from coldsend_tui.export import ExportFile, Head, Read, fields_of, writer
from coldsend_tui.live import LiveSession, feeds, judgement
from coldsend_tui.ops import query, query_fields, wording
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock
    from coldsend_tui.config import Profile
    from coldsend_tui.live.pages import ReadPage

_PAGED: Final = ("replies", "contacts", "leads", "lists")
_FIELDS: Final[Mapping[str, Mapping[str, query.Field]]] = {
    "campaigns": query_fields.CAMPAIGN_FIELDS,
    "senders": query_fields.SENDER_FIELDS,
    "domains": query_fields.DOMAIN_FIELDS,
    "findings": query_fields.FINDING_FIELDS,
    "timeline": query_fields.DAY_FIELDS,
    "replies": query_fields.CONVERSATION_FIELDS,
    "leads": query_fields.LEAD_FIELDS,
    "lists": query_fields.LIST_FIELDS,
}
"""What `--where` asks for; of contacts it is the server that is asked (`ops.contact_query`)."""


def run(options: Namespace) -> int:
    """Read the list, write it. What cannot be read raises the `ColdSendError` that says why; then no file is left."""
    kind, where = options.kind, options.where or ""
    passes = query.parse(where, _FIELDS[kind]) if kind in _FIELDS else query.parse("", {})
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    if options.cached and kind in _PAGED:
        raise UsageError(f"{kind} are not kept: they are read when somebody asks.", "Leave --cached out.")
    if not options.cached:
        key_origin(profile)
    clock = SystemClock()
    narrowed = " ".join(word for word in (options.which, where) if word)
    made = writer(options.format, Head(kind, profile.name, clock.real(), narrowed), fields_of(kind))

    async def work() -> int:
        # A file that cannot be is told before anything is read.
        with ExportFile(Path(options.output)) if options.output else nullcontext() as file:
            put = file.write if file is not None else sys.stdout.write
            number, begun, held, strange = 0, False, "", passes.strange()
            async for rows in _read(kind, profile, options, clock):
                kept = [one for one in rows if passes.matches(one.row)]
                strange = query.still_strange(strange, [one.row for one in rows])
                number += len(kept)
                # Nothing is printed before the first rows are there, or while the filter may still be a slip.
                held += ("" if begun else made.begin()) + made.rows(kept)
                begun = True
                if not strange:
                    put(held)
                    held = ""
            query.refuse(strange)
            put(held + ("" if begun else made.begin()) + made.end())
            return number

    number = asyncio.run(work())
    if options.output:
        print(f"{wording.count(number)} {kind} are in {options.output}.", file=sys.stderr)
    return 0


async def _read(kind: str, profile: Profile, options: Namespace, clock: Clock) -> AsyncIterator[Sequence[Read]]:
    store = Store.open(cache_path(profile))
    try:
        if kind not in _PAGED:
            if not options.cached:
                await _refresh(kind, profile, options.days, store, clock)
            yield _known(kind, store, options.days, clock)
            return
        from coldsend_tui.api import ColdSend
        from coldsend_tui.live.browsing.everything import every_page

        target = await connect(profile)
        async with ColdSend(api_key=target.api_key, base_url=target.base_url) as client:
            session = LiveSession.of(client, store, clock)
            async for stretch in every_page(await _pages(kind, session, client, options, store), clock):
                _tell(kind, stretch.done, stretch.total)
                yield [Read(row, stretch.at) for row in stretch.rows]
    finally:
        store.close()


async def _refresh(kind: str, profile: Profile, days: int, store: Store, clock: Clock) -> None:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.commands.reading import read

    target = await connect(profile)
    if kind != "timeline":
        await read(target, store, clock)
        return
    async with ColdSend(api_key=target.api_key, base_url=target.base_url, retries=1) as client:
        await LiveSession.of(client, store, clock).reread(feeds.timeline(days))


def _known(kind: str, store: Store, days: int, clock: Clock) -> list[Read]:
    """The rows that the cache holds, each with when it was read."""
    states = store.feed_states()

    def at(feed: str) -> Any:
        return states[feed].fetched_at if feed in states else None

    if kind == "timeline":
        return [Read(day, at(feeds.timeline(days))) for day in store.timeline(days)]
    if kind == "findings":
        return [Read(found, at(feeds.ANALYTICS)) for found in judgement.look(store, clock).verdict.findings]
    workspace = store.workspace()
    rows: Sequence[Any] = getattr(workspace, kind)
    return [Read(row, row.seen_at) for row in rows]


async def _pages(kind: str, session: LiveSession, client: ColdSend, options: Namespace, store: Store) -> ReadPage[Any]:
    from coldsend_tui.live.browsing import contacts, leads, replies
    from coldsend_tui.ops import contact_query

    where = options.where or ""
    if kind == "leads":
        from coldsend_tui.commands.export import id_of

        status = leads.asked_of_server(query.parse(where, query_fields.LEAD_FIELDS))
        return leads.reader(session, leads.Wanted(await id_of(client, options.which), status))
    if kind == "replies":
        return replies.UnreadFirst(session, replies.Wanted())
    if kind == "lists":
        return contacts.lists_reader(session)
    lists = {row.name: row.id for row in await contacts.read_lists(session)} if "list:" in where.lower() else {}
    campaigns: dict[str, str] = {}
    if "campaign:" in where.lower() or "not-in:" in where.lower():
        await session.reread(feeds.CAMPAIGNS)
        campaigns = {row.name: row.id for row in store.campaigns()}
    return contacts.reader(session, contact_query.parse(where, contact_query.Names(campaigns, lists)))


def _tell(kind: str, done: int, total: int) -> None:
    """How far it is, for somebody who watches."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{wording.count(done)}/{wording.count(total)} {kind}", end=end, file=sys.stderr, flush=True)
