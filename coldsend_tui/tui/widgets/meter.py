"""Bars and sparklines as text: a heavy line over a light one, and blocks of eight heights."""

from __future__ import annotations

from collections.abc import Sequence

from coldsend_tui.tui.lines import Line, Span

LEVELS = "▁▂▃▄▅▆▇█"


def bar(fraction: float | None, columns: int, role: str = "bar") -> Line:
    """A gauge of `columns` cells filled to `fraction` (0-1, clipped); None draws an empty track."""
    if fraction is None or columns <= 0:
        return (("·" * max(0, columns), "track"),)
    halves = round(min(1.0, max(0.0, fraction)) * columns * 2)
    if fraction > 0 and halves == 0:
        halves = 1
    full, half = divmod(halves, 2)
    filled = "━" * full + "╸" * half
    track: Span = ("─" * (columns - len(filled)), "track")
    if not filled:
        return (track,)
    return ((filled, role), track) if track[0] else ((filled, role),)


def sparkline(values: Sequence[float | None], columns: int, role: str = "bar") -> Line:
    """The last `columns` values as block heights over the largest of them; a zero is the lowest tick, drawn quietly, and what
    nobody saw (None) a dot."""
    shown = list(values)[-columns:]
    top = max((value for value in shown if value is not None), default=0)
    blank = " " * (columns - len(shown))
    spans: list[Span] = [(blank, "")] if blank else []
    run, run_role = "", ""
    for value in shown:
        own = role if value else "track"
        level = "·" if value is None else LEVELS[min(7, int(value / top * 7.999))] if value > 0 else LEVELS[0]
        if own != run_role and run:
            spans.append((run, run_role))
            run = ""
        run, run_role = run + level, own
    if run:
        spans.append((run, run_role))
    return tuple(spans)
