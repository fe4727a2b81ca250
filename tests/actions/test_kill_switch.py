"""The kill switch: its plan, and a stop of a hundred campaigns against real limits, failures and a crash."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.kill_switch import Reach, Scope, plan_stop
from coldsend_tui.actions.outcome import Fate
from coldsend_tui.actions.recovery import plan_rest, unfinished, verify
from coldsend_tui.actions.restore import Rung, plan_restore, stops
from coldsend_tui.live import feeds
from coldsend_tui.ops.evidence import Z99, wilson_lower
from coldsend_tui.store import Store
from tests.actions.desk import Desk, desk_over
from tests.ops.rows import NOW, campaign, sender, settings, workspace
from tests.sandbox.local import LocalSandbox

EVERYTHING = Scope(Reach.ALL)


def test_everything_is_confirmed_by_its_count_and_says_what_it_holds_back() -> None:
    plan = plan_stop(EVERYTHING, workspace(campaign("c1"), campaign("c2", status="PAUSED")), now=NOW)
    assert [item.id for item in plan.items] == ["c1"]
    assert (plan.confirmation.level, plan.confirmation.word) == (ConfirmationLevel.TYPE, "1")
    assert plan.title == "Kill switch: stop everything (1 campaign)"
    assert (
        plan.warnings[0] == "reach: 1 campaign, 1 inbox, 1,400 leads left; holds back up to 15 mails of the next hour."
    )


def test_a_domain_stops_the_campaigns_that_send_through_it() -> None:
    world = workspace(
        campaign("c1"), campaign("c2"), campaign("c3"),
        senders=(sender("s1"), sender("s2", domain_id="d2", domain="other.example")),
        settings={"c1": settings("c1", "s1"), "c2": settings("c2", "s2")},
    )  # fmt: skip
    plan = plan_stop(Scope(Reach.DOMAIN, "d1", "acme.example"), world, now=NOW)
    assert [item.id for item in plan.items] == ["c1"]
    assert plan.confirmation.word == "acme.example"
    assert any("1 ACTIVE campaign have not been read" in note for note in plan.warnings)
    assert [item.id for item in plan_stop(Scope(Reach.INBOX, "s2", "s2@other.example"), world, now=NOW).items] == ["c2"]


def test_one_campaign_is_confirmed_by_its_name() -> None:
    world = workspace(campaign("c1"), campaign("c2"))
    plan = plan_stop(Scope(Reach.CAMPAIGN, "c2", "Campaign c2"), world, now=NOW)
    assert [item.id for item in plan.items] == ["c2"]
    assert plan.confirmation.word == "Campaign c2"


def test_read_only_stops_nothing() -> None:
    assert not plan_stop(EVERYTHING, workspace(campaign()), now=NOW, read_only=True).runnable


def hundred_active(sandbox: LocalSandbox) -> None:
    """Launch campaigns until a hundred are ACTIVE."""
    world = sandbox.world
    inboxes = [world.uid("inbox", 1), world.uid("inbox", 2)]
    variants = [{"email_content": "Hello {{first_name}}, shall we talk?", "subject_template": "A question"}]
    active = world.db.execute("SELECT count(*) FROM campaign WHERE status = 'ACTIVE'").fetchone()[0]
    for number in range(100 - active):
        id = world.campaigns.create({"name": f"Outreach wave {number:03d}"})
        world.leads.add(id, {"email": f"lead{number}@prospect.example"})
        world.campaigns.update(id, {"inbox_ids": inboxes, "variants": variants, "launch": True})


@pytest.fixture
async def desk(make_sandbox: Callable[..., LocalSandbox], tmp_path: Path) -> AsyncIterator[Desk]:
    """A hundred ACTIVE campaigns behind the real rate limit, and a cache on disk."""
    sandbox = make_sandbox(rate_limit=True)
    hundred_active(sandbox)
    async with desk_over(sandbox, path=tmp_path / "cache.db") as desk:
        await desk.session.reread(feeds.ANALYTICS)
        assert len(desk.campaigns("ACTIVE")) == 100
        yield desk


def active_on_server(desk: Desk) -> int:
    """What the sandbox itself counts."""
    row = desk.sandbox.world.db.execute("SELECT count(*) FROM campaign WHERE status = 'ACTIVE'").fetchone()
    return int(row[0])


async def test_a_hundred_campaigns_stop_in_a_minute_without_a_429(desk: Desk) -> None:
    started = desk.clock.real()
    plan = plan_stop(EVERYTHING, desk.store.workspace(), now=desk.clock.now())
    outcome = await desk.run(plan)
    assert outcome.ok
    assert all(item.verified for item in outcome.items)
    assert active_on_server(desk) == 0
    assert desk.tap.statuses.count(429) == 0
    assert (desk.clock.real() - started).total_seconds() <= 65
    bounds = {row.id: wilson_lower(row.bounced, row.sent, Z99) for row in desk.campaigns("PAUSED")}
    proven = [bounds[item.id] for item in outcome.items]
    assert proven == sorted(proven, reverse=True)


async def test_a_fifth_of_the_answers_failing_does_not_save_anybody(desk: Desk) -> None:
    desk.sandbox.faults("503 20%")
    outcome = await desk.run(plan_stop(EVERYTHING, desk.store.workspace(), now=desk.clock.now()))
    desk.sandbox.faults("off")
    stopped = {item.id for item in outcome.items if item.fate is Fate.DONE}
    assert active_on_server(desk) == 100 - len(stopped) <= 5
    assert desk.tap.statuses.count(429) == 0


async def test_restore_brings_back_exactly_what_was_stopped(desk: Desk) -> None:
    paused_before = {row.id for row in desk.campaigns("PAUSED")}
    stopped_ids = {row.id for row in desk.campaigns("ACTIVE")}
    await desk.run(plan_stop(EVERYTHING, desk.store.workspace(), now=desk.clock.now()))
    stopped = stops(desk.store)[0]
    assert set(stopped.campaigns) == stopped_ids
    for rung in (1, 2):
        world, now = desk.store.workspace(), desk.clock.now()
        stopped = stops(desk.store)[0]
        outcome = await desk.run(plan_restore(stopped, world, now=now, rung=Rung(rung, 2)))
        assert outcome.ok
        assert active_on_server(desk) == 50 * rung
    assert {row.id for row in desk.campaigns("PAUSED")} == paused_before


async def test_a_kill_at_half_is_finished_by_the_next_start(desk: Desk, tmp_path: Path) -> None:
    stopped_ids = {row.id for row in desk.campaigns("ACTIVE")}
    remains = tmp_path / "after-the-kill.db"

    def die_in_the_middle(request: httpx.Request) -> None:
        if desk.count("POST", "/pause") == 60:
            with sqlite3.connect(tmp_path / "cache.db") as before, sqlite3.connect(remains) as after:
                before.backup(after)
            raise KeyboardInterrupt

    desk.tap.before = die_in_the_middle
    with pytest.raises(KeyboardInterrupt):
        await desk.run(plan_stop(EVERYTHING, desk.store.workspace(), now=desk.clock.now()))
    desk.tap.before = lambda request: None

    # The next start finds the cache as it was on the disk when the process was killed.
    desk.store = Store.open(remains)
    left = unfinished(desk.store)
    assert len(left) == 50
    assert active_on_server(desk) == 40
    results = await verify(left, client=desk.client, store=desk.store, clock=desk.clock)
    assert Counter(result.fate for result in results) == {Fate.DONE: 10, Fate.FAILED: 40}
    desk.session = desk.session.of(desk.client, desk.store, desk.clock)
    await desk.session.reread(feeds.ANALYTICS)
    (rest,) = plan_rest(left, desk.store.workspace(), now=desk.clock.now())
    assert (await desk.run(rest)).ok
    assert active_on_server(desk) == 0
    stopped = stops(desk.store)[0]
    assert set(stopped.campaigns) == stopped_ids
    desk.store.close()
