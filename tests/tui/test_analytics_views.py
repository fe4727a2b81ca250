"""What Analytics draws, without a terminal: it fits, it hides nothing, and a stranger's text stays text, also in files."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops import funnel, subjects, usage_map
from coldsend_tui.ops.breakdown import by_campaign
from coldsend_tui.ops.evidence import Ratio, interval
from coldsend_tui.ops.experiment import Z_TWO_SIDED
from coldsend_tui.ops.figures import Figures
from coldsend_tui.ops.periods import Bucket, Period
from coldsend_tui.ops.usage_map import Cell, Grain, Strand
from coldsend_tui.tui import plotting
from coldsend_tui.tui.lines import Line, cells, plain
from coldsend_tui.tui.plot_file import Drawing, svg_of, text_of
from coldsend_tui.tui.plotting import Picture, Series
from coldsend_tui.tui.screens.analytics.compare import view as compare
from coldsend_tui.tui.screens.analytics.funnel import view as funnel_view
from coldsend_tui.tui.screens.analytics.heat import cells as heat
from coldsend_tui.tui.screens.analytics.overview import view as overview
from coldsend_tui.tui.screens.analytics.overview.plots import by_hours, hour_picture
from coldsend_tui.tui.widgets.whisker import whisker
from coldsend_tui.workspace import Gap, Sample, TimelineDay, Workspace
from tests.hostile.corpus import CORPUS
from tests.hostile.harm import harm_in
from tests.ops.rows import NOW, campaign

counts = st.integers(0, 2_000_000)
sums = st.builds(Figures, counts, counts, counts, counts)
widths = st.integers(76, 196)


def words(lines: list[Line]) -> str:
    return "\n".join(plain(line) for line in lines)


@given(sums, sums | st.none(), widths)
def test_the_figures_of_a_period_fit_and_carry_their_denominators(
    now: Figures, before: Figures | None, columns: int
) -> None:
    series = [Bucket(date(2026, 3, 1), now, 1, 1)]
    # Millions of mails are wider than the columns: they are cut, never pushed over the edge by the screen.
    lines = overview.table(now, before, series, columns)
    text = words(lines)
    assert len(lines) == 5 and f"{now.sent:,}" in text
    if max(now) < 100_000 and (before is None or max(before) < 100_000):
        assert all(cells(line) <= columns for line in lines)
        assert f"{now.replied:,}/{now.sent:,}" in text
    if before is None:
        assert "not known" in text


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.01, 1), st.integers(3, 60))
def test_a_whisker_has_its_width_and_one_point(part: int, whole: int, top: float, columns: int) -> None:
    ratio = Ratio(min(part, whole), whole)
    drawn = whisker(ratio.rate, *interval(ratio, Z_TWO_SIDED), top, columns)
    assert cells(drawn) == columns and plain(drawn).count("●") == 1
    assert plain(whisker(None, 0, 1, top, columns)).strip() == ""


@given(
    st.lists(st.none() | st.builds(Cell, st.integers(0, 120), st.booleans()), min_size=1, max_size=90),
    st.integers(1, 200),
)
def test_cells_of_the_map_fit_and_unseen_is_never_a_number(places: list[Cell | None], room: int) -> None:
    row = Strand("s1", "a@acme.example", "ACTIVE", 1, 50, 12, 50, tuple(places))
    highest = usage_map.highest([row])
    width = heat.width_of(room, len(places), highest)
    shown = min(len(places), max(1, room // width))
    drawn = heat.row(row, shown, width, highest)
    assert cells(drawn) == shown * width
    starts = usage_map.hours(NOW, len(places))
    assert len(heat.axis(starts, shown, width, Grain.HOUR)) == shown * width
    assert plain(drawn).count("·") == sum(cell is None for cell in places[-shown:])
    if width > len(str(highest)):
        assert plain(drawn).count("+") == sum(cell is not None and not cell.whole for cell in places[-shown:])


def test_hours_that_nobody_watched_are_gaps_and_a_strip_says_where() -> None:
    hours = 24
    start = NOW - timedelta(hours=hours)
    samples = [Sample(start + timedelta(hours=at), at * 10, at * 4, at, 0) for at in (11, 12, 13, 20, 21, 22)]
    gap = Gap(start + timedelta(hours=14), start + timedelta(hours=19))
    told = by_hours(samples, [gap], start + timedelta(hours=10), NOW, hours)
    hours_told, unplaced = told
    assert hours_told[:10] == (None,) * 10 and hours_told[14:19] == (None,) * 5
    assert hours_told[11] == Figures() and hours_told[13] == Figures(10, 4, 1, 0)
    # What was sent between 13 and 20 o'clock belongs to no hour.
    assert hours_told[20] == Figures() and unplaced == Figures(70, 28, 7, 0)
    plotting.load()
    picture = hour_picture(hours_told, NOW, "counts")
    drawn = plotting.draw(picture, 100, 14)
    strip = plain(drawn[-1])
    assert strip.count("░") > 40 and strip.count("▔") > 20 and cells(drawn[-1]) == 100


@pytest.mark.parametrize("columns", [76, 116, 196])
def test_a_comparison_of_strangers_names_fits(columns: int) -> None:
    rows = [campaign(f"c{at}", name=text, sent=400 + at, replied=at) for at, text in enumerate(CORPUS.values())]
    found = subjects.of_entries(by_campaign(Workspace(campaigns=rows)).rows, [row.id for row in rows])
    assert len(found.subjects) == subjects.MOST and "left out" in " ".join(found.caveats)
    lines = compare.sheet(found, columns, airy=False)
    assert all(cells(line) <= columns for line in lines)
    assert harm_in(words(lines).replace("\n", "")) == []
    assert words(lines).count("●") == subjects.MOST * len(found.measures)


def test_one_campaign_is_held_against_all_others_and_none_twice() -> None:
    rows = [campaign(f"c{at}", sent=1_000 * (at + 1), replied=10, unsubscribed=1) for at in range(3)]
    entries = by_campaign(Workspace(campaigns=rows)).rows
    rest, one = subjects.of_entries(entries, ["c0"]).subjects
    assert (rest.figures.sent, rest.unsubscribed, one.figures.sent, one.id) == (5_000, 2, 1_000, "c0")
    assert [s.id for s in subjects.of_entries(entries, []).subjects] == ["c2", "c1"]
    shared = entries[0]._replace(mixed=2)
    assert [s.id for s in subjects.of_entries([shared, *entries[1:]], ["c0", "c1"]).subjects][-1] == "c1"
    young = subjects.maturity([one], {"c0": rows[0]._replace(launched_at=NOW - timedelta(days=2))}, NOW)
    assert "Campaign c0" in young


def test_periods_are_compared_only_when_all_their_days_are_told() -> None:
    period = Period(date(2026, 3, 3), date(2026, 3, 4))
    days = [TimelineDay(date(2026, 3, day), 100 * day, 10, day, 0) for day in range(1, 5)]
    found = subjects.of_periods(days, period)
    assert found is not None and [one.figures.sent for one in found.subjects] == [300, 700]
    assert subjects.of_periods(days[1:], period) is None


@pytest.mark.parametrize("columns", [76, 116, 196])
def test_the_funnel_fits_and_every_share_says_of_what(columns: int) -> None:
    rows = [campaign("a"), campaign("b", unsubscribed=None, total_leads=3_000_000, sent=2_000_000, opened=1_234_567)]
    found = funnel.stages(rows)
    lines = funnel_view.stages(found, "read <1m ago", columns)
    text = words(lines)
    assert all(cells(line) <= columns for line in lines)
    assert "2,000,600/3,002,000 66.6 % of leads" in text and "2/600 0.3 % of sent" in text
    assert all(cells(line) <= columns for line in funnel_view.by_state(funnel.by_state(rows), columns))


def picture() -> Picture:
    values: tuple[float | None, ...] = (0.01, 0.02, None, 0.04, 0.03)
    return Picture(
        (Series("replied <&> \u202esent", values, "bar"),),
        ((0, "day 1"), (4, "day 5")),
        percent=True,
        unseen=frozenset({2}),
    )


def test_a_drawing_of_strangers_text_is_a_whole_document_that_loads_nothing() -> None:
    lines: list[Line] = [((f"{name}: {text[:200]}", "crit"),) for name, text in CORPUS.items()]
    for drawing in (Drawing("Names & <b>", None, lines), Drawing("Rates", picture(), lines, lines)):
        written = svg_of(drawing, "acme · 2026-03-04")
        root = ElementTree.fromstring(written)
        kinds = {child.tag.rpartition("}")[2] for child in root.iter()}
        assert kinds <= {"svg", "title", "rect", "text", "path", "polyline", "circle"}
        assert not any(char in written + text_of(drawing, "x") for char in "\x1b\u202e\u2066\x00\x9b")
        assert "href" not in written and "<script" not in written


def test_a_gap_of_a_plot_is_a_gap_of_the_file() -> None:
    root = ElementTree.fromstring(svg_of(Drawing("Rates", picture(), ()), "stamp"))
    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 2]
    assert sum(rect.attrib.get("opacity") == "0.45" for rect in root.iter("{http://www.w3.org/2000/svg}rect")) == 1
