"""Several consoles on one cache: one polls for all, and another takes over when it is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coldsend_tui.live import feeds
from coldsend_tui.live.company import LOOK_EVERY
from coldsend_tui.store import Store
from tests.live.bench_seat import Seat

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox


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
