"""Domain and redirect answers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.rules.operations import PUBLIC
from coldsend_tui.sandbox.rules.paging import Pagination
from coldsend_tui.sandbox.world import World

WITH_INBOXES = """
    SELECT domain.*, (SELECT count(*) FROM inbox WHERE domain_id = domain.id AND deleted_at IS NULL) AS current_inboxes
    FROM domain
"""

RECORDS = (
    ("MX", "@", "mx.coldsend.io", 10),
    ("TXT", "@", "v=spf1 include:coldsend.io ~all", None),
    ("CNAME", "coldsend._domainkey", "dkim.coldsend.io", None),
)
"""What the platform sets once the nameservers are delegated `[client]`. Setup goes by nameservers; the records are shown as
information (behaviour.md §19.19)."""


class DomainListItem(TypedDict):
    """A row of the list. `mailcow_added` may have been renamed by the platform; it is always sent (behaviour.md §19.20)."""

    domain_id: str
    domain_name: str
    status: str
    mailcow_added: bool
    cloudflare_verified: bool
    max_inboxes: int
    current_inboxes: int
    created_at: str


class DomainList(TypedDict):
    """One page of domains."""

    success: bool
    message: str
    domains: list[DomainListItem]
    pagination: Pagination


class DnsRecord(TypedDict):
    """A record of the domain; `verified` once it can be seen."""

    type: str
    name: str
    value: str
    priority: int | None
    verified: bool


class Domain(DomainListItem):
    """The domain with its nameservers and records."""

    success: bool
    message: str
    nameservers: list[str]
    dns_records: list[DnsRecord]
    updated_at: str | None


class DomainCreated(TypedDict):
    """Answer of adding: the nameservers to set."""

    success: bool
    message: str
    domain_id: str
    domain_name: str
    status: str
    nameservers: list[str]
    next_steps: list[str]
    created_at: str


class DomainActivated(TypedDict):
    """Answer of activation; not propagated yet is no error but `dns_verified` false."""

    success: bool
    message: str
    domain_id: str
    domain_name: str
    status: str
    dns_verified: bool
    progress_url: str
    estimated_completion: str | None


class OutdatedProgress(TypedDict):
    """The older form of the progress, which the vendor's client still reads `[client]`."""

    percent_complete: int
    next_step: str
    status: str


class DomainProgress(TypedDict):
    """Progress of the setup without its internals."""

    success: bool
    message: str
    domain_id: str
    domain_name: str
    status: str
    progress_percentage: int
    is_complete: bool
    is_failed: bool
    status_message: str | None
    progress: OutdatedProgress


class DomainDeleted(TypedDict):
    """Answer of a deletion."""

    success: bool
    message: str
    domain_id: str
    domain_name: str
    deleted: bool


class Redirect(TypedDict):
    """The redirect of a domain."""

    redirect_id: str
    source_domain: str
    target_domain: str
    status_code: int
    preserve_path: bool
    preserve_query_string: bool
    is_active: bool
    setup_completed: bool
    created_at: str


def row_of(world: World, domain: int) -> sqlite3.Row:
    """The row of a domain that is known to exist."""
    row: sqlite3.Row = world.db.execute(f"{WITH_INBOXES} WHERE id = ?", (domain,)).fetchone()
    return row


def item(world: World, row: sqlite3.Row) -> DomainListItem:
    """One row of the list."""
    return {
        "domain_id": world.uid("domain", row["id"]),
        "domain_name": row["domain_name"],
        "status": row["status"],
        "mailcow_added": bool(row["mailcow_added"]),
        "cloudflare_verified": bool(row["cloudflare_verified"]),
        "max_inboxes": row["max_inboxes"],
        "current_inboxes": row["current_inboxes"],
        "created_at": world.iso(row["created_at"]),
    }


def detail(world: World, domain: int) -> Domain:
    """The whole domain."""
    row = row_of(world, domain)
    return {
        "success": True,
        "message": "Domain retrieved successfully",
        **item(world, row),
        "nameservers": json.loads(row["nameservers"]),
        "dns_records": [_record(record, bool(row["cloudflare_verified"])) for record in RECORDS],
        "updated_at": world.iso(row["updated_at"]),
    }


def _record(record: tuple[str, str, str, int | None], verified: bool) -> DnsRecord:
    kind, name, value, priority = record
    return {"type": kind, "name": name, "value": value, "priority": priority, "verified": verified}


def created(world: World, domain: int) -> DomainCreated:
    """Answer after adding."""
    row = row_of(world, domain)
    nameservers = json.loads(row["nameservers"])
    return {
        "success": True,
        "message": "Domain added successfully",
        "domain_id": world.uid("domain", domain),
        "domain_name": row["domain_name"],
        "status": row["status"],
        "nameservers": nameservers,
        "next_steps": [
            f"Set the nameservers of {row['domain_name']} to {' and '.join(nameservers)} at your registrar",
            "Wait 15-30 minutes for DNS to propagate",
            f"Activate the domain: POST {PUBLIC}/domains/{world.uid('domain', domain)}/activate",
        ],
        "created_at": world.iso(row["created_at"]),
    }


def activated(world: World, domain: int, verified: bool) -> DomainActivated:
    """Answer after an activation."""
    row = row_of(world, domain)
    message = (
        "DNS verified, services are being configured"
        if verified
        else "Nameservers are not visible yet, try again later"
    )
    return {
        "success": True,
        "message": message,
        "domain_id": world.uid("domain", domain),
        "domain_name": row["domain_name"],
        "status": row["status"],
        "dns_verified": verified,
        "progress_url": f"{PUBLIC}/domains/{world.uid('domain', domain)}/progress",
        "estimated_completion": world.iso(row["next_stage_at"]),
    }


def progress(world: World, domain: int, stage: Mapping[str, Any]) -> DomainProgress:
    """The progress of the setup; `stage` holds what the world says of it."""
    return {
        "success": True,
        "message": "Domain progress retrieved successfully",
        "domain_id": world.uid("domain", domain),
        "domain_name": row_of(world, domain)["domain_name"],
        "status": stage["status"],
        "progress_percentage": stage["progress_percentage"],
        "is_complete": stage["is_complete"],
        "is_failed": stage["is_failed"],
        "status_message": stage["status_message"],
        "progress": {
            "percent_complete": stage["progress_percentage"],
            "next_step": stage["status_message"] or "",
            "status": stage["status"],
        },
    }


def redirect(world: World, domain: int) -> Redirect | None:
    """The redirect of a domain, or None when there is none."""
    row = world.db.execute(
        "SELECT redirect.*, domain_name FROM redirect JOIN domain ON domain.id = domain_id WHERE domain_id = ?",
        (domain,),
    ).fetchone()
    if row is None:
        return None
    return {
        "redirect_id": world.uid("redirect", row["id"]),
        "source_domain": row["domain_name"],
        "target_domain": row["target_domain"],
        "status_code": row["status_code"],
        "preserve_path": bool(row["preserve_path"]),
        "preserve_query_string": bool(row["preserve_query_string"]),
        "is_active": bool(row["is_active"]),
        "setup_completed": world.now >= row["completes_at"],
        "created_at": world.iso(row["created_at"]),
    }
