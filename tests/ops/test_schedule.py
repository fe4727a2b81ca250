"""Windows judged minute by minute against the wall clock, also on the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coldsend_tui.ops import schedule
from coldsend_tui.ops.schedule import Window, open_time, opening, opening_text
from tests.ops.rows import NOW
from tests.ops.rows import settings as campaign_settings

ZONES = [
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "UTC",
]
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = frozenset({1, 2, 3, 4, 5})

windows = st.builds(
    lambda zone, days, start, length: Window(ZoneInfo(zone), frozenset(days), start, min(24 * 60, start + length)),
    st.sampled_from(ZONES),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 23 * 60 + 59),
    st.integers(1, 24 * 60),
)
moments = st.integers(0, 3 * 365 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def _wall_says_open(window: Window, moment: datetime) -> bool:
    local = moment.astimezone(window.zone)
    minute = local.hour * 60 + local.minute
    return local.isoweekday() in window.days and window.start <= minute < window.end


def _near_a_clock_change(zone: ZoneInfo, moment: datetime) -> bool:
    offsets = {(moment + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in (-26, 0, 26)}
    return len(offsets) > 1


@given(windows, moments)
def test_open_is_what_the_wall_clock_says(window: Window, moment: datetime) -> None:
    if not _near_a_clock_change(window.zone, moment):
        assert opening(window, moment).is_open is _wall_says_open(window, moment)


@given(windows, moments)
def test_what_is_shut_opens_at_the_time_told(window: Window, moment: datetime) -> None:
    state = opening(window, moment)
    if state.is_open:
        assert state.opens is None
        assert state.closes is None or not opening(window, state.closes).is_open
    else:
        assert state.opens is not None
        assert state.opens > moment
        assert opening(window, state.opens).is_open
        assert not opening(window, state.opens - timedelta(seconds=1)).is_open


@given(windows, moments, st.integers(0, 20 * 24 * 60))
@settings(max_examples=50, deadline=None)
def test_open_time_adds_up(window: Window, start: datetime, minutes: int) -> None:
    middle, end = start + timedelta(minutes=minutes // 3), start + timedelta(minutes=minutes)
    whole = open_time(window, start, end)
    assert whole == open_time(window, start, middle) + open_time(window, middle, end)
    assert timedelta() <= whole <= end - start


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        # New York leaves standard time on 8 March 2026: 09:00 is 14:00 UTC before and 13:00 UTC after.
        ("2026-03-06T13:59:59", False),
        ("2026-03-06T14:00:00", True),
        ("2026-03-09T12:59:59", False),
        ("2026-03-09T13:00:00", True),
        ("2026-03-09T20:59:59", True),
        ("2026-03-09T21:00:00", False),
    ],
)
def test_nine_to_five_moves_with_the_clock(utc: str, is_open: bool) -> None:
    window = Window(NEW_YORK, WEEKDAYS, 9 * 60, 17 * 60)
    assert opening(window, datetime.fromisoformat(utc).replace(tzinfo=UTC)).is_open is is_open


def test_a_start_that_the_clock_skips_comes_as_late_as_it_can() -> None:
    window = Window(NEW_YORK, frozenset({7}), 2 * 60 + 30, 5 * 60)
    state = opening(window, datetime(2026, 3, 8, 5, tzinfo=UTC))
    assert state.opens == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_a_window_inside_the_skipped_hour_does_not_open_that_night() -> None:
    window = Window(NEW_YORK, frozenset({7}), 2 * 60, 3 * 60)
    state = opening(window, datetime(2026, 3, 8, 5, tzinfo=UTC))
    assert state.opens == datetime(2026, 3, 15, 6, tzinfo=UTC)


def test_a_start_that_comes_twice_counts_the_second_time() -> None:
    window = Window(NEW_YORK, frozenset({7}), 90, 5 * 60)
    state = opening(window, datetime(2026, 11, 1, 4, tzinfo=UTC))
    assert state.opens == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_an_end_that_comes_twice_counts_the_first_time() -> None:
    window = Window(NEW_YORK, frozenset({7}), 0, 90)
    state = opening(window, datetime(2026, 11, 1, 4, 30, tzinfo=UTC))
    assert state.closes == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_the_longest_night_has_an_hour_more() -> None:
    window = Window(NEW_YORK, frozenset({7}), 0, 24 * 60)
    day = datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert open_time(window, day, day + timedelta(days=2)) == timedelta(hours=25)


def test_midnight_as_an_end_joins_the_next_day() -> None:
    window = Window(ZoneInfo("UTC"), frozenset({1, 2}), 0, 24 * 60)
    monday = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert opening(window, monday).closes == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_window_without_gaps_never_closes() -> None:
    window = Window(ZoneInfo("UTC"), frozenset(range(1, 8)), 0, 24 * 60)
    state = opening(window, NOW)
    assert (state.is_open, state.closes) == (True, None)
    assert opening_text(state, window, NOW) == "always open"


def test_a_start_date_keeps_the_window_shut() -> None:
    first = datetime(2026, 3, 6, 18, tzinfo=UTC)
    window = Window(NEW_YORK, WEEKDAYS, 9 * 60, 17 * 60, first)
    state = opening(window, NOW)
    assert (state.is_open, state.opens, state.waits_for) == (False, first, "start date")
    assert open_time(window, NOW, first) == timedelta()


def test_a_start_date_without_zone_is_local() -> None:
    window = Window.of(campaign_settings(start_date=datetime.fromisoformat("2026-03-09T09:00")))
    assert window is not None
    assert window.not_before == datetime(2026, 3, 9, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 4, 19, 19, tzinfo=UTC), "open for 2h41m"),
        (datetime(2026, 3, 4, 12, tzinfo=UTC), "in 2h"),
        (datetime(2026, 3, 6, 23, tzinfo=UTC), "Mon 09:00 EDT"),
        (datetime(2026, 3, 4, 23, tzinfo=UTC), "Thu 09:00 EST"),
    ],
)
def test_texts_for_the_screen(moment: datetime, text: str) -> None:
    window = Window(NEW_YORK, WEEKDAYS, 9 * 60, 17 * 60)
    assert opening_text(opening(window, moment), window, moment) == text


def test_a_far_start_date_is_told_with_its_day() -> None:
    window = Window(NEW_YORK, WEEKDAYS, 9 * 60, 17 * 60, datetime(2026, 4, 1, tzinfo=UTC))
    assert opening_text(opening(window, NOW), window, NOW) == "1 Apr 09:00 EDT"


@pytest.mark.parametrize(
    ("days", "text"),
    [({1, 2, 3, 4, 5}, "Mon–Fri"), ({1, 3, 5}, "Mon, Wed, Fri"), ({6, 7}, "Sat, Sun"), ({1, 2, 3, 6}, "Mon–Wed, Sat")],
)
def test_days_are_named_shortly(days: set[int], text: str) -> None:
    assert schedule.day_names(frozenset(days)) == text


def test_a_window_reads_well() -> None:
    window = Window.of(campaign_settings(window_end=(24, 0)))
    assert window is not None
    assert window.text == "Mon–Fri 09:00–24:00 New York"


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": None},
        {"timezone": "../etc/passwd"},
        {"window_start": None},
        {"sending_days": ()},
        {"sending_days": (0, 8)},
        {"window_start": (17, 0), "window_end": (9, 0)},
        {"window_end": (25, 0)},
    ],
)
def test_a_window_that_makes_no_sense_is_none(changes: dict[str, object]) -> None:
    assert Window.of(campaign_settings(**changes)) is None


def test_sending_days_skip_the_weekend() -> None:
    window = Window(NEW_YORK, WEEKDAYS, 9 * 60, 17 * 60)
    days = schedule.sending_days(window, date(2026, 3, 6))
    assert [next(days).day for _ in range(3)] == [6, 9, 10]


def test_wall_clock_of_a_day_in_every_zone() -> None:
    for name in ZONES:
        window = Window(ZoneInfo(name), frozenset(range(1, 8)), 9 * 60, 17 * 60)
        for day in range(0, 365, 7):
            noon = datetime.combine(date(2026, 1, 1) + timedelta(days=day), time(12), ZoneInfo(name))
            assert opening(window, noon.astimezone(UTC)).is_open
