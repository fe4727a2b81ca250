"""The header: the verdict keeps its room whatever else is to be told."""

from __future__ import annotations

import pytest

from coldsend_tui.tui.lines import cells, plain
from coldsend_tui.tui.widgets.frame import header

VERDICT = "CRIT 2 · WARN 3"


def drawn(columns: int, **more: object) -> str:
    """The header of a workspace in trouble."""
    known: dict[str, object] = {
        "profile": "acme-prod",
        "mode": "LIVE",
        "verdict": VERDICT,
        "level": "CRIT",
        "age": 14.0,
        "clock": "16:04 UTC",
        "minute": (83, 100),
        "hour": (741, 1000),
    }
    line = header(columns, **(known | more))  # type: ignore[arg-type]
    assert cells(line) == columns
    return plain(line)


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"frozen": True},
        {"waits": "16:05:10"},
        {"mode": "OFFLINE", "lost": ("15:31", "15:34:10"), "age": 1400.0},
        {"mode": "OFFLINE", "lost": ("25 Nov 15:31", ""), "age": None},
    ],
    ids=["sound", "frozen", "waits", "offline", "refused"],
)
def test_the_verdict_is_never_cut(columns: int, more: dict[str, object]) -> None:
    assert VERDICT in drawn(columns, **more)


def test_offline_tells_as_much_as_fits() -> None:
    more = {"mode": "OFFLINE", "lost": ("15:31", "15:34:10"), "age": 1400.0}
    assert "OFFLINE  since 15:31  next try 15:34:10" in drawn(120, **more)
    assert "OFFLINE  since 15:31 next 15:34:10" in drawn(80, **more)
    assert "acme-prod" in drawn(80, **more)
    assert "OFFLINE  since 15:31 " in drawn(80, **more, profile="a-workspace-of-long-name")
    assert "api" not in drawn(120, **more)


def test_a_narrow_budget_has_one_blank() -> None:
    assert "api 741/1000h" in drawn(80)
    assert "api 83/100m 741/1000h" in drawn(120)


def test_a_server_that_asked_to_wait_takes_the_place_of_the_budget() -> None:
    assert "api waits until 16:05:10" in drawn(120, waits="16:05:10")
    assert "api until 16:05:10" in drawn(80, waits="16:05:10")
    assert "/100m" not in drawn(120, waits="16:05:10")


def test_data_from_the_future_has_no_age() -> None:
    assert "age unknown" in drawn(120, age=-3600.0)
    assert "data <20s" in drawn(120, age=-2.0)
