"""Plots as text."""

from __future__ import annotations

from coldsend_tui.tui import plotting
from coldsend_tui.tui.lines import cells, plain
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
