"""What a campaign file holds: everything about a campaign that the API lets one write, in the field's own words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coldsend_tui.api.models.campaigns import Campaign, VariantRead

WEEK_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Names of the ISO days 1-7."""
_DIGITS: Final = 10


class Clock(NamedTuple):
    """A time of day in the campaign's zone. The end of a window may be 24:00."""

    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}"


class Window(NamedTuple):
    """The daily sending window."""

    start: Clock
    end: Clock

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class MailVariant(NamedTuple):
    """One variant of a mail. `share` is the percentage of leads that gets it (0-100); a follow-up's subject may be "".

    `content_type` None leaves the body's kind to the server.
    """

    name: str
    share: int
    subject: str
    body: str
    label: str | None = None
    content_type: str | None = None


class FollowUp(NamedTuple):
    """One follow-up of the main chain: step 2-11, days after the step before. `unsubscribe` None inherits the campaign's."""

    step: int
    trigger: str
    wait_days: int
    unsubscribe: bool | None
    variants: tuple[MailVariant, ...]


OFFICE_HOURS: Final = Window(Clock(9, 0), Clock(17, 0))
"""The API's default window [docs]."""


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """One campaign as it can be written. Attributes are named like the keys of the file and, where there is one, like the
    field of the API. None: no limit, no start date, or "the API did not say". Days are ISO (1 = Monday), inboxes addresses.
    """

    id: str = ""
    name: str = ""
    timezone: str | None = "America/New_York"
    sending_days: tuple[int, ...] | None = (1, 2, 3, 4, 5)
    sending_window: Window | None = OFFICE_HOURS
    start_date: datetime | None = None
    daily_limit_per_inbox: int | None = None
    ramp_up_enabled: bool | None = False
    ramp_up_increment: int | None = None
    ramp_up_max_limit: int | None = None
    enable_tracking: bool | None = False
    enable_click_tracking: bool | None = False
    enable_unsubscribe: bool | None = True
    inboxes: tuple[str, ...] = ()
    variants: tuple[MailVariant, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


def of_campaign(campaign: Campaign) -> CampaignFile:
    """The file of a campaign as the API's detail has it."""
    start = _clock(campaign.sending_window_start, campaign.sending_window_start_minute)
    end = _clock(campaign.sending_window_end, campaign.sending_window_end_minute)
    steps = sorted(campaign.sequences or (), key=lambda step: step.step_number or 0)
    return CampaignFile(
        id=campaign.campaign_id,
        name=campaign.name,
        timezone=campaign.timezone,
        sending_days=None if campaign.sending_days is None else tuple(sorted(campaign.sending_days)),
        sending_window=Window(start, end) if start and end else None,
        start_date=campaign.start_date,
        daily_limit_per_inbox=campaign.daily_limit_per_inbox,
        ramp_up_enabled=campaign.ramp_up_enabled,
        ramp_up_increment=campaign.ramp_up_increment,
        ramp_up_max_limit=campaign.ramp_up_max_limit,
        enable_tracking=campaign.enable_tracking,
        enable_click_tracking=campaign.enable_click_tracking,
        enable_unsubscribe=campaign.enable_unsubscribe,
        inboxes=tuple(inbox.email_address for inbox in campaign.inboxes or ()),
        variants=_variants(campaign.variants or ()),
        follow_ups=tuple(
            FollowUp(
                step.step_number or 0,
                step.trigger_type or "",
                step.wait_days or 0,
                step.enable_unsubscribe,
                _variants(step.variants or ()),
            )
            for step in steps
        ),
    )


def _clock(hour: int | None, minute: int | None) -> Clock | None:
    return None if hour is None else Clock(hour, minute or 0)


def _variants(variants: Sequence[VariantRead]) -> tuple[MailVariant, ...]:
    return tuple(
        MailVariant(
            variant.variant_name,
            100 if variant.distribution_percent is None else variant.distribution_percent,
            variant.subject_template or "",
            variant.email_content,
            variant.variant_label,
            variant.content_type,
        )
        for variant in sorted(variants, key=lambda variant: variant.variant_name)
    )


def digest(file: CampaignFile) -> str:
    """Ten hexadecimal digits that change when anything in `file` but its id does; the order of inboxes does not matter."""
    plain = replace(file, id="", inboxes=tuple(sorted(address.lower() for address in file.inboxes)))
    values = [getattr(plain, name) for name in plain.__slots__]
    text = json.dumps(values, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
