"""Figures as the API answers them [docs: /analytics/overview]. Recompute rates from the counts; the sent ones are rounded."""

from __future__ import annotations

import datetime
from functools import cached_property

from coldsend_tui.api.models.listing import Listing
from coldsend_tui.api.models.payload import Moment, Payload, Rows, own_id, read_head


class CampaignFigures(Payload):
    """Cumulative counts of one campaign. Rates are fractions of mails sent (0-1), four decimals [docs]."""

    campaign_id: str = own_id("campaign_id")
    campaign_name: str = ""
    status: str = ""
    total_leads: int | None = None
    total_sent: int | None = None
    total_opened: int | None = None
    total_replied: int | None = None
    total_bounced: int | None = None
    open_rate: float | None = None
    reply_rate: float | None = None
    bounce_rate: float | None = None
    created_at: Moment | None = None


class WorkspaceKpis(Payload):
    """Counts of the workspace; the averages are taken as pooled over sends (behaviour unknown 10)."""

    total_campaigns: int | None = None
    total_sends: int | None = None
    avg_open_rate: float | None = None
    avg_reply_rate: float | None = None
    avg_bounce_rate: float | None = None


class CampaignAnalytics(Listing[CampaignFigures]):
    """Counts of all campaigns in one answer: the cheap wide call."""

    row = CampaignFigures
    key = "campaigns"

    @cached_property
    def kpis(self) -> WorkspaceKpis:
        """The workspace's own counts; empty when the answer has none."""
        return read_head(WorkspaceKpis, self.data.get("workspace_kpis"))


class TimelinePoint(Payload):
    """Mail counts of one UTC day over the whole workspace; rates are fractions (0-1)."""

    date: datetime.date
    sent: int | None = None
    opened: int | None = None
    replied: int | None = None
    bounced: int | None = None
    open_rate: float | None = None
    reply_rate: float | None = None
    bounce_rate: float | None = None


class Timeline(Listing[TimelinePoint]):
    """Days without gaps, the last 90 unless asked otherwise [docs]."""

    row = TimelinePoint
    key = "timeline"


class ClickFigures(Payload):
    """Clicks over mails sent. Rates are percentages (0-100, behaviour unknown 11); verified means without bots."""

    total_sent: int | None = None
    unique_verified_clickers: int | None = None
    unique_raw_clickers: int | None = None
    verified_clicks: int | None = None
    raw_clicks: int | None = None
    verified_ctr: float | None = None
    raw_ctr: float | None = None


class StepClicks(ClickFigures):
    """Clicks on one step of the sequence."""

    sequence_step: int | None = None


class Ctr(ClickFigures):
    """Click figures of one campaign [client]."""

    campaign_id: str | None = None
    by_step: Rows[StepClicks] | None = None


class LinkClicks(Payload):
    """Clicks on one link of one step."""

    link_index: int | None = None
    sequence_step: int | None = None
    original_url: str = ""
    verified_clicks: int | None = None
    raw_clicks: int | None = None
    unique_verified_leads: int | None = None


class CtrLinks(Listing[LinkClicks]):
    """Click figures of every link of one campaign [client]."""

    row = LinkClicks
    key = "links"


class BranchFigures(Payload):
    """Figures of one branch; rates are fractions (0-1) [inferred]."""

    entry_node_id: str | None = None
    subsequence_id: str | None = None
    label: str | None = None
    trigger_type: str | None = None
    is_active: bool | None = None
    enrolled_count: int | None = None
    completed_count: int | None = None
    sent_count: int | None = None
    open_count: int | None = None
    reply_count: int | None = None
    open_rate: float | None = None
    reply_rate: float | None = None


class SubsequenceAnalytics(Listing[BranchFigures]):
    """Figures of every branch of one campaign [client]."""

    row = BranchFigures
    key = "subsequences"
