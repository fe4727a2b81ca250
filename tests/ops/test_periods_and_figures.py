"""Spans of days, what is known of them, and sums over them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.errors import UsageError
from coldsend_tui.ops import figures, periods
from coldsend_tui.ops.figures import Figures
from coldsend_tui.ops.periods import Period
from coldsend_tui.workspace import TimelineDay

TODAY = date(2026, 3, 4)
counts = st.integers(0, 10_000)
spans = st.builds(
    lambda back, length: Period(TODAY - timedelta(days=back + length), TODAY - timedelta(days=back)),
    st.integers(0, 400),
    st.integers(0, 120),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("14", date(2026, 2, 19), TODAY),
        ("14d", date(2026, 2, 19), TODAY),
        (" 2 weeks ", date(2026, 2, 19), TODAY),
        ("2026-02-01", date(2026, 2, 1), TODAY),
        ("2026-01-05..2026-01-11", date(2026, 1, 5), date(2026, 1, 11)),
        ("2026-01-05 to 2026-01-11", date(2026, 1, 5), date(2026, 1, 11)),
        ("2026-01-05 2026-01-05", date(2026, 1, 5), date(2026, 1, 5)),
    ],
)
def test_ranges_as_people_type_them(text: str, first: date, last: date) -> None:
    assert periods.parse(text, TODAY) == Period(first, last)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "one date or two"),
        ("soon", "no range"),
        ("0d", "a day at least"),
        ("9999d", "at most"),
        ("2020-01-01", "at most"),
        ("2026-02-30", "no range"),
        ("2026-02-02..2026-02-01", "before"),
        ("2026-03-01..2026-03-05", "not come yet"),
        ("2026-01-01 2026-01-02 2026-01-03", "one date or two"),
    ],
)
def test_what_is_no_range_says_why_and_what_to_write(text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        periods.parse(text, TODAY)
    assert said in str(raised.value)


@given(spans, st.lists(st.tuples(st.integers(0, 600), counts, counts, counts, counts), max_size=60), st.booleans())
def test_buckets_keep_the_sums_and_cover_the_period_once(
    period: Period, told: list[tuple[int, int, int, int, int]], weeks: bool
) -> None:
    known = {TODAY - timedelta(days=back): rest for back, *rest in told}
    days = [TimelineDay(day, *rest) for day, rest in sorted(known.items())]
    found = periods.buckets(days, period, weeks=weeks)
    assert figures.total(bucket.figures for bucket in found) == figures.total(periods.within(days, period))
    assert sum(bucket.of for bucket in found) == period.days
    assert sum(bucket.days for bucket in found) == len(periods.within(days, period))
    assert all(bucket.known or bucket.figures == Figures() for bucket in found)
    assert [bucket.first for bucket in found] == sorted({bucket.first for bucket in found})
    assert all(bucket.first.weekday() == 0 for bucket in found[1:]) or not weeks


@given(spans)
def test_the_period_before_is_as_long_and_adjoins(period: Period) -> None:
    before = period.before
    assert before.days == period.days
    assert before.last + timedelta(days=1) == period.first


def test_rates_are_ratios_of_sums_and_what_is_left_is_never_negative() -> None:
    every = figures.total([TimelineDay(TODAY, 100, 50, 3, 1), TimelineDay(TODAY, 900, 90, 1, 9)])
    assert every.ratio("replied").text == "4/1,000 0.4 %"
    assert every.without(Figures(100, 60, 9, 0)) == Figures(900, 80, 0, 10)
    assert periods.last_days(30, TODAY).text == "3 Feb–4 Mar"
    assert Period(date(2025, 12, 30), date(2026, 1, 2)).text == "30 Dec 2025–2 Jan 2026"
