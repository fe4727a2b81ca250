"""Bars by hours or days as lines of text: one band for each counter, its name and its highest value beside it.

What nobody saw is a dot over a broken axis, never a bar of zero; `≥` on the axis marks an hour or a day that was seen in part.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from coldsend_tui.tui.lines import Line, Span
from coldsend_tui.tui.plotting import Series
from coldsend_tui.tui.widgets.meter import LEVELS

_WIDEST: Final = 6
_AXIS_ROWS: Final = 2


class Bars(NamedTuple):
    """Counts of successive hours or days (None: nobody looked). `labels` name each place, `partly` are those seen in part, `note`
    stands in the place of a picture without a figure, `letters` (place, text) stand on the axis."""

    series: tuple[Series, ...]
    labels: tuple[str, ...]
    partly: frozenset[int] = frozenset()
    note: str = ""
    letters: tuple[tuple[int, str], ...] = ()


def draw(bars: Bars, columns: int, rows: int) -> list[Line]:
    """The bands in `columns` x `rows` cells over one axis; the latest places where there is no room for all."""
    tops = [max((value for value in series.values if value), default=0.0) for series in bars.series]
    name = max((len(series.name) for series in bars.series), default=0)
    left = name + 1 + max((len(f"{top:,.0f}") for top in tops), default=1) + 1
    room = columns - left
    if room < 8 or rows < _AXIS_ROWS + 1:
        small: Line = (("too small to plot", "muted"),)
        return [small][:rows]
    number = len(bars.labels)
    wide = max(1, min(_WIDEST, room // max(1, number)))
    skipped = max(0, number - room // wide)
    heights = _heights(len(bars.series), rows - _AXIS_ROWS)
    lines: list[Line] = []
    for series, top, height in zip(bars.series, tops, heights, strict=False):
        told = f"{series.name:<{name}} {f'{top:,.0f}':>{left - name - 2}} "
        for row in range(height - 1, -1, -1):
            head = told if row == height - 1 else " " * left
            lines.append(((head, "muted"), *_band(series, series.values[skipped:], top, row, height, wide)))
    return [*lines, *_axis(bars, skipped, left, wide, columns)]


def _heights(bands: int, rows: int) -> list[int]:
    """Rows of each band: the first has what the others, one or two rows each, leave."""
    shown = max(1, min(bands, rows))
    other = 2 if rows >= 2 * shown + 2 else 1
    return [rows - other * (shown - 1), *[other] * (shown - 1)]


def _band(series: Series, values: tuple[float | None, ...], top: float, row: int, height: int, wide: int) -> list[Span]:
    """One row of a band, `row` counted from the bottom."""
    spans: list[Span] = []
    thick = wide - 1 if wide >= 3 else wide
    for value in values:
        if value is None:
            glyph, role = ("·" if row == 0 else " "), "faint"
            text = glyph.center(thick)
        else:
            eighths = max(1, round(value / top * height * 8)) if value and top else 0
            glyph, role = (" " + LEVELS)[min(8, max(0, eighths - row * 8))], series.role
            text = glyph * thick
        text = text.ljust(wide)
        if spans and spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + text, role)
        else:
            spans.append((text, role))
    return spans


def _axis(bars: Bars, skipped: int, left: int, wide: int, columns: int) -> list[Line]:
    """The axis, and under it as many labels as have room."""
    first, letters = bars.series[0].values, dict(bars.letters)
    line: list[Span] = []
    for at in range(skipped, len(bars.labels)):
        glyph = "╌" if first[at] is None else "─"
        letter = letters.get(at, "")[:wide]
        mark = letter or ("≥" if at in bars.partly else glyph)
        line += [(mark, "key" if letter else "muted"), (glyph * (wide - len(mark)), "muted")]
    longest = max((len(label) for label in bars.labels), default=0) + 2
    under, free = [" "] * (columns - left), columns - left
    # From the end on, so that the last one, which is now, has its label.
    for at in range(len(bars.labels) - 1, skipped - 1, -max(1, -(-longest // wide))):
        label = bars.labels[at]
        place = min((at - skipped) * wide, free - len(label))
        if place < 0:
            break
        under[place : place + len(label)] = label
        free = place - 2
    pad: Span = (" " * left, "")
    return [(pad, *(span for span in line if span[0])), (pad, ("".join(under).rstrip(), "muted"))]
