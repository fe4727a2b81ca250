"""Whether two rates differ."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.comparison import LEAST, Call, difference, judge, points
from coldsend_tui.ops.evidence import Ratio, interval
from coldsend_tui.ops.experiment import Z_TWO_SIDED

ratios = st.integers(1, 5_000).flatmap(lambda whole: st.builds(Ratio, st.integers(0, whole), st.just(whole)))


def test_the_interval_is_newcombes() -> None:
    # Newcombe 1998, table II, method 10: 56/70 against 48/80, and 9/10 against 3/10.
    first = difference(Ratio(48, 80), Ratio(56, 70))
    small = difference(Ratio(3, 10), Ratio(9, 10))
    assert first is not None and small is not None
    assert (round(first.low, 4), round(first.high, 4)) == (0.0524, 0.3339)
    assert (round(small.low, 4), round(small.high, 4)) == (0.1705, 0.8090)


@given(ratios, ratios)
def test_turning_both_around_turns_the_verdict_around(one: Ratio, other: Ratio) -> None:
    there, back = judge(one, other), judge(other, one)
    turned = {Call.HIGHER: Call.LOWER, Call.LOWER: Call.HIGHER}
    assert back.call == turned.get(there.call, there.call)
    assert there.difference is not None and back.difference is not None
    assert there.difference.low == pytest.approx(-back.difference.high)
    assert there.difference.low <= there.difference.by <= there.difference.high
    assert there.missing == back.missing


@given(ratios, ratios)
def test_a_verdict_needs_mails_and_intervals_that_hardly_meet(one: Ratio, other: Ratio) -> None:
    verdict = judge(one, other)
    if min(one.whole, other.whole) < LEAST:
        assert verdict.call is Call.TOO_FEW and "20 on each side" in verdict.text
    elif verdict.decided:
        shown = verdict.difference
        assert shown is not None and shown.low * shown.high > 0
        higher = one if verdict.call is Call.LOWER else other
        lower = other if higher is one else one
        assert higher.part / higher.whole > lower.part / lower.whole
    else:
        assert verdict.call is Call.OPEN and verdict.text.startswith("no verdict yet: ")


@given(ratios)
def test_the_same_counts_never_differ(one: Ratio) -> None:
    assert judge(one, one).call in (Call.OPEN, Call.TOO_FEW)
    low, high = interval(one, Z_TWO_SIDED)
    assert 0 <= low <= one.part / one.whole <= high <= 1


def test_what_has_no_denominator_is_not_compared() -> None:
    for one in (Ratio(0, 0), Ratio(3, 0), Ratio(7, 5)):
        assert judge(one, Ratio(1, 100)).call is judge(Ratio(1, 100), one).call is Call.NOTHING


def test_more_mails_settle_what_few_leave_open() -> None:
    few, many = (judge(Ratio(3 * k, 100 * k), Ratio(5 * k, 100 * k)) for k in (1, 60))
    assert few.call is Call.OPEN and many.call is Call.HIGHER
    assert few.missing is not None and 2_000 < few.missing < 6_000


def test_equal_campaigns_looked_at_daily_seldom_get_a_verdict() -> None:
    """The module's figure, on fewer runs: at most one in ten of 20 daily looks at two equal rates calls a difference."""
    rng = random.Random(7)
    called = 0
    for _ in range(200):
        one = other = 0
        for day in range(1, 21):
            one += _binomial(rng)
            other += _binomial(rng)
            if judge(Ratio(one, 100 * day), Ratio(other, 100 * day)).decided:
                called += 1
                break
    assert 0 < called < 20


def _binomial(rng: random.Random) -> int:
    return sum(rng.random() < 0.03 for _ in range(100))


def test_points_have_a_real_minus_and_no_signed_zero() -> None:
    assert (points(0.0121), points(-0.0041), points(-0.0001), points(0.2, sign=False)) == (
        "+1.2",
        "−0.4",
        "0.0",
        "20.0",
    )
