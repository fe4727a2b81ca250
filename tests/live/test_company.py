"""Several consoles on one cache: one polls for all, and another takes over when it is gone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coldsend_tui.api import errors
from coldsend_tui.clock import ManualClock
from coldsend_tui.errors import StoreError
from coldsend_tui.live import feeds
from coldsend_tui.live.company import LOOK_EVERY
from coldsend_tui.store import Store, database
from tests.live.bench_seat import Seat

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox


NOW_FEEDS = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD)


@pytest.fixture
def pair(sandbox: LocalSandbox, tmp_path: Path) -> tuple[Seat, Seat]:
    path = tmp_path / "cache.sqlite"
    leader, follower = Seat(sandbox, path=path), Seat(sandbox, path=path)
    follower.clock = leader.clock
    follower.session = follower.make_session()
    return leader, follower


async def test_the_leader_reads_for_everybody(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    leader.session.watch("campaigns", [feeds.ANALYTICS], feeds.ANALYTICS)
    await leader.session.catch_up()
    follower.session.watch("analytics", [feeds.timeline(30)], feeds.timeline(30))
    await follower.session.catch_up()
    assert (leader.session.role, follower.session.role) == ("leader", "follower")
    leader.pass_time(LOOK_EVERY)
    follower.refreshed.clear()
    await leader.session.catch_up()
    await follower.session.catch_up()
    assert follower.requests == []
    assert any(feeds.timeline(30) == refreshed.feed for refreshed in follower.refreshed)
    assert follower.store.timeline(30) == leader.store.timeline(30)
    assert follower.store.campaigns() == leader.store.campaigns() != []
    assert follower.session.connection.state == "online"
    for seat in pair:
        seat.session._company.leave()
        seat.store.close()


async def test_a_follower_reads_back_its_own_writes(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    await leader.session.catch_up()
    await follower.session.catch_up()
    campaign = follower.store.campaigns()[0].id
    await follower.session.reread(feeds.campaign(campaign))
    assert len(follower.requests) == 1
    assert leader.store.campaign_settings(campaign) is not None
    for seat in pair:
        seat.session._company.leave()
        seat.store.close()


async def test_the_follower_takes_over_and_asks_only_for_what_is_old(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    for seat in pair:
        seat.session.watch("campaigns", [feeds.ANALYTICS], feeds.ANALYTICS)
        await seat.session.catch_up()
    leader.session._company.leave()
    leader.store.close()
    wake_at = await follower.session.catch_up()
    assert follower.session.role == "leader"
    assert follower.paths().count("/analytics/campaigns") == 0
    assert wake_at - follower.clock.monotonic() <= LOOK_EVERY
    follower.pass_time(20)
    await follower.session.catch_up()
    assert "/analytics/campaigns" in follower.paths()
    follower.session._company.leave()
    follower.store.close()


async def test_a_second_console_costs_no_request(make_sandbox: Callable[..., LocalSandbox], tmp_path: Path) -> None:
    spent = []
    for others in (0, 1):
        sandbox = make_sandbox()
        path = tmp_path / f"{others}.sqlite"
        seats = [Seat(sandbox, path=path) for _ in range(1 + others)]
        for seat in seats:
            seat.clock = seats[0].clock
            seat.session = seat.make_session()
            seat.session.watch("now", NOW_FEEDS, feeds.ANALYTICS)
        for _ in range(300):
            for seat in seats:
                await seat.session.catch_up()
            seats[0].pass_time(2)
        spent.append([len(seat.requests) for seat in seats])
        left = {seat.session.budget.hour_left for seat in seats if seat.session.budget is not None}
        assert left == {1000 - sum(spent[-1])}
        for seat in seats:
            seat.session._company.leave()
            seat.store.close()
    alone, together = spent
    assert together[1] == 0
    assert together[0] <= alone[0] * 1.02


async def test_followers_see_the_outage_and_its_end(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    for seat in pair:
        seat.session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
        await seat.session.catch_up()
    leader.sandbox.faults("503")
    for _ in range(60):
        for seat in pair:
            await seat.session.catch_up()
        leader.pass_time(2)
    assert follower.session.connection.state == leader.session.connection.state == "offline"
    assert follower.session.connection.since == leader.session.connection.since
    assert follower.session.connection.retry_at is not None
    assert "503" in str(follower.session.connection.error)
    assert follower.requests == []
    leader.sandbox.faults("off")
    for _ in range(30):
        for seat in pair:
            await seat.session.catch_up()
        leader.pass_time(2)
    assert follower.session.connection.state == leader.session.connection.state == "online"
    assert [connection.state for connection in follower.connections] == ["online", "offline", "online"]
    end(pair)


async def test_a_follower_that_met_an_outage_alone_comes_back_with_the_leader(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    for seat in pair:
        seat.session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
        await seat.session.catch_up()
    leader.sandbox.faults("cut")
    with pytest.raises(errors.Unreachable):
        await follower.session.reread(feeds.USAGE)
    assert follower.session.connection.state == "offline"
    leader.sandbox.faults("off")
    for _ in range(15):
        leader.pass_time(LOOK_EVERY)
        for seat in pair:
            await seat.session.catch_up()
    assert follower.session.connection.state == leader.session.connection.state == "online"
    assert [connection.state for connection in leader.connections] == ["online"]
    end(pair)


async def test_a_frozen_console_lets_another_one_poll(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    for seat in pair:
        seat.session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
        await seat.session.catch_up()
    leader.session.pause()
    leader.refreshed.clear()
    await leader.session.catch_up()
    leader.pass_time(30)
    await follower.session.catch_up()
    await leader.session.catch_up()
    assert (leader.session.role, follower.session.role) == ("follower", "leader")
    assert "/analytics/campaigns" in follower.paths()
    assert leader.refreshed == []
    leader.session.resume()
    await leader.session.catch_up()
    assert any(refreshed.feed == feeds.ANALYTICS for refreshed in leader.refreshed)
    end(pair)


async def test_a_leader_that_hangs_is_replaced_and_steps_down(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    for seat in pair:
        await seat.session.catch_up()
    hung_since = leader.clock.monotonic()
    while follower.session.role != "leader":
        follower.pass_time(LOOK_EVERY)
        await follower.session.catch_up()
    assert leader.clock.monotonic() - hung_since <= 10
    await leader.session.catch_up()
    assert (leader.session.role, follower.session.role) == ("follower", "leader")
    follower.paths(), leader.paths()
    for _ in range(20):
        leader.pass_time(LOOK_EVERY)
        for seat in pair:
            await seat.session.catch_up()
    assert (leader.session.role, follower.session.role) == ("follower", "leader")
    assert leader.requests == []
    end(pair)


async def test_a_follower_whose_clock_is_set_stays_a_follower(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    follower.clock = ManualClock(leader.clock.now(), real=leader.clock.real() + timedelta(hours=1))
    follower.client = follower.make_client()
    follower.session = follower.make_session()
    for seat in pair:
        seat.session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
    for jump in (0, 3600, -7200):
        follower.clock._real += timedelta(seconds=jump)
        for _ in range(10):
            for seat in pair:
                await seat.session.catch_up()
            leader.pass_time(LOOK_EVERY)
            follower.clock.advance(LOOK_EVERY)
    assert (leader.session.role, follower.session.role) == ("leader", "follower")
    assert follower.requests == []
    assert follower.session.connection.state == "online"
    end(pair)


async def test_a_cache_held_by_a_stopped_program_stops_no_console(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.0)
    seat = Seat(sandbox, path=tmp_path / "cache.sqlite")
    seat.session.watch("now", NOW_FEEDS, feeds.ANALYTICS)
    await seat.live(30)
    other = sqlite3.connect(tmp_path / "cache.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    seat.refreshed.clear()
    await seat.live(60)
    held = [refreshed for refreshed in seat.refreshed if refreshed.error is not None]
    assert held
    assert all("held by another program" in str(refreshed.error) for refreshed in held)
    assert seat.session.connection.state == "online"
    other.execute("ROLLBACK")
    other.close()
    await seat.live(330)
    assert seat.session.connection.state == "online"
    state = seat.store.feed_states()[feeds.ANALYTICS]
    assert state.fetched_at is not None
    assert (seat.clock.real() - state.fetched_at).total_seconds() < 90
    assert seat.store.durable
    seat.session._company.leave()
    seat.store.close()


HOLDER = """
import sqlite3, sys
from pathlib import Path
from coldsend_tui.store import Store
path = Path(sys.argv[1])
store = Store.open(path)
assert store.leadership().take(0.0)
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO fact (name, value) VALUES ('half a write', 1)")
print("holding", flush=True)
sys.stdin.read()
"""


async def test_a_leader_killed_in_the_middle_of_a_write_leaves_nothing_locked(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.0)
    path = tmp_path / "cache.sqlite"
    with subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "holding"
        seat = Seat(sandbox, path=path)
        seat.session.watch("now", NOW_FEEDS, feeds.ANALYTICS)
        await seat.session.catch_up()
        assert seat.session.role == "follower"
        with pytest.raises(StoreError):
            seat.store.forget("campaign", "nobody")
        holder.kill()
        holder.wait()
    killed_at = seat.clock.monotonic()
    await seat.live(LOOK_EVERY)
    assert seat.session.role == "leader"
    assert seat.clock.monotonic() - killed_at <= 10
    assert len(seat.store.campaigns()) == 4
    assert seat.store._database.read("SELECT * FROM fact WHERE name = 'half a write'") == []
    seat.session._company.leave()
    seat.store.close()


async def test_a_full_disk_ends_the_company(pair: tuple[Seat, Seat]) -> None:
    leader, follower = pair
    for seat in pair:
        seat.session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
        await seat.session.catch_up()
    (pages,) = follower.store._database.read("PRAGMA page_count")[0]
    follower.store._database._writer.execute(f"PRAGMA max_page_count={pages}")
    follower.store.note_failure("x" * 100_000, leader.clock.real(), "filled")
    assert not follower.store.durable
    follower.pass_time(60)
    await follower.session.catch_up()
    assert follower.session.role == "alone"
    assert "/analytics/campaigns" in follower.paths()
    assert [row.id for row in follower.store.campaigns()] == [row.id for row in leader.store.campaigns()] != []
    end(pair)


def end(seats: Iterable[Seat]) -> None:
    """Close what was opened."""
    for seat in seats:
        seat.session._company.leave()
        seat.store.close()


def test_a_leader_that_is_killed_leads_no_more(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    code = (
        "import sys; from pathlib import Path; from coldsend_tui.store import Store\n"
        "lock = Store.open(Path(sys.argv[1])).leadership(); print(lock.take(0.0), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "True"
        store = Store.open(path)
        lock = store.leadership()
        assert not lock.take(0.0)
        other.kill()
        other.wait()
        assert lock.take(0.0)
        lock.release()
        store.close()


def test_in_memory_everybody_leads() -> None:
    store = Store.open(None)
    assert store.leadership().take(0.0)
    assert store.leadership().take(0.0)
    assert not store.leadership().shared
