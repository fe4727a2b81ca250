"""Letters on a plot: which line is which without its colour, and what happened when. Works on drawn lines, knows no plotting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from coldsend_tui.tui.lines import Line, Span, plain

_SECOND = 0.4
"""Where along a plot each line is named once more, as a share of its width."""


def letters(names: Sequence[str]) -> list[str]:
    """A letter for each name: its first one, or A, B, C … where two begin alike."""
    first = [name[:1] for name in names]
    return first if len(set(first)) == len(first) and all(first) else list(ascii_uppercase[: len(names)])


def named(lines: Sequence[Line], roles: Sequence[str], by: Sequence[str]) -> list[Line]:
    """The lines of a plot with each series' letter on it, at its newest place in sight and once before.

    A series is what is drawn in braille in its role; one that is hidden behind another has no letter.
    """
    grid = [[(char, role) for text, role in spans for char in text] for spans in lines]
    taken: set[tuple[int, int]] = set()
    for role, letter in zip(roles, by, strict=True):
        cells = [
            (column, row)
            for row, chars in enumerate(grid)
            for column, (char, found) in enumerate(chars)
            if found == role and "\u2801" <= char <= "\u28ff"
        ]
        if not cells:
            continue
        last = max(cells)[0]
        for wanted in (last, round(last * _SECOND)):
            free = [at for at in cells if not taken & _around(at)]
            if free:
                column, row = min(free, key=lambda at: (abs(at[0] - wanted), -at[1]))
                grid[row][column] = (letter, role)
                taken.add((column, row))
    return [_line(chars) for chars in grid]


def happened(marks: Iterable[tuple[int, str]], lines: Sequence[Line], length: int, columns: int) -> Line:
    """A row below the axis with what happened at its places of `length`, right under their time; letters that meet share it."""
    axis = next((at for one in lines if (at := plain(one).find("┤")) >= 0), 0)
    room = columns - axis - 1
    row = [" "] * columns
    free = 0
    for place, text in sorted(marks):
        at = max(free, axis + 1 + round(place * (room - 1) / max(1, length - 1)))
        for offset, char in enumerate(text[: max(0, columns - at)]):
            row[at + offset] = char
        free = at + len(text)
    return (("".join(row), "key"),)


def _around(at: tuple[int, int]) -> set[tuple[int, int]]:
    """A cell and those beside it: two letters never touch."""
    column, row = at
    return {(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)}


def _line(chars: Sequence[Span]) -> Line:
    """Cells as spans again."""
    spans: list[Span] = []
    for char, role in chars:
        if spans and spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + char, role)
        else:
            spans.append((char, role))
    return tuple(spans)
