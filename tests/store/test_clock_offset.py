"""The workspace's clock, remembered with what was read by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coldsend_tui.clock import SystemClock
from coldsend_tui.live import judgement
from coldsend_tui.store import Store
from coldsend_tui.store.refresh import CampaignRows, Refresh
from tests.store.rows import campaign

REAL = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
AHEAD = timedelta(days=-43)


def refresh(real: datetime, ahead: timedelta) -> Refresh:
    return Refresh("analytics", real + ahead, real, real, (CampaignRows([campaign("c1")], "analytics"),))


def test_a_cache_is_judged_by_the_clock_it_was_read_by() -> None:
    store, clock = Store.open(None), SystemClock()
    assert store.clock_offset() == timedelta()
    store.store(refresh(REAL, AHEAD))
    judgement.look(store, clock)
    assert clock.offset == AHEAD
    # What travels a moment longer is no other clock, and is not written again.
    store.store(refresh(REAL, AHEAD + timedelta(milliseconds=400)))
    assert store.clock_offset() == AHEAD
    store.store(refresh(REAL, timedelta()))
    judgement.look(store, clock)
    assert clock.offset == timedelta()


def test_the_server_s_own_word_stands_above_it() -> None:
    store, clock = Store.open(None), SystemClock()
    store.store(refresh(REAL, AHEAD))
    clock.correct(clock.real())
    judgement.look(store, clock)
    assert clock.offset == timedelta()
