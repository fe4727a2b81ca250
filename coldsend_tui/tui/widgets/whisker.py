"""A rate with its bounds as a picture: `├──●───┤` on a scale that all rows of a column share."""

from __future__ import annotations

from coldsend_tui.tui.lines import Line, Span


def whisker(rate: float | None, low: float, high: float, top: float, columns: int, role: str = "bar") -> Line:
    """Bounds and rate (fractions) on 0…`top` in `columns` cells; what reaches beyond ends in `▸`, no rate is a blank."""
    if rate is None or columns < 3 or top <= 0:
        return ((" " * max(0, columns), ""),)
    last = columns - 1

    def place(value: float) -> int:
        return min(last, max(0, round(value / top * last)))

    start, middle, end = place(low), place(rate), place(high)
    cells = [" "] * columns
    for at in range(start, end + 1):
        cells[at] = "─"
    if start < middle:
        cells[start] = "├"
    if end > middle:
        cells[end] = "▸" if high > top else "┤"
    spans: list[Span] = []
    if middle:
        spans.append(("".join(cells[:middle]), role))
    spans.append(("●", role if rate <= top else "warn"))
    if middle < last:
        spans.append(("".join(cells[middle + 1 :]), role))
    return tuple(spans)
