"""Sending domains: list, setup, activation, redirects."""

from __future__ import annotations

from collections.abc import AsyncIterator

from coldsend_tui.api.jobs import SLOW_POLL_DELAYS, Job
from coldsend_tui.api.limits import PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX
from coldsend_tui.api.models.acknowledged import Acknowledged
from coldsend_tui.api.models.domains import (
    Domain,
    DomainActivated,
    DomainCreated,
    DomainDeleted,
    DomainPage,
    DomainProgress,
    DomainRow,
    Redirect,
)
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, many, one
from coldsend_tui.api.resources.walk import each, walk
from coldsend_tui.api.wire import Repeat


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

    def follow(self, domain_id: str) -> Job[None, DomainProgress]:
        """The setup of a domain as a job: `async for progress in cs.domains.follow(domain_id)`, one request a minute."""
        return Job(None, domain_id, self.progress, self._caller.sleep, SLOW_POLL_DELAYS)

    async def activate(self, domain_id: str) -> DomainActivated:
        """Start the setup of a DNS_PENDING domain whose nameservers are live; FAILED may be tried again [inferred]."""
        answer = await self._write("POST", path("domains", domain_id, "activate"))
        return one(DomainActivated, answer, "domain", domain_id=domain_id)

    async def add(self, domain: str) -> DomainCreated:
        """A new domain. The answer names the nameservers its owner must set before it is activated."""
        return one(DomainCreated, await self._write("POST", "/domains", {"domain": domain}), "domain")

    async def delete(self, domain_id: str) -> DomainDeleted:
        """Remove a domain and all that belongs to it; refused while it has inboxes [inferred]."""
        answer = await self._write("DELETE", path("domains", domain_id))
        return one(DomainDeleted, answer, "domain", domain_id=domain_id)

    async def redirect(self, domain_id: str) -> Redirect:
        """Where visitors of a domain are sent; NotFound if nowhere."""
        return one(Redirect, await self._get(path("domains", domain_id, "redirect")), "redirect")

    async def set_redirect(
        self,
        domain_id: str,
        target_domain: str,
        *,
        status_code: int | None = None,
        preserve_path: bool | None = None,
        preserve_query_string: bool | None = None,
    ) -> Redirect:
        """Send visitors of an ACTIVE domain elsewhere, replacing what was set before (an upsert, so it may be repeated)."""
        body = given(
            target_domain=target_domain,
            status_code=status_code,
            preserve_path=preserve_path,
            preserve_query_string=preserve_query_string,
        )
        answer = await self._write("POST", path("domains", domain_id, "redirect"), body, repeat=Repeat.IDEMPOTENT)
        return one(Redirect, answer, "redirect")

    async def delete_redirect(self, domain_id: str) -> Acknowledged:
        """Send visitors nowhere; NotFound if they were not."""
        return one(Acknowledged, await self._write("DELETE", path("domains", domain_id, "redirect")))
