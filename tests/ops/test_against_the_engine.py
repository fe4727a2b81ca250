"""Forecasts and next-send predictions against what the sandbox's engine then really does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from coldsend_tui.live import feeds
from coldsend_tui.ops.forecast import Forecast, forecast
from coldsend_tui.ops.preflight import preflight, ready
from coldsend_tui.ops.sending import Sending, next_send
from coldsend_tui.ops.thresholds import GAP_LONGEST
from coldsend_tui.workspace import Campaign
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

MakeSandbox = Callable[..., LocalSandbox]


async def forecasts(desk: Desk) -> dict[str, tuple[Forecast, str]]:
    """Forecast and time zone of every ACTIVE campaign that has one."""
    world = await desk.look()
    made = {}
    for row in desk.campaigns("ACTIVE"):
        settings = world.settings[row.id]
        result = forecast(row, settings, world, desk.clock.now())
        if result.p50 is not None:
            made[row.id] = (result, settings.timezone or "UTC")
    return made


def finish_dates(sandbox: LocalSandbox, days: int) -> dict[str, datetime]:
    """Let the engine run and tell when each campaign completed."""
    sandbox.advance(24 * days)
    rows = sandbox.world.db.execute("SELECT id, completed_at FROM campaign WHERE completed_at IS NOT NULL")
    return {str(sandbox.world.uid("campaign", id)): datetime.fromtimestamp(at, UTC) for id, at in rows}


def last_mails(sandbox: LocalSandbox, id: str) -> tuple[datetime, datetime | None]:
    """When the engine sent a campaign's last first mail and its last follow-up (None: it has sent none)."""
    campaign = sandbox.world.find("campaign", id)
    query = "SELECT max(sent_at) FROM mail WHERE campaign_id = ? AND node_id IS NULL AND NOT rejected AND "
    (first,) = sandbox.world.db.execute(query + "step = 1", (campaign,)).fetchone()
    (later,) = sandbox.world.db.execute(query + "step > 1", (campaign,)).fetchone()
    return datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(later, UTC) if later else None


class Score(NamedTuple):
    """For every campaign: whether it finished within P10-P90; days between forecast (P50) and truth of the finish, of the
    last first mail and of the last follow-up."""

    inside: list[bool]
    finish: list[int]
    first_mails: list[int]
    follow_ups: list[int]


async def score(make_sandbox: MakeSandbox, seeds: list[int], scale: str = "medium") -> Score:
    """Forecast every campaign of these workspaces and let the engine run."""
    result = Score([], [], [], [])
    for seed in seeds:
        sandbox = make_sandbox(scale=scale, seed=seed)
        async with desk_over(sandbox) as desk:
            for row in await to_be_started(desk):
                await desk.client.campaigns.launch(row.id)
            made = await forecasts(desk)
            started = desk.clock.now()
        finished = finish_dates(sandbox, 60)
        for id, (guess, zone_name) in made.items():
            zone = ZoneInfo(zone_name)
            assert id in finished
            true: date = finished[id].astimezone(zone).date()
            assert guess.p10 is not None
            assert guess.p50 is not None
            assert guess.p90 is not None
            result.inside.append(guess.p10 <= true <= guess.p90)
            result.finish.append(abs((guess.p50 - true).days))
            first, later = last_mails(sandbox, id)
            if guess.first_mails is not None and first > started:
                result.first_mails.append(abs((guess.first_mails - first.astimezone(zone).date()).days))
            if guess.follow_ups is not None and later is not None and later > started:
                result.follow_ups.append(abs((guess.follow_ups - later.astimezone(zone).date()).days))
    return result


async def to_be_started(desk: Desk) -> list[Campaign]:
    """The drafts of the small workspace that are ready, so that it has more to forecast."""
    await desk.look()
    ready_to_go = []
    for row in desk.campaigns("DRAFT"):
        world = desk.store.workspace()
        if ready(preflight(row, world.settings[row.id], world, desk.clock.now())):
            ready_to_go.append(row)
    return ready_to_go


async def test_forecasts_of_a_small_workspace_hold(make_sandbox: MakeSandbox) -> None:
    found = await score(make_sandbox, [7], "small")
    assert len(found.inside) >= 2
    assert all(found.inside)
    assert max(found.finish) <= 7
    assert max(found.first_mails) <= 3


@pytest.mark.slow
async def test_forecasts_of_many_seeded_campaigns_hold(make_sandbox: MakeSandbox) -> None:
    found = await score(make_sandbox, [1, 2, 3, 4])
    number = len(found.inside)
    print(
        f"{number} campaigns: {sum(found.inside)} inside P10-P90, median error {median(found.finish)} days, worst {max(found.finish)}"
    )
    for name, errors in (("last first mail", found.first_mails), ("last follow-up", found.follow_ups)):
        print(f"{name}: {len(errors)} campaigns, median error {median(errors)} days, worst {max(errors)}")
    assert number >= 30
    assert sum(found.inside) / number >= 0.8
    assert median(found.finish) <= 2
    assert median(found.first_mails) <= 2
    assert median(found.follow_ups) <= 2


