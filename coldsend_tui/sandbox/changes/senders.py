"""Sender accounts: creating, deleting, testing. No API call changes their status (behaviour.md §11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import Any

from ..engine import parameters as p
from ..problems import Conflict, Refused
from .desk import Desk
from .sender_jobs import start_job

NATIVE_DAILY_LIMIT = 100  # default of every type [docs]
PROVIDER_MAXIMA = {"GOOGLE_WORKSPACE": 2_000, "OUTLOOK_365": 5_000, "CUSTOM_SMTP": 100_000}
"""Highest `daily_limit` by provider `[docs]`, though the client stops at 20 (behaviour.md §19.8); an older page says 10,000 for Microsoft."""

_UNREACHABLE = ("invalid", "unreachable")  # host names that the connection test cannot reach: for tests and drills


class Senders(Desk):
    """Changes to sender accounts."""

    def create_native(self, fields: Mapping[str, Any]) -> int:
        """A managed inbox on an ACTIVE domain with free capacity; it can send at once."""
        domain = self.row("domain", self._rowid("domain", fields["domain_id"]))
        with self.writing():
            return self.add_native(domain, fields["email_prefix"], fields.get("display_name"))

    def add_native(self, domain: Row, prefix: str, display_name: str | None) -> int:
        """The rules of a native inbox, inside a transaction. Raises Refused and Conflict."""
        if domain["status"] != "ACTIVE":
            raise Refused(
                f"Domain {domain['domain_name']} is {domain['status']}; sender accounts need an ACTIVE domain"
            )
        used = self.db.execute(
            "SELECT count(*) FROM inbox WHERE domain_id = ? AND deleted_at IS NULL", (domain["id"],)
        ).fetchone()[0]
        if used >= domain["max_inboxes"]:
            raise Refused(f"Domain {domain['domain_name']} has no free inbox left ({used} of {domain['max_inboxes']})")
        email = f"{prefix.strip().lower()}@{domain['domain_name']}"
        self._check_free(email)
        values = {
            "email_address": email, "display_name": display_name, "inbox_type": "COLDSEND", "overall_status": "ACTIVE",
            "daily_limit": NATIVE_DAILY_LIMIT, "domain_id": domain["id"], "created_at": self.now,
        }  # fmt: skip
        rowid = self.insert("inbox", values)
        self.log("sender_created", inbox=rowid)
        return rowid

    def create_smtp(self, fields: Mapping[str, Any]) -> int:
        """An account with its own servers; PENDING until both connections are proven. Raises Refused when one cannot be made."""
        with self.writing():
            return self.add_smtp(fields)

    def add_smtp(self, fields: Mapping[str, Any]) -> int:
        """The rules of an SMTP account, inside a transaction."""
        email = fields["email_address"].strip().lower()
        self._check_free(email)
        kind, limit = fields["inbox_type"], fields.get("daily_limit", 100)
        if limit > PROVIDER_MAXIMA[kind]:
            raise Refused(f"daily_limit of {kind} accounts is at most {PROVIDER_MAXIMA[kind]}")
        for protocol in ("smtp", "imap"):
            host = fields.get(f"{protocol}_host")
            if host and any(word in host.lower() for word in _UNREACHABLE):
                raise Refused(f"{protocol.upper()} connection to {host} failed: host not reachable")
        values = {
            "email_address": email, "display_name": fields["display_name"], "inbox_type": kind, "overall_status": "PENDING",
            "daily_limit": limit, "validated_at": self.now + p.INBOX_VALIDATION_TIME, "created_at": self.now,
            **{name: fields.get(name) for name in ("smtp_host", "smtp_port", "smtp_username", "imap_host", "imap_port", "imap_username")},
            "smtp_use_tls": int(fields.get("smtp_use_tls", True)), "imap_use_ssl": int(fields.get("imap_use_ssl", True)),
        }  # fmt: skip
        rowid = self.insert("inbox", values)
        self.log("sender_created", inbox=rowid)
        return rowid

    def bulk_native(self, domain_id: int, items: Sequence[Mapping[str, Any]]) -> int:
        """Start creating managed inboxes; gives the job. The domain is checked at once, the inboxes one by one."""
        domain = self.row("domain", domain_id)
        if domain["status"] != "ACTIVE":
            raise Refused(
                f"Domain {domain['domain_name']} is {domain['status']}; sender accounts need an ACTIVE domain"
            )
        return start_job(self, "native_bulk", [{**item, "domain_id": domain_id} for item in items], [])

    def bulk_smtp(self, items: Sequence[Mapping[str, Any]]) -> int:
        """Start creating accounts with their own servers; gives the job."""
        results = [
            {
                "row": row,
                "email_address": item["email_address"],
                "status": "PENDING",
                "smtp_valid": None,
                "imap_valid": None,
            }
            for row, item in enumerate(items, 1)
        ]
        return start_job(self, "smtp_bulk", [dict(item) for item in items], results)

    def bulk_delete(self, inbox_ids: Sequence[int | str]) -> int:
        """Start deleting accounts; gives the job. Ids that are unknown are skipped when their turn comes."""
        uids = [
            self.world.uid("inbox", inbox_id) if isinstance(inbox_id, int) else inbox_id
            for inbox_id in dict.fromkeys(inbox_ids)
        ]
        return start_job(
            self, "bulk_delete", uids, [{"inbox_id": uid, "email_address": None, "status": "PENDING"} for uid in uids]
        )

    def delete(self, inbox_id: int) -> None:
        """Remove an account that no running campaign uses; what it sent stays in the figures."""
        row = self.row("inbox", inbox_id)
        with self.writing():
            self.remove(row)

    def remove(self, row: Row) -> None:
        """The rules of a deletion, inside a transaction."""
        used = self.db.execute(
            "SELECT count(*) FROM campaign_inbox a JOIN campaign c ON c.id = a.campaign_id WHERE a.inbox_id = ? AND c.status = 'ACTIVE'",
            (row["id"],),
        ).fetchone()[0]
        if used:
            # The status code of this case is unknown, 409 is assumed (behaviour.md §4).
            raise Conflict(
                f"{row['email_address']} is used by {used} active campaign{'s' if used > 1 else ''}; pause or change them first"
            )
        domain = self.db.execute("SELECT domain_name FROM domain WHERE id = ?", (row["domain_id"],)).fetchone()
        name = domain["domain_name"] if domain else row["email_address"].rpartition("@")[2]
        self.db.execute(
            "UPDATE thread SET is_archived = 1, archived_domain_name = ?, archived_inbox_email = ?, archived_at = ?, inbox_id = NULL "
            "WHERE inbox_id = ?",
            (name, row["email_address"], self.now, row["id"]),
        )
        self.db.execute("DELETE FROM campaign_inbox WHERE inbox_id = ?", (row["id"],))
        self.set("inbox", row["id"], {"deleted_at": self.now, "overall_status": "DISABLED"})
        self.log("sender_deleted", inbox=row["id"])

    def test_email(self, inbox_id: int, recipient: str) -> dict[str, Any]:
        """Send one mail to somebody. Needs an ACTIVE account. Gives message_id and sent_at."""
        row = self.row("inbox", inbox_id)
        if row["overall_status"] != "ACTIVE":
            raise Refused(f"{row['email_address']} is {row['overall_status']} and cannot send")
        with self.writing(engine=False):
            self.log("test_mail", inbox=inbox_id, detail=recipient)
            number = self.db.execute("SELECT max(id) FROM event").fetchone()[0]
        return {"message_id": f"test_{number:08x}@{row['email_address'].rpartition('@')[2]}", "sent_at": self.now}

    def _check_free(self, email: str) -> None:
        """An address exists once, and a deleted one cannot be used again at once [client]; here: never."""
        if self.db.execute("SELECT 1 FROM inbox WHERE email_address = ?", (email,)).fetchone():
            raise Conflict(f"A sender account with the address {email} exists already")

    def _rowid(self, kind: str, value: int | str) -> int:
        return self.world.find(kind, value) if isinstance(value, str) else value
