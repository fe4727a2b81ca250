"""Bars by hours and days: on the axis of time, with gaps where nobody looked."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from coldsend_tui.ops.increments import increments
from coldsend_tui.tui import bars
from coldsend_tui.tui.lines import cells, plain
from coldsend_tui.tui.plotting import Series
from coldsend_tui.tui.screens.campaign import history
from coldsend_tui.tui.screens.campaign.history import Measure
from coldsend_tui.workspace import Gap, Sample
from tests.ops.rows import NOW


def test_hours_stand_on_their_own_hour_and_what_nobody_saw_is_no_zero() -> None:
    samples = [Sample(NOW - timedelta(hours=5 - n), 100 + 10 * n, 5 * n, 0, 0) for n in range(6)]
    hourly = history.bars(samples, [], NOW, timedelta(hours=12), Measure.HOURLY)
    assert hourly.labels[0] == "05:00"
    assert hourly.labels[-1] == "16:00"
    sent = hourly.series[0].values
    assert sent == (None,) * 6 + (0.0, 10.0, 10.0, 10.0, 10.0, 10.0)
    assert hourly.partly == {6}
    begun = history.bars(samples, [], NOW, timedelta(hours=12), Measure.HOURLY, begun=NOW - timedelta(hours=6))
    assert begun.series[0].values[:5] == (0.0,) * 5, "nothing is sent before the launch"
    assert history.place(NOW - timedelta(hours=1), NOW, hourly, Measure.HOURLY) == len(hourly.labels) - 2


def test_one_day_seen_is_one_bar_among_days_nobody_saw() -> None:
    samples = [Sample(NOW - timedelta(minutes=90), 100, 0, 0, 0), Sample(NOW - timedelta(minutes=5), 160, 0, 0, 0)]
    daily = history.bars(samples, [], NOW, timedelta(days=30), Measure.DAILY)
    assert len(daily.labels) == 30
    assert daily.series[0].values == (None,) * 29 + (60.0,)
    drawn = "\n".join(map(plain, bars.draw(daily, 100, 8)))
    assert "sent 60" in drawn
    assert "04 Mar" in drawn
    assert "≥" in drawn
    assert history.heading(samples, [], NOW, timedelta(days=30), Measure.DAILY) == (
        "per day · 30 days · seen since 14:34 UTC"
    )


def test_what_grew_while_nobody_watched_belongs_to_no_hour() -> None:
    gap = Gap(NOW - timedelta(hours=4), NOW - timedelta(hours=1))
    samples = [
        Sample(NOW - timedelta(hours=ago), sent, 0, 0, 0) for ago, sent in ((6, 0), (5, 10), (4, 20), (1, 90), (0, 95))
    ]
    counted = increments(samples, [gap], NOW - timedelta(hours=6), NOW, timedelta(hours=1))
    assert counted.unplaced == {"sent": 70}
    assert counted.counted["sent"] == (0, 10, 10, None, None, 0, 5)
    assert counted.partly == {0, 2, 5}


@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=40), st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=3), st.sampled_from([timedelta(hours=1), timedelta(days=1)]),
)  # fmt: skip
def test_bars_and_what_belongs_to_none_are_all_that_grew(
    steps: list[int], apart: int, holes: list[tuple[int, int]], unit: timedelta
) -> None:
    total, samples = 0, []
    for at, step in enumerate(steps):
        total += step
        samples.append(Sample(NOW - timedelta(hours=(len(steps) - at) * apart), total, 0, 0, 0))
    gaps = [Gap(NOW - timedelta(hours=at + long), NOW - timedelta(hours=at)) for at, long in holes]
    counted = increments(samples, gaps, samples[0].at, NOW, unit)
    placed = sum(step or 0 for step in counted.counted["sent"])
    assert placed + counted.unplaced.get("sent", 0) == total - steps[0]


@example([None] * 8, 18, 3)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 5_000)), min_size=1, max_size=200),
    st.integers(1, 120),
    st.integers(1, 14),
)
def test_bars_never_overflow_their_box(values: list[int | None], columns: int, rows: int) -> None:
    numbers = tuple(None if value is None else float(value) for value in values)
    shown = bars.Bars(
        (Series("sent", numbers, "bar"), Series("replied", numbers, "series3")),
        tuple(f"{at:02}:00" for at in range(len(values))),
    )
    lines = bars.draw(shown, columns, rows)
    assert len(lines) <= rows
    assert all(cells(one) <= max(columns, 17) for one in lines)