async def predictions(desk: Desk, moments: int, hours: float) -> list[tuple[str, datetime, Sending, datetime]]:
    """Campaign, moment, kind and predicted next send at many moments while the engine runs."""
    await desk.look()
    made = []
    for _ in range(moments):
        desk.sandbox.advance(hours)
        desk.clock.advance(hours * 3_600)
        await desk.session.reread(feeds.ANALYTICS, feeds.USAGE)
        rows = desk.campaigns("ACTIVE")
        await desk.session.reread(*[feeds.quotas(row.id) for row in rows])
        world, now = desk.store.workspace(), desk.clock.now()
        for row in rows:
            quotas = desk.store.quotas(row.id) or ()
            state = next_send(row, world.settings[row.id], world, now, quotas=quotas)
            has_firsts = row.total_leads > row.sent
            if state.at is not None and has_firsts and state.kind in (Sending.WAIT, Sending.SENDING):
                made.append((row.id, now, state.kind, state.at))
    return made


def first_send_after(sandbox: LocalSandbox, id: str, moment: datetime) -> datetime | None:
    """When the engine sent the campaign's first mail at or after `moment`."""
    campaign = sandbox.world.find("campaign", id)
    query = "SELECT min(sent_at) FROM mail WHERE campaign_id = ? AND sent_at >= ?"
    (at,) = sandbox.world.db.execute(query, (campaign, int(moment.timestamp()))).fetchone()
    return datetime.fromtimestamp(at, UTC) if at else None


class Judged(NamedTuple):
    """Waits that ended to the minute, sends within one gap of 5 min and within two (turns with another campaign), of how many;
    `wrong` are those outside of that; `clock_changes` the zones whose clocks changed meanwhile."""

    waits: int
    waits_right: int
    sends: int
    one_gap: int
    two_gaps: int
    wrong: list[str]
    days: set[str]
    clock_changes: set[str]


async def judge_predictions(make_sandbox: MakeSandbox, moments: int, hours: float) -> Judged:
    """Hold predictions at many moments against the engine's first mail after each."""
    sandbox = make_sandbox(scale="medium")
    async with desk_over(sandbox) as desk:
        made = await predictions(desk, moments, hours)
    sandbox.advance(24 * 4)
    waits: list[bool] = []
    late: list[timedelta] = []
    wrong, days, changes = [], set(), set()
    for id, now, kind, at in made:
        true = first_send_after(sandbox, id, now)
        days.add(f"{now:%a}")
        row = sandbox.world.db.execute(
            "SELECT timezone FROM campaign WHERE id = ?", (sandbox.world.find("campaign", id),)
        ).fetchone()
        zone = ZoneInfo(row["timezone"])
        if now.astimezone(zone).utcoffset() != made[0][1].astimezone(zone).utcoffset():
            changes.add(zone.key)
        # A wait ends to the minute; an inbox that is sending may be in its random gap, taking turns with another campaign.
        delay = timedelta.max if true is None or true < at else true - at
        if kind is Sending.WAIT:
            waits.append(delay <= timedelta(minutes=1))
        else:
            late.append(delay)
        if delay > (timedelta(minutes=1) if kind is Sending.WAIT else 2 * GAP_LONGEST):
            wrong.append(f"{id} {now} {kind} predicted {at}, true {true}")
    return Judged(
        len(waits),
        sum(waits),
        len(late),
        sum(delay <= GAP_LONGEST for delay in late),
        sum(delay <= 2 * GAP_LONGEST for delay in late),
        wrong,
        days,
        changes,
    )


async def test_next_sends_are_predicted(make_sandbox: MakeSandbox) -> None:
    judged = await judge_predictions(make_sandbox, moments=10, hours=5.3)
    assert judged.waits + judged.sends >= 40
    assert judged.waits_right == judged.waits, judged.wrong
    assert judged.two_gaps >= 0.95 * judged.sends, judged.wrong


@pytest.mark.slow
async def test_next_sends_are_predicted_over_weekends_and_clock_changes(make_sandbox: MakeSandbox) -> None:
    judged = await judge_predictions(make_sandbox, moments=110, hours=4.7)
    print(judged)
    assert judged.waits + judged.sends >= 200
    assert judged.days == {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    assert {"America/Chicago", "Europe/London"} <= judged.clock_changes
    assert judged.waits_right == judged.waits, judged.wrong
    assert judged.one_gap >= 0.95 * judged.sends
    assert judged.two_gaps == judged.sends, judged.wrong
