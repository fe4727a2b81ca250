"""Campaigns: figures from analytics, rows of the list, and the detail with its settings."""

from __future__ import annotations

from datetime import datetime

from ...details import AssignedInbox, CampaignSettings, SequenceStep, Variant
from ...workspace import Campaign
from .fields import Payload, count, identity, moment, number, objects, text, truth, unwrapped, whole

_LIST_COUNTS = ("total_leads", "sent_count", "open_count", "reply_count", "bounce_count")


def from_analytics(payload: Payload, seen_at: datetime) -> Campaign | None:
    """One row of GET /analytics/campaigns. It knows neither the launch nor unsubscribes.

    A row with a count missing or unreadable is left out: a made-up zero would look like a reset.
    """
    campaign_id = identity(payload, "campaign_id", "id")
    counts = [count(payload, f"total_{name}") for name in ("leads", "sent", "opened", "replied", "bounced")]
    leads, sent, opened, replied, bounced = counts
    if campaign_id is None or leads is None or sent is None or opened is None or replied is None or bounced is None:
        return None
    return Campaign(
        id=campaign_id,
        name=text(payload, "campaign_name", "name") or "",
        status=text(payload, "status") or "",
        total_leads=leads,
        sent=sent,
        opened=opened,
        replied=replied,
        bounced=bounced,
        unsubscribed=None,
        created_at=moment(payload, "created_at"),
        launched_at=None,
        seen_at=seen_at,
    )


def from_list(payload: Payload, seen_at: datetime) -> Campaign | None:
    """One row of GET /campaigns, or the head of GET /campaigns/{id}: both use the same names.

    A count that is missing is 0 by the contract; a row with an unreadable one is left out.
    """
    campaign_id = identity(payload, "campaign_id", "id")
    counts = [_count_or_zero(payload, name) for name in _LIST_COUNTS]
    leads, sent, opened, replied, bounced = counts
    if campaign_id is None or leads is None or sent is None or opened is None or replied is None or bounced is None:
        return None
    return Campaign(
        id=campaign_id,
        name=text(payload, "name", "campaign_name") or "",
        status=text(payload, "status") or "",
        total_leads=leads,
        sent=sent,
        opened=opened,
        replied=replied,
        bounced=bounced,
        unsubscribed=count(payload, "unsubscribe_count"),
        created_at=moment(payload, "created_at"),
        launched_at=moment(payload, "launched_at"),
        seen_at=seen_at,
    )


def detail(payload: Payload, seen_at: datetime) -> tuple[Campaign, CampaignSettings] | None:
    """GET /campaigns/{id}: the row and the settings."""
    payload = unwrapped(payload, "campaign")
    campaign = from_list(payload, seen_at)
    return None if campaign is None else (campaign, settings(campaign.id, payload, seen_at))


def settings(campaign_id: str, payload: Payload, seen_at: datetime) -> CampaignSettings:
    """The settings in a campaign's detail; what is missing or unreadable stays unknown."""
    inboxes, variants, steps = objects(payload, "inboxes"), objects(payload, "variants"), objects(payload, "sequences")
    return CampaignSettings(
        id=campaign_id,
        timezone=text(payload, "timezone"),
        sending_days=_days(payload),
        window_start=_time_of_day(payload, "sending_window_start"),
        window_end=_time_of_day(payload, "sending_window_end"),
        start_date=moment(payload, "start_date"),
        daily_limit_per_inbox=count(payload, "daily_limit_per_inbox"),
        tracking=truth(payload, "enable_tracking"),
        click_tracking=truth(payload, "enable_click_tracking"),
        unsubscribe=truth(payload, "enable_unsubscribe"),
        ramp_up=truth(payload, "ramp_up_enabled"),
        ramp_up_increment=count(payload, "ramp_up_increment"),
        ramp_up_max=count(payload, "ramp_up_max_limit"),
        inboxes=None if inboxes is None else tuple(made for one in inboxes if (made := _inbox(one)) is not None),
        variants=None if variants is None else tuple(map(_variant, variants)),
        steps=None if steps is None else tuple(sorted(map(_step, steps), key=lambda step: step.number)),
        seen_at=seen_at,
    )


def _count_or_zero(payload: Payload, name: str) -> int | None:
    return 0 if payload.get(name) is None else count(payload, name)


def _days(payload: Payload) -> tuple[int, ...]:
    days = payload.get("sending_days")
    if not isinstance(days, list):
        return ()
    return tuple(sorted({day for day in days if isinstance(day, int) and not isinstance(day, bool) and 1 <= day <= 7}))


def _time_of_day(payload: Payload, name: str) -> tuple[int, int] | None:
    hour, minute = whole(payload, name), whole(payload, f"{name}_minute") or 0
    if hour is None or not (0 <= hour * 60 + minute <= 24 * 60 and 0 <= minute < 60):
        return None
    return (hour, minute)


def _inbox(payload: Payload) -> AssignedInbox | None:
    inbox_id = identity(payload, "inbox_id", "id")
    if inbox_id is None:
        return None
    return AssignedInbox(
        id=inbox_id,
        email=text(payload, "email_address", "email") or "",
        kind=text(payload, "inbox_type") or "",
        status=text(payload, "overall_status", "status") or "",
        daily_limit=count(payload, "daily_limit"),
    )


def _variant(payload: Payload) -> Variant:
    share = number(payload, "distribution_percent")
    return Variant(
        name=text(payload, "variant_name") or "",
        subject=text(payload, "subject_template") or "",
        body=text(payload, "email_content") or "",
        share=0 if share is None else round(share),
    )


def _step(payload: Payload) -> SequenceStep:
    return SequenceStep(
        number=count(payload, "step_number") or 0,
        trigger=text(payload, "trigger_type") or "",
        wait_days=count(payload, "wait_days") or 0,
        variants=tuple(map(_variant, objects(payload, "variants") or ())),
    )
