"""Columns share a width: none overflows it, what grows uses all of it."""

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.tui.columns.spec import GAP, Column, fit


@st.composite
def columns(draw: st.DrawFn) -> list[Column[str]]:
    made = []
    for at in range(draw(st.integers(1, 8))):
        width = draw(st.integers(1, 20))
        made.append(
            Column(
                f"c{at}",
                f"c{at}",
                lambda row: ((row, ""),),
                width,
                grow=draw(st.booleans()),
                comfort=draw(st.integers(0, 30)),
                most=width + draw(st.integers(0, 60)),
                rank=draw(st.integers(0, 6)),
            )
        )
    return made


@given(columns(), st.integers(1, 250))
def test_the_width_is_used_and_not_exceeded(specs: list[Column[str]], width: int) -> None:
    shown = fit(specs, width).columns
    used = sum(cells for _, cells in shown) + GAP * (len(shown) - 1)
    assert shown
    assert [column for column, _ in shown] == [column for column in specs if column in [one for one, _ in shown]]
    least = sum(column.width for column, _ in shown) + GAP * (len(shown) - 1)
    assert used <= max(width, least)
    for column, cells in shown:
        assert column.width <= cells <= (column.most if column.grow else column.width)
    if used < width:
        assert all(cells == column.most for column, cells in shown if column.grow)
