"""Plots as text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.tui import plotting
from coldsend_tui.tui.lines import cells, plain
from coldsend_tui.tui.plot_letters import letters
from coldsend_tui.tui.plotting import Picture, Series


def braille(text: str) -> set[int]:
    """Columns with a dot of a line."""
    return {at for at, char in enumerate(text) if "\u2801" <= char <= "\u28ff"}


def test_no_line_is_drawn_over_what_nobody_saw() -> None:
    plotting.load()
    values: list[float | None] = [3.0] * 20 + [None] * 20 + [5.0] * 20
    drawn = [plotting.draw(Picture((Series("sent", tuple(v), "bar"),), ()), 66, 10) for v in (values, [4.0] * 60)]
    broken, whole = (set().union(*(braille(plain(line)) for line in lines)) for lines in drawn)
    assert {cells(line) for line in drawn[0]} == {66}
    middle = set(range(30, 42))
    assert broken & middle == set()
    assert whole >= middle
    assert min(broken) <= min(whole) + 1
    assert max(broken) >= max(whole) - 1


def test_nothing_seen_is_nothing_drawn() -> None:
    picture = Picture((Series("sent", (None, None), "bar"),), (), note="nobody watched")
    assert [plain(line) for line in plotting.draw(picture, 60, 10)] == ["nobody watched"]


LINES = (
    Series("sent", tuple(float(at) for at in range(60)), "bar"),
    Series("opened", tuple(at * 0.5 for at in range(60)), "series2"),
    Series("bounced", tuple(at * 0.02 for at in range(60)), "series4"),
)


def test_lines_are_told_apart_without_their_colours() -> None:
    plotting.load()
    legend, *plot = (plain(line) for line in plotting.draw(Picture(LINES, ()), 60, 12))
    assert legend.split() == ["s━", "sent", "o━", "opened", "b━", "bounced"]
    rows = {letter: [row for row, text in enumerate(plot) if letter in text] for letter in "sob"}
    assert rows["s"][0] < rows["o"][0] < rows["b"][-1], "each on its own line, the highest first"
    assert all("".join(plot).count(letter) == 2 for letter in "sob")


def test_events_stand_below_the_times_and_take_none_of_them() -> None:
    plotting.load()
    picture = Picture(LINES[:1], ((0, "14:00"), (30, "15:00"), (59, "now")), letters=((10, "a"), (11, "b"), (59, "c")))
    drawn = [plain(line) for line in plotting.draw(picture, 60, 12)]
    assert len(drawn) == 12
    assert {cells(line) for line in plotting.draw(picture, 60, 12)} == {60}
    assert drawn[-2].split() == ["14:00", "15:00", "now"]
    assert drawn[-1].split() == ["ab", "c"]
    assert drawn[-1].rstrip().endswith("c")


@given(st.lists(st.text("abcdef", min_size=0, max_size=3), min_size=1, max_size=4))
def test_every_line_has_a_letter_of_its_own(names: list[str]) -> None:
    assert len(set(letters(names))) == len(names)
