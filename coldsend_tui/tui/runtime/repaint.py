"""Sends only the cells that changed, the way curses does.

Textual repaints regions of widgets: a ticking label under a dialog costs ten kilobytes, a dialog sixty. This keeps a
copy of what the terminal shows and turns each update of the compositor into cursor moves and the cells that differ,
with the shortest colour changes between them. Over SSH that is the difference between calm and flicker.

Private API touched: `App._display`, `LayoutUpdate.strips`/`.region`, `ChopsUpdate.chops`/`.spans`/`.chop_ends`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from coldsend_tui.text import width

if TYPE_CHECKING:
    from rich.console import Console
    from rich.style import Style

Cell: TypeAlias = tuple[str, str]
UNKNOWN: Cell = ("", "?")
# A cell that a wide character to its left covers.
COVERED: Cell = ("", "")
# Equal cells between two changes are sent again when that is shorter than moving the cursor over them.
SHORTEST_JUMP = 5
SHORTEST_ERASE = 8


@lru_cache(maxsize=4096)
def split_codes(codes: str) -> tuple[str, str, str]:
    """SGR parameters as (attributes, foreground, background), each without the separators around it."""
    attributes: list[str] = []
    foreground = background = ""
    parts = codes.split(";") if codes else []
    at = 0
    while at < len(parts):
        code = parts[at]
        taken = 1
        if code in ("38", "48"):
            taken = 5 if parts[at + 1 : at + 2] == ["2"] else 3
        colour = ";".join(parts[at : at + taken])
        if (
            code == "38"
            or ("30" <= code <= "37" and len(code) == 2)
            or code == "39"
            or (len(code) == 2 and "90" <= code <= "97")
        ):
            foreground = colour
        elif (
            code == "48"
            or (len(code) == 2 and "40" <= code <= "47")
            or code == "49"
            or (len(code) == 3 and "100" <= code <= "107")
        ):
            background = colour
        else:
            attributes.append(code)
        at += taken
    return ";".join(attributes), foreground, background


@lru_cache(maxsize=8192)
def transition(old: str | None, new: str) -> str:
    """The shortest escape sequence from the style `old` (None: unknown) to `new`; both as SGR parameters."""
    if old == new:
        return ""
    if old is not None:
        attributes, foreground, background = split_codes(new)
        had_attributes, had_foreground, had_background = split_codes(old)
        lost = (had_foreground and not foreground) or (had_background and not background)
        if attributes == had_attributes and not lost:
            changed = [c for c, had in ((foreground, had_foreground), (background, had_background)) if c != had]
            return f"\x1b[{';'.join(changed)}m"
    return f"\x1b[0;{new}m" if new else "\x1b[m"


class ShadowScreen:
    """What the terminal is known to show. `paint` answers the bytes that bring one span of a line up to date."""

    def __init__(self, *, erases_in_colour: bool | None = None, spell: Callable[[str], str] | None = None) -> None:
        """`erases_in_colour`: the terminal fills erased cells with the present background (GNU screen does not).

        `spell` turns text into what the terminal can show, as wide as before; None where it shows everything.
        """
        self._spell = spell
        self.size = (0, 0)
        self.lines: list[list[Cell]] = []
        if erases_in_colour is None:
            erases_in_colour = not os.environ.get("TERM", "").startswith("screen") or "TMUX" in os.environ
        self.erases_in_colour = erases_in_colour
        self._style: str | None = None
        self._cursor: tuple[int, int] | None = None

    def forget(self) -> None:
        """Assume nothing: the terminal was resized, reset, or used by somebody else."""
        self.size = (0, 0)
        self.lines = []

    def resize(self, columns: int, rows: int) -> None:
        """Start over if the size differs."""
        if self.size != (columns, rows):
            self.size = (columns, rows)
            self.lines = [[UNKNOWN] * columns for _ in range(rows)]

    def begin(self) -> None:
        """A new burst of output: cursor and style are wherever the last writer left them."""
        self._style = None
        self._cursor = None

    def end(self) -> str:
        """Leave the terminal with no style set."""
        return "" if self._style is None else "\x1b[m"

    def paint(self, x: int, y: int, segments: Iterable[Segment], color_system: ColorSystem) -> str:
        """The bytes that make line `y` from column `x` on show `segments`."""
        if not 0 <= y < len(self.lines):
            return ""
        line = self.lines[y]
        if (spell := self._spell) is not None:
            segments = [Segment(spell(text), style, control) for text, style, control in segments]
        cells, simple = _cells(segments, color_system)
        cells = cells[: len(line) - x]
        old = line[x : x + len(cells)]
        if cells == old:
            return ""
        line[x : x + len(cells)] = cells
        if simple:
            runs = _runs(old, cells)
        else:
            # The terminal may disagree with us about the width of such text: send the rest of the span again.
            first = next(i for i, (a, b) in enumerate(zip(old, cells, strict=True)) if a != b)
            while cells[first] == COVERED and first:
                first -= 1
            runs = iter([(first, len(cells))])
        out: list[str] = []
        for start, stop in runs:
            out.append(self._move(x + start, y))
            out.append(self._write(cells[start:stop], at_edge=x + stop == len(line)))
            self._cursor = None if self._cursor is None or not simple else (x + stop, y)
            if x + stop >= len(line):
                self._cursor = None
        return "".join(out)

    def _move(self, x: int, y: int) -> str:
        cursor, self._cursor = self._cursor, (x, y)
        if cursor == (x, y):
            return ""
        if cursor is not None and cursor[1] == y and cursor[0] < x:
            return f"\x1b[{x - cursor[0]}C" if x - cursor[0] > 1 else "\x1b[C"
        return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"

    def _write(self, cells: list[Cell], *, at_edge: bool) -> str:
        out: list[str] = []
        blanks = 0
        if at_edge and self.erases_in_colour:
            last = cells[-1]
            if last[0] == " " and not split_codes(last[1])[0]:
                background = split_codes(last[1])[2]
                while (
                    blanks < len(cells)
                    and cells[-1 - blanks][0] == " "
                    and _plain_blank(cells[-1 - blanks][1], background)
                ):
                    blanks += 1
            if blanks < SHORTEST_ERASE:
                blanks = 0
        for char, codes in cells[: len(cells) - blanks]:
            if codes != self._style and char:
                if char == " " and self._style is not None and _looks_equal_on_blank(self._style, codes):
                    out.append(char)
                    continue
                out.append(transition(self._style, codes))
                self._style = codes
            out.append(char)
        if blanks:
            codes = cells[-1][1]
            if self._style is None or not _looks_equal_on_blank(self._style, codes):
                out.append(transition(self._style, codes))
                self._style = codes
            out.append("\x1b[K")
        return "".join(out)


@lru_cache(maxsize=4096)
def _looks_equal_on_blank(style: str, other: str) -> bool:
    """A space shows only its background, unless it is underlined, reversed or the like."""
    attributes, _, background = split_codes(style)
    other_attributes, _, other_background = split_codes(other)
    visible = {"4", "7", "9", "21", "53"}
    return (
        background == other_background
        and visible.isdisjoint(attributes.split(";"))
        and visible.isdisjoint(other_attributes.split(";"))
    )


@lru_cache(maxsize=4096)
def _plain_blank(codes: str, background: str) -> bool:
    attributes, _, own = split_codes(codes)
    return own == background and {"4", "7", "9", "21", "53"}.isdisjoint(attributes.split(";"))


def _runs(old: list[Cell], new: list[Cell]) -> Iterator[tuple[int, int]]:
    """Spans [start, stop) that differ, joined where the gap is not worth a cursor move."""
    changed = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    start = previous = changed[0]
    for at in changed[1:]:
        if at - previous > SHORTEST_JUMP:
            yield start, previous + 1
            start = at
        previous = at
    yield start, previous + 1


@lru_cache(maxsize=16384)
def _codes(style: Style, color_system: ColorSystem) -> str:
    return Strip.render_ansi(style, color_system)


def _cells(segments: Iterable[Segment], color_system: ColorSystem) -> tuple[list[Cell], bool]:
    """One entry per terminal cell, and whether every character is surely one cell wide."""
    cells: list[Cell] = []
    simple = True
    for text, style, control in segments:
        if control:
            continue
        codes = _codes(style, color_system) if style is not None else ""
        if text.isascii() or width(text) == len(text):
            cells.extend([(char, codes) for char in text])
            continue
        simple = False
        for char in text:
            cell_width = width(char)
            if cell_width == 0 and cells:
                owner, own_codes = cells[-1]
                cells[-1] = (owner + char, own_codes)
            elif cell_width:
                cells.append((char, codes))
                cells.extend([COVERED] * (cell_width - 1))
    return cells, simple


class ChangedCells(CompositorUpdate):
    """An update of the compositor, reduced to the cells that differ from the shadow."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, shadow: ShadowScreen, size: tuple[int, int]) -> None:
        self.update = update
        self.shadow = shadow
        self.size = size

    def render_segments(self, console: Console) -> str:
        """The bytes to send; also brings the shadow up to date."""
        shadow = self.shadow
        color_system = console._color_system or ColorSystem.TRUECOLOR
        shadow.resize(*self.size)
        shadow.begin()
        out = [shadow.paint(x, y, segments, color_system) for x, y, segments in self._spans()]
        out.append(shadow.end())
        return "".join(out)

    def _spans(self) -> Iterator[tuple[int, int, Iterable[Segment]]]:
        update = self.update
        if isinstance(update, LayoutUpdate):
            for y, strips in enumerate(update.strips, update.region.y):
                yield update.region.x, y, (segment for strip in strips for segment in strip)
            return
        for y, x1, x2 in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                left, right = max(x, x1), min(end, x2)
                yield left, y, strip if (left, right) == (x, end) else strip.crop(left - x, right - x)
