"""What is sent about a campaign. A key that is left out is not touched; None is sent as null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict


class CampaignSettings(TypedDict, total=False):
    """Schedule, limits and tracking. Days are ISO (1 = Monday); the window is in the campaign's time zone [docs]."""

    daily_limit_per_inbox: int | None
    start_date: datetime | None
    timezone: str
    sending_days: Sequence[int]
    sending_window_start: int
    sending_window_start_minute: int
    sending_window_end: int
    sending_window_end_minute: int
    enable_tracking: bool
    enable_unsubscribe: bool
    enable_click_tracking: bool
    ramp_up_enabled: bool
    ramp_up_increment: int
    ramp_up_max_limit: int


class VariantText(TypedDict):
    """One variant of a mail. Shares of a mail's variants add up to exactly 100. A follow-up may omit the subject."""

    email_content: str
    subject_template: NotRequired[str | None]
    variant_name: NotRequired[str]
    variant_label: NotRequired[str | None]
    content_type: NotRequired[Literal["plaintext", "html", "raw_html"]]
    distribution_percent: NotRequired[int]


class SequenceStep(TypedDict):
    """One follow-up of the main chain: steps 2-11, 1-30 days after the step before."""

    step_number: int
    trigger_type: str
    wait_days: int
    variants: Sequence[VariantText]
    enable_unsubscribe: NotRequired[bool | None]


class SequenceEdit(TypedDict):
    """A change of one follow-up of a PAUSED campaign. `edit` and `delete` need the `sequence_id` [client]."""

    action: Literal["add", "edit", "delete"]
    sequence_id: NotRequired[str]
    step_number: NotRequired[int]
    trigger_type: NotRequired[str]
    wait_days: NotRequired[int]
    variants: NotRequired[Sequence[VariantText]]
    enable_unsubscribe: NotRequired[bool | None]


class CampaignChanges(CampaignSettings, total=False):
    """What an update may change; see behaviour §7 for what each state allows."""

    name: str
    lead_mapping: Mapping[str, Any]
    inbox_ids: Sequence[str]
    variants: Sequence[VariantText]
    sequences: Sequence[SequenceStep]
    sequence_edits: Sequence[SequenceEdit]
