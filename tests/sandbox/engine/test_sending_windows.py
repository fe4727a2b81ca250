"""Sending windows in the campaign's own zone: what an interval covers, what it leaves out, and the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.sandbox.engine.windows import NEVER, SendingWindow

ZONES = st.sampled_from(
    ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham"]
)
TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.integers(
    int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2027, 12, 31, tzinfo=UTC).timestamp())
)


@given(ZONES, st.sets(st.integers(1, 7), min_size=1), TIMES, TIMES, MOMENTS)
def test_every_moment_of_an_interval_is_inside_the_window(
    zone: str, days: set[int], start: tuple[int, int], end: tuple[int, int], moment: int
) -> None:
    start, end = min(start, end), max(start, end)
    if start == end:
        end = (24, 0)
    opens, closes = SendingWindow(zone, days, start, end).interval(moment)
    assert closes > moment
    for tick in {opens, closes - 1, max(opens, moment), (opens + closes) // 2}:
        local = datetime.fromtimestamp(tick, ZoneInfo(zone))
        assert local.isoweekday() in days
        assert start[0] * 60 + start[1] <= local.hour * 60 + local.minute < end[0] * 60 + end[1]


@given(ZONES, st.sets(st.integers(1, 7), min_size=1), MOMENTS)
def test_no_open_hour_is_skipped(zone: str, days: set[int], moment: int) -> None:
    window = SendingWindow(zone, days, (9, 0), (17, 0))
    opens, _ = window.interval(moment)
    for tick in range(moment, min(opens, moment + 9 * 86400), 1800):
        local = datetime.fromtimestamp(tick, ZoneInfo(zone))
        assert not (local.isoweekday() in days and 9 <= local.hour < 17)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_spring_forward_opens_after_the_missing_hour() -> None:
    window = SendingWindow("America/New_York", range(1, 8), (2, 30), (6, 0))
    assert window.interval(at("2026-03-08T00:00:00-05:00")) == (
        at("2026-03-08T03:30:00-04:00"),
        at("2026-03-08T06:00:00-04:00"),
    )


def test_fall_back_uses_the_hour_that_is_certain() -> None:
    window = SendingWindow("America/New_York", range(1, 8), (1, 30), (3, 0))
    assert window.interval(at("2026-11-01T00:00:00-04:00")) == (
        at("2026-11-01T01:30:00-05:00"),
        at("2026-11-01T03:00:00-05:00"),
    )
    closing = SendingWindow("America/New_York", range(1, 8), (0, 0), (1, 30))
    assert closing.interval(at("2026-11-01T00:00:00-04:00"))[1] == at("2026-11-01T01:30:00-04:00")


def test_an_hour_later_in_utc_after_the_change() -> None:
    window = SendingWindow("America/New_York", [1, 2, 3, 4, 5], (9, 0), (17, 0))
    assert window.interval(at("2026-10-30T12:00:00+00:00"))[0] == at("2026-10-30T13:00:00+00:00")
    assert window.interval(at("2026-10-31T12:00:00+00:00"))[0] == at("2026-11-02T14:00:00+00:00")


def test_midnight_as_the_end_and_a_start_date() -> None:
    window = SendingWindow("Asia/Tokyo", [7], (22, 0), (24, 0), at("2026-09-27T23:00:00+09:00"))
    assert window.interval(at("2026-09-16T00:00:00+09:00")) == (
        at("2026-09-27T23:00:00+09:00"),
        at("2026-09-28T00:00:00+09:00"),
    )


def test_a_window_that_never_opens() -> None:
    assert SendingWindow("UTC", [], (9, 0), (17, 0)).interval(at("2026-09-16T00:00:00+00:00")) == (NEVER, NEVER)
