"""What an inbox was seen to send, and what a domain has room for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.capacity import domain_loads
from coldsend_tui.ops.domain_room import domain_room, roomiest, with_one_more
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.inbox_users import unread, users
from coldsend_tui.ops.usage import daily, hourly
from coldsend_tui.store.gauges import GaugeReading
from coldsend_tui.workspace import Gap
from tests.ops.rows import NOW, campaign, domain, sender, settings, workspace


def reading(ago: timedelta, value: float) -> GaugeReading:
    return GaugeReading(NOW - ago, value)


def test_a_day_nobody_looked_at_is_unknown_and_not_zero() -> None:
    seen = [reading(timedelta(days=3), 12), reading(timedelta(hours=10), 4), reading(timedelta(0), 30)]
    assert daily(seen, NOW, 4) == [12, None, None, 30]
    assert daily([], NOW, 2) == [None, None]


def test_an_hour_gets_what_the_count_grew_by_and_a_fall_begins_a_new_day() -> None:
    seen = [
        reading(timedelta(hours=20), 45),
        reading(timedelta(hours=15), 3),
        reading(timedelta(hours=1), 10),
        reading(timedelta(0), 12),
    ]
    grown = hourly(seen, NOW, 24)
    assert (grown[-1], grown[-2], grown[-16], sum(count or 0 for count in grown)) == (2, 7, 3, 12)


def test_an_hour_that_nobody_watched_is_unknown_and_not_zero() -> None:
    seen = [reading(timedelta(hours=20), 1), reading(timedelta(hours=2), 9), reading(timedelta(0), 12)]
    hour = NOW.replace(minute=0, second=0, microsecond=0)
    gap = Gap(hour - timedelta(hours=19, minutes=30), hour - timedelta(hours=1, minutes=30))
    grown = hourly(seen, NOW, 24, [gap])
    # What was sent meanwhile stands where it was read, also where that hour lies in the gap.
    assert [24 - at - 1 for at, count in enumerate(grown) if count is None] == list(range(19, 2, -1))
    assert (grown[-1], grown[-3]) == (3, 8)


@given(st.lists(st.tuples(st.integers(0, 60 * 60 * 30), st.integers(0, 100)), max_size=40))
def test_histories_never_claim_more_than_was_read(points: list[tuple[int, int]]) -> None:
    seen = [reading(timedelta(seconds=ago), value) for ago, value in sorted(points, reverse=True)]
    days = daily(seen, NOW, 3)
    assert all(count is None or count <= max(value for _, value in points) for count in days)
    grown = [count for count in hourly(seen, NOW, 24) if count is not None]
    assert len(grown) == 24
    assert all(count >= 0 for count in grown)
    assert sum(grown) <= sum(value for _, value in points)


def test_room_names_the_campaigns_that_make_the_load_heaviest_first() -> None:
    rows = (campaign("c1"), campaign("c2"))
    world = workspace(
        *rows,
        senders=(sender("s1"), sender("s2")),
        domains=(domain(current_inboxes=2),),
        settings={"c1": settings("c1", "s1", daily_limit_per_inbox=16), "c2": settings("c2", "s1", "s2")},
    )
    room = domain_room(world.domains[0], world, NOW)
    assert [(load.campaign.id, round(load.per_hour, 2), load.inboxes) for load in room.campaigns] == [
        ("c2", 7.5, 2),
        ("c1", 2.0, 1),
    ]
    assert room.per_hour == pytest.approx(9.5) == pytest.approx(domain_loads(world, NOW)[0].per_hour)
    assert (room.free, room.inboxes, room.sent_today, room.unread, room.hours) == (3, 2, 24, 0, 8.0)
    assert with_one_more(room, 40) == (pytest.approx(14.5), Level.OK)


def test_one_more_inbox_is_no_faster_than_the_shortest_gap_and_may_be_too_much() -> None:
    room = domain_room(domain(), workspace(), NOW)
    assert with_one_more(room, 100_000)[0] == pytest.approx(20.0)
    assert with_one_more(room._replace(per_hour=85.0), 1_000)[1] is Level.CRIT
    assert with_one_more(room._replace(per_hour=65.0), 80)[1] is Level.WARN


def test_what_was_not_read_is_counted_and_not_taken_for_nothing() -> None:
    world = workspace(campaign("c1"), campaign("c2", status="PAUSED"))._replace(settings={})
    assert domain_room(world.domains[0], world, NOW).unread == 1
    assert unread(world.campaigns, world.settings) == 1
    assert domain_room(domain(max_inboxes=None), world, NOW).free is None
    unknown = workspace(senders=(sender(sent_today=None),))
    assert domain_room(domain(), unknown, NOW).sent_today is None


def test_finished_campaigns_use_no_inbox() -> None:
    rows = (campaign("c1"), campaign("c2", status="COMPLETED"), campaign("c3", status="PAUSED"))
    world = workspace(*rows)
    assert {id: [c.id for c in found] for id, found in users(world.campaigns, world.settings).items()} == {
        "s1": ["c1", "c3"]
    }


def test_domains_with_room_come_emptiest_first() -> None:
    rows = [
        domain("d1", name="b.example", current_inboxes=2), domain("d2", name="a.example", current_inboxes=2),
        domain("d3", current_inboxes=5), domain("d4", status="FAILED", current_inboxes=0),
        domain("d5", name="c.example", current_inboxes=None, max_inboxes=None),
    ]  # fmt: skip
    assert [d.id for d in roomiest(rows, [sender(), sender("s2", domain_id="d5")])] == ["d5", "d2", "d1"]


def test_what_a_domain_plans_is_a_lower_bound_while_a_campaign_is_unread() -> None:
    world = workspace(campaign("c1"), campaign("c2"), settings={"c1": settings("c1", "s1")})
    assert domain_room(domain(), world, NOW).planned == "≥ 4/100"
    assert domain_room(domain(), world._replace(settings={}), NOW).planned == "–/100"
    read = world._replace(settings={"c1": settings("c1", "s1"), "c2": settings("c2", "s2")})
    assert domain_room(domain(), read, NOW).planned == "4/100"
