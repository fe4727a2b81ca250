"""Our measure of a text is Textual's and the terminals': else every column behind a stranger's name would stand beside its place."""

from __future__ import annotations

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


def test_every_character_alone() -> None:
    wrong = [code for code in range(0x110000) if not width(text := safe(chr(code))) == cell_len(text) == wcswidth(text)]
    assert [f"U+{code:04X}" for code in wrong] == []


@given(anything, st.integers(0, 60))
def test_any_text_is_harmless_and_fits(text: str, cells: int) -> None:
    shown = safe(text)
    assert harm_in(shown) == []
    assert width(shown) == cell_len(shown)
    assert width(fit(shown, cells)) == cell_len(fit(shown, cells)) == cells
    assert cell_len(cut(shown, cells)) <= cells
