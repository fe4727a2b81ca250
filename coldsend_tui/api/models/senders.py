"""Sender accounts (inboxes) as the API answers them [docs: /sender-accounts][client]."""

from __future__ import annotations

import datetime
from functools import cached_property

from coldsend_tui.api.models.listing import Listing, Page
from coldsend_tui.api.models.payload import Moment, Payload, own_id, read_head


class SenderRow(Payload):
    """A sender account in the list. `health_score` is 0-100, `sent_today` counts the UTC day."""

    inbox_id: str = own_id("inbox_id")
    email_address: str = ""
    display_name: str | None = None
    inbox_type: str | None = None
    overall_status: str | None = None
    health_score: float | None = None
    daily_limit: int | None = None
    sent_today: int | None = None
    domain_id: str | None = None
    domain_name: str | None = None
    created_at: Moment | None = None


class SenderPage(Page[SenderRow]):
    """One page of sender accounts."""

    row = SenderRow
    key = "sender_accounts"


class Sender(SenderRow):
    """A sender account in full, without its passwords, which the API never tells."""

    smtp_host: str | None = None
    smtp_port: int | None = None
    smtp_username: str | None = None
    smtp_use_tls: bool | None = None
    imap_host: str | None = None
    imap_port: int | None = None
    imap_username: str | None = None
    imap_use_ssl: bool | None = None
    updated_at: Moment | None = None


class UsageRow(Payload):
    """What one sender account sent in the present UTC day."""

    inbox_id: str | None = own_id("inbox_id", required=False)
    email_address: str = ""
    sent_today: int | None = None
    daily_limit: int | None = None
    remaining: int | None = None
    is_rate_limited: bool | None = None


class UsageHead(Payload):
    """The day that daily usage is about and when it ends."""

    date: datetime.date | None = None
    reset_at_utc: Moment | None = None


class DailyUsage(Listing[UsageRow]):
    """Daily usage of every sender account [client]."""

    row = UsageRow
    key = "inboxes"

    @cached_property
    def head(self) -> UsageHead:
        """Day and reset."""
        return read_head(UsageHead, {name: value for name, value in self.data.items() if name != self.key})


class QuotaRow(Payload):
    """What one assigned inbox may still send for one campaign today: the effective limit regards campaign cap and ramp-up."""

    inbox_id: str | None = own_id("inbox_id", required=False)
    email_address: str = ""
    daily_limit: int | None = None
    effective_daily_limit: int | None = None
    sent_today: int | None = None
    effective_remaining: int | None = None
    is_rate_limited: bool | None = None
    ramp_up_enabled: bool | None = None
    ramp_up_current_limit: int | None = None


class InboxQuotas(Listing[QuotaRow]):
    """Quotas of the inboxes assigned to one campaign [client]."""

    row = QuotaRow
    key = "inboxes"
