"""The live session against the sandbox: fills the cache, keeps it fresh, and lives through what a server can do."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coldsend_tui.api import ColdSend, errors
from coldsend_tui.clock import SystemClock
from coldsend_tui.errors import ColdSendError, ConfigError
from coldsend_tui.live import LiveSession, Refreshed, feeds
from coldsend_tui.live.first_details import MINUTE_LEFT, FirstDetails
from coldsend_tui.live.planner import Windows
from coldsend_tui.store import Store
from tests.live.bench_seat import Seat, world_time
from tests.sandbox.local import LocalSandbox

NOW_SCREEN = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD)


@pytest.fixture
def seat(sandbox: LocalSandbox) -> Seat:
    return Seat(sandbox)


async def test_the_first_turn_fills_the_workspace(seat: Seat) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(120)
    workspace = seat.store.workspace()
    world = await seat.sandbox.get("/analytics/campaigns")
    assert {row.id: row.sent for row in workspace.campaigns} == {
        row["campaign_id"]: row["total_sent"] for row in world["campaigns"]
    }
    usage = await seat.sandbox.get("/sender-accounts/daily-usage")
    assert {row.email: row.sent_today for row in workspace.senders} == {
        row["email_address"]: row["sent_today"] for row in usage["inboxes"]
    }
    assert all(sender.rate_limited is not None for sender in workspace.senders)
    assert len(workspace.domains) == (await seat.sandbox.get("/domains"))["pagination"]["total"]
    assert len(workspace.timeline) == 90
    active = {row.id for row in workspace.campaigns if row.status == "ACTIVE"}
    assert active <= set(workspace.settings)
    assert seat.session.connection.state == "online"
    assert [connection.state for connection in seat.connections] == ["online"]


async def test_what_is_looked_at_is_fresh_and_nothing_is_asked_twice(seat: Seat) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(60)
    assert await seat.session.catch_up() > seat.clock.monotonic()
    seat.paths()
    await seat.session.catch_up()
    assert seat.paths() == []
    for _ in range(12):
        await seat.live(10)
        seat.session.touch()
        for name in NOW_SCREEN[:4]:
            state = seat.store.feed_states()[name]
            assert state.fetched_at is not None
            assert (seat.clock.real() - state.fetched_at).total_seconds() <= 25, name


async def test_numbers_move_and_leave_samples(seat: Seat) -> None:
    seat.session.watch("campaigns", [feeds.ANALYTICS], feeds.ANALYTICS)
    await seat.session.catch_up()
    before = seat.store.samples(None)[-1]
    seat.pass_time(30 * 3600)
    seat.refreshed.clear()
    await seat.session.catch_up()
    assert Refreshed(feeds.ANALYTICS, True, None) in seat.refreshed
    after = seat.store.samples(None)[-1]
    assert after.opened > before.opened
    assert after.opened == sum(row.opened for row in seat.store.campaigns())
    seat.refreshed.clear()
    seat.session.refresh(feeds.ANALYTICS)
    await seat.session.catch_up()
    assert seat.refreshed == [Refreshed(feeds.ANALYTICS, False, None)]


async def test_a_warm_start_asks_only_for_what_is_old(sandbox: LocalSandbox, tmp_path: Path) -> None:
    seat = Seat(sandbox, path=tmp_path / "cache.sqlite")
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(20)
    seat.session.refresh(*NOW_SCREEN)
    await seat.session.catch_up()
    seat.paths()
    seat.session._company.leave()
    seat.session = seat.make_session()
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.session.catch_up()
    assert seat.session.role == "leader"
    assert seat.paths() == []
    seat.store.close()


@pytest.mark.parametrize("fault", ["503", "500", "html", "truncate", "cut", "timeout"])
async def test_an_outage_is_told_survived_and_over_when_it_is_over(seat: Seat, fault: str) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(60)
    known = seat.store.workspace().campaigns
    seat.sandbox.faults(fault)
    await seat.live(300)
    assert seat.session.connection.state == "offline"
    assert isinstance(seat.session.connection.error, ColdSendError)
    assert [row.name for row in seat.store.workspace().campaigns] == [row.name for row in known]
    failing = [state for state in seat.store.feed_states().values() if state.error]
    assert failing
    assert all("<" not in state.error for state in failing)
    # Five minutes of outage cost few requests: one try at a time, ever more rarely.
    seat.paths()
    await seat.live(600)
    assert 5 < len(seat.paths()) < 40
    seat.sandbox.faults("off")
    seat.pass_time(61)
    await seat.session.catch_up()
    assert seat.session.connection.state == "online"
    await seat.live(30)
    assert not any(seat.store.feed_states()[name].error for name in NOW_SCREEN)
    assert [connection.state for connection in seat.connections] == ["online", "offline", "online"]


async def test_an_object_of_wrong_types_is_left_out_and_its_last_row_stays(seat: Seat) -> None:
    seat.session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
    await seat.session.catch_up()
    known = {row.id: row for row in seat.store.campaigns()}
    seat.sandbox.faults("wrong-types on getCampaignAnalytics")
    seat.session.refresh(feeds.ANALYTICS)
    await seat.session.catch_up()
    assert {row.id for row in seat.store.campaigns()} == set(known)
    assert all(row.sent == known[row.id].sent for row in seat.store.campaigns())


async def test_an_unknown_state_is_kept_as_it_came(seat: Seat) -> None:
    seat.sandbox.faults("unknown-enum")
    await seat.session.catch_up()
    states = {row.status for row in seat.store.campaigns()}
    assert states - {"DRAFT", "ACTIVE", "PAUSED", "COMPLETED", "FAILED", "ARCHIVED"}


async def test_falling_counters_leave_no_negative_growth(seat: Seat) -> None:
    await seat.session.catch_up()
    seat.sandbox.faults("falling-counters by 50% on getCampaignAnalytics")
    seat.session.refresh(feeds.ANALYTICS)
    await seat.session.catch_up()
    sent = [sample.sent for sample in seat.store.samples(None)]
    assert sent == sorted(sent)


async def test_a_storm_of_429_is_waited_out(make_sandbox: Callable[..., LocalSandbox]) -> None:
    seat = Seat(make_sandbox(faults="429 for 90s"))
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(80)
    assert len(seat.paths()) <= 8
    await seat.live(120)
    assert seat.session.connection.state == "online"
    assert len(seat.store.campaigns()) == 4


async def test_a_key_that_is_not_accepted_stops_the_polling(sandbox: LocalSandbox) -> None:
    seat = Seat(sandbox, key="cs_live_" + "0" * 40)
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(600)
    assert seat.session.connection.state == "unauthorised"
    assert len(seat.paths()) <= 4
    seat.session.resume()
    await seat.live(60)
    assert len(seat.paths()) == 1


async def test_a_missing_scope_costs_only_its_feed(sandbox: LocalSandbox) -> None:
    seat = Seat(sandbox, key=sandbox.key("campaigns:read", "sender_accounts:read"))
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(300)
    assert seat.session.connection.state == "online"
    assert sum(path == "/domains" for path in seat.paths()) == 1
    assert "domains:read" in seat.store.feed_states()[feeds.DOMAINS].error
    assert len(seat.store.senders()) == 8


async def test_a_deleted_campaign_leaves_the_cache(seat: Seat) -> None:
    await seat.session.catch_up()
    draft = next(row for row in seat.store.campaigns() if row.status == "DRAFT")
    await seat.sandbox.call("DELETE", f"/campaigns/{draft.id}")
    with pytest.raises(errors.NotFound):
        await seat.session.reread(feeds.campaign(draft.id))
    assert seat.store.campaign(draft.id) is None
    await seat.live(120)
    assert seat.store.campaign(draft.id) is None


async def test_a_campaign_deleted_elsewhere_goes_by_itself(seat: Seat) -> None:
    await seat.live(30)
    draft = next(row for row in seat.store.campaigns() if row.status == "DRAFT")
    await seat.sandbox.call("DELETE", f"/campaigns/{draft.id}")
    await seat.live(120)
    assert seat.store.campaign(draft.id) is None


async def test_reread_brings_state_and_settings_of_one_campaign(seat: Seat) -> None:
    await seat.session.catch_up()
    active = next(row for row in seat.store.campaigns() if row.status == "ACTIVE")
    await seat.sandbox.call("POST", f"/campaigns/{active.id}/pause")
    seat.session.pause()
    seat.paths()
    await seat.session.reread(feeds.campaign(active.id), feeds.quotas(active.id))
    assert len(seat.paths()) == 2
    after = seat.store.campaign(active.id)
    settings = seat.store.campaign_settings(active.id)
    assert after is not None
    assert settings is not None
    assert (after.status, after.sent) == ("PAUSED", active.sent)
    assert settings.timezone
    assert settings.inboxes
    assert seat.store.quotas(active.id)


async def test_frozen_means_frozen_until_asked(seat: Seat) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    seat.session.pause()
    await seat.live(600)
    assert seat.paths() == []
    seat.session.refresh(feeds.USAGE)
    await seat.session.catch_up()
    assert seat.paths() == ["/sender-accounts/daily-usage"]
    seat.session.resume()
    await seat.session.catch_up()
    assert "/analytics/campaigns" in seat.paths()


async def test_a_terminal_in_the_background_costs_little(seat: Seat) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(600)
    seat.paths()
    await seat.live(600)
    idle = len(seat.paths())
    seat.session.blur()
    await seat.live(600)
    away = len(seat.paths())
    assert away < idle * 0.75
    state = seat.store.feed_states()[feeds.ANALYTICS]
    assert state.fetched_at is not None
    assert (seat.clock.real() - state.fetched_at).total_seconds() < 90
    seat.session.focus()
    seat.paths()
    await seat.live(20)
    assert len(seat.paths()) >= 5


async def test_after_a_nap_of_the_machine_everything_is_read_again(seat: Seat) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(60)
    seat.paths()
    monotonic = seat.clock.monotonic()
    seat.pass_time(3600)
    seat.clock._monotonic = monotonic  # it stands still while a Linux machine sleeps
    await seat.session.catch_up()
    assert {"/analytics/campaigns", "/sender-accounts/daily-usage", "/sender-accounts", "/domains"} <= set(seat.paths())


async def test_long_lists_are_walked_page_by_page(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coldsend_tui.live.fetching.PAGE_ROWS", 3)
    await seat.live(120)
    pages = [record for record in seat.requests if record.path == "/sender-accounts"]
    assert len(pages) >= 3
    assert len(seat.store.senders()) == 8
    assert seat.store.feed_states()[feeds.SENDERS].fetched_at is not None


async def test_the_budget_on_screen_is_the_clients(seat: Seat) -> None:
    await seat.session.catch_up()
    budget = seat.session.budget
    assert budget is not None
    assert budget.hour_left == 1000 - len(seat.requests)
    assert budget.minute_left == 100 - len(seat.requests)
    assert budget.waiting_until is None


async def test_a_restart_remembers_what_was_spent(sandbox: LocalSandbox, tmp_path: Path) -> None:
    first = Seat(sandbox, path=tmp_path / "cache.sqlite")
    await first.live(120)
    spent = len(first.requests)
    first.store.close()
    second = Seat(sandbox, path=tmp_path / "cache.sqlite")
    second.clock.advance(120)
    budget = second.session.budget
    assert budget is not None
    assert budget.hour_left == 1000 - spent
    second.store.close()


async def test_the_workspace_clock_follows_the_servers_date(sandbox: LocalSandbox) -> None:
    clock = SystemClock()
    client = ColdSend(sandbox.api_key, base_url=sandbox.base_url, wire=sandbox.transport, clock=clock)
    session = LiveSession.of(client, Store.open(None), clock)
    await session.reread(feeds.USAGE)
    assert abs((clock.now() - world_time(sandbox)).total_seconds()) < 5


async def test_run_connects_refreshes_and_closes(sandbox: LocalSandbox) -> None:
    store, clock = Store.open(None), SystemClock()
    attempts = 0

    async def connect() -> ColdSend:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise ConfigError("The key command failed.", "Look at it.")
        return ColdSend(sandbox.api_key, base_url=sandbox.base_url, wire=sandbox.transport, clock=clock)

    session = LiveSession(connect, store, clock)
    lost, seen = asyncio.Event(), asyncio.Event()
    session.subscribe_connection(lambda connection: lost.set() if connection.state == "offline" else None)
    unsubscribe = session.subscribe(lambda refreshed: seen.set() if refreshed.feed == feeds.ANALYTICS else None)
    running = asyncio.create_task(session.run())
    async with asyncio.timeout(10):
        await lost.wait()
        assert session.client is None
        assert session.budget is None
        session.resume()
        await seen.wait()
        assert (await session.connected()) is session.client
    unsubscribe()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert len(store.campaigns()) == 4
    assert session.connection.state == "online"


def test_importing_live_loads_nothing_heavy() -> None:
    heavy = "{'httpx', 'pydantic', 'textual', 'fastapi'}"
    code = f"import sys, coldsend_tui.live, coldsend_tui.store; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_while_a_write_of_many_runs_only_what_it_asks_for_is_read(seat: Seat) -> None:
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(60)
    seat.paths()
    with seat.session.standing_aside():
        await seat.live(300)
        assert seat.paths() == []
        await seat.session.reread(feeds.ANALYTICS)
        assert seat.paths() == ["/analytics/campaigns"]
        assert not seat.session.paused, "the header must not call it frozen"
    await seat.live(60)
    assert seat.paths() != []


async def test_settings_of_active_campaigns_are_there_within_the_first_minute_the_biggest_first() -> None:
    seat = Seat(LocalSandbox(scale="medium"))
    seat.session.watch("now", NOW_SCREEN, feeds.ANALYTICS)
    await seat.live(2)
    workspace = seat.store.workspace()
    active = {row.id: row.total_leads for row in workspace.campaigns if row.status == "ACTIVE"}
    assert len(active) > 4
    assert set(active) <= set(workspace.settings)
    asked = [path.rpartition("/")[2] for path in seat.paths() if path.rpartition("/")[2] in active]
    # The first may have been asked for by the slow walk, while nothing but the launch times was known.
    assert [active[id] for id in asked[1:]] == sorted((active[id] for id in asked[1:]), reverse=True)


def test_a_budget_that_is_nearly_spent_is_not_spent_on_settings_at_once(seat: Seat) -> None:
    scarce = Windows(minute=MINUTE_LEFT - 1, hour=900)
    late = Windows(minute=90, hour=300, refills=[60.0] * 600)
    first = FirstDetails(seat.store)
    first._waiting = ["c1", "c2"]
    for windows in (scarce, late):
        assert first.following(windows, (), lambda _name: False) is None
    plenty = Windows(minute=90, hour=900)
    assert first.following(plenty, (), lambda name: name == "campaign:c1") == "campaign:c2"
    assert first.following(plenty, (), lambda _name: False) is None
