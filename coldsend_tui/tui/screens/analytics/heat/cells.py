"""The cells of the map: numbers on a ramp of one hue where there is room for them, blocks of growing density where not.

Without colour the ramp is plain, bold, reverse; the number is there in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from coldsend_tui.ops.usage_map import Cell, Grain, Strand, level
from coldsend_tui.tui.lines import Line, Span

WIDEST: Final = 5
"""Cells of the terminal for one place at most."""
DENSITY: Final = "▁░▒▓█"
"""None, and four quarters of the measure."""
UNSEEN: Final = "·"


def width_of(room: int, places: int, highest: int) -> int:
    """Terminal cells for one place: as many as numbers need, if that fits; else one or two for blocks."""
    if places <= 0 or room <= 0:
        return 1
    wide = min(WIDEST, room // places)
    return wide if wide > len(str(highest)) else min(2, max(1, wide))


def row(strand: Strand, shown: int, width: int, highest: int) -> Line:
    """The last `shown` places of a row."""
    spans: list[Span] = []
    numbers = width > len(str(highest))
    for cell in strand.cells[-shown:] if shown else ():
        text, role = _cell(cell, strand, width, highest, numbers=numbers)
        if spans and spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + text, role)
        else:
            spans.append((text, role))
    return tuple(spans)


def _cell(cell: Cell | None, strand: Strand, width: int, highest: int, *, numbers: bool) -> Span:
    if cell is None:
        return (UNSEEN.rjust(width - 1) + " " if width > 1 else UNSEEN, "faint")
    share = strand.share(cell)
    step = level(share if share is not None else cell.mails / highest if highest else 0.0)
    if numbers:
        return (f"{cell.mails}{' ' if cell.whole else '+'}".rjust(width), f"heat{step}")
    return (DENSITY[step] * width, "bar" if step else "track")


def axis(places: Sequence[datetime], shown: int, width: int, grain: Grain) -> str:
    """What stands above the places: days of the month or hours, as many as do not touch."""
    last = places[-shown:] if shown else ()
    text = [" "] * (width * len(last))
    free = 0
    for at, start in enumerate(last):
        name = _name(start, grain, first=at == 0, width=width)
        # Under its own place, ending where its number ends.
        begin = at * width + max(0, width - 1 - len(name))
        if name and begin >= free and begin + len(name) <= len(text):
            text[begin : begin + len(name)] = name
            free = begin + len(name) + 1
    return "".join(text)


def _name(start: datetime, grain: Grain, *, first: bool, width: int) -> str:
    if grain is Grain.HOUR:
        return f"{start:%H}" if width > 2 or start.hour % 6 == 0 else ""
    if width > 2:
        return str(start.day)
    return f"{start.day}{start:%b}" if first or start.weekday() == 0 else ""
