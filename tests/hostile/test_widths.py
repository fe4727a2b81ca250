"""Our measure of a text is Textual's and the terminals': else every column behind a stranger's name would stand beside its place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from coldsend_tui.text import cut, fit, safe, width
from tests.hostile.corpus import CORPUS
from tests.hostile.harm import harm_in

anything = st.text(max_size=40) | st.lists(
    st.sampled_from([*CORPUS.values()]).map(lambda text: text[:60]), max_size=4
).map("".join)


# Where widths change from one character to the next; the rest is ideographs, syllables, private use and unassigned.
@pytest.mark.parametrize(
    "codes",
    [
        pytest.param(
            [*range(0x3400), *range(0xD700, 0x11000), *range(0x1F000, 0x1FC00), *range(0xE0000, 0xE0200)], id="varied"
        ),
        pytest.param(range(0x110000), id="all", marks=pytest.mark.slow),
    ],
)
def test_every_character_alone(codes: Sequence[int]) -> None:
    wrong = [code for code in codes if not width(text := safe(chr(code))) == cell_len(text) == wcswidth(text)]
    assert [f"U+{code:04X}" for code in wrong] == []


@given(anything, st.integers(0, 60))
def test_any_text_is_harmless_and_fits(text: str, cells: int) -> None:
    shown = safe(text)
    assert harm_in(shown) == []
    assert width(shown) == cell_len(shown)
    assert width(fit(shown, cells)) == cell_len(fit(shown, cells)) == cells
    assert cell_len(cut(shown, cells)) <= cells
