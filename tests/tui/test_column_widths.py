"""Columns share a width: none overflows it, what grows uses all of it."""

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.tui.columns.spec import GAP, Column, fit, widest


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


@given(columns(), st.integers(1, 250), st.lists(st.text("abc漢", max_size=40), max_size=5))
def test_a_column_gets_what_its_widest_cell_needs_before_others_get_more(
    specs: list[Column[str]], width: int, rows: list[str]
) -> None:
    wanted = widest(specs, rows)
    shown = fit(specs, width, wanted).columns
    used = sum(cells for _, cells in shown) + GAP * (len(shown) - 1)
    assert used <= max(width, sum(column.width for column, _ in shown) + GAP * (len(shown) - 1))
    needs = {column.key: min(column.most, wanted[column.key]) for column, _ in shown if column.grow}
    if any(column.grow and cells < needs[column.key] for column, cells in shown):
        # Somebody is cut: then nobody has room to spare.
        assert all(cells <= max(column.width, needs[column.key]) for column, cells in shown if column.grow)


def test_a_long_name_takes_the_room_that_a_short_value_does_not_need() -> None:
    name: Column[str] = Column("name", "name", lambda row: ((row, ""),), 8, grow=True, most=40)
    value: Column[str] = Column("value", "value", lambda row: (("ok", ""),), 8, grow=True, most=40)
    rows = ["a name of thirty characters ok"]
    assert [cells for _, cells in fit([name, value], 42, widest([name, value], rows)).columns] == [31, 9]
