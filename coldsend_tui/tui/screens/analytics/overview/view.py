"""The rates of a period with their bounds, against the period before, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from coldsend_tui.ops import comparison, figures, wording
from coldsend_tui.ops.comparison import Call, Verdict
from coldsend_tui.ops.evidence import Ratio, interval
from coldsend_tui.ops.experiment import Z_TWO_SIDED
from coldsend_tui.ops.figures import RATES, Figures
from coldsend_tui.ops.periods import Bucket
from coldsend_tui.tui.lines import Line, Span, line, pad
from coldsend_tui.tui.widgets.meter import sparkline

LABEL: Final = 9
_COUNT, _RATE, _BOUNDS, _BEFORE, _CHANGE, _SPAN = 13, 8, 13, 8, 9, 15
_BEFORE_COUNT: Final = 17
_ROOMY: Final = 112
"""Columns from which the interval of the change and the counts of the period before are shown."""
_LONG: Final = 138
"""Columns from which a verdict says what it takes."""
_WIDE: Final = 168
SPARK: Final = 30
_GOOD: Final = {"replied": Call.HIGHER, "bounced": Call.LOWER, "unsubscribed": Call.LOWER}
"""What is wished for. Opens are told by machines too and only show a direction: field.md §2."""


def table(now: Figures, before: Figures | None, series: Sequence[Bucket], columns: int) -> list[Line]:
    """A head and a line for each counter. `before` is None where the days before are not known, all or in part."""
    roomy, wide = columns >= _ROOMY, columns >= _WIDE
    long = columns >= _LONG
    lines = [
        _head(roomy=roomy, wide=wide),
        _sent(now, before, sum(bucket.days for bucket in series), series, roomy=roomy, wide=wide),
    ]
    for name in RATES:
        lines.append(_rate(name, now, before, series, roomy=roomy, wide=wide, long=long))
    return lines


def _head(*, roomy: bool, wide: bool) -> Line:
    pieces: list[Span] = [(" " * LABEL, "")]
    heads = [("n / sent", _COUNT), ("rate", _RATE), ("95 % bounds", _BOUNDS), ("before", _BEFORE), ("change", _CHANGE)]
    if roomy:
        heads.insert(3, ("n / sent before", _BEFORE_COUNT))
        heads.append(("95 % bounds", _SPAN))
    for text, width in heads:
        pieces.extend(pad(((text, "muted"),), width, right=True))
    pieces.append(("  verdict", "muted"))
    if wide:
        pieces = [*pad(tuple(pieces), _WIDE - SPARK - 2), ("over the period", "muted")]
    return tuple(pieces)


def _sent(
    now: Figures, before: Figures | None, known: int, series: Sequence[Bucket], *, roomy: bool, wide: bool
) -> Line:
    pieces: list[Span] = [("sent".ljust(LABEL), "muted"), *pad(((f"{now.sent:,}", "bold"),), _COUNT, right=True)]
    per = f"{now.sent / known:,.0f} a day" if known else ""
    pieces.extend(pad(((per, "faint"),), _RATE + _BOUNDS, right=True))
    told = "–" if before is None else f"{before.sent:,}"
    pieces.extend(pad(((told, "muted"),), _BEFORE + (_BEFORE_COUNT if roomy else 0), right=True))
    change = "–" if before is None or not before.sent else f"{(now.sent / before.sent - 1) * 100:+.0f} %"
    pieces.extend(pad(((change.replace("-", "−"), "muted"),), _CHANGE, right=True))
    return _with_spark(tuple(pieces), [float(one.sent) for one in _squeezed(series)], "bar", wide=wide)


def _rate(
    name: str, now: Figures, before: Figures | None, series: Sequence[Bucket], *, roomy: bool, wide: bool, long: bool
) -> Line:
    own = now.ratio(name)
    pieces: list[Span] = [(name.ljust(LABEL), "muted"), *counted(own)]
    if before is None:
        pieces.extend(pad((("–", "faint"),), _BEFORE + (_BEFORE_COUNT if roomy else 0), right=True))
        pieces.extend(pad((("–", "faint"),), _CHANGE + (_SPAN if roomy else 0), right=True))
        pieces.append(("  not known", "faint"))
    else:
        other = before.ratio(name)
        verdict = comparison.judge(other, own)
        if roomy:
            pieces.extend(pad(((f"{other.part:,}/{other.whole:,}", "muted"),), _BEFORE_COUNT, right=True))
        pieces.extend(pad(((wording.percent(other.rate), "muted"),), _BEFORE, right=True))
        pieces.extend(changed(verdict, spans=roomy))
        pieces.extend((("  ", ""), *worded(name, verdict, long=long)))
    role = {"opened": "series3", "replied": "series2", "bounced": "series4"}[name]
    values = [one.ratio(name).rate or 0.0 for one in _squeezed(series)]
    return _with_spark(tuple(pieces), values, role, wide=wide)


def _with_spark(pieces: Line, values: Sequence[float], role: str, *, wide: bool) -> Line:
    if not wide:
        return pieces
    return (*pad(pieces, _WIDE - SPARK - 2), *sparkline(values, SPARK, role))


def _squeezed(series: Sequence[Bucket]) -> list[Figures]:
    """The period in `SPARK` places at most: sums of neighbours, so that rates stay ratios of sums."""
    if len(series) <= SPARK:
        return [bucket.figures for bucket in series]
    cuts = [round(at * len(series) / SPARK) for at in range(SPARK + 1)]
    return [figures.total(bucket.figures for bucket in series[a:b]) for a, b in pairwise(cuts)]


def counted(ratio: Ratio) -> list[Span]:
    """`111/3,824    2.9 %    2.4–3.5 %` in its columns."""
    pieces: list[Span] = list(pad(((f"{ratio.part:,}/{ratio.whole:,}", ""),), _COUNT, right=True))
    pieces.extend(pad(((wording.percent(ratio.rate), "bold" if ratio.part else "muted"),), _RATE, right=True))
    pieces.extend(pad(((bounds(ratio), "muted"),), _BOUNDS, right=True))
    return pieces


def bounds(ratio: Ratio) -> str:
    """`2.4–3.5 %`: two-sided 95 % Wilson bounds; `–` without a denominator."""
    if ratio.whole <= 0 or ratio.part > ratio.whole:
        return "–"
    low, high = interval(ratio, Z_TWO_SIDED)
    return f"{low * 100:.1f}–{high * 100:.1f} %"


def changed(verdict: Verdict, *, spans: bool) -> list[Span]:
    """`−0.4 pt`, and where there is room `(−1.3…+0.4)`."""
    shown = verdict.difference
    by = "–" if shown is None else f"{comparison.points(shown.by)} pt"
    pieces = list(pad(((by, "muted"),), _CHANGE, right=True))
    if spans:
        text = "" if shown is None else f"{comparison.points(shown.low)}…{comparison.points(shown.high)}"
        pieces.extend(pad(((text, "faint"),), _SPAN, right=True))
    return pieces


def worded(name: str, verdict: Verdict, *, long: bool) -> Line:
    """The verdict in words; a proved change is green or amber by what is wished for."""
    if verdict.decided:
        good = _GOOD.get(name)
        role = "accent" if good is None else "ok" if verdict.call is good else "warn"
        return line((f"{'▲' if verdict.call is Call.HIGHER else '▼'} {verdict.call}", role))
    if verdict.call is Call.NOTHING:
        return line(("–", "faint"))
    return line((verdict.text if long else str(verdict.call), "faint"))
