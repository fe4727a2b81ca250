"""A comparison as lines: for each measure the subjects, their bounds on one scale, and what is proved of each against the first."""

from __future__ import annotations

from typing import Final

from coldsend_tui.ops import comparison, wording
from coldsend_tui.ops.comparison import Call, judge
from coldsend_tui.ops.evidence import Ratio, interval
from coldsend_tui.ops.experiment import Z_TWO_SIDED
from coldsend_tui.ops.subjects import Comparison, Subject
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, Span, clip, line, pad, wrap
from coldsend_tui.tui.plotting import ceiling
from coldsend_tui.tui.screens.analytics.overview.view import worded
from coldsend_tui.tui.widgets.whisker import whisker

_COUNT, _RATE = 14, 8
_ROLES: Final = {"opened": "bar", "replied": "series2", "bounced": "series4", "unsubscribed": "series3"}
_VERDICT: Final = 68
_BESIDE: Final = 150
"""Columns from which a verdict stands beside its row."""
_LONGEST: Final = 40


def sheet(found: Comparison, columns: int, *, airy: bool) -> list[Line]:
    """Blocks of measures, then what the counts do not prove. `airy` puts blank lines between the blocks."""
    if len(found.subjects) < 2:
        return wrap(
            "nothing to compare yet: two campaigns with mails are needed; mark them in the Breakdown (b, space) or choose them here (m)",
            columns,
            "muted",
        )
    beside = columns >= _BESIDE
    name = min(_LONGEST, max(14, max(len(one.name) for one in found.subjects) + 1, 14), max(14, columns // 4))
    lines: list[Line] = []
    for measure in found.measures:
        lines += _block(measure, found.subjects, name, columns, beside=beside)
        lines += [BLANK] * airy
    for caveat in found.caveats:
        lines += wrap(safe(caveat), columns, "faint")
    return lines


def _block(measure: str, subjects: tuple[Subject, ...], name: int, columns: int, *, beside: bool) -> list[Line]:
    ratios = [one.ratio(measure) or Ratio(0, 0) for one in subjects]
    tops = [interval(ratio, Z_TWO_SIDED)[1] for ratio in ratios if ratio.whole]
    scale = ceiling(max(tops, default=0.0), percent=True)
    room = max(10, columns - 2 - name - _COUNT - _RATE - 3 - (_VERDICT if beside else 0))
    end = f"{scale * 100:.3g} %"
    head: list[Span] = [(measure.ljust(name + 2), "title"), *pad((("n / sent", "muted"),), _COUNT, right=True)]
    head += [*pad((("rate", "muted"),), _RATE, right=True), ("   ", ""), ("0 %", "faint")]
    head += [(" " * max(1, room - 3 - len(end)), ""), (end, "faint")]
    lines: list[Line] = [tuple(head)]
    for at, (one, ratio) in enumerate(zip(subjects, ratios, strict=True)):
        drawn = whisker(ratio.rate, *interval(ratio, Z_TWO_SIDED), scale, room, _ROLES[measure])
        row = line(
            ("  ", ""),
            *pad(((safe(one.name), ""),), name),
            *pad(((f"{ratio.part:,}/{ratio.whole:,}", ""),), _COUNT, right=True),
            *pad(((wording.percent(ratio.rate), "bold"),), _RATE, right=True),
            ("   ", ""),
            *drawn,
        )
        told = _told(measure, ratios[0], ratio) if at else (("   (held against this)", "faint"),)
        if beside:
            row = (*row, *told)
        lines.append(row)
        if at and not beside:
            lines.append((("  ", ""), *told))
    return [clip(one, columns) for one in lines]


def _told(measure: str, first: Ratio, second: Ratio) -> Line:
    verdict = judge(first, second)
    if verdict.call is Call.NOTHING:
        return line(("   ", ""), ("nothing to compare: too few mails on one side", "faint"))
    shown = verdict.difference
    by = (
        ""
        if shown is None
        else f"{comparison.points(shown.by)} pt ({comparison.points(shown.low)}…{comparison.points(shown.high)})  "
    )
    return line(("   ", ""), (by, "muted"), *worded(measure, verdict, long=True))
