"""Plans carried out on a real server: what is written, read back, journalled and told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from coldsend_tui.actions.domains import plan_activate
from coldsend_tui.actions.outcome import Fate, Progress
from coldsend_tui.actions.record import Record
from coldsend_tui.actions.recovery import plan_rest, rest, still_undone, unfinished, verify
from coldsend_tui.actions.retry import plan_again
from coldsend_tui.actions.run import run
from coldsend_tui.errors import ExitCode
from coldsend_tui.live import feeds
from coldsend_tui.ops.lifecycle import State, Transition, move
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox


@pytest.fixture
async def desk(make_sandbox: Callable[..., LocalSandbox]) -> AsyncIterator[Desk]:
    async with desk_over(make_sandbox(scale="medium")) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        yield desk


async def test_every_transition_from_every_state_agrees_with_the_server(desk: Desk) -> None:
    """What our table offers the server does, what it refuses the server refuses with 400 (or takes as harmless)."""
    harmless = {("PAUSED", "pause"), ("PAUSED", "launch")}
    for state in State:
        rows = desk.campaigns(state)
        assert rows, state
        for transition in Transition:
            if (state.value, transition.value) in harmless:
                continue
            legal = move(state, transition).legal
            if legal and transition in (Transition.ARCHIVE, Transition.DELETE, Transition.LAUNCH):
                continue
            path = f"/campaigns/{rows[0].id}"
            match transition:
                case Transition.LAUNCH:
                    answer = await desk.sandbox.call("PUT", path, json={"launch": True})
                case Transition.DELETE:
                    answer = await desk.sandbox.call("DELETE", path)
                case _:
                    answer = await desk.sandbox.call("POST", f"{path}/{transition.value}")
            assert (answer.status_code == 200) is legal, (state, transition, answer.text)
            if legal:
                back = "activate" if transition is Transition.PAUSE else "pause"
                await desk.sandbox.call("POST", f"{path}/{back}")


@pytest.mark.parametrize(
    ("state", "transition", "said"),
    [
        ("ACTIVE", Transition.PAUSE, "Paused"),
        ("PAUSED", Transition.ACTIVATE, "Resumed"),
        ("PAUSED", Transition.ARCHIVE, "Archived"),
        ("COMPLETED", Transition.ARCHIVE, "Archived"),
    ],
)
async def test_a_move_is_done_read_back_and_journalled(
    desk: Desk, state: str, transition: Transition, said: str
) -> None:
    row = desk.campaigns(state)[0]
    outcome = await desk.run(desk.plan(transition, [row]))
    target = move(state, transition).target
    (item,) = outcome.items
    assert (item.fate, item.after, item.verified, item.detail) == (Fate.DONE, target, True, "")
    assert outcome.summary == f"{said} {row.name}"
    assert outcome.exit_code is ExitCode.OK
    assert await desk.state_of(row.id) == target
    cached = desk.store.campaign(row.id)
    assert cached is not None
    assert cached.status == target
    assert desk.results() == [(row.name, transition.value, "done")]
    assert desk.store.journal.verify() == 2


async def test_a_deleted_campaign_is_read_as_gone_and_leaves_the_cache(desk: Desk) -> None:
    row = desk.campaigns("FAILED")[0]
    outcome = await desk.run(desk.plan(Transition.DELETE, [row]))
    assert (outcome.items[0].fate, outcome.items[0].after, outcome.items[0].verified) == (Fate.DONE, None, True)
    assert desk.store.campaign(row.id) is None
    assert desk.store.journal.entries()[0].after == "gone"


async def test_a_refused_launch_keeps_the_servers_reasons(desk: Desk) -> None:
    drafts = {row.id: row for row in desk.campaigns("DRAFT")}
    outcome = await desk.run(desk.plan(Transition.LAUNCH, list(drafts.values())))
    fates = {item.id: item for item in outcome.items}
    refused = [item for item in fates.values() if item.fate is Fate.REFUSED]
    launched = [item for item in fates.values() if item.fate is Fate.DONE]
    assert refused
    assert launched
    for item in refused:
        assert item.missing
        settings = desk.store.campaign_settings(item.id)
        assert settings is None or settings.missing_requirements == item.missing
        assert await desk.state_of(item.id) == "DRAFT"
    for item in launched:
        assert await desk.state_of(item.id) == "ACTIVE"
    assert outcome.exit_code is ExitCode.PARTIAL


async def test_many_are_verified_by_one_wide_reading(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")
    assert len(rows) > 3
    seen: list[Progress] = []
    before = len(desk.tap.requests)
    outcome = await desk.run(desk.plan(Transition.PAUSE, rows), on_progress=seen.append)
    assert outcome.ok
    assert len(desk.tap.requests) - before == len(rows) + 1 == outcome.plan.requests
    assert [progress.done for progress in seen] == list(range(1, len(rows) + 1))
    assert all(item.verified for item in outcome.items)
    assert desk.campaigns("ACTIVE") == []


async def test_one_failure_does_not_stop_the_rest(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")[:3]
    await desk.sandbox.call("POST", f"/campaigns/{rows[1].id}/pause")
    await desk.sandbox.call("POST", f"/campaigns/{rows[1].id}/archive")
    outcome = await desk.run(desk.plan(Transition.PAUSE, rows))
    assert sorted(item.fate for item in outcome.items) == [Fate.DONE, Fate.DONE, Fate.REFUSED]
    refused = next(item for item in outcome.items if item.fate is Fate.REFUSED)
    assert refused.id == rows[1].id
    assert "ARCHIVED" in refused.detail
    assert outcome.summary.startswith("Pause: 2 done, 1 refused.")


async def test_a_lost_answer_is_verified_by_reading_and_never_sent_again(desk: Desk) -> None:
    row = desk.campaigns("PAUSED")[0]
    desk.sandbox.faults("cut on archiveCampaign")
    outcome = await desk.run(desk.plan(Transition.ARCHIVE, [row]))
    (item,) = outcome.items
    assert (item.fate, item.verified, item.after) == (Fate.DONE, True, "ARCHIVED")
    assert "no answer came" in item.detail
    assert desk.count("POST", "/archive") == 1


async def test_what_did_not_happen_is_told_as_failed(desk: Desk) -> None:
    row = desk.campaigns("PAUSED")[0]
    desk.sandbox.faults("503 on archiveCampaign")
    outcome = await desk.run(desk.plan(Transition.ARCHIVE, [row]))
    (item,) = outcome.items
    assert (item.fate, item.verified, item.after) == (Fate.FAILED, True, "PAUSED")
    assert outcome.exit_code is ExitCode.FAILED
    assert desk.results() == [(row.name, "archive", "failed")]


async def test_what_cannot_be_read_back_stays_unknown(desk: Desk) -> None:
    row = desk.campaigns("PAUSED")[0]
    desk.sandbox.faults("timeout")
    outcome = await desk.run(desk.plan(Transition.ARCHIVE, [row]))
    assert outcome.items[0].fate is Fate.UNKNOWN
    assert not outcome.items[0].verified
    assert outcome.exit_code is ExitCode.PARTIAL


async def test_a_missing_scope_ends_the_run_and_changes_nothing(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(scale="medium")
    async with desk_over(sandbox, api_key=sandbox.key("campaigns:read")) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        rows = desk.campaigns("ACTIVE")[:4]
        outcome = await desk.run(desk.plan(Transition.PAUSE, rows))
        assert [item.fate for item in outcome.items] == [Fate.REFUSED] + [Fate.CANCELLED] * 3
        assert "campaigns:pause" in outcome.items[0].detail
        assert [await desk.state_of(row.id) for row in rows] == ["ACTIVE"] * 4


async def test_stopping_leaves_the_rest_untried(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")[:3]
    stop = asyncio.Event()
    outcome = await desk.run(desk.plan(Transition.PAUSE, rows), stop=stop, on_progress=lambda _: stop.set())
    assert [item.fate for item in outcome.items] == [Fate.DONE, Fate.CANCELLED, Fate.CANCELLED]
    assert [result for _, _, result in desk.results()] == ["done", "cancelled", "cancelled"]
    assert [await desk.state_of(item.id) for item in outcome.items] == ["PAUSED", "ACTIVE", "ACTIVE"]


async def test_a_rate_limit_is_waited_for_and_the_write_sent_again(make_sandbox: Callable[..., LocalSandbox]) -> None:
    async with desk_over(make_sandbox(scale="medium"), retries=0) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        row = desk.campaigns("PAUSED")[0]
        desk.sandbox.faults("429 for 30s")
        outcome = await desk.run(desk.plan(Transition.ARCHIVE, [row]))
        assert outcome.ok
        assert desk.tap.statuses.count(429) == 1
        assert sum(desk.slept) >= 30


async def test_stopping_ends_a_wait_for_the_rate_limit(make_sandbox: Callable[..., LocalSandbox]) -> None:
    async with desk_over(make_sandbox(scale="medium"), retries=0) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        rows = desk.campaigns("PAUSED")[:2]
        desk.sandbox.faults("429")
        stop = asyncio.Event()

        async def wait_for_ever(seconds: float) -> None:
            stop.set()
            await asyncio.Event().wait()

        plan = desk.plan(Transition.ARCHIVE, rows)
        outcome = await run(
            plan, client=desk.client, store=desk.store, clock=desk.clock, stop=stop, sleep=wait_for_ever
        )
        assert [item.fate for item in outcome.items] == [Fate.CANCELLED, Fate.CANCELLED]
        desk.sandbox.faults("off")
        assert [await desk.state_of(row.id) for row in rows] == ["PAUSED", "PAUSED"]


async def test_a_torn_down_run_leaves_no_write_without_a_word(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")[:3]

    def crash(progress: Progress) -> None:
        raise RuntimeError("the console fell over")

    with pytest.raises(RuntimeError):
        await desk.run(desk.plan(Transition.PAUSE, rows), on_progress=crash)
    assert [result for _, _, result in desk.results()] == ["done", "cancelled", "cancelled"]
    assert unfinished(desk.store) == ()


async def test_the_next_start_verifies_what_a_kill_left_open(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")[:2]
    plan = desk.plan(Transition.PAUSE, rows)
    # What a kill -9 between the first write and its result leaves behind.
    await Record.open(plan, desk.store, desk.clock, profile="test", actor="tester")
    await desk.client.campaigns.pause(plan.items[0].id)
    left = unfinished(desk.store)
    assert [entry.item.id for entry in left] == [item.id for item in plan.items]
    assert left[0].plan.title == "Pause 2 campaigns"
    results = await verify(left, client=desk.client, store=desk.store, clock=desk.clock, session=desk.session)
    assert [result.fate for result in results] == [Fate.DONE, Fate.FAILED]
    assert [result for _, _, result in desk.results()] == ["done", "failed"]
    assert unfinished(desk.store) == ()


async def test_activation_of_a_domain_without_nameservers_changes_nothing(desk: Desk) -> None:
    await desk.session.reread(feeds.DOMAINS)
    row = next(row for row in desk.store.domains() if row.status == "DNS_PENDING")
    outcome = await desk.run(plan_activate([row]))
    assert outcome.items[0].fate is Fate.REFUSED
    assert "nameservers are not live" in outcome.items[0].detail


async def test_activation_of_a_delegated_domain_is_read_back(desk: Desk) -> None:
    world = desk.sandbox.world
    await desk.session.reread(feeds.DOMAINS)
    row = next(row for row in desk.store.domains() if row.status == "DNS_PENDING")
    world.dashboard.set_nameservers(world.find("domain", row.id), world.now)
    outcome = await desk.run(plan_activate([row]))
    assert (outcome.items[0].fate, outcome.items[0].after) == (Fate.DONE, "SERVICES_CONFIGURING")


async def test_the_journal_says_who_did_what(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "robin")
    row = desk.campaigns("ACTIVE")[0]
    plan = desk.plan(Transition.PAUSE, [row])
    await run(plan, client=desk.client, store=desk.store, clock=desk.clock, session=desk.session, profile="acme")
    (entry,) = desk.store.journal.entries()
    assert (entry.actor, entry.profile, entry.action, entry.object_id) == ("robin", "acme", "pause", row.id)
    assert (entry.before, entry.after, entry.result) == ("ACTIVE", "PAUSED", "done")


async def test_without_a_session_the_client_reads_back(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")
    outcome = await desk.run(desk.plan(Transition.PAUSE, rows), session=None)
    assert outcome.ok
    assert all(item.verified for item in outcome.items)


async def test_stopping_ends_a_wait_for_the_request_budget(make_sandbox: Callable[..., LocalSandbox]) -> None:
    async with desk_over(make_sandbox(scale="medium")) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        rows = desk.campaigns("ACTIVE")
        desk.client.budget.block(desk.clock.monotonic(), 45)
        stop, waits = asyncio.Event(), list[float]()

        def waiting(seconds: float) -> None:
            waits.append(seconds)
            stop.set()

        sent = len(desk.tap.requests)
        outcome = await desk.run(desk.plan(Transition.PAUSE, rows), stop=stop, on_wait=waiting)
        assert {item.fate for item in outcome.items} == {Fate.CANCELLED}
        assert waits == [45.0]
        assert len(desk.tap.requests) == sent


async def test_each_answered_write_is_told_before_it_is_read_back(desk: Desk) -> None:
    rows = desk.campaigns("ACTIVE")
    told: list[str] = []
    plan = desk.plan(Transition.PAUSE, rows)
    await desk.run(
        plan,
        on_written=lambda result: told.append(f"written {result.id}"),
        on_progress=lambda progress: told.append(f"read {progress.item.id}"),
    )
    ids = [item.id for item in plan.items]
    assert told == [f"written {id}" for id in ids] + [f"read {id}" for id in ids]


async def test_a_network_that_is_lost_in_the_middle_leaves_a_rest_to_go_on_with(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    async with desk_over(make_sandbox(scale="medium"), retries=0) as desk:
        await desk.session.reread(feeds.ANALYTICS)
        rows = desk.campaigns("ACTIVE")

        def cable(request: httpx.Request) -> None:
            if desk.count("POST", "/pause") >= 2:
                raise httpx.ConnectError("no route", request=request)

        desk.tap.before = cable
        outcome = await desk.run(desk.plan(Transition.PAUSE, rows))
        assert outcome.counts[Fate.DONE] == 2
        assert outcome.counts[Fate.CANCELLED] + outcome.counts[Fate.FAILED] == len(rows) - 2
        assert outcome.exit_code is ExitCode.PARTIAL
        desk.tap.before = lambda request: None
        await desk.sleep(120)
        left = unfinished(desk.store)
        await verify(left, client=desk.client, store=desk.store, clock=desk.clock, session=desk.session)
        await desk.session.reread(feeds.ANALYTICS)
        world = desk.store.workspace()
        for plan in plan_rest(still_undone(rest(desk.store), world), world, now=desk.clock.now()):
            assert (await desk.run(plan)).ok
        (again,) = [plan_again(outcome, desk.store.workspace(), now=desk.clock.now())]
        if again.runnable:
            assert (await desk.run(again)).ok
        assert {await desk.state_of(row.id) for row in rows} == {"PAUSED"}
