"""Leads of a campaign as the API answers them [docs: /leads]. A lead is one person's membership in one campaign."""

from __future__ import annotations

from typing import Any

from coldsend_tui.api.models.listing import Page
from coldsend_tui.api.models.payload import Moment, Payload, Rows, own_id
from coldsend_tui.api.models.progress import Progress


class Lead(Payload):
    """A lead with its state. `sequence_step` 0 means not contacted yet."""

    lead_id: str = own_id("lead_id")
    batch_id: str | None = None
    email: str = ""
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    status: str = ""
    custom_fields: dict[str, Any] | None = None
    sequence_step: int | None = None
    email_opened: bool | None = None
    email_replied: bool | None = None
    unsubscribed: bool | None = None
    delivery_status: str | None = None
    intent_tag: str | None = None
    last_contacted_at: Moment | None = None
    opened_at: Moment | None = None
    replied_at: Moment | None = None
    created_at: Moment | None = None


class LeadPage(Page[Lead]):
    """One page of leads."""

    row = Lead
    key = "leads"


class EmailInteraction(Payload):
    """A mail of the main chain that went to a lead."""

    email_id: str | None = own_id("email_id", required=False)
    sequence_step: int | None = None
    subject: str | None = None
    sent_at: Moment | None = None
    opened_at: Moment | None = None
    replied_at: Moment | None = None
    inbox_email: str | None = None
    sent: bool | None = None
    opened: bool | None = None
    bounced: bool | None = None


class LeadReply(Payload):
    """A reply of a lead, with what the platform took it for."""

    reply_id: str | None = own_id("reply_id", required=False)
    subject: str | None = None
    received_at: Moment | None = None
    body_preview: str | None = None
    is_auto_reply: bool | None = None
    is_unsubscribe: bool | None = None


class LeadDetail(Lead):
    """A lead with its mails of the main chain (not of branches, see the journey) and its replies."""

    email_interactions: Rows[EmailInteraction] | None = None
    replies: Rows[LeadReply] | None = None


class LeadUploadAccepted(Payload):
    """The first answer to an upload: the job that reads the file."""

    job_id: str = own_id("job_id")
    campaign_id: str | None = None
    batch_id: str | None = None
    status: str | None = None
    message: str = ""
    total_rows: int | None = None
    total_valid: int | None = None


class UploadError(Payload):
    """A row of the file that became no lead."""

    row: int | None = None
    email: str | None = None
    error: str = ""


class LeadUploadProgress(Progress):
    """How far an upload is; processed = success + duplicate + error [inferred]."""

    job_id: str | None = None
    campaign_id: str | None = None
    processed_count: int | None = None
    success_count: int | None = None
    duplicate_count: int | None = None
    error_count: int | None = None
    total_count: int | None = None
    errors: Rows[UploadError] | None = None
    started_at: Moment | None = None
    completed_at: Moment | None = None


class LeadsDeleted(Payload):
    """The answer to a deletion: only PENDING leads are deleted, others are skipped."""

    deleted_count: int | None = None
    skipped_count: int | None = None
    message: str = ""


class Touchpoint(Payload):
    """A mail of the main chain or of a branch on a lead's journey."""

    node_id: str | None = None
    node_group: str | None = None
    subsequence_id: str | None = None
    step_number: int | None = None
    subject: str | None = None
    sent_at: Moment | None = None
    opened_at: Moment | None = None
    replied_at: Moment | None = None
    bounced: bool | None = None


class Enrollment(Payload):
    """A lead's stay in a branch."""

    subsequence_id: str | None = None
    label: str | None = None
    entered_at: Moment | None = None
    completed_at: Moment | None = None


class LeadJourney(Payload):
    """Everything that happened to a lead in a campaign, branches included [client]."""

    lead_id: str | None = None
    campaign_id: str | None = None
    email: str | None = None
    status: str | None = None
    current_node_id: str | None = None
    touchpoints: Rows[Touchpoint] | None = None
    enrollments: Rows[Enrollment] | None = None
    replies: Rows[LeadReply] | None = None
