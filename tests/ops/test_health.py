from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.evidence import Z95, wilson_upper
from coldsend_tui.ops.health import Level, bounce, domain_health, score_band, sender_health
from coldsend_tui.ops.thresholds import BOUNCE_WARN
from tests.ops.rows import NOW, campaign, domain, sender


@pytest.mark.parametrize(
    ("bounced", "sent", "level", "limit"),
    [
        (0, 0, Level.UNKNOWN, ""),
        (5, 19, Level.UNKNOWN, ""),
        (2, 31, Level.WARN, "> 2 %"),
        (1, 31, Level.UNKNOWN, ""),
        (12, 200, Level.CRIT, "> 3 %"),
        (11, 200, Level.WARN, "> 2 %"),
        (8, 200, Level.WARN, "> 2 %"),
        (7, 200, Level.UNKNOWN, ""),
        (4, 200, Level.OK, ""),
        (12, 300, Level.CRIT, "≥ 4 %"),
        (9, 300, Level.WARN, "≥ 3 %"),
        (0, 5_000, Level.OK, ""),
    ],
)
def test_bounce_verdicts(bounced: int, sent: int, level: Level, limit: str) -> None:
    verdict = bounce(campaign(sent=sent, bounced=bounced))
    assert (verdict.level, verdict.limit) == (level, limit)
    if level is Level.UNKNOWN:
        assert verdict.text == f"insufficient evidence: {bounced} of {sent}"
    else:
        assert f"{bounced}/{sent:,}" in verdict.text


def test_few_mails_without_a_fault_prove_little() -> None:
    verdict = bounce(campaign(sent=40, bounced=0))
    assert (verdict.level, verdict.text) == (Level.OK, "0/40 0.0 % bounced, up to 6.3 % (95 % sure)")
    assert bounce(campaign(sent=5_000, bounced=20)).up_to is None


@given(st.integers(0, 60), st.integers(0, 3_000))
def test_a_good_verdict_excludes_a_bad_rate_or_says_up_to_what_it_may_be(bounced: int, sent: int) -> None:
    verdict = bounce(campaign(sent=sent, bounced=bounced))
    assert (verdict.up_to is not None) is (verdict.level is Level.OK and wilson_upper(bounced, sent, Z95) > BOUNCE_WARN)
    if verdict.up_to is not None:
        assert verdict.ratio.rate is not None
        assert BOUNCE_WARN < verdict.up_to <= 1
        assert verdict.up_to > verdict.ratio.rate


@given(st.integers(0, 3_000), st.integers(0, 3_000))
def test_one_more_bounce_never_looks_better(bounced: int, sent: int) -> None:
    order = [Level.OK, Level.UNKNOWN, Level.WARN, Level.CRIT]
    now, worse = (bounce(campaign(sent=sent, bounced=n)).level for n in (bounced, bounced + 1))
    assert order.index(now) <= order.index(worse)


@pytest.mark.parametrize(
    ("score", "band"), [(None, "unknown"), (59.9, "poor"), (60, "fair"), (80, "fair"), (80.5, "good")]
)
def test_score_bands(score: float | None, band: str) -> None:
    assert score_band(score) == band


def test_sender_at_its_limit() -> None:
    verdict = sender_health(sender(sent_today=50, daily_limit=50))
    assert verdict.at_limit
    assert verdict.level is Level.WARN
    assert "50/50 today" in verdict.text


def test_a_rate_limited_sender_is_at_its_limit_whatever_its_count() -> None:
    assert sender_health(sender(sent_today=None, rate_limited=True)).at_limit


def test_the_verdict_on_a_sender_says_how_much_it_knows() -> None:
    bare = sender_health(sender(health=None, daily_limit=None, sent_today=None, rate_limited=None))
    assert (bare.level, bare.known, bare.used) == (Level.UNKNOWN, 0, None)
    assert bare.text == "health unknown; use of the daily limit unknown; from 0 of 5 inputs"
    assert sender_health(sender(), domain()).known == 5


def test_poor_health_is_critical_and_a_broken_domain_a_warning() -> None:
    assert sender_health(sender(health=41)).level is Level.CRIT
    assert sender_health(sender(), domain(status="FAILED")).level is Level.WARN
    assert sender_health(sender(), domain()).level is Level.OK


@pytest.mark.parametrize(
    ("status", "minutes", "level"),
    [
        ("DNS_PENDING", 60, Level.OK),
        ("DNS_PENDING", 61, Level.WARN),
        ("SERVICES_CONFIGURING", 24 * 60 + 1, Level.CRIT),
        ("FAILED", 1, Level.CRIT),
        ("ACTIVE", 99_999, Level.OK),
        ("MIGRATING", 5, Level.UNKNOWN),
    ],
)
def test_domain_verdicts(status: str, minutes: int, level: Level) -> None:
    assert domain_health(domain(status=status, state_since=NOW - timedelta(minutes=minutes)), NOW).level is level


def test_a_domain_never_seen_before_gets_no_verdict_on_its_time() -> None:
    verdict = domain_health(domain(status="DNS_PENDING", state_since=None), NOW)
    assert (verdict.level, verdict.in_state) == (Level.UNKNOWN, None)
