"""The A/B rule: its arithmetic, when it is locked, and how often it names a winner among equals."""

from __future__ import annotations

import random
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops import experiment
from coldsend_tui.ops.experiment import Arm, Call, beats, expected_loss, judge, p_best, planned_sample


@pytest.mark.parametrize(
    ("low", "high", "leads"),
    [(0.02, 0.03, 3_800), (0.03, 0.045, 2_500), (0.034, 0.051, 2_200), (0.05, 0.06, 8_200), (0.05, 0.07, 2_200)],
)
def test_samples_are_those_of_the_field(low: float, high: float, leads: int) -> None:
    assert planned_sample(low, high / low - 1) == pytest.approx(leads, rel=0.03)


arms = st.tuples(st.integers(1, 400), st.integers(0, 60)).map(lambda pair: (pair[0] + pair[1], pair[1]))


@given(arms, arms)
def test_closed_form_and_quadrature_agree(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = Arm("A", *one), Arm("B", *other)
    closed = p_best((a, b))
    assert sum(closed) == pytest.approx(1)
    chances, _ = experiment._quadrature([experiment._beta(a), experiment._beta(b)])
    assert closed[0] == pytest.approx(chances[0], abs=0.01)


@given(arms, arms)
def test_losses_differ_by_the_difference_of_the_means(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = Arm("A", *one), Arm("B", *other)
    means = [(1 + arm.successes) / (2 + arm.trials) for arm in (a, b) if arm.successes is not None]
    assert expected_loss((a, b), "A") - expected_loss((a, b), "B") == pytest.approx(means[1] - means[0], abs=1e-6)


@given(st.integers(1, 30), st.integers(1, 30))
def test_equal_betas_beat_each_other_half_the_time(a: int, b: int) -> None:
    assert beats((a, b), (a, b)) == pytest.approx(0.5)


@given(st.lists(arms, min_size=3, max_size=4))
def test_chances_of_many_arms_sum_to_one(counts: list[tuple[int, int]]) -> None:
    many = [Arm(str(n), *count) for n, count in enumerate(counts)]
    assert sum(p_best(many)) == pytest.approx(1)


def test_the_verdict_is_locked_until_the_planned_sample_and_a_week() -> None:
    good = (Arm("A", 1_200, 90), Arm("B", 1_200, 30))
    locked = judge(good, days=20, per_arm_and_day=100)
    assert (locked.call, locked.best) == (Call.LOCKED, "A")
    assert locked.p_best is not None and locked.p_best > 0.999
    assert locked.text == f"no verdict yet: ~{-(-(locked.planned - 1_200) // 100)} days left"
    full = (Arm("A", 2_500, 150), Arm("B", 2_500, 50))
    assert judge(full, days=6).call is Call.LOCKED
    assert judge(full, days=7).call is Call.WINNER


def test_early_looks_have_their_places() -> None:
    planned = planned_sample()

    def at(share: float) -> Call:
        n = int(planned * share) + 1
        return judge((Arm("A", n, n // 10), Arm("B", n, n // 50)), days=9).call

    assert [at(share) for share in (0.2, 0.34, 0.5, 0.67, 0.9, 1.0)] == [
        Call.LOCKED, Call.EARLY_WINNER, Call.LOCKED, Call.EARLY_WINNER, Call.LOCKED, Call.WINNER,
    ]  # fmt: skip


def test_what_cannot_be_seen_or_reached_is_said() -> None:
    unseen = judge((Arm("A", 300, None), Arm("B", 290, None)), days=3, per_arm_and_day=50)
    assert unseen.call is Call.NOT_OBSERVABLE
    assert "not observable here" in unseen.text and "days left" in unseen.text
    small = judge((Arm("A", 300, 9), Arm("B", 290, 2)), days=30, leads_per_arm=400)
    assert small.call is Call.TOO_SMALL
    assert judge((Arm("A", 300, 9),), days=30).call is Call.NOTHING_TO_COMPARE


def successes(chance: random.Random, trials: int, rate: float) -> int:
    """A binomial draw by the gaps between successes."""
    count, at = 0, 0
    while True:
        at += int(log(1 - chance.random()) / log(1 - rate)) + 1
        if at > trials:
            return count
        count += 1


def false_winners(runs: int, arms: int, rate: float, *, early: bool) -> float:
    """Share of A/A experiments that name a winner at the planned sample, or at one of the three looks."""
    chance, planned = random.Random(20261126), planned_sample()
    thirds = [planned // 3 + 1] * 2 + [planned - 2 * (planned // 3 + 1)]
    named = 0
    for _ in range(runs):
        seen, hits = 0, [0] * arms
        for part in thirds:
            seen += part
            hits = [hit + successes(chance, part, rate) for hit in hits]
            if not early and seen < planned:
                continue
            verdict = judge([Arm(str(n), seen, hit) for n, hit in enumerate(hits)], days=30)
            if verdict.call in (Call.WINNER, Call.EARLY_WINNER):
                named += 1
                break
    return named / runs


@pytest.mark.parametrize(("arms", "early"), [(2, False), (2, True)])
def test_equals_have_a_winner_in_one_of_twenty_at_most(arms: int, early: bool) -> None:
    assert false_winners(1_500, arms, 0.034, early=early) <= 0.05


def test_four_equals_have_no_more_false_winners() -> None:
    assert false_winners(80, 4, 0.034, early=False) <= 0.05


def test_a_real_difference_is_found() -> None:
    chance, planned = random.Random(5), planned_sample()
    found = 0
    for _ in range(300):
        counts = [Arm(name, planned, successes(chance, planned, rate)) for name, rate in (("A", 0.034), ("B", 0.051))]
        verdict = judge(counts, days=30)
        found += verdict.call is Call.WINNER and verdict.best == "B"
    assert found / 300 >= 0.74
