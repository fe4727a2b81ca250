"""Sending, checking and reading back what is planned for domains and their redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coldsend_tui.actions.plan import PlanItem
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import NotFound
from coldsend_tui.details import DomainRedirect

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.models.domains import DomainRow

ADD: Final = "add"
DELETE: Final = "delete"
SET_REDIRECT: Final = "set redirect"
REMOVE_REDIRECT: Final = "remove redirect"
NO_REDIRECT: Final = "no redirect"


class NewDomain(NamedTuple):
    """A domain to be added, as the DNS has its name."""

    name: str


def redirect_text(redirect: DomainRedirect | None) -> str:
    """A redirect in one line, as plans show it and the journal keeps it."""
    if redirect is None or not redirect.target:
        return NO_REDIRECT
    kept = [word for word, on in (("path", redirect.keep_path), ("query", redirect.keep_query)) if on]
    return f"{redirect.code} to {redirect.target}, {' and '.join(kept) + ' kept' if kept else 'path and query dropped'}"


async def send_domain(client: ColdSend, item: PlanItem) -> Answer:
    """Add the domain."""
    name = item.sends.name if isinstance(item.sends, NewDomain) else item.name
    return Answer(made=(await client.domains.add(name)).domain_id)


async def domain_is_taken(readings: Readings, item: PlanItem) -> str:
    """A domain of that name could not be told from one whose answer got lost."""
    return "that domain is in this workspace already" if await find(readings.client, item.name) else ""


async def look_at_domain(readings: Readings, item: PlanItem) -> Seen:
    """Whether the domain is there, and the nameservers its owner must set."""
    if not item.id:
        row = await find(readings.client, item.name)
        if row is None:
            return Seen(item.before, Verdict.UNCHANGED)
        item = item._replace(id=row.domain_id)
    try:
        domain = await readings.client.domains.get(item.id)
    except NotFound:
        return Seen(None, Verdict.OTHER, "it is gone")
    servers = ", ".join(domain.nameservers or ())
    note = f"set its nameservers at the registrar: {servers}" if servers else ""
    return Seen(domain.status, Verdict.DONE, note, item.id)


async def find(client: ColdSend, name: str) -> DomainRow | None:
    """The domain of exactly this name."""
    async for row in client.domains.iter():
        if row.domain_name.lower() == name.lower():
            return row
    return None


async def send_deletion(client: ColdSend, item: PlanItem) -> Answer:
    """Delete the domain."""
    await client.domains.delete(item.id)
    return Answer()


async def look_at_deletion(readings: Readings, item: PlanItem) -> Seen:
    """Whether the domain is gone."""
    try:
        domain = await readings.client.domains.get(item.id)
    except NotFound:
        return Seen(None, Verdict.DONE)
    return Seen(domain.status, Verdict.UNCHANGED, "it is still there")


async def send_redirect(client: ColdSend, item: PlanItem) -> Answer:
    """Set the redirect; it replaces the one before."""
    wanted = item.sends
    if not isinstance(wanted, DomainRedirect):
        raise TypeError("no redirect is planned")
    await client.domains.set_redirect(
        item.id,
        wanted.target,
        status_code=wanted.code,
        preserve_path=wanted.keep_path,
        preserve_query_string=wanted.keep_query,
    )
    return Answer()


async def send_redirect_removal(client: ColdSend, item: PlanItem) -> Answer:
    """Remove the redirect."""
    await client.domains.delete_redirect(item.id)
    return Answer()


async def look_at_redirect(readings: Readings, item: PlanItem) -> Seen:
    """What the redirect is now."""
    try:
        now = await readings.client.domains.redirect(item.id)
    except NotFound:
        state = NO_REDIRECT
    else:
        state = redirect_text(
            DomainRedirect(
                now.target_domain or "",
                now.status_code,
                now.preserve_path,
                now.preserve_query_string,
                now.setup_completed,
            )
        )
    if state == (item.after or NO_REDIRECT):
        return Seen(item.after, Verdict.DONE)
    return Seen(state, Verdict.UNCHANGED if state == item.before else Verdict.OTHER)
