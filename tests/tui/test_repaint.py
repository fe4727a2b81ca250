"""The shadow screen must show exactly what was drawn, whatever was there before, with as few bytes as it can."""

from __future__ import annotations

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from coldsend_tui import ascii_only
from coldsend_tui.tui.runtime.repaint import ShadowScreen, split_codes, transition

COLUMNS, ROWS = 24, 4
STYLES = [
    Style.parse(text)
    for text in (
        "#d5dde4 on #12171d", "#8ecbea on #12171d", "bold #f0716a on #12171d", "#d5dde4 on #334455",
        "reverse #d5dde4 on #12171d", "underline", "red on blue", "bright_red", "dim",
    )
]  # fmt: skip

pieces = st.tuples(st.text("ab  █─é語", min_size=1, max_size=9), st.sampled_from(STYLES))


def filled(parts: list[tuple[str, Style]], columns: int) -> list[Segment]:
    """Segments cut and padded to `columns` cells, so that a line covers what was there."""
    segments: list[Segment] = [Segment(text, style) for text, style in parts]
    line = Segment.adjust_line_length(segments, columns, style=STYLES[0])
    return list(line)


def shown(segments_by_line: list[list[Segment]]) -> list[list[object]]:
    """What a terminal shows when every line is drawn whole on an empty screen."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    for y, segments in enumerate(segments_by_line):
        stream.feed(f"\x1b[{y + 1};1H")
        for text, style, _ in segments:
            stream.feed(style.render(text, color_system=ColorSystem.TRUECOLOR))
    return cells(screen)


def cells(screen: pyte.Screen) -> list[list[object]]:
    """Characters with their looks; a blank has no foreground worth comparing."""
    rows: list[list[object]] = []
    for y in range(ROWS):
        row: list[object] = []
        for x in range(COLUMNS):
            char = screen.buffer[y][x]
            blank = char.data in (" ", "") and not (char.underscore or char.reverse)
            look = (char.bg,) if blank else (char.fg, char.bg, char.bold, char.underscore, char.reverse)
            row.append((char.data, look))
        rows.append(row)
    return rows


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.lists(pieces, max_size=5), min_size=ROWS, max_size=ROWS), min_size=1, max_size=4))
def test_the_terminal_shows_the_last_frame(frames: list[list[list[tuple[str, Style]]]]) -> None:
    shadow = ShadowScreen(erases_in_colour=True)
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    lines: list[list[Segment]] = []
    for frame in frames:
        lines = [filled(parts, COLUMNS) for parts in frame]
        shadow.resize(COLUMNS, ROWS)
        shadow.begin()
        stream.feed(
            "".join(shadow.paint(0, y, line, ColorSystem.TRUECOLOR) for y, line in enumerate(lines)) + shadow.end()
        )
    assert cells(screen) == shown(lines)


def test_an_equal_frame_costs_nothing() -> None:
    shadow = ShadowScreen()
    shadow.resize(COLUMNS, ROWS)
    shadow.begin()
    line = filled([("hello", STYLES[1])], COLUMNS)
    assert shadow.paint(0, 1, line, ColorSystem.TRUECOLOR)
    shadow.begin()
    assert shadow.paint(0, 1, line, ColorSystem.TRUECOLOR) == ""
    assert shadow.end() == ""


def test_one_changed_cell_costs_a_move_and_a_colour() -> None:
    shadow = ShadowScreen()
    shadow.resize(COLUMNS, ROWS)
    shadow.paint(0, 0, filled([("count 1", STYLES[0])], COLUMNS), ColorSystem.TRUECOLOR)
    shadow.begin()
    out = shadow.paint(0, 0, filled([("count 2", STYLES[0])], COLUMNS), ColorSystem.TRUECOLOR)
    assert out.startswith("\x1b[1;7H") and out.endswith("2") and len(out) < 50


def test_after_forgetting_everything_is_sent_again() -> None:
    shadow = ShadowScreen()
    line = filled([("hello", STYLES[1])], COLUMNS)
    for _ in range(2):
        shadow.resize(COLUMNS, ROWS)
        shadow.begin()
        assert "hello" in shadow.paint(0, 0, line, ColorSystem.TRUECOLOR)
        shadow.forget()


def test_a_terminal_without_glyphs_gets_none() -> None:
    shadow = ShadowScreen(spell=ascii_only.cells)
    shadow.resize(COLUMNS, ROWS)
    shadow.begin()
    out = shadow.paint(0, 0, filled([("╭─ Zoë ● 3 ─╮", STYLES[1])], COLUMNS), ColorSystem.TRUECOLOR)
    assert out.isascii() and "+- Zoe * 3 -+" in out
    assert shadow.paint(0, 0, filled([("╭─ Zoë ● 3 ─╮", STYLES[1])], COLUMNS), ColorSystem.TRUECOLOR) == ""


def test_only_what_changed_between_two_styles_is_sent() -> None:
    assert transition("38;2;1;2;3;48;2;4;5;6", "38;2;7;8;9;48;2;4;5;6") == "\x1b[38;2;7;8;9m"
    assert transition("1;31;44", "31;44") == "\x1b[0;31;44m"
    assert transition("31", "") == "\x1b[m"
    assert transition("31", "31") == ""


def test_codes_are_split_into_attributes_and_colours() -> None:
    assert split_codes("1;4;38;5;12;48;2;1;2;3") == ("1;4", "38;5;12", "48;2;1;2;3")
    assert split_codes("2;91;104") == ("2", "91", "104")
    assert split_codes("") == ("", "", "")
