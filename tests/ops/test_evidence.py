"""Bounds against the table of field.md §2, against independent solutions of the score equation, and by their properties."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.evidence import (
    Z95,
    Z99,
    Ratio,
    pooled,
    proves_above,
    wilson_lower,
    wilson_upper,
)

counts = st.integers(1, 20_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def test_quantiles_are_those_of_the_normal_distribution() -> None:
    assert NormalDist().inv_cdf(0.95) == pytest.approx(Z95, abs=1e-12)
    assert NormalDist().inv_cdf(0.99) == pytest.approx(Z99, abs=1e-12)


@pytest.mark.parametrize(("part", "whole"), [(2, 20), (3, 50), (5, 100), (8, 200), (16, 500), (28, 1_000)])
def test_fewest_bounces_that_prove_more_than_two_percent(part: int, whole: int) -> None:
    assert proves_above(part, whole, 0.02, Z95)
    assert not proves_above(part - 1, whole, 0.02, Z95)


@pytest.mark.parametrize(("part", "whole"), [(3, 20), (5, 50), (7, 100), (12, 200), (24, 500)])
def test_fewest_bounces_that_prove_more_than_three_percent(part: int, whole: int) -> None:
    assert proves_above(part, whole, 0.03, Z99)
    assert not proves_above(part - 1, whole, 0.03, Z99)


@given(counts, st.sampled_from([Z95, Z99]))
def test_the_lower_bound_solves_the_score_equation(count: tuple[int, int], z: float) -> None:
    part, whole = count
    bound = wilson_lower(part, whole, z)
    assert part / whole - bound == pytest.approx(z * sqrt(bound * (1 - bound) / whole), abs=1e-7)


@given(counts, st.sampled_from([Z95, Z99]))
def test_bounds_enclose_the_rate_and_mirror_each_other(count: tuple[int, int], z: float) -> None:
    part, whole = count
    low, high = wilson_lower(part, whole, z), wilson_upper(part, whole, z)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1
    assert low == pytest.approx(1 - wilson_upper(whole - part, whole, z), abs=1e-9)


@given(counts)
def test_more_confidence_proves_less(count: tuple[int, int]) -> None:
    part, whole = count
    assert wilson_lower(part, whole, Z99) <= wilson_lower(part, whole, Z95)


@given(st.integers(0, 500), st.integers(20, 1_000))
def test_one_more_bounce_never_proves_less(part: int, whole: int) -> None:
    assert wilson_lower(part, whole, Z99) <= wilson_lower(part + 1, whole, Z99)


def test_without_mails_nothing_is_known() -> None:
    assert (wilson_lower(0, 0, Z95), wilson_upper(0, 0, Z95)) == (0.0, 1.0)
    assert Ratio(0, 0).rate is None


def test_pooling_sums_before_dividing() -> None:
    assert pooled([Ratio(1, 10), Ratio(0, 990)]) == Ratio(1, 1_000)
    assert Ratio(12, 200).text == "12/200 6.0 %"
