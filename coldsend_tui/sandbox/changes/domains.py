"""Sending domains: adding, activating, deleting, redirecting (behaviour.md §12)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..engine import parameters as p
from ..engine.setup import enter_stage
from ..problems import Conflict, NotFound, Refused
from .desk import Desk

MAX_INBOXES = 5  # field.md §2: 2-3, at most 5; the platform's own figure is unknown
NAMESERVERS = ("ada.ns.coldsend-dns.example", "bob.ns.coldsend-dns.example")
_PERCENT = {
    "PENDING": 5,
    "DNS_CONFIGURING": 15,
    "DNS_PENDING": 30,
    "SERVICES_CONFIGURING": 70,
    "ACTIVE": 100,
    "FAILED": 70,
}


class Domains(Desk):
    """Changes to domains."""

    def add(self, name: str) -> int:
        """A new domain; it soon waits for its owner to set the nameservers."""
        name = name.strip().lower().rstrip(".")
        if self.db.execute("SELECT 1 FROM domain WHERE domain_name = ?", (name,)).fetchone():
            raise Conflict(f"Domain {name} exists already")
        with self.writing():
            rowid = self.insert(
                "domain",
                {
                    "domain_name": name, "status": "DNS_CONFIGURING", "state_since": self.now, "created_at": self.now,
                    "next_stage_at": self.now + p.DNS_CONFIGURING_TIME,
                    "dns_live_at": self.now + p.DNS_CONFIGURING_TIME + p.DNS_PROPAGATION_TIME,
                    "nameservers": json.dumps(NAMESERVERS), "max_inboxes": MAX_INBOXES,
                },
            )  # fmt: skip
            self.log("domain_added", detail=name)
        return rowid

    def activate(self, domain_id: int) -> bool:
        """Ask for the setup to go on. False: the nameservers cannot be seen yet and nothing changed. FAILED is taken as a retry."""
        row = self.row("domain", domain_id)
        if row["status"] not in ("DNS_PENDING", "FAILED"):
            raise Refused(
                f"Domain {row['domain_name']} is {row['status']}; only DNS_PENDING or FAILED domains can be activated"
            )
        if row["dns_live_at"] is None or row["dns_live_at"] > self.now:
            return False
        with self.writing():
            self.set("domain", domain_id, {"cloudflare_verified": 1})
            enter_stage(self.db, domain_id, "SERVICES_CONFIGURING", self.now, then=p.SERVICES_TIME)
        return True

    def progress(self, domain_id: int) -> dict[str, Any]:
        """The customer's view of the setup, keyed as DomainProgress."""
        row = self.row("domain", domain_id)
        status, percent = row["status"], _PERCENT[row["status"]]
        if status == "SERVICES_CONFIGURING":
            percent = 40 + min(55, 55 * (self.now - row["state_since"]) // p.SERVICES_TIME)
        words = {
            "DNS_PENDING": "Waiting for the nameservers to be set at the registrar",
            "SERVICES_CONFIGURING": "Setting up mail services",
            "ACTIVE": "Domain is ready",
            "FAILED": "Mail service setup failed; try to activate again",
        }
        view = {"ACTIVE": "COMPLETED", "FAILED": "FAILED", "PENDING": "PENDING"}.get(status, "IN_PROGRESS")
        return {
            "status": view,
            "progress_percentage": percent,
            "is_complete": status == "ACTIVE",
            "is_failed": status == "FAILED",
            "status_message": words.get(status, "Configuring DNS"),
        }

    def delete(self, domain_id: int) -> None:
        """Remove a domain that no inbox uses any more, with its redirect."""
        row = self.row("domain", domain_id)
        used = self.db.execute(
            "SELECT count(*) FROM inbox WHERE domain_id = ? AND deleted_at IS NULL", (domain_id,)
        ).fetchone()[0]
        if used:
            raise Refused(
                f"Domain {row['domain_name']} still has {used} sender account{'s' if used > 1 else ''}; delete them first"
            )
        with self.writing():
            self.db.execute("DELETE FROM redirect WHERE domain_id = ?", (domain_id,))
            self.db.execute("UPDATE inbox SET domain_id = NULL WHERE domain_id = ?", (domain_id,))
            self.db.execute("DELETE FROM domain_hour WHERE domain_id = ?", (domain_id,))
            self.db.execute("DELETE FROM domain WHERE id = ?", (domain_id,))
            self.log("domain_deleted", detail=row["domain_name"])

    def set_redirect(self, domain_id: int, fields: Mapping[str, Any]) -> int:
        """Set or change the one redirect of an ACTIVE domain."""
        row = self.row("domain", domain_id)
        if row["status"] != "ACTIVE":
            raise Refused(f"Domain {row['domain_name']} is {row['status']}; redirects need an ACTIVE domain")
        values = {
            "target_domain": fields["target_domain"],
            "status_code": fields.get("status_code", 301),
            "preserve_path": int(fields.get("preserve_path", True)),
            "preserve_query_string": int(fields.get("preserve_query_string", True)),
            "completes_at": self.now + p.REDIRECT_SETUP_TIME,
        }
        with self.writing(engine=False):
            known = self.db.execute("SELECT id FROM redirect WHERE domain_id = ?", (domain_id,)).fetchone()
            if known:
                self.set("redirect", known["id"], values)
                return int(known["id"])
            return self.insert("redirect", {"domain_id": domain_id, "created_at": self.now, **values})

    def delete_redirect(self, domain_id: int) -> None:
        """Take the redirect away. Raises NotFound when there is none."""
        self.row("domain", domain_id)
        with self.writing(engine=False):
            if not self.db.execute("DELETE FROM redirect WHERE domain_id = ?", (domain_id,)).rowcount:
                raise NotFound("Redirect not configured")
