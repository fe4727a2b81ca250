"""Campaigns: creating, editing in the states that allow it, and their way through life."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..problems import Refused
from ..transitions import DELETED, Move, Status, target
from .audience import Audience, draw_audience
from .content import edit_sequences, merge_variants, replace_sequences, replace_variants
from .desk import Desk
from .removal import delete_campaign, release_campaign

SETTINGS = (
    "name", "daily_limit_per_inbox", "start_date", "timezone", "sending_days", "sending_window_start", "sending_window_start_minute",
    "sending_window_end", "sending_window_end_minute", "enable_tracking", "enable_unsubscribe", "enable_click_tracking",
    "ramp_up_enabled", "ramp_up_increment", "ramp_up_max_limit", "lead_mapping", "reply_to",
)  # fmt: skip
CONTENT = ("inbox_ids", "variants", "sequences", "sequence_edits")


class Campaigns(Desk):
    """Changes to campaigns."""

    def create(self, fields: Mapping[str, Any], *, audience: Audience | None = None) -> int:
        """A new DRAFT. `audience` is for seeds and scenarios; the API draws it."""
        with self.writing(engine=False):
            values = self._columns(fields, fields.get("timezone", "America/New_York"))
            self._check_window({**_WINDOW_DEFAULTS, **values})
            rowid = self.insert(
                "campaign",
                {
                    "created_at": self.now,
                    "true_open_rate": 0,
                    "true_reply_rate": 0,
                    "true_remove_me_share": 0,
                    **values,
                },
            )
            audience = audience or draw_audience(self.world.seed, rowid)
            self.set(
                "campaign", rowid,
                {
                    "true_open_rate": audience.open_rate, "true_reply_rate": audience.reply_rate,
                    "true_remove_me_share": audience.remove_me_share,
                },
            )  # fmt: skip
            self.log("campaign_created", campaign=rowid)
        return rowid

    def update(self, campaign_id: int, fields: Mapping[str, Any]) -> list[str]:
        """Apply an update, and launch if it says so. Returns the missing requirements. Raises Refused as behaviour.md §7 says."""
        row = self.row("campaign", campaign_id)
        launch = bool(fields.get("launch"))
        changes = {name: value for name, value in fields.items() if name in SETTINGS or name in CONTENT}
        if not changes and "launch" not in fields:
            raise Refused("Nothing to update: send at least one field")
        with self.writing():
            if changes:
                self._edit(row, changes)
                self.set("campaign", campaign_id, {"updated_at": self.now})
            if launch:
                self._launch(campaign_id)
            return self.world.reads.missing_requirements(campaign_id)

    def pause(self, campaign_id: int) -> None:
        """Stop sending at once. Repeating it is harmless."""
        self._move(campaign_id, Move.PAUSE)

    def activate(self, campaign_id: int) -> None:
        """Go on where it stopped."""
        self._move(campaign_id, Move.ACTIVATE)

    def archive(self, campaign_id: int) -> None:
        """View-only from now on, one way; frees the inboxes, and nothing more is taken in."""
        with self.writing():
            self._move(campaign_id, Move.ARCHIVE)
            self.set("campaign", campaign_id, {"archived_at": self.now})
            release_campaign(self.db, campaign_id)

    def delete(self, campaign_id: int) -> None:
        """Remove it with its leads, mails, conversations and analytics, for good."""
        row = self.row("campaign", campaign_id)
        assert target(Move.DELETE, row["status"]) is DELETED
        with self.writing():
            delete_campaign(self.db, campaign_id)
            self.log("campaign_deleted", detail=row["name"])

    def _move(self, campaign_id: int, move: Move) -> None:
        row = self.row("campaign", campaign_id)
        status = target(move, row["status"])
        if status == row["status"] or status is None:
            return
        with self.writing():
            self.set("campaign", campaign_id, {"status": str(status), "updated_at": self.now})
            self.log(f"campaign_{move}", campaign=campaign_id)

    def _launch(self, campaign_id: int) -> None:
        row = self.row("campaign", campaign_id)
        status = target(Move.LAUNCH, row["status"])
        missing = self.world.reads.missing_requirements(campaign_id)
        if row["status"] == Status.DRAFT and missing:
            # behaviour.md §19.4: status and body of a refused launch are unknown; 400, and the campaign stays as it was.
            raise Refused(
                f"Campaign is not ready to launch. Missing: {', '.join(missing)}", {"missing_requirements": missing}
            )
        launched = row["launched_at"] or self.now
        self.set("campaign", campaign_id, {"status": str(status), "launched_at": launched, "updated_at": self.now})
        self.log("campaign_launched", campaign=campaign_id)

    def _edit(self, row: Row, changes: dict[str, Any]) -> None:
        status, campaign_id = row["status"], row["id"]
        if status == Status.ACTIVE:
            raise Refused("Campaign is ACTIVE. Pause it first, then edit it.")
        if status not in (Status.DRAFT, Status.PAUSED):
            raise Refused(f"Campaign is {status} and cannot be edited.")
        if "sequences" in changes and "sequence_edits" in changes:
            raise Refused("Send either sequences or sequence_edits, not both")
        if status == Status.DRAFT and "sequence_edits" in changes:
            raise Refused("sequence_edits are for PAUSED campaigns; send sequences while it is a DRAFT")
        if status == Status.PAUSED and "sequences" in changes:
            raise Refused("sequences can only be replaced while the campaign is a DRAFT; send sequence_edits")
        columns = self._columns(changes, changes.get("timezone", row["timezone"]))
        self._check_window({**dict(row), **columns})
        self.set("campaign", campaign_id, columns)
        if "inbox_ids" in changes:
            self._assign(campaign_id, changes["inbox_ids"])
        if "variants" in changes:
            (replace_variants if status == Status.DRAFT else merge_variants)(
                self.db, campaign_id, None, changes["variants"]
            )
        if "sequences" in changes:
            replace_sequences(self.db, campaign_id, changes["sequences"])
        if "sequence_edits" in changes:
            edit_sequences(self.world, campaign_id, changes["sequence_edits"])

    def _assign(self, campaign_id: int, inbox_ids: list[int | str]) -> None:
        rowids = []
        for inbox_id in inbox_ids:
            rowid = self.world.rowid("inbox", inbox_id) if isinstance(inbox_id, str) else inbox_id
            known = self.db.execute("SELECT 1 FROM inbox WHERE id = ? AND deleted_at IS NULL", (rowid,)).fetchone()
            if not known:
                raise Refused(f"Sender account {inbox_id} does not exist")
            rowids.append(rowid)
        self.db.execute("DELETE FROM campaign_inbox WHERE campaign_id = ?", (campaign_id,))
        self.db.executemany(
            "INSERT OR IGNORE INTO campaign_inbox VALUES (?, ?)", [(campaign_id, rowid) for rowid in rowids]
        )

    def _columns(self, fields: Mapping[str, Any], timezone: str) -> dict[str, Any]:
        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refused(f"Unknown timezone: {timezone}") from None
        columns = {name: fields[name] for name in SETTINGS if name in fields}
        if "sending_days" in columns:
            columns["sending_days"] = json.dumps(sorted(set(columns["sending_days"])), separators=(",", ":"))
        if columns.get("lead_mapping") is not None:
            columns["lead_mapping"] = json.dumps(columns["lead_mapping"])
        start = columns.get("start_date")
        if isinstance(start, str):
            start = datetime.fromisoformat(start)
        if isinstance(start, datetime):
            # A start without an offset is wall-clock time of the campaign's zone (behaviour.md §1).
            columns["start_date"] = int((start if start.tzinfo else start.replace(tzinfo=zone)).timestamp())
        return columns

    @staticmethod
    def _check_window(values: Mapping[str, Any]) -> None:
        start = values["sending_window_start"] * 60 + values["sending_window_start_minute"]
        end = values["sending_window_end"] * 60 + values["sending_window_end_minute"]
        if not start < end <= 24 * 60:
            raise Refused("The sending window must end after it starts, at 24:00 at the latest")


_WINDOW_DEFAULTS = {
    "sending_window_start": 9,
    "sending_window_start_minute": 0,
    "sending_window_end": 17,
    "sending_window_end_minute": 0,
}
