"""Campaigns as the API answers them [docs: /api-reference/campaigns]."""

from __future__ import annotations

from typing import Any

from coldsend_tui.api.models.listing import Page
from coldsend_tui.api.models.payload import Moment, Payload, Rows, own_id


class CampaignRow(Payload):
    """A campaign in the list, with its cumulative counters."""

    campaign_id: str = own_id("campaign_id")
    name: str = ""
    status: str = ""
    current_step: int | None = None
    created_at: Moment | None = None
    launched_at: Moment | None = None
    total_leads: int | None = None
    sent_count: int | None = None
    open_count: int | None = None
    reply_count: int | None = None
    bounce_count: int | None = None
    unsubscribe_count: int | None = None


class CampaignPage(Page[CampaignRow]):
    """One page of campaigns."""

    row = CampaignRow
    key = "campaigns"


class VariantRead(Payload):
    """A variant of a mail. `distribution_percent` is its share of the leads (0-100)."""

    variant_id: str | None = None
    variant_name: str = ""
    variant_label: str | None = None
    subject_template: str | None = None
    email_content: str = ""
    content_type: str | None = None
    distribution_percent: int | None = None


class SequenceRead(Payload):
    """A follow-up of the main chain; `wait_days` counts from the previous step [inferred]."""

    sequence_id: str | None = None
    step_number: int | None = None
    trigger_type: str | None = None
    wait_days: int | None = None
    enable_unsubscribe: bool | None = None
    variants: Rows[VariantRead] | None = None


class CampaignInbox(Payload):
    """A sender account assigned to a campaign."""

    inbox_id: str = own_id("inbox_id")
    email_address: str = ""
    display_name: str | None = None
    inbox_type: str | None = None
    daily_limit: int | None = None
    overall_status: str | None = None


class LeadBatch(Payload):
    """Leads that came with one upload."""

    batch_id: str = own_id("batch_id")
    filename: str | None = None
    total_leads: int | None = None
    created_at: Moment | None = None


class Campaign(CampaignRow):
    """A campaign in full. The three rates are percentages (0-100), unlike those of the analytics [docs]."""

    updated_at: Moment | None = None
    created_by: str | None = None
    team_id: str | None = None
    reply_to: str | None = None
    timezone: str | None = None
    start_date: Moment | None = None
    sending_days: list[int] | None = None
    sending_window_start: int | None = None
    sending_window_start_minute: int | None = None
    sending_window_end: int | None = None
    sending_window_end_minute: int | None = None
    daily_limit_per_inbox: int | None = None
    ramp_up_enabled: bool | None = None
    ramp_up_increment: int | None = None
    ramp_up_max_limit: int | None = None
    enable_tracking: bool | None = None
    enable_click_tracking: bool | None = None
    enable_unsubscribe: bool | None = None
    lead_mapping: dict[str, Any] | None = None
    variants: Rows[VariantRead] | None = None
    sequences: Rows[SequenceRead] | None = None
    inboxes: Rows[CampaignInbox] | None = None
    lead_batches: Rows[LeadBatch] | None = None
    completion_rate: float | None = None
    success_rate: float | None = None
    open_to_reply_rate: float | None = None


class CampaignCreated(Payload):
    """The answer to a creation; the campaign is a DRAFT."""

    campaign_id: str = own_id("campaign_id")
    name: str = ""
    status: str = ""
    message: str = ""
    created_at: Moment | None = None


class CampaignUpdated(Payload):
    """The answer to an update or launch: whether it could be launched now and what is missing (`leads`, `inboxes`, …)."""

    campaign_id: str | None = None
    name: str = ""
    status: str = ""
    message: str = ""
    is_launch_ready: bool | None = None
    missing_requirements: list[str] | None = None
    updated_at: Moment | None = None


class CampaignStateChange(Payload):
    """The answer to pause, activate, archive and delete. Only the message is sure to be there."""

    message: str = ""
    success: bool | None = None
    campaign_id: str | None = None
    name: str | None = None
    status: str | None = None
    updated_at: Moment | None = None
