"""Line plots as lines of text, drawn by plotext in braille. The library is imported with the first plot, never before first paint."""

import importlib
import re
import sys
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

from coldsend_tui.tui.lines import Line, Span
from coldsend_tui.tui.plot_letters import happened, letters, named

# plotext knows 256 colours; these indices are only names, each stands for the role of a series.
_ROLE_CODES = {201: "bar", 202: "series2", 203: "series3", 204: "series4"}
_CODES = {role: code for code, role in _ROLE_CODES.items()}
_ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
_lock = threading.Lock()


class Series(NamedTuple):
    """One line of a plot: its name, its values at evenly spaced places (None: no value) and its role."""

    name: str
    values: tuple[float | None, ...]
    role: str


class Picture(NamedTuple):
    """All that a plot shows. `marks` are (place, label) on the x axis, `letters` the same in a row below it; `percent` writes the y axis
    as percentages of fractions."""

    series: tuple[Series, ...]
    marks: tuple[tuple[int, str], ...]
    percent: bool = False
    note: str = ""
    letters: tuple[tuple[int, str], ...] = ()


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
    length = max(len(series.values) for series in picture.series)
    top = _ceiling(max(values), percent=picture.percent)
    with _lock:
        built = _build(picture, columns, rows - legend - bool(picture.letters), top)
    lines = [_parse(text) for text in built.split("\n") if text.strip() or text]
    if picture.letters:
        lines.append(happened(picture.letters, lines, length, columns))
    if not legend:
        return lines[:rows]
    by = letters([series.name for series in picture.series])
    return [_legend(picture.series, by), *named(lines, [series.role for series in picture.series], by)][:rows]


def nothing(picture: Picture) -> list[Line]:
    """What stands in the place of a plot that would be empty."""
    return [((picture.note or "no data yet", "muted"),)]


def _build(picture: Picture, columns: int, rows: int, top: float) -> str:
    plt: Any = importlib.import_module("plotext")
    plt.clear_figure()
    plt.theme("clear")
    plt.limitsize(False, False)
    plt.plotsize(columns, rows)
    length = max(len(series.values) for series in picture.series)
    for series in picture.series:
        for points in _runs(series.values):
            plt.plot([x for x, _ in points], [y for _, y in points], marker="braille", color=_CODES[series.role])
    plt.xlim(0, max(1, length - 1))
    plt.ylim(0, top)
    plt.xaxes(True, False)
    plt.yaxes(True, False)
    steps = [0.0, top / 2, top] if rows >= 7 else [0.0, top]
    plt.yticks(steps, [_label(step, percent=picture.percent) for step in steps])
    marks = list(picture.marks)
    longest = max((len(label) for _, label in marks), default=5)
    room = max(1, columns // max(4, longest + 7))
    if len(marks) > room:
        marks = marks[:: -(-len(marks) // room)]
    plt.xticks([at for at, _ in marks], [label for _, label in marks])
    return str(plt.build())


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches between missing values: no line is drawn over what nobody saw."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is not None:
            runs[-1].append((at, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _ceiling(highest: float, *, percent: bool) -> float:
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


def _label(value: float, *, percent: bool) -> str:
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
