"""Which variant is better: a verdict that is locked until the planned sample, and may say that there is none (field.md §2).

Beta(1 + s, 1 + f) posteriors; P(best) by Miller's closed form for two arms and by quadrature for more; expected loss against
a threshold of caring (Stucchio). Looking daily at P(best) alone finds ~20 % winners among equals, so a winner needs the
planned sample, a week, and the last bound of an O'Brien-Fleming schedule; earlier looks only at its places and bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import ceil, exp, lgamma, log, log1p, sqrt
from typing import Final, NamedTuple

Z_TWO_SIDED: Final = 1.959963984540054
"""Standard normal quantile of 97.5 %: two-sided 95 %."""
Z_POWER: Final = 0.8416212335729143
"""Standard normal quantile of 80 %."""
P_BEST: Final = 0.975
CARE: Final = 0.001
"""A winner has P(best) of at least 97.5 % and an expected loss under 0.1 points. field.md §2."""
LEAST_DAYS: Final = 7
"""A week at least, so that every weekday counts once. field.md §2."""
LOOKS: Final = ((1 / 3, 3.471), (2 / 3, 2.454), (1.0, 2.004))
"""O'Brien-Fleming for three looks: share of the planned sample and the |z| it takes. field.md §2, to one digit more."""
LOOK_WIDTH: Final = 0.05
"""An early look counts for this much of the planned sample after its place; what is between two looks stays locked [inferred]."""
BASELINE: Final = 0.034
LIFT: Final = 0.5
"""Reply rate and relative lift a test is planned for where the campaign's own are not known: 3.4 → 5.1 %. field.md §2."""
_GRID: Final = 600


class Arm(NamedTuple):
    """One variant: leads that got it (first mails), and replies to it; None where the API gives no count per variant."""

    name: str
    trials: int
    successes: int | None


class Call(StrEnum):
    """What can be said."""

    NOTHING_TO_COMPARE = "nothing to compare"
    NOT_OBSERVABLE = "not observable here"
    TOO_SMALL = "list too small"
    LOCKED = "no verdict yet"
    WINNER = "winner"
    EARLY_WINNER = "early winner"
    NO_WINNER = "no winner"


class Verdict(NamedTuple):
    """`best` leads (also without being a winner); `p_best` and `loss` (0-1) are evidence, not the verdict.

    `planned` is the sample per arm, `reached` the smallest arm, `days_left` until both sample and week are there (None: not
    known). `judged_on` are the counts behind it.
    """

    call: Call
    best: str
    p_best: float | None
    loss: float | None
    planned: int
    reached: int
    days_left: int | None
    text: str


def planned_sample(baseline: float = BASELINE, lift: float = LIFT) -> int:
    """Leads per arm to tell `baseline` from `baseline * (1 + lift)`: two-sided 95 %, power 80 %. Rates in 0-1, lift above 0."""
    low = min(max(baseline, 1e-4), 0.9)
    high = min(low * (1 + lift), 0.99)
    mean = (low + high) / 2
    under_none = Z_TWO_SIDED * sqrt(2 * mean * (1 - mean))
    under_lift = Z_POWER * sqrt(low * (1 - low) + high * (1 - high))
    return ceil((under_none + under_lift) ** 2 / (high - low) ** 2)


def judge(
    arms: Sequence[Arm],
    *,
    days: float,
    per_arm_and_day: float | None = None,
    leads_per_arm: float | None = None,
    baseline: float = BASELINE,
    lift: float = LIFT,
) -> Verdict:
    """Judge an experiment that ran for `days`.

    `per_arm_and_day` is the pace of the slowest arm per calendar day, `leads_per_arm` what its list holds in the end: an
    experiment that can never reach its sample says so at once.
    """
    planned = planned_sample(baseline, lift)
    reached = min((arm.trials for arm in arms), default=0)
    left = _days_left(planned - reached, days, per_arm_and_day)

    def verdict(call: Call, text: str, best: str = "", p: float | None = None, loss: float | None = None) -> Verdict:
        return Verdict(call, best, p, loss, planned, reached, left, text)

    if len(arms) < 2:
        return verdict(Call.NOTHING_TO_COMPARE, "one variant: nothing to compare")
    if leads_per_arm is not None and leads_per_arm < planned:
        needed = f"{planned:,} leads per variant are needed, the list has {leads_per_arm:,.0f}"
        return verdict(Call.TOO_SMALL, f"no verdict possible: {needed}")
    if any(arm.successes is None for arm in arms):
        told = "the API counts no replies per variant: not observable here"
        if reached < planned or days < LEAST_DAYS:
            told += f"; planned sample {_when(left)}"
        return verdict(Call.NOT_OBSERVABLE, told)
    best, p = max(zip([arm.name for arm in arms], p_best(arms), strict=True), key=lambda pair: pair[1])
    loss = expected_loss(arms, best)
    look = _look(reached / planned if planned else 1.0)
    wins = days >= LEAST_DAYS and look is not None and _wins(arms, best, p, loss, look)
    if reached >= planned and days >= LEAST_DAYS:
        if wins:
            return verdict(
                Call.WINNER, f"{best} wins: P(best) {p * 100:.1f} %, loss {loss * 100:.2f} points", best, p, loss
            )
        return verdict(Call.NO_WINNER, "planned sample reached: no winner, keep either", best, p, loss)
    if wins:
        text = f"{best} wins early: P(best) {p * 100:.1f} % at a planned look"
        return verdict(Call.EARLY_WINNER, text, best, p, loss)
    return verdict(Call.LOCKED, f"no verdict yet: {_when(left)}", best, p, loss)


