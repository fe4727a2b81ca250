"""Contacts that a command names: by id, by address, or by a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.errors import UsageError
from coldsend_tui.live import feeds
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.ops import contact_query
from coldsend_tui.people import Contact
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.commands.writing import Desk

MOST = 10_000
"""People that one command changes; a hundred pages, the requests of a minute."""
PAGE = 100


async def names(desk: Desk, text: str) -> contact_query.Names:
    """Ids by name of the campaigns and lists that a search names; read only where it does."""
    lowered = text.lower()
    if "campaign:" in lowered or "not-in:" in lowered:
        await desk.session.reread(feeds.CAMPAIGNS)
    lists = await browsing.read_lists(desk.session) if "list:" in lowered else ()
    campaigns = {row.name: row.id for row in desk.workspace.campaigns}
    return contact_query.Names(campaigns, {row.name: row.id for row in lists})


async def search(desk: Desk, text: str, limit: int) -> tuple[list[Contact], int]:
    """The newest contacts that a search finds, and how many there are."""
    read = browsing.reader(desk.session, contact_query.parse(text, await names(desk, text)))
    rows: list[Contact] = []
    total = 0
    for number in range(1, -(-limit // PAGE) + 1):
        page = await read(number, PAGE)
        rows += page.rows
        total = page.total
        if len(rows) >= total or not page.rows:
            break
    return rows[:limit], total


async def one(desk: Desk, text: str) -> Contact:
    """A contact by its id or its address. UsageError where there is none."""
    read = browsing.reader(desk.session, {"search": text})
    wanted = text.strip().casefold()
    if "@" in wanted:
        found = [row for row in (await read(1, PAGE)).rows if row.email.casefold() == wanted]
        if not found:
            raise UsageError(f"There is no contact {safe(text)}.", "Find it with `contacts search`.")
        return found[0]
    return await browsing.read_id(desk.session, text.strip())


async def chosen(desk: Desk, options: Namespace, *, required: bool = True) -> list[Contact]:
    """Those named, or those of `--where`. UsageError where neither or both are given, or where there are too many."""
    if bool(options.who) == bool(options.where):
        if not options.who and not required:
            return []
        raise UsageError("Who?", "Give ids or addresses, or a search with --where.")
    if not options.where:
        return [await one(desk, text) for text in dict.fromkeys(options.who)]
    rows, total = await search(desk, options.where, MOST)
    if total > MOST:
        raise UsageError(f"The search finds {total:,} people, one command changes at most {MOST:,}.", "Narrow it.")
    return rows
