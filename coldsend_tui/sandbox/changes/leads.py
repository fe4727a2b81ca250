"""Leads: adding one, editing, deleting those that nobody wrote to yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..problems import Conflict, Refused
from .audience import draw_bad_share
from .desk import Desk
from .people import contact_for, insert_lead, insert_new_people
from .uploads import start_upload

CLOSED = ("COMPLETED", "ARCHIVED", "FAILED")  # campaigns that take no leads; DRAFT, PAUSED and ACTIVE do [inferred §10]


class Leads(Desk):
    """Changes to leads."""

    def add(self, campaign_id: int, fields: Mapping[str, Any]) -> int:
        """One lead by hand, PENDING. Raises Conflict for an address that the campaign has."""
        self.check_open(campaign_id)
        with self.writing():
            contact_id = contact_for(self.db, fields, self.now, "MANUAL", None)
            if self.db.execute(
                "SELECT 1 FROM lead WHERE contact_id = ? AND campaign_id = ?", (contact_id, campaign_id)
            ).fetchone():
                raise Conflict(f"{fields['email']} is a lead of this campaign already")
            lead_id = insert_lead(self.db, campaign_id, contact_id, None, fields, self.now)
            self.log("lead_added", campaign=campaign_id, lead=lead_id)
        return lead_id

    def update(self, lead_id: int, fields: Mapping[str, Any]) -> None:
        """Merge-patch: what is not sent stays, a null among the custom fields removes that key. The address cannot change."""
        row = self.row("lead", lead_id)
        self._check_editable(row["campaign_id"])
        changes = {name: fields[name] for name in ("first_name", "last_name", "company", "title") if name in fields}
        if fields.get("custom_fields") is not None:
            custom = {**json.loads(row["custom_fields"]), **fields["custom_fields"]}
            changes["custom_fields"] = json.dumps({name: value for name, value in custom.items() if value is not None})
        if not changes:
            raise Refused("Nothing to update: send at least one field")
        with self.writing(engine=False):
            self.set("lead", lead_id, changes)

    def delete(self, campaign_id: int, lead_ids: Sequence[int | str]) -> tuple[int, int]:
        """Delete leads that are PENDING. Gives how many were deleted and how many were not."""
        self._check_editable(campaign_id)
        deleted = 0
        with self.writing():
            for lead_id in dict.fromkeys(lead_ids):
                rowid = self.world.rowid("lead", lead_id) if isinstance(lead_id, str) else lead_id
                row = self.db.execute(
                    "SELECT batch_id FROM lead WHERE id = ? AND campaign_id = ? AND status = 'PENDING'",
                    (rowid, campaign_id),
                ).fetchone()
                if row is None:
                    continue
                self.db.execute("DELETE FROM lead WHERE id = ?", (rowid,))
                self.db.execute("UPDATE lead_batch SET total_leads = total_leads - 1 WHERE id = ?", (row["batch_id"],))
                deleted += 1
            self.db.execute(
                "UPDATE campaign SET total_leads = total_leads - ?, pending_count = pending_count - ? WHERE id = ?",
                (deleted, deleted, campaign_id),
            )
        return deleted, len(lead_ids) - deleted

    def upload(
        self,
        campaign_id: int,
        rows: Sequence[tuple[int, Mapping[str, Any]]],
        *,
        filename: str | None = None,
        duplicate_action: str = "skip",
        delete_existing: bool = False,
    ) -> int:
        """Start a CSV upload of (row number, fields); gives the job."""
        return start_upload(
            self,
            campaign_id,
            rows,
            filename=filename,
            duplicate_action=duplicate_action,
            delete_existing=delete_existing,
        )

    def add_batch(
        self,
        campaign_id: int,
        filename: str,
        newcomers: Sequence[tuple[str, str, str, str, str, str]],
        *,
        bad_share: float,
    ) -> int:
        """Many leads of people nobody here knows yet, at once: for seeds and scenarios. Gives the batch."""
        with self.writing():
            batch_id = self.new_batch(campaign_id, filename, bad_share=bad_share)
            insert_new_people(self.db, campaign_id, batch_id, newcomers, self.now, filename)
        return batch_id

    def new_batch(self, campaign_id: int, filename: str | None, *, bad_share: float | None = None) -> int:
        """An empty batch, inside a transaction. How bad its list is comes from the seed unless it is said."""
        values = {"campaign_id": campaign_id, "filename": filename, "created_at": self.now, "bad_share": 0.0}
        batch_id = self.insert("lead_batch", values)
        self.set(
            "lead_batch",
            batch_id,
            {"bad_share": draw_bad_share(self.world.seed, batch_id) if bad_share is None else bad_share},
        )
        return batch_id

    def _check_editable(self, campaign_id: int) -> None:
        """An archived campaign is view-only: nothing but its deletion is possible [client]."""
        if self.row("campaign", campaign_id)["status"] == "ARCHIVED":
            raise Refused("Campaign is ARCHIVED and view-only")

    def check_open(self, campaign_id: int) -> None:
        """Raise Refused for a campaign that takes no leads any more."""
        row = self.row("campaign", campaign_id)
        if row["status"] in CLOSED:
            raise Refused(f"Campaign is {row['status']} and takes no leads")
