"""Line plots as lines of text, drawn by plotext in braille. The library is imported with the first plot, never before first paint."""

import importlib
import re
import sys
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

from coldsend_tui.tui.lines import Line, Span, plain
from coldsend_tui.tui.plot_letters import happened, letters, named

# plotext knows 256 colours; these indices are only names, each stands for the role of a series.
_ROLE_CODES = {201: "bar", 202: "series2", 203: "series3", 204: "series4"}
_CODES = {role: code for code, role in _ROLE_CODES.items()}
_ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
_STRIP_FROM = 8
"""Rows from which there is one for the strip."""
_lock = threading.Lock()


class Series(NamedTuple):
    """One line of a plot: its name, its values at evenly spaced places (None: no value) and its role."""

    name: str
    values: tuple[float | None, ...]
    role: str


class Picture(NamedTuple):
    """All that a plot shows. `marks` are (place, label) on the x axis, `letters` the same in a row below it; `percent` writes the y axis
    as percentages of fractions.

    `unseen` are the places of which nobody knows anything: a strip below the axis leaves them out. None draws no strip.
    """

    series: tuple[Series, ...]
    marks: tuple[tuple[int, str], ...]
    percent: bool = False
    note: str = ""
    letters: tuple[tuple[int, str], ...] = ()
    unseen: frozenset[int] | None = None

    @property
    def length(self) -> int:
        """Places on the x axis."""
        return max((len(series.values) for series in self.series), default=0)


def ready() -> bool:
    """Whether the library is loaded, so that drawing takes milliseconds."""
    return "plotext" in sys.modules


def load() -> None:
    """Import the library; call it off the event loop."""
    importlib.import_module("plotext")


def draw(picture: Picture, columns: int, rows: int) -> list[Line]:
    """The plot in `columns` x `rows` cells, axes included; a legend line when there is more than one series."""
    if columns < 16 or rows < 4:
        too_small: Line = (("too small to plot", "muted"),)
        return [too_small][:rows]
    values = [v for series in picture.series for v in series.values if v is not None]
    if not any(values):
        return nothing(picture)
    legend = len(picture.series) > 1
    top = ceiling(max(values), percent=picture.percent)
    strip = picture.unseen is not None and rows >= _STRIP_FROM
    with _lock:
        built = _build(picture, columns, rows - legend - strip - bool(picture.letters), top)
    lines = [_parse(text) for text in built.split("\n") if text.strip() or text]
    below = [_seen(picture, lines, columns)] if strip else []
    if picture.letters:
        below.append(happened(picture.letters, lines, picture.length, columns))
    if not legend:
        return [*lines, *below][:rows]
    by = letters([series.name for series in picture.series])
    return [_legend(picture.series, by), *named(lines, [series.role for series in picture.series], by), *below][:rows]


def nothing(picture: Picture) -> list[Line]:
    """What stands in the place of a plot that would be empty."""
    return [((picture.note or "no data yet", "muted"),)]


def _seen(picture: Picture, lines: Sequence[Line], columns: int) -> Line:
    """A bar below the plot wherever somebody watched, a blank wherever nobody did."""
    axis = next((at for one in lines if (at := plain(one).find("┤")) >= 0), 0)
    room, last = columns - axis - 1, max(1, picture.length - 1)
    unseen = picture.unseen or frozenset()
    spans: list[Span] = [(("seen" if axis >= len("seen") else "").rjust(axis) + " ", "faint")]
    for at in range(room):
        glyph, role = ("░", "faint") if round(at * last / max(1, room - 1)) in unseen else ("▔", "bar")
        if spans[-1][1] == role and at:
            spans[-1] = (spans[-1][0] + glyph, role)
        else:
            spans.append((glyph, role))
    return tuple(spans)


def _build(picture: Picture, columns: int, rows: int, top: float) -> str:
    plt: Any = importlib.import_module("plotext")
    plt.clear_figure()
    plt.theme("clear")
    plt.limitsize(False, False)
    plt.plotsize(columns, rows)
    length = picture.length
    for series in picture.series:
        for points in runs(series.values):
            plt.plot([x for x, _ in points], [y for _, y in points], marker="braille", color=_CODES[series.role])
    plt.xlim(0, max(1, length - 1))
    plt.ylim(0, top)
    plt.xaxes(True, False)
    plt.yaxes(True, False)
    steps = [0.0, top / 2, top] if rows >= 7 else [0.0, top]
    plt.yticks(steps, [label(step, percent=picture.percent) for step in steps])
    marks = list(picture.marks)
    longest = max((len(label) for _, label in marks), default=5)
    room = max(1, columns // max(4, longest + 7))
    if len(marks) > room:
        marks = marks[:: -(-len(marks) // room)]
    plt.xticks([at for at, _ in marks], [label for _, label in marks])
    return str(plt.build())


def runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches between missing values: no line is drawn over what nobody saw."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is not None:
            runs[-1].append((at, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def ceiling(highest: float, *, percent: bool) -> float:
    """A round number not below `highest` whose half is round too."""
    if highest <= 0:
        return 0.1 if percent else 4
    scale = 1.0
    value = highest * 100 if percent else highest
    while value > 10 * scale:
        scale *= 10
    while percent and value < scale and scale > 0.1:
        scale /= 10
    for step in (1, 2, 3, 4, 5, 6, 8, 10):
        if value <= step * scale:
            top = step * scale if step * scale >= 2 or percent else 2
            return top / 100 if percent else top
    return highest


def label(value: float, *, percent: bool) -> str:
    """A number of the y axis."""
    if percent:
        return f"{value * 100:.3g} %"
    return f"{value:,.0f}" if value >= 2 or value == int(value) else f"{value:.1f}"


def _legend(series: Sequence[Series], by: Sequence[str]) -> Line:
    spans: list[Span] = []
    for one, letter in zip(series, by, strict=True):
        spans.extend(((f"{letter}━ ", one.role), (one.name + "   ", "muted")))
    return tuple(spans)


def _parse(text: str) -> Line:
    spans: list[Span] = []
    role, at = "muted", 0
    for match in _ESCAPE.finditer(text):
        if match.start() > at:
            spans.append((text[at : match.start()], role))
        codes = match.group(1).split(";")
        role = _ROLE_CODES.get(int(codes[2]), "bar") if codes[:2] == ["38", "5"] else "muted"
        at = match.end()
    if at < len(text):
        spans.append((text[at:], role))
    return tuple(spans)
