"""Each named incident does to the workspace what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coldsend_tui.sandbox.scenarios import SCENARIOS
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds


@pytest.fixture(scope="module")
def demo() -> bytes:
    return World.create(scale="medium").snapshot()


@pytest.fixture
def struck(demo: bytes) -> Callable[[str], World]:
    def strike(name: str) -> World:
        world = World.from_snapshot(demo)
        SCENARIOS[name].apply(world)
        return world

    return strike


def test_a_bad_list_bounces(struck: Callable[[str], World]) -> None:
    world = struck("bad_list")
    row = world.db.execute("SELECT * FROM campaign ORDER BY id DESC").fetchone()
    world.advance(3)
    row = world.db.execute("SELECT * FROM campaign WHERE id = ?", (row["id"],)).fetchone()
    assert 0.13 <= row["bounce_count"] / row["sent_count"] <= 0.30
    worlds.check(world)


def test_lost_signatures_are_refused_by_policy(struck: Callable[[str], World]) -> None:
    world = struck("dkim_lost")
    codes = {
        row["bounce_code"]
        for row in world.db.execute("SELECT bounce_code FROM mail WHERE bounced_at > ?", (world.started_at,))
    }
    assert "5.7.26" in codes
    assert (
        world.db.execute(
            "SELECT min(health_score) FROM sender s JOIN domain d ON d.id = s.domain_id WHERE NOT d.dkim_ok"
        ).fetchone()[0]
        <= 40
    )


def test_an_oversubscribed_domain_loses_leads(struck: Callable[[str], World]) -> None:
    world = struck("domain_hour")
    assert world.db.execute("SELECT max(failed_count) FROM campaign").fetchone()[0] > 10
    worlds.check(world)


def test_a_stalled_campaign_sends_nothing(struck: Callable[[str], World]) -> None:
    world = struck("stalled_campaign")
    row = world.db.execute("SELECT * FROM campaign WHERE stalled").fetchone()
    assert row["status"] == "ACTIVE"
    assert world.reads.missing_requirements(row["id"]) == []
    sent = "SELECT count(*) FROM mail WHERE campaign_id = ? AND sent_at > ?"
    assert world.db.execute(sent, (row["id"], world.started_at)).fetchone()[0] == 0


def test_a_reset_lets_counters_fall_and_leads_are_kept(struck: Callable[[str], World]) -> None:
    world = struck("dashboard_reset")
    row = world.db.execute("SELECT * FROM campaign WHERE status = 'ACTIVE' AND sent_count = 0").fetchone()
    assert row["pending_count"] == row["total_leads"] > 0
    worlds.check_windows(world)
    world.advance(1)
    assert world.db.execute("SELECT sent_count FROM campaign WHERE id = ?", (row["id"],)).fetchone()[0] > 0


@pytest.mark.parametrize("name", ["resume_burst", "remove_me", "stuck_dns"])
def test_the_others_leave_a_sound_world(name: str, struck: Callable[[str], World]) -> None:
    world = struck(name)
    worlds.check(world)
    match name:
        case "resume_burst":
            assert (
                world.db.execute(
                    "SELECT max(n) FROM (SELECT count(*) AS n FROM lead WHERE next_due_at < ? GROUP BY campaign_id)",
                    (world.now,),
                ).fetchone()[0]
                > 100
            )
        case "remove_me":
            unsubscribed = "SELECT count(*) FROM event WHERE kind = 'unsubscribed' AND at > ?"
            assert world.db.execute(unsubscribed, (world.started_at,)).fetchone()[0] >= 5
        case "stuck_dns":
            stuck = world.db.execute(
                "SELECT count(*) FROM domain WHERE status = 'DNS_PENDING' AND dns_live_at IS NULL"
            ).fetchone()[0]
            assert stuck == 2


def test_scenarios_of_the_api_carry_their_faults_and_survive_a_reset() -> None:
    assert SCENARIOS["api_outage"].faults
    world = World.create(scale="medium", scenario="dashboard_reset")
    fallen = worlds.tables(world)
    world.advance(1)
    world.reset()
    assert worlds.tables(world) == fallen
