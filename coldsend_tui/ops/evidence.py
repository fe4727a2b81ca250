"""What a count proves: ratios with their denominators, and Wilson bounds.

A rate from few mails says little. A guard therefore asks whether the lower bound of the rate lies above the limit, never
whether the rate does; and where nothing is found wrong with few mails, the upper bound says what may be. Rates of several objects are pooled as a ratio of sums, never as a mean of rates (field.md §2).
"""

from collections.abc import Iterable
from math import sqrt
from typing import Final, NamedTuple

from coldsend_tui.ops import wording

Z95: Final = 1.6448536269514722
"""Standard normal quantile of a one-sided 95 % bound."""
Z99: Final = 2.3263478740408408
"""Standard normal quantile of a one-sided 99 % bound."""


class Ratio(NamedTuple):
    """`part` of `whole`, both counts. A part above the whole (late bounces of an older count) is kept as it came."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """The fraction, `None` when there is no denominator."""
        return self.part / self.whole if self.whole > 0 else None

    @property
    def text(self) -> str:
        """`12/200 6.0 %`."""
        return wording.ratio(self.part, self.whole)


def pooled(ratios: Iterable[Ratio]) -> Ratio:
    """The ratio of sums."""
    part = whole = 0
    for ratio in ratios:
        part += ratio.part
        whole += ratio.whole
    return Ratio(part, whole)


def wilson_lower(part: int, whole: int, z: float) -> float:
    """One-sided lower Wilson bound of `part / whole`, in 0-1; 0 when `whole` is 0. `part` is clipped into 0-`whole`."""
    if whole <= 0 or part <= 0:
        return 0.0
    centre, spread, scale = _wilson(part, whole, z)
    return max(0.0, (centre - spread) / scale)


def wilson_upper(part: int, whole: int, z: float) -> float:
    """One-sided upper Wilson bound of `part / whole`, in 0-1; 1 when `whole` is 0. `part` is clipped into 0-`whole`."""
    if whole <= 0 or part >= whole:
        return 1.0
    centre, spread, scale = _wilson(part, whole, z)
    return min(1.0, (centre + spread) / scale)


def _wilson(part: int, whole: int, z: float) -> tuple[float, float, float]:
    rate = min(max(part, 0), whole) / whole
    square = z * z
    spread = z * sqrt(rate * (1 - rate) / whole + square / (4 * whole * whole))
    return rate + square / (2 * whole), spread, 1 + square / whole


def interval(ratio: Ratio, z: float) -> tuple[float, float]:
    """Both Wilson bounds of a ratio in 0-1; (0, 1) when there is no denominator. `z` of 97.5 % makes it a two-sided 95 %."""
    return wilson_lower(ratio.part, ratio.whole, z), wilson_upper(ratio.part, ratio.whole, z)


def proves_above(part: int, whole: int, limit: float, z: float) -> bool:
    """Whether the counts prove a true rate above `limit` (a fraction) at the confidence of `z`."""
    return part > whole * limit and wilson_lower(part, whole, z) > limit
