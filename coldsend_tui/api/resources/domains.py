"""Sending domains: list, setup and activation."""

from __future__ import annotations

from collections.abc import AsyncIterator

from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.domains import Domain, DomainActivated, DomainPage, DomainProgress, DomainRow
from coldsend_tui.api.resources.resource import Resource, each, many, one, path, walk


class Domains(Resource):
    """`cs.domains`."""

    async def list(self, *, page: int = 1, limit: int = PAGE_LIMIT_DEFAULT, status: str | None = None) -> DomainPage:
        """One page of domains."""
        return many(DomainPage, await self._get("/domains", page=page, limit=limit, status=status))

    def iter(self, *, limit: int = PAGE_LIMIT_MAX, status: str | None = None) -> AsyncIterator[DomainRow]:
        """All domains, page by page as they are taken."""
        return each(walk(lambda number: self.list(page=number, limit=limit, status=status)), "domain_id")

    async def get(self, domain_id: str) -> Domain:
        """One domain in full: nameservers, records, capacity."""
        return one(Domain, await self._get(path("domains", domain_id)), "domain", domain_id=domain_id)

    async def progress(self, domain_id: str) -> DomainProgress:
        """How far the setup of a domain is."""
        answer = await self._get(path("domains", domain_id, "progress"))
        return one(DomainProgress, answer, domain_id=domain_id)

    async def activate(self, domain_id: str) -> DomainActivated:
        """Start the setup of a DNS_PENDING domain whose nameservers are live; FAILED may be tried again [inferred]."""
        answer = await self._write("POST", path("domains", domain_id, "activate"))
        return one(DomainActivated, answer, "domain", domain_id=domain_id)
