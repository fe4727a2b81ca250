"""Domains and their redirects (behaviour.md §12)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from coldsend_tui.sandbox.answers import domains
from coldsend_tui.sandbox.answers.acknowledgement import Ack, ack
from coldsend_tui.sandbox.bodies.domains import DomainCreate, RedirectSet
from coldsend_tui.sandbox.problems import NotFound
from coldsend_tui.sandbox.rules.filters import Alias, DomainStatus, Where
from coldsend_tui.sandbox.rules.lookups import Here, KnownDomain
from coldsend_tui.sandbox.rules.paging import Page, wanted_page
from coldsend_tui.sandbox.rules.routing import operation


@operation("listDomains")
async def list_domains(
    world: Here,
    page: Annotated[Page, Depends(wanted_page)],
    status: DomainStatus | None = None,
    status_filter: Alias[DomainStatus] = None,
) -> domains.DomainList:
    """List domains."""
    where = Where()
    where.equal("status", status or status_filter)
    total = world.db.execute(f"SELECT count(*) FROM domain {where}", where.parameters).fetchone()[0]
    rows = world.db.execute(
        f"{domains.WITH_INBOXES} {where} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
        (*where.parameters, page.size, page.offset),
    )
    return {
        "success": True,
        "message": "Domains retrieved successfully",
        "domains": [domains.item(world, row) for row in rows],
        "pagination": page.envelope(total),
    }


@operation("addDomain", twin="domain")
async def add_domain(world: Here, body: DomainCreate) -> domains.DomainCreated:
    """Add a domain; the answer lists the nameservers to set."""
    return domains.created(world, world.domains.add(body.domain))


@operation("getDomain", twin="domain")
async def get_domain(world: Here, domain: KnownDomain) -> domains.Domain:
    """Domain with nameservers, records and capacity."""
    return domains.detail(world, domain)


@operation("deleteDomain")
async def delete_domain(world: Here, domain: KnownDomain) -> domains.DomainDeleted:
    """Delete a domain and all its resources."""
    name = domains.row_of(world, domain)["domain_name"]
    world.domains.delete(domain)
    return {
        "success": True,
        "message": "Domain deleted successfully",
        "domain_id": world.uid("domain", domain),
        "domain_name": name,
        "deleted": True,
    }


@operation("activateDomain", twin="domain")
async def activate_domain(world: Here, domain: KnownDomain) -> domains.DomainActivated:
    """Verify the nameservers and set up the services. A body is accepted and not read."""
    return domains.activated(world, domain, world.domains.activate(domain))


@operation("getDomainProgress")
async def get_domain_progress(world: Here, domain: KnownDomain) -> domains.DomainProgress:
    """Progress of the setup."""
    return domains.progress(world, domain, world.domains.progress(domain))


@operation("getRedirect")
async def get_redirect(world: Here, domain: KnownDomain) -> domains.Redirect:
    """The redirect of a domain."""
    return _redirect(world, domain)


@operation("setRedirect")
async def set_redirect(world: Here, domain: KnownDomain, body: RedirectSet) -> domains.Redirect:
    """Create or replace the redirect of an ACTIVE domain."""
    world.domains.set_redirect(domain, body.model_dump())
    return _redirect(world, domain)


@operation("deleteRedirect")
async def delete_redirect(world: Here, domain: KnownDomain) -> Ack:
    """Remove the redirect."""
    _redirect(world, domain)
    world.domains.delete_redirect(domain)
    return ack("Redirect deleted successfully")


def _redirect(world: Here, domain: int) -> domains.Redirect:
    found = domains.redirect(world, domain)
    if found is None:
        raise NotFound("Redirect not configured for this domain")
    return found
