from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.details import CampaignSettings, SequenceStep, Variant
from coldsend_tui.ops.forecast import Forecast, forecast, summary
from tests.ops.rows import NOW, campaign, sender, settings, workspace


def forecast_of(setting: CampaignSettings | None = None, **row: Any) -> Forecast:
    one = campaign(**row)
    return forecast(one, setting or settings(), workspace(one), NOW)


def follow_up(wait: int, number: int = 2) -> SequenceStep:
    return SequenceStep(number, "NOT_REPLIED", wait, (Variant("A", "", "And?", 100),))


def test_leads_over_capacity_in_sending_days() -> None:
    # 11:04 on a Wednesday with 30 a day: three quarters of today, then Thursday, Friday, Monday.
    result = forecast_of(total_leads=700, sent=600)
    assert (result.p10, result.p50, result.p90) == (date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 10))
    assert result.leads_left == 100
    assert result.text == "P50 9 Mar  P90 10 Mar"


def test_follow_ups_come_after_the_last_first_mail() -> None:
    plain = forecast_of(total_leads=700, sent=600)
    chain = forecast_of(settings(steps=(follow_up(3), follow_up(4, 3))), total_leads=700, sent=0, launched_at=None)
    assert chain.first_mails is not None
    assert plain.p50 is not None
    assert chain.p50 is not None
    assert chain.p50 >= chain.first_mails + timedelta(days=7)
    assert chain.mails_left > 2 * 700


def test_follow_ups_take_capacity_from_first_mails() -> None:
    alone = forecast_of(total_leads=1_000, sent=0, launched_at=None)
    chain = forecast_of(settings(steps=(follow_up(3),)), total_leads=1_000, sent=0, launched_at=None)
    assert alone.first_mails is not None
    assert chain.first_mails is not None
    assert chain.first_mails > alone.first_mails


@given(st.integers(1, 3_000), st.integers(0, 3_000), st.integers(1, 8))
def test_quantiles_are_in_order_and_never_past(total: int, sent: int, inboxes: int) -> None:
    setting = settings("c1", *[f"s{n}" for n in range(inboxes)])
    one = campaign(total_leads=total, sent=min(sent, total))
    result = forecast(one, setting, workspace(one, senders=[sender(f"s{n}") for n in range(inboxes)]), NOW)
    assert result.p10 is not None
    assert result.p50 is not None
    assert result.p90 is not None
    assert NOW.date() <= result.p10 <= result.p50 <= result.p90


@given(st.integers(1, 6))
def test_more_inboxes_never_finish_later(inboxes: int) -> None:
    def finish(number: int) -> date:
        ids = [f"s{n}" for n in range(number)]
        one = campaign(total_leads=3_000)
        result = forecast(one, settings("c1", *ids), workspace(one, senders=[sender(id) for id in ids]), NOW)
        assert result.p50 is not None
        return result.p50

    assert finish(inboxes + 1) <= finish(inboxes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"inboxes": None}, "its inboxes have not been read"),
        ({"inboxes": ()}, "no inbox is ACTIVE"),
        ({"timezone": None}, "its sending window is not known"),
    ],
)
def test_what_is_missing_is_said(changes: dict[str, Any], why: str) -> None:
    result = forecast_of(settings(**changes))
    assert (result.p50, result.text) == (None, f"not enough known: {why}")


def test_ended_campaigns_and_unread_ones_have_no_forecast() -> None:
    assert forecast_of(status="COMPLETED").p50 is None
    assert forecast(campaign(), None, workspace(campaign()), NOW).why == "its settings have not been read"
    assert forecast_of(total_leads=0, sent=0).why == "it has no leads"


def test_years_away_is_not_a_date() -> None:
    result = forecast_of(settings(daily_limit_per_inbox=1), total_leads=100_000)
    assert result.p50 is None
    assert "longer than 2 years" in result.text


def test_the_summary_names_the_pace() -> None:
    assert summary(forecast_of(total_leads=700, sent=600)).startswith("100 mails to come at up to 30 a sending day")
