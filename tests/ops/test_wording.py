from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops import wording
from coldsend_tui.workspace import Gap


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0s"), (14, "14s"), (59.9, "59s"), (60, "1m"), (3 * 60, "3m"), (3_600, "1h"), (9_660, "2h41m"),
        (3_660, "1h01m"), (86_400, "1d"), (3 * 86_400 + 4 * 3_600 + 59, "3d 4h"), (9 * 86_400 + 23 * 3_600, "9d 23h"),
        (12 * 86_400 + 20 * 3_600, "12d"), (400 * 86_400, "400d"),
    ],
)  # fmt: skip
def test_durations_show_the_units_that_matter(seconds: float, text: str) -> None:
    assert wording.duration(timedelta(seconds=seconds)) == text


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=900)))
def test_durations_stay_short(span: timedelta) -> None:
    assert 2 <= len(wording.duration(span)) <= 6


def test_rates_carry_their_denominator() -> None:
    assert wording.ratio(12, 200) == "12/200 6.0 %"
    assert wording.ratio(0, 0) == "0/0 –"
    assert wording.ratio(1_204, 48_320) == "1,204/48,320 2.5 %"


def test_plurals() -> None:
    assert wording.plural(1, "inbox", "inboxes") == "1 inbox"
    assert wording.plural(2_000, "lead") == "2,000 leads"
    assert wording.limit(0.03) == "3 %"
    assert wording.limit(0.005) == "0.5 %"


def test_time_that_nobody_watched() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    gaps = [Gap(noon, noon + timedelta(minutes=7)), Gap(noon + timedelta(hours=1), noon + timedelta(hours=3))]
    assert wording.not_seen([], noon) == wording.not_seen(gaps[:1], noon + timedelta(minutes=7)) == ""
    assert wording.not_seen(gaps[:1], noon - timedelta(hours=1)) == "not seen 12:00–12:07"
    assert wording.not_seen(gaps[:1], noon + timedelta(minutes=2)) == "not seen 12:02–12:07"
    week = noon - timedelta(days=7)
    assert wording.not_seen(gaps[:1], week) == "not seen 02 Mar 12:00–12:07"
    night = [Gap(noon, noon + timedelta(hours=20))]
    assert wording.not_seen(night, week) == "not seen 02 Mar 12:00–03 Mar 08:00"
    assert wording.not_seen(gaps, noon) == "not seen 2 times, 2h07m together"


def test_sizes_show_something_of_a_small_file() -> None:
    assert [wording.size(number) for number in (0, 812, 14_200, 999_499, 999_500, 12_600_000)] == [
        "0 B", "812 B", "14 kB", "999 kB", "1.0 MB", "12.6 MB",
    ]  # fmt: skip
