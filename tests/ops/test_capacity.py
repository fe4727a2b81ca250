from __future__ import annotations

from datetime import timedelta

import pytest

from coldsend_tui.ops.capacity import capacity, domain_loads, ramp_limit
from coldsend_tui.ops.health import Level
from tests.ops.rows import NOW, campaign, sender, settings, workspace


def test_the_smallest_bound_counts_and_is_named() -> None:
    row = campaign()
    cases = [
        (settings(), sender(), 30, "campaign limit"),
        (settings(daily_limit_per_inbox=None), sender(daily_limit=20), 20, "inbox limit"),
        (settings(daily_limit_per_inbox=None), sender(daily_limit=500), 120, "gap between mails"),
    ]
    for setting, inbox, per_day, bound in cases:
        room = capacity(row, setting, workspace(row, senders=(inbox,)), NOW)
        assert room is not None
        assert (room.per_day, room.inboxes[0].bound) == (per_day, bound)


def test_only_active_inboxes_count() -> None:
    row = campaign()
    world = workspace(row, senders=(sender("s1"), sender("s2", status="DISABLED")))
    room = capacity(row, settings("c1", "s1", "s2"), world, NOW)
    assert room is not None
    assert (room.usable, room.per_day) == (1, 30)
    assert room.inboxes[1].reason == "DISABLED"


def test_shared_inboxes_are_divided_among_active_campaigns() -> None:
    world = workspace(campaign("c1"), campaign("c2"), campaign("c3", status="PAUSED"))
    room = capacity(world.campaigns[0], settings("c1"), world, NOW)
    assert room is not None
    # 50 mails of the inbox for two campaigns that may send 30 each.
    assert (room.per_day, room.shared_per_day, room.inboxes[0].shared_by) == (30, 25, 2)


def test_a_campaign_with_nobody_left_takes_no_share() -> None:
    world = workspace(campaign("c1"), campaign("c2", total_leads=600, sent=600))
    room = capacity(world.campaigns[0], settings("c1"), world, NOW)
    assert room is not None
    assert room.shared_per_day == 30


def test_unread_inboxes_give_no_capacity() -> None:
    assert capacity(campaign(), settings(inboxes=None), workspace(campaign()), NOW) is None


@pytest.mark.parametrize(("days", "limit"), [(0, 10), (6, 10), (7, 15), (15, 20), (700, 40)])
def test_ramp_up_grows_each_week_to_its_maximum(days: int, limit: int) -> None:
    setting = settings(ramp_up=True, daily_limit_per_inbox=10, ramp_up_increment=5, ramp_up_max=40)
    assert ramp_limit(setting, 50, NOW - timedelta(days=days), NOW) == limit


def test_ramp_up_without_a_cap_starts_at_the_inbox_limit() -> None:
    setting = settings(ramp_up=True, daily_limit_per_inbox=None, ramp_up_increment=5)
    assert ramp_limit(setting, 50, NOW - timedelta(days=8), NOW) == 55
    assert ramp_limit(setting, None, NOW, NOW) is None
    assert ramp_limit(settings(ramp_up=False), 50, NOW, NOW) is None


def test_a_domain_is_loaded_by_its_native_inboxes_only() -> None:
    ids = [f"s{number}" for number in range(12)]
    native = [sender(id, daily_limit=90) for id in ids]
    other = sender("g", kind="GOOGLE_WORKSPACE", domain="other.example")
    setting = settings("c1", *ids, "g", daily_limit_per_inbox=None)
    world = workspace(campaign(), senders=(*native, other), settings={"c1": setting})
    (load,) = domain_loads(world, NOW)
    assert (load.domain, load.inboxes, load.level) == ("acme.example", 12, Level.CRIT)
    assert load.per_hour == pytest.approx(12 * 90 / 8)
