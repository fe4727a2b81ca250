"""The campaign detail: configuration, content, senders, batches and counters in one flat object."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.answers import campaigns
from coldsend_tui.sandbox.world import World


class VariantRead(TypedDict):
    """A variant of the initial email or of a follow-up."""

    variant_id: str
    variant_name: str
    variant_label: str | None
    subject_template: str | None
    email_content: str
    content_type: str | None
    distribution_percent: int


class SequenceRead(TypedDict):
    """A MAIN follow-up; `sequence_id` is the key `sequence_edits` needs."""

    sequence_id: str
    step_number: int
    trigger_type: str
    wait_days: int
    enable_unsubscribe: bool | None
    variants: list[VariantRead]


class CampaignInbox(TypedDict):
    """A sender account assigned to the campaign."""

    inbox_id: str
    email_address: str
    display_name: str | None
    inbox_type: str
    daily_limit: int | None
    overall_status: str


class LeadBatch(TypedDict):
    """One upload of leads."""

    batch_id: str
    filename: str | None
    total_leads: int
    created_at: str


class Campaign(TypedDict):
    """The whole campaign. The three rates are on the 0-100 scale `[docs]`, unlike the fractions of /analytics."""

    campaign_id: str
    name: str
    status: str
    current_step: int | None
    daily_limit_per_inbox: int | None
    start_date: str | None
    timezone: str
    sending_days: list[int]
    sending_window_start: int
    sending_window_start_minute: int
    sending_window_end: int
    sending_window_end_minute: int
    enable_tracking: bool
    enable_click_tracking: bool
    enable_unsubscribe: bool
    ramp_up_enabled: bool
    ramp_up_increment: int | None
    ramp_up_max_limit: int | None
    lead_mapping: dict[str, Any] | None
    reply_to: str | None
    variants: list[VariantRead]
    sequences: list[SequenceRead]
    inboxes: list[CampaignInbox]
    lead_batches: list[LeadBatch]
    created_by: str
    team_id: str
    created_at: str
    updated_at: str | None
    launched_at: str | None
    total_leads: int
    sent_count: int
    reply_count: int
    open_count: int
    bounce_count: int
    unsubscribe_count: int
    completion_rate: float
    success_rate: float
    open_to_reply_rate: float


def detail(world: World, campaign: int) -> Campaign:
    """The detail of a campaign that is known to exist."""
    row = campaigns.row_of(world, campaign)
    return {
        "campaign_id": world.uid("campaign", campaign),
        "name": row["name"],
        "status": row["status"],
        "current_step": None,
        "daily_limit_per_inbox": row["daily_limit_per_inbox"],
        "start_date": world.iso(row["start_date"]),
        "timezone": row["timezone"],
        "sending_days": json.loads(row["sending_days"]),
        "sending_window_start": row["sending_window_start"],
        "sending_window_start_minute": row["sending_window_start_minute"],
        "sending_window_end": row["sending_window_end"],
        "sending_window_end_minute": row["sending_window_end_minute"],
        "enable_tracking": bool(row["enable_tracking"]),
        "enable_click_tracking": bool(row["enable_click_tracking"]),
        "enable_unsubscribe": bool(row["enable_unsubscribe"]),
        "ramp_up_enabled": bool(row["ramp_up_enabled"]),
        "ramp_up_increment": row["ramp_up_increment"],
        "ramp_up_max_limit": row["ramp_up_max_limit"],
        "lead_mapping": json.loads(row["lead_mapping"]) if row["lead_mapping"] else None,
        "reply_to": row["reply_to"],
        "variants": _variants(world, campaign, None),
        "sequences": _sequences(world, campaign),
        "inboxes": _inboxes(world, campaign),
        "lead_batches": _batches(world, campaign),
        "created_by": world.uid("user", 1),
        "team_id": world.uid("team", 1),
        "created_at": world.iso(row["created_at"]),
        "updated_at": world.iso(row["updated_at"]),
        "launched_at": world.iso(row["launched_at"]),
        "total_leads": row["total_leads"],
        "sent_count": row["sent_count"],
        "reply_count": row["reply_count"],
        "open_count": row["open_count"],
        "bounce_count": row["bounce_count"],
        "unsubscribe_count": row["unsubscribe_count"],
        # sent_count already holds the leads that bounced later, so the documented sum can pass 100.
        "completion_rate": min(100.0, _percent(row["sent_count"] + row["bounce_count"], row["total_leads"])),
        "success_rate": _percent(row["sent_count"], row["total_leads"]),
        "open_to_reply_rate": _percent(row["reply_count"], row["open_count"]),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _variants(world: World, campaign: int, sequence: int | None) -> list[VariantRead]:
    rows = world.db.execute(
        "SELECT * FROM variant WHERE campaign_id = ? AND sequence_id IS ? AND retired = 0 ORDER BY variant_name",
        (campaign, sequence),
    )
    return [_variant(world, row) for row in rows]


def _variant(world: World, row: sqlite3.Row) -> VariantRead:
    return {
        "variant_id": world.uid("variant", row["id"]),
        "variant_name": row["variant_name"],
        "variant_label": row["variant_label"],
        "subject_template": row["subject_template"] or "",
        "email_content": row["email_content"],
        "content_type": row["content_type"],
        "distribution_percent": row["distribution_percent"],
    }


def _sequences(world: World, campaign: int) -> list[SequenceRead]:
    rows = world.db.execute(
        "SELECT * FROM sequence WHERE campaign_id = ? AND retired = 0 ORDER BY step_number", (campaign,)
    )
    return [
        {
            "sequence_id": world.uid("sequence", row["id"]),
            "step_number": row["step_number"],
            "trigger_type": row["trigger_type"],
            "wait_days": row["wait_days"],
            "enable_unsubscribe": None if row["enable_unsubscribe"] is None else bool(row["enable_unsubscribe"]),
            "variants": _variants(world, campaign, row["id"]),
        }
        for row in rows.fetchall()
    ]


def _inboxes(world: World, campaign: int) -> list[CampaignInbox]:
    rows = world.db.execute(
        "SELECT sender.* FROM sender JOIN campaign_inbox ON inbox_id = sender.id WHERE campaign_id = ? ORDER BY sender.id",
        (campaign,),
    )
    return [
        {
            "inbox_id": world.uid("inbox", row["id"]),
            "email_address": row["email_address"],
            "display_name": row["display_name"],
            "inbox_type": row["inbox_type"],
            "daily_limit": row["daily_limit"],
            "overall_status": row["overall_status"],
        }
        for row in rows
    ]


def _batches(world: World, campaign: int) -> list[LeadBatch]:
    rows = world.db.execute("SELECT * FROM lead_batch WHERE campaign_id = ? ORDER BY id", (campaign,))
    return [
        {
            "batch_id": world.uid("batch", row["id"]),
            "filename": row["filename"],
            "total_leads": row["total_leads"],
            "created_at": world.iso(row["created_at"]),
        }
        for row in rows
    ]
