"""Contacts: the team's people (behaviour.md §15). Bulk calls are idempotent and say what came of each id."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from sqlite3 import Row
from typing import Any

from ..problems import Refused
from .desk import Desk
from .direct_mail import send_direct_mail
from .people import contact_for, insert_lead
from .upload_job import is_email

Ids = Sequence[int | str]


class Contacts(Desk):
    """Changes to contacts."""

    def update(self, contact_id: int, fields: Mapping[str, Any]) -> None:
        """Change what is sent; custom fields are merged key by key, null clears one."""
        row = self.row("contact", contact_id)
        changes = {name: fields[name] for name in ("first_name", "last_name", "company") if name in fields}
        if fields.get("custom_fields") is not None:
            custom = {**json.loads(row["custom_fields"]), **fields["custom_fields"]}
            changes["custom_fields"] = json.dumps({name: value for name, value in custom.items() if value is not None})
        with self.writing(engine=False):
            self.set("contact", contact_id, {**changes, "updated_at": self.now})

    def set_signal(self, contact_id: int, signal: str | None) -> None:
        """Pin the signal; None lets it be derived again."""
        self.row("contact", contact_id)
        with self.writing(engine=False):
            self.set("contact", contact_id, {"signal_override": signal, "updated_at": self.now})

    def delete(self, ids: Ids) -> dict[str, Any]:
        """Remove people who are in no campaign; those with leads or conversations stay and count as not deleted."""
        rows, not_found = self._known(ids)
        deleted = 0
        with self.writing(engine=False):
            for row in rows:
                if self.db.execute(
                    "SELECT 1 FROM lead WHERE contact_id = ? UNION ALL SELECT 1 FROM thread WHERE contact_id = ?",
                    (row["id"], row["id"]),
                ).fetchone():
                    continue
                for table in ("list_member", "contact_tag"):
                    self.db.execute(f"DELETE FROM {table} WHERE contact_id = ?", (row["id"],))
                self.db.execute("DELETE FROM contact WHERE id = ?", (row["id"],))
                deleted += 1
        return {"requested": len(ids), "deleted": deleted, "skipped": len(rows) - deleted, "not_found": not_found}

    def import_rows(
        self, rows: Sequence[tuple[int, Mapping[str, Any]]], *, filename: str | None = None, list_id: int | None = None
    ) -> dict[str, Any]:
        """Upsert by address, the newest non-empty value wins. Suppressed people are reported as blocked and left as they are."""
        self._static(list_id)
        created = matched = skipped = 0
        blocked = []
        with self.writing(engine=False):
            for _, fields in rows:
                if not is_email(fields.get("email")):
                    skipped += 1
                    continue
                known = self.db.execute(
                    "SELECT * FROM contact WHERE email = ?", (fields["email"].strip().lower(),)
                ).fetchone()
                if known is not None and (known["is_unsubscribed"] or known["is_bounced"]):
                    blocked.append({"email": known["email"], "reason": _suppression(known)})
                    skipped += 1
                    continue
                contact_id = contact_for(self.db, fields, self.now, "IMPORT", filename)
                if known is None:
                    created += 1
                else:
                    matched += 1
                    custom = {**json.loads(known["custom_fields"]), **(fields.get("custom_fields") or {})}
                    self.set("contact", contact_id, {"custom_fields": json.dumps(custom)})
                if list_id is not None:
                    self.db.execute("INSERT OR IGNORE INTO list_member VALUES (?, ?)", (list_id, contact_id))
        return {
            "total_rows": len(rows), "imported_rows": created + matched, "skipped_rows": skipped, "contacts_created": created,
            "contacts_matched": matched, "blocked": blocked,
        }  # fmt: skip

    def add_tag(self, ids: Ids, tag_id: int) -> dict[str, Any]:
        """Give people a tag."""
        return self._each(
            ids, lambda row: self._count("INSERT OR IGNORE INTO contact_tag VALUES (?, ?)", row["id"], tag_id)
        )

    def remove_tag(self, ids: Ids, tag_id: int) -> dict[str, Any]:
        """Take a tag from people."""
        return self._each(
            ids,
            lambda row: self._count("DELETE FROM contact_tag WHERE contact_id = ? AND tag_id = ?", row["id"], tag_id),
        )

    def add_to_list(self, ids: Ids, list_id: int) -> dict[str, Any]:
        """Put people on a STATIC list."""
        self._static(list_id)
        return self._each(
            ids, lambda row: self._count("INSERT OR IGNORE INTO list_member VALUES (?, ?)", list_id, row["id"])
        )

    def add_to_campaign(self, ids: Ids, campaign_id: int) -> dict[str, Any]:
        """Make people leads of a campaign. Suppressed ones are blocked, those who are leads already are skipped."""
        self.world.leads.check_open(campaign_id)
        blocked: list[dict[str, Any]] = []

        def enrol(row: Row) -> bool:
            if row["is_unsubscribed"] or row["is_bounced"]:
                blocked.append({"contact_id": self.world.uid("contact", row["id"]), "reason": _suppression(row)})
                return False
            known = self.db.execute(
                "SELECT 1 FROM lead WHERE contact_id = ? AND campaign_id = ?", (row["id"], campaign_id)
            ).fetchone()
            if known:
                return False
            fields = {**dict(row), "custom_fields": json.loads(row["custom_fields"])}
            insert_lead(self.db, campaign_id, row["id"], None, fields, self.now)
            return True

        done = self._each(ids, enrol, engine=True)
        return {**done, "details": {"blocked": blocked}}

    def send_email(self, contact_id: int, fields: Mapping[str, Any]) -> dict[str, Any]:
        """One direct mail for one credit."""
        return send_direct_mail(self, self.row("contact", contact_id), fields)

    def _known(self, ids: Ids) -> tuple[list[Row], int]:
        rows, not_found = [], 0
        for contact_id in dict.fromkeys(ids):
            rowid = self.world.rowid("contact", contact_id) if isinstance(contact_id, str) else contact_id
            row = self.db.execute("SELECT * FROM contact WHERE id = ?", (rowid,)).fetchone()
            if row is None:
                not_found += 1
            else:
                rows.append(row)
        return rows, not_found

    def _each(self, ids: Ids, deed: Callable[[Row], bool], *, engine: bool = False) -> dict[str, Any]:
        rows, not_found = self._known(ids)
        with self.writing(engine=engine):
            affected = sum(deed(row) for row in rows)
        return {"requested": len(ids), "affected": affected, "skipped": len(rows) - affected, "not_found": not_found}

    def _count(self, query: str, *values: int) -> bool:
        return self.db.execute(query, values).rowcount > 0

    def _static(self, list_id: int | None) -> None:
        if list_id is not None and self.row("contact_list", list_id)["list_type"] != "STATIC":
            raise Refused("Contacts cannot be added to a DYNAMIC list; it finds them by its filter")


def _suppression(row: Row) -> str:
    return "unsubscribed" if row["is_unsubscribed"] else "bounced"
