"""Whether two rates differ: the interval of their difference, and a verdict that may be none.

The interval is Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, method 10), which holds for small
counts and for zero. Figures on a screen are looked at again and again, so a 95 % interval beside zero would be called a
difference far too often; a verdict takes 99 %. Simulated at equal rates of 3 %, 100 mails a side and day: by one look after 20 days
99 % calls a difference in about 1 % of cases, by the first of 20 daily looks in 5 % (95 %: 5 and 24 %) [C, tests/ops/test_comparison.py].
"""

from __future__ import annotations

from enum import StrEnum
from math import ceil, sqrt
from typing import Final, NamedTuple

from coldsend_tui.ops import wording
from coldsend_tui.ops.evidence import Ratio, interval
from coldsend_tui.ops.experiment import Z_POWER, Z_TWO_SIDED
from coldsend_tui.ops.thresholds import BOUNCE_MIN_SENT as LEAST

Z_VERDICT: Final = 2.5758293035489004
"""Standard normal quantile of 99.5 %: two-sided 99 %."""
FAR: Final = 100_000
"""More mails than this on each side: nobody will send them to find out."""


class Call(StrEnum):
    """What can be said of the second rate against the first."""

    NOTHING = "nothing to compare"
    TOO_FEW = "too few mails"
    OPEN = "no verdict yet"
    HIGHER = "higher"
    LOWER = "lower"


class Difference(NamedTuple):
    """Second rate minus first, with its bounds; fractions (-1…1)."""

    by: float
    low: float
    high: float


class Verdict(NamedTuple):
    """`difference` is at 95 % (None: nothing to divide by); `missing` mails on each side would settle the present difference
    (None: too many, or settled)."""

    call: Call
    difference: Difference | None
    missing: int | None

    @property
    def decided(self) -> bool:
        """Whether the counts prove a difference."""
        return self.call in (Call.HIGHER, Call.LOWER)

    @property
    def text(self) -> str:
        """`lower`, `no verdict yet: ~1,200 more mails each`, `too few mails: 20 on each side at least`."""
        if self.call is Call.TOO_FEW:
            return f"{self.call}: {LEAST} on each side at least"
        if self.call is Call.OPEN and self.missing is not None:
            return f"{self.call}: ~{wording.count(_rounded(self.missing))} more mails each"
        if self.call is Call.OPEN:
            return f"{self.call}: they hardly differ"
        return str(self.call)


def difference(first: Ratio, second: Ratio, z: float = Z_TWO_SIDED) -> Difference | None:
    """How much higher `second` is than `first`, two-sided at `z`; None without a denominator. Parts are clipped to their whole."""
    if first.whole <= 0 or second.whole <= 0:
        return None
    one, other = _clipped(first), _clipped(second)
    (low_1, high_1), (low_2, high_2) = interval(first, z), interval(second, z)
    by = other - one
    down = sqrt((other - low_2) ** 2 + (high_1 - one) ** 2)
    up = sqrt((high_2 - other) ** 2 + (one - low_1) ** 2)
    return Difference(by, max(-1.0, by - down), min(1.0, by + up))


def judge(first: Ratio, second: Ratio) -> Verdict:
    """Whether `second` is higher or lower than `first`. More events than mails (they answer earlier mails) compare nothing."""
    shown = difference(first, second)
    if shown is None or first.part > first.whole or second.part > second.whole:
        return Verdict(Call.NOTHING, None, None)
    if min(first.whole, second.whole) < LEAST:
        return Verdict(Call.TOO_FEW, shown, None)
    sure = difference(first, second, Z_VERDICT)
    assert sure is not None
    if sure.low > 0:
        return Verdict(Call.HIGHER, shown, None)
    if sure.high < 0:
        return Verdict(Call.LOWER, shown, None)
    return Verdict(Call.OPEN, shown, _missing(first, second))


def points(fraction: float, *, sign: bool = True) -> str:
    """A difference of rates in percentage points: `+1.2`, `−0.4`, with a real minus."""
    text = f"{abs(fraction) * 100:.1f}"
    if not sign or text == "0.0":
        return text
    return ("+" if fraction > 0 else "−") + text


def _missing(first: Ratio, second: Ratio) -> int | None:
    """Mails each side lacks to settle the present difference with a power of 80 %; None beyond `FAR`."""
    one, other = _clipped(first), _clipped(second)
    if one == other:
        return None
    mean = (one + other) / 2
    spread = Z_VERDICT * sqrt(2 * mean * (1 - mean)) + Z_POWER * sqrt(one * (1 - one) + other * (1 - other))
    needed = spread**2 / (other - one) ** 2
    return None if needed > FAR else max(1, ceil(needed) - min(first.whole, second.whole))


def _rounded(number: int) -> int:
    """To two digits: what is estimated is not told to the mail."""
    scale = max(1, int(10 ** (len(str(number)) - 2)))
    return -(-number // scale) * scale


def _clipped(ratio: Ratio) -> float:
    return min(max(0, ratio.part), ratio.whole) / ratio.whole
