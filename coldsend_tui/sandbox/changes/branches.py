"""Branches of a campaign: making, changing, deleting, and moving leads into them by hand (behaviour.md §16)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import Any

from ..problems import NotFound, Refused
from .desk import Desk

CLOSED = ("COMPLETED", "ARCHIVED", "FAILED")  # campaign states that allow no branch edits [inferred §16]
TRIGGERS = ("INTENT_TAG", "KEYWORD", "STATUS")


class Branches(Desk):
    """Changes to branches."""

    def create(self, campaign_id: int, fields: Mapping[str, Any]) -> int:
        """A new branch with its mails; the first one switches the campaign's branches on. Gives the entry edge."""
        self._open(campaign_id)
        _check_trigger(fields["trigger_type"])
        with self.writing():
            branch_id = self.insert(
                "branch",
                {
                    "campaign_id": campaign_id, "label": fields.get("label"), "trigger_type": fields["trigger_type"],
                    "trigger_params": json.dumps(fields.get("trigger_params") or {}), "priority": fields.get("priority") or 0,
                    "entry_from_step": self._entry_step(campaign_id, fields.get("entry_from_node_id")), "created_at": self.now,
                },
            )  # fmt: skip
            self._write_steps(branch_id, fields["steps"])
            self.set("campaign", campaign_id, {"subsequences_enabled": 1})
            self.log("branch_created", campaign=campaign_id, detail=fields.get("label"))
        return branch_id

    def update(self, campaign_id: int, branch_id: int, fields: Mapping[str, Any]) -> None:
        """Change what is sent. `steps` is matched by position: ids survive, more are appended, fewer are taken away."""
        self._open(campaign_id)
        self._own(campaign_id, branch_id)
        if not fields:
            raise Refused("Nothing to update: send at least one field")
        changes = {name: fields[name] for name in ("label", "priority") if name in fields}
        if "is_active" in fields:
            changes["is_active"] = int(fields["is_active"])
        if "trigger_type" in fields:
            _check_trigger(fields["trigger_type"])
            changes["trigger_type"] = fields["trigger_type"]
        if "trigger_params" in fields:
            changes["trigger_params"] = json.dumps(fields["trigger_params"] or {})
        with self.writing():
            self.set("branch", branch_id, changes)
            if fields.get("steps") is not None:
                self._write_steps(branch_id, fields["steps"])

    def delete(self, campaign_id: int, branch_id: int) -> None:
        """Take the branch away. Enrolments stay on record, its pending mails stop; without branches they are switched off."""
        self._open(campaign_id)
        self._own(campaign_id, branch_id)
        with self.writing():
            stopped = self.db.execute(
                "UPDATE lead SET next_due_at = NULL, node_id = NULL WHERE campaign_id = ? AND next_due_at IS NOT NULL "
                "AND node_id IN (SELECT id FROM branch_node WHERE branch_id = ?)",
                (campaign_id, branch_id),
            ).rowcount
            self.db.execute("UPDATE campaign SET due_count = due_count - ? WHERE id = ?", (stopped, campaign_id))
            self.db.execute("UPDATE branch SET retired = 1 WHERE id = ?", (branch_id,))
            self.db.execute("UPDATE branch_node SET retired = 1 WHERE branch_id = ?", (branch_id,))
            left = self.db.execute(
                "SELECT 1 FROM branch WHERE campaign_id = ? AND retired = 0", (campaign_id,)
            ).fetchone()
            self.set("campaign", campaign_id, {"subsequences_enabled": int(left is not None)})

    def move(self, campaign_id: int, lead_ids: Sequence[int | str], node_uuid: str) -> tuple[list[int], list[int]]:
        """Put leads into a branch by hand: (enrolments made, leads that had been in it). The target is the branch's entry node."""
        campaign = self._open(campaign_id)
        if not campaign["subsequences_enabled"]:
            raise Refused("Subsequences are not enabled for this campaign")
        node = self._entry_node(campaign_id, node_uuid)
        leads = [self._lead(campaign_id, lead_id) for lead_id in dict.fromkeys(lead_ids)]
        enrolled: list[int] = []
        skipped: list[int] = []
        with self.writing():
            for lead in leads:
                known = self.db.execute(
                    "SELECT 1 FROM enrollment WHERE lead_id = ? AND branch_id = ?", (lead["id"], node["branch_id"])
                ).fetchone()
                if known or lead["status"] in ("BOUNCED", "FAILED", "UNSUBSCRIBED") or self._must_not_be_mailed(lead):
                    skipped.append(lead["id"])
                    continue
                enrolled.append(
                    self.insert(
                        "enrollment",
                        {
                            "campaign_id": campaign_id,
                            "branch_id": node["branch_id"],
                            "lead_id": lead["id"],
                            "entered_at": self.now,
                        },
                    )
                )
                self._pull_off_main(campaign_id, lead, node)
        return enrolled, skipped

    def _must_not_be_mailed(self, lead: Row) -> bool:
        """Whether the lead's person said no or cannot be reached, here or in another campaign."""
        person = self.db.execute(
            "SELECT is_unsubscribed OR is_bounced FROM contact WHERE id = ?", (lead["contact_id"],)
        ).fetchone()
        return bool(lead["unsubscribed"] or person[0])

    def _pull_off_main(self, campaign_id: int, lead: Row, node: Row) -> None:
        """The lead's next mail is the branch's. One that was never written to is not PENDING any more: it counts as QUEUED."""
        changes = {"next_due_at": self.now + node["wait_seconds"], "node_id": node["id"]}
        if lead["status"] == "PENDING":
            changes["status"] = "QUEUED"
            self.db.execute("UPDATE campaign SET pending_count = pending_count - 1 WHERE id = ?", (campaign_id,))
        self.set("lead", lead["id"], changes)
        if lead["next_due_at"] is None:
            self.db.execute("UPDATE campaign SET due_count = due_count + 1 WHERE id = ?", (campaign_id,))

    def _write_steps(self, branch_id: int, steps: Sequence[Mapping[str, Any]]) -> None:
        known = self.db.execute(
            "SELECT id FROM branch_node WHERE branch_id = ? AND retired = 0 ORDER BY position", (branch_id,)
        ).fetchall()
        for position, step in enumerate(steps, 1):
            total = sum(variant.get("weight", 100) for variant in step["variants"])
            if total != 100:
                raise Refused(f"Variant weights of step {position} must total 100, got {total}")
            values = {
                "branch_id": branch_id, "position": position, "label": step.get("label"), "wait_seconds": step["wait_seconds"],
                "condition_type": step.get("condition_type") or "ALWAYS", "variants": json.dumps(step["variants"]),
            }  # fmt: skip
            if position <= len(known):
                self.set("branch_node", known[position - 1]["id"], values)
            else:
                self.insert("branch_node", values)
        for surplus in known[len(steps) :]:
            self.set("branch_node", surplus["id"], {"retired": 1})

    def _open(self, campaign_id: int) -> Row:
        row = self.row("campaign", campaign_id)
        if row["status"] in CLOSED:
            raise Refused(f"Campaign is {row['status']} and cannot be edited.")
        return row

    def _own(self, campaign_id: int, branch_id: int) -> None:
        row = self.db.execute(
            "SELECT 1 FROM branch WHERE id = ? AND campaign_id = ? AND retired = 0", (branch_id, campaign_id)
        ).fetchone()
        if row is None:
            raise NotFound("Subsequence not found")

    def _lead(self, campaign_id: int, lead_id: int | str) -> Row:
        rowid = self.world.rowid("lead", lead_id) if isinstance(lead_id, str) else lead_id
        row: Row | None = self.db.execute(
            "SELECT * FROM lead WHERE id = ? AND campaign_id = ?", (rowid, campaign_id)
        ).fetchone()
        if row is None:
            raise NotFound("Lead not found")
        return row

    def _entry_node(self, campaign_id: int, node_uuid: str) -> Row:
        for kind, words in {"branch": "an entry edge", "main_node": "a MAIN node", "step_node": "a MAIN node"}.items():
            if self.world.rowid(kind, node_uuid) is not None:
                raise Refused(f"target_subsequence_node_id is {words}; send the entry node of a subsequence")
        row: Row | None = self.db.execute(
            "SELECT n.* FROM branch_node n JOIN branch b ON b.id = n.branch_id WHERE n.id = ? AND b.campaign_id = ? AND b.retired = 0 "
            "AND n.retired = 0",
            (self.world.rowid("node", node_uuid), campaign_id),
        ).fetchone()
        if row is None:
            raise NotFound("Subsequence node not found")
        if row["position"] != 1:
            raise Refused("target_subsequence_node_id is not the entry node of its subsequence")
        return row

    def _entry_step(self, campaign_id: int, node_uuid: str | None) -> int:
        if node_uuid is None or self.world.rowid("main_node", node_uuid) == campaign_id:
            return 1
        row = self.db.execute(
            "SELECT step_number FROM sequence WHERE id = ? AND campaign_id = ? AND retired = 0",
            (self.world.rowid("step_node", node_uuid), campaign_id),
        ).fetchone()
        if row is None:
            raise Refused("entry_from_node_id is not a MAIN node of this campaign")
        return int(row["step_number"])


def _check_trigger(trigger: str) -> None:
    if trigger not in TRIGGERS:
        raise Refused(f"{trigger} is a condition of MAIN follow-ups; subsequences start with {', '.join(TRIGGERS)}")
