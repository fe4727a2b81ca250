from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from coldsend_tui.details import CampaignSettings, InboxQuota, SequenceStep
from coldsend_tui.ops.sending import NextSend, Sending, next_send, quiet_since
from tests.ops.rows import NOW, campaign, sample, sender, settings, workspace


def judged(setting: CampaignSettings | None = None, now: datetime = NOW, **row: Any) -> NextSend:
    one = campaign(**row)
    return next_send(one, setting or settings(), workspace(one), now)


@pytest.mark.parametrize(
    ("status", "kind", "text"),
    [
        ("DRAFT", Sending.IDLE, "not launched"),
        ("PAUSED", Sending.IDLE, "paused"),
        ("FAILED", Sending.IDLE, "launch failed"),
        ("ARCHIVED", Sending.IDLE, "archived"),
        ("COMPLETED", Sending.DONE, "done"),
        ("RESTARTING", Sending.UNKNOWN, "state unknown"),
        ("ACTIVE", Sending.SENDING, "now"),
    ],
)
def test_each_state(status: str, kind: Sending, text: str) -> None:
    state = judged(status=status)
    assert (state.kind, state.text) == (kind, text)


def test_without_settings_nothing_is_claimed() -> None:
    state = next_send(campaign(), None, workspace(campaign()), NOW)
    assert (state.kind, state.at) == (Sending.UNKNOWN, None)


def test_a_shut_window_is_a_normal_wait_with_its_end() -> None:
    friday_night = datetime(2026, 3, 6, 23, tzinfo=UTC)
    state = judged(now=friday_night)
    assert (state.kind, state.at, state.text) == (
        Sending.WAIT, datetime(2026, 3, 9, 13, tzinfo=UTC), "Mon 09:00 EDT",
    )  # fmt: skip
    assert state.why.startswith("Normal wait.")


def test_a_day_off_and_a_start_date_are_told_apart() -> None:
    assert "not one of its sending days" in judged(now=datetime(2026, 3, 7, 16, tzinfo=UTC)).why
    assert "start date" in judged(settings(start_date=NOW + timedelta(days=3))).why


def test_used_up_limits_wait_for_the_next_utc_day_and_window() -> None:
    one = campaign()
    state = next_send(one, settings(), workspace(one, senders=(sender(sent_today=50),)), NOW)
    assert (state.kind, state.at) == (Sending.WAIT, datetime(2026, 3, 5, 14, tzinfo=UTC))
    assert "00:00 UTC" in state.why


def test_the_campaigns_own_cap_counts_too() -> None:
    one = campaign()
    capped = workspace(one, senders=(sender(sent_today=30, daily_limit=50),))
    assert next_send(one, settings(daily_limit_per_inbox=30), capped, NOW).kind is Sending.WAIT
    assert next_send(one, settings(daily_limit_per_inbox=40), capped, NOW).kind is Sending.SENDING


def test_quotas_know_the_campaigns_share_of_an_inbox() -> None:
    one = campaign()
    shared = workspace(one, senders=(sender(sent_today=45, daily_limit=50),))
    quota = InboxQuota("s1", "s1@acme.example", 50, 30, 45, 4, False, False, None)
    assert next_send(one, settings(), shared, NOW, quotas=[quota]).kind is Sending.SENDING
    assert next_send(one, settings(), shared, NOW, quotas=[quota._replace(remaining=0)]).kind is Sending.WAIT


def test_follow_ups_may_hold_back_first_mails_for_a_day() -> None:
    one = campaign()
    chain = settings(steps=(SequenceStep(2, "NOT_REPLIED", 3, ()),))
    hour, days = NOW - timedelta(hours=1), NOW - timedelta(days=2)
    assert next_send(one, chain, workspace(one), NOW, unchanged_since=hour).kind is Sending.SENDING
    assert next_send(one, chain, workspace(one), NOW, unchanged_since=days).kind is Sending.FAULT
    silent = workspace(one, senders=(sender(sent_today=0),))
    assert next_send(one, chain, silent, NOW, unchanged_since=hour).kind is Sending.FAULT


def test_no_usable_inbox_is_a_fault() -> None:
    one = campaign()
    paused = workspace(one, senders=(sender(status="PAUSED"),))
    assert next_send(one, settings(), paused, NOW).why == "Its only inbox is PAUSED, so nothing can be sent."
    assert next_send(one, settings(inboxes=()), workspace(one), NOW).text == "no inbox"


def test_leads_all_mailed_is_a_wait_for_follow_ups() -> None:
    one = campaign(total_leads=600, sent=600)
    state = next_send(one, settings(), workspace(one), NOW, unchanged_since=NOW - timedelta(hours=1))
    assert (state.kind, state.text) == (Sending.WAIT, "no lead due")


def test_quiet_time_counts_from_the_first_sample_with_todays_count() -> None:
    samples = [sample(90, 580), sample(45, 600), sample(20, 600, opened=3)]
    assert quiet_since(campaign(), samples) == NOW - timedelta(minutes=45)
    assert quiet_since(campaign(), []) is None
    assert quiet_since(campaign(sent=0), samples) == NOW - timedelta(days=7)
    assert quiet_since(campaign(sent=601), samples) is None
