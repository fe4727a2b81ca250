"""What is drawn on a screen as a file: text as it stands there, or SVG. A plot becomes lines in SVG, anything else its cells.

Files are drawn on paper, not on the theme of the terminal: they end up in reports. Strangers' text is escaped and cannot reorder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

from rich.style import Style

from coldsend_tui.text import harmless, safe, width
from coldsend_tui.tui import roles, themes
from coldsend_tui.tui.lines import Line, plain
from coldsend_tui.tui.plotting import Picture, ceiling, label, runs

_FONT: Final = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
_CELL, _ROW = 8.4, 18
"""Pixels of one terminal cell at 14 px."""
_WIDE, _HIGH = 960, 400
_LEFT, _TOP, _EDGE = 70, 24, 24
_RIGHT = 44
"""Right of the plot: half of a label."""
_MARKED: Final = 12
"""Labels on the x axis at most."""


class Drawing(NamedTuple):
    """What is drawn: a heading, the plot as values where there is one, its lines as on the screen, and what is told below it."""

    heading: str
    picture: Picture | None
    lines: Sequence[Line]
    notes: Sequence[Line] = ()

    @property
    def words(self) -> str:
        """All of it as plain text."""
        body = [*self.lines, (), *self.notes] if self.notes else list(self.lines)
        return "\n".join([self.heading, "", *(plain(one).rstrip() for one in body)]) + "\n"


def text_of(drawing: Drawing, stamp: str) -> str:
    """A text file: heading, lines, notes, and when and of what it was drawn."""
    return harmless(f"{drawing.words}\n{stamp}\n")


def svg_of(drawing: Drawing, stamp: str) -> str:
    """An SVG file that needs no font of its own and loads nothing."""
    ink = roles.styles(themes.LIGHT)
    stamped: Line = ((stamp, "muted"),)
    if drawing.picture is None:
        return _document(_sheet([*drawing.lines, (), *drawing.notes, (), stamped], ink, 2 * _ROW), drawing, ink)
    below = [*drawing.notes, (), stamped]
    plot = _plot(drawing.picture, ink)
    notes = _sheet(below, ink, _HIGH + 3 * _ROW)
    return _document((plot[0] + notes[0], max(_WIDE, notes[1]), notes[2]), drawing, ink)


def _document(body: tuple[list[str], float, float], drawing: Drawing, ink: Mapping[str, Style]) -> str:
    parts, wide, high = body
    heading = _text(_EDGE, _TOP, drawing.heading, ink["title"])
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}" '
            f'font-family="{_FONT}" font-size="14">',
            f"<title>{escape(safe(drawing.heading))}</title>",
            f'<rect width="100%" height="100%" fill="{themes.LIGHT.background}"/>',
            heading,
            *parts,
            "</svg>\n",
        ]
    )


def _sheet(lines: Sequence[Line], ink: Mapping[str, Style], top: float) -> tuple[list[str], float, float]:
    """Cells as on the screen, backgrounds included; with the width and height they take."""
    parts: list[str] = []
    widest = 0.0
    for row, one in enumerate(lines):
        x, y = float(_EDGE), top + row * _ROW
        for text, role in one:
            style, cells = ink.get(role, ink[""]), width(text) * _CELL
            if style.bgcolor is not None:
                parts.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{cells:.1f}" height="{_ROW}" fill="{_colour(style.bgcolor)}"/>'
                )
            if text.strip():
                parts.append(_text(x, y + 13.5, text, style, length=cells))
            x += cells
        widest = max(widest, x)
    return parts, widest + _EDGE, top + len(lines) * _ROW + _EDGE


def _plot(picture: Picture, ink: Mapping[str, Style]) -> tuple[list[str]]:
    values = [value for series in picture.series for value in series.values if value is not None]
    top = ceiling(max(values, default=0.0), percent=picture.percent)
    last = max(1, picture.length - 1)
    high, wide = _HIGH - 2 * _ROW, _WIDE - _LEFT - _RIGHT

    def x(at: float) -> float:
        return _LEFT + at / last * wide

    def y(value: float) -> float:
        return _TOP + 2.5 * _ROW + (1 - value / top) * (high - 2 * _ROW)

    parts, at = [], float(_LEFT)
    for series in picture.series:
        parts.append(_text(at, _TOP + 1.5 * _ROW, f"━ {series.name}", ink[series.role]))
        at += (width(series.name) + 5) * _CELL
    for tick in (0.0, top / 2, top):
        parts.append(f'<path d="M{_LEFT} {y(tick):.1f}H{_WIDE - _RIGHT}" stroke="{_hex(ink["track"])}"/>')
        parts.append(_text(_LEFT - 8, y(tick) + 5, label(tick, percent=picture.percent), ink["muted"], anchor="end"))
    marks = picture.marks[:: max(1, -(-len(picture.marks) // _MARKED))]
    parts += [_text(x(place), y(0) + 1.4 * _ROW, text, ink["muted"], anchor="middle") for place, text in marks]
    for at_unseen in sorted(picture.unseen or ()):
        left = max(float(_LEFT), x(at_unseen - 0.5))
        right = min(float(_WIDE - _RIGHT), x(at_unseen + 0.5))
        parts.append(
            f'<rect x="{left:.1f}" y="{y(top):.1f}" width="{right - left:.1f}" height="{y(0) - y(top):.1f}" fill="{_hex(ink["track"])}" opacity="0.45"/>'
        )
    for series in picture.series:
        for run in runs(series.values):
            points = " ".join(f"{x(place):.1f},{y(value):.1f}" for place, value in run)
            shape = f'<polyline points="{points}" fill="none" stroke-linejoin="round"' if len(run) > 1 else ""
            colour = _hex(ink[series.role])
            lone = f'<circle cx="{x(run[0][0]):.1f}" cy="{y(run[0][1]):.1f}" r="2.5" fill="{colour}"/>'
            parts.append(f'{shape} stroke="{colour}" stroke-width="2"/>' if shape else lone)
    return (parts,)


def _text(x: float, y: float, text: str, style: Style, *, anchor: str = "", length: float = 0.0) -> str:
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += f' textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"' if length else ""
    more += ' font-weight="bold"' if style.bold else ""
    told = escape(safe(text))
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{_hex(style)}" xml:space="preserve"{more}>{told}</text>'


def _hex(style: Style) -> str:
    return _colour(style.color) if style.color is not None else themes.LIGHT.foreground or "#000000"


def _colour(colour: object) -> str:
    triplet = getattr(colour, "triplet", None)
    return triplet.hex if triplet is not None else "#000000"
