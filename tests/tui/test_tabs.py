"""The line of the screens: every one of them stays in sight at every width, by its name, a short one, or its digit."""

import pytest

from coldsend_tui.tui.lines import cells, plain
from coldsend_tui.tui.places import PLACES
from coldsend_tui.tui.widgets.frame import tabs

TABS = tuple((place.digit, place.label, place.name) for place in PLACES)


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("current", [place.name for place in PLACES])
def test_all_digits_fit_and_the_present_screen_is_named(columns: int, current: str) -> None:
    line = tabs(TABS, current, columns)
    assert cells(line) <= columns and "…" not in plain(line)
    assert [text for text, _ in line if text.isdigit()] == [digit for digit, _, _ in TABS]
    assert [role for text, role in line if role == "lit" and text] == ["lit"]


def test_at_eighty_columns_all_have_names() -> None:
    assert plain(tabs(TABS, "now", 80)).strip().count(" ") == 2 * len(TABS) - 1
