"""Domains: rows of the list, and the setup from detail and progress."""

from __future__ import annotations

from datetime import datetime

from ...details import DnsRecord, DomainRedirect, DomainSetup
from ...workspace import Domain
from .fields import Payload, count, identity, moment, number, objects, text, texts, truth, unwrapped


def domain(payload: Payload, seen_at: datetime) -> Domain | None:
    """One row of GET /domains, or the head of GET /domains/{id}. Since when its state stands, the cache knows."""
    payload = unwrapped(payload, "domain")
    domain_id = identity(payload, "domain_id", "id")
    if domain_id is None:
        return None
    return Domain(
        id=domain_id,
        name=text(payload, "domain_name", "name", "domain") or "",
        status=text(payload, "status") or "",
        max_inboxes=count(payload, "max_inboxes"),
        current_inboxes=count(payload, "current_inboxes"),
        # The mail server step was renamed with the platform's move to another server [behaviour §19.20].
        mail_server_ready=truth(payload, "mailcow_added", "stalwart_added"),
        dns_verified=truth(payload, "cloudflare_verified", "dns_verified"),
        created_at=moment(payload, "created_at"),
        state_since=None,
        seen_at=seen_at,
    )


def setup(
    detail: Payload, progress: Payload, seen_at: datetime, redirect: DomainRedirect | None = None
) -> DomainSetup | None:
    """GET /domains/{id} and GET /domains/{id}/progress; the latter may be empty. The outdated form of progress is understood."""
    detail = unwrapped(detail, "domain")
    domain_id = identity(detail, "domain_id", "id")
    if domain_id is None:
        return None
    nested = unwrapped(progress, "progress")
    percent = number(nested, "progress_percentage", "percent_complete")
    return DomainSetup(
        id=domain_id,
        nameservers=texts(detail, "nameservers"),
        records=tuple(map(_record, objects(detail, "dns_records") or ())),
        progress=None if percent is None else max(0, min(100, round(percent))),
        stage=text(nested, "status"),
        message=text(nested, "status_message", "next_step") or "",
        seen_at=seen_at,
        redirect=redirect,
    )


def redirect(payload: Payload) -> DomainRedirect:
    """GET /domains/{id}/redirect."""
    nested = unwrapped(payload, "redirect")
    return DomainRedirect(
        target=text(nested, "target_domain") or "",
        code=count(nested, "status_code"),
        keep_path=truth(nested, "preserve_path"),
        keep_query=truth(nested, "preserve_query_string"),
        live=truth(nested, "setup_completed"),
    )


def _record(payload: Payload) -> DnsRecord:
    return DnsRecord(
        kind=text(payload, "type") or "",
        name=text(payload, "name") or "",
        value=text(payload, "value") or "",
        priority=count(payload, "priority"),
        verified=truth(payload, "verified"),
    )