def p_best(arms: Sequence[Arm]) -> tuple[float, ...]:
    """The probability of each arm to have the highest true rate (0-1, summing to 1)."""
    betas = [_beta(arm) for arm in arms]
    if len(betas) == 2:
        second = beats(betas[1], betas[0])
        return (1 - second, second)
    return _quadrature(betas)[0]


def expected_loss(arms: Sequence[Arm], chosen: str) -> float:
    """What is given away on average, as a rate (0-1), by keeping `chosen` if another arm is better."""
    betas = [_beta(arm) for arm in arms]
    at = next(index for index, arm in enumerate(arms) if arm.name == chosen)
    if len(betas) == 2:
        (a, b), (c, d) = betas[at], betas[1 - at]
        mean, other = a / (a + b), c / (c + d)
        return max(0.0, other * beats((c + 1, d), (a, b)) - mean * beats((c, d), (a + 1, b)))
    highest = _quadrature(betas)[1]
    a, b = betas[at]
    return max(0.0, highest - a / (a + b))


def beats(one: tuple[int, int], other: tuple[int, int]) -> float:
    """P(X > Y) for X ~ Beta(`one`), Y ~ Beta(`other`): Miller's closed form, whole parameters of at least 1."""
    (c, d), (a, b) = one, other
    total = 0.0
    base = -_log_beta(a, b)
    for i in range(c):
        total += exp(_log_beta(a + i, b + d) - log(d + i) - _log_beta(1 + i, d) + base)
    return min(1.0, max(0.0, total))


def z_score(first: Arm, second: Arm) -> float:
    """The pooled two-proportion z of two arms; 0 where nothing can be said."""
    n, m = first.trials, second.trials
    s, t = first.successes or 0, second.successes or 0
    pooled = (s + t) / (n + m) if n + m else 0.0
    spread = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)) if n and m and 0 < pooled < 1 else 0.0
    return (s / n - t / m) / spread if spread else 0.0


def _wins(arms: Sequence[Arm], best: str, p: float, loss: float, bound: float) -> bool:
    """All of: P(best), loss, and the z bound of this look against the strongest other arm, shared among the comparisons."""
    if p < P_BEST or loss >= CARE:
        return False
    leader = next(arm for arm in arms if arm.name == best)
    others = [arm for arm in arms if arm.name != best]
    return all(z_score(leader, arm) >= bound for arm in others)


def _look(share: float) -> float | None:
    """The bound of the look that `share` of the planned sample belongs to; None between two looks."""
    for place, bound in LOOKS:
        if place <= share and (place == 1.0 or share < place + LOOK_WIDTH):
            return bound
    return None


def _days_left(missing: int, days: float, pace: float | None) -> int | None:
    week = max(0, ceil(LEAST_DAYS - days))
    if missing <= 0:
        return week
    return max(week, ceil(missing / pace)) if pace else None


def _when(days: int | None) -> str:
    if days is None:
        return "days left not known"
    return "today" if days == 0 else f"~{days:,} day{'s' if days != 1 else ''} left"


def _beta(arm: Arm) -> tuple[int, int]:
    hits = min(max(0, arm.successes or 0), max(0, arm.trials))
    return 1 + hits, 1 + max(0, arm.trials) - hits


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _quadrature(betas: Sequence[tuple[int, int]]) -> tuple[tuple[float, ...], float]:
    """P(best) of each and the mean of the highest, on a grid over where the densities are."""
    means = [a / (a + b) for a, b in betas]
    spreads = [sqrt(m * (1 - m) / (a + b + 1)) for m, (a, b) in zip(means, betas, strict=True)]
    low = max(1e-9, min(m - 8 * s for m, s in zip(means, spreads, strict=True)))
    high = min(1 - 1e-9, max(m + 8 * s for m, s in zip(means, spreads, strict=True)))
    step = (high - low) / _GRID
    points = [low + (at + 0.5) * step for at in range(_GRID)]
    densities = [
        [exp((a - 1) * log(x) + (b - 1) * log1p(-x) - _log_beta(a, b)) * step for x in points] for a, b in betas
    ]
    below: list[list[float]] = []
    for density in densities:
        total, sums = 0.0, []
        for mass in density:
            sums.append(min(1.0, total + mass / 2))
            total += mass
        below.append(sums)
    chances = []
    highest = 0.0
    for index, density in enumerate(densities):
        chance = 0.0
        for at, mass in enumerate(density):
            rest = 1.0
            for other, sums in enumerate(below):
                if other != index:
                    rest *= sums[at]
            chance += mass * rest
            highest += points[at] * mass * rest
        chances.append(chance)
    whole = sum(chances) or 1.0
    return tuple(chance / whole for chance in chances), highest / whole
