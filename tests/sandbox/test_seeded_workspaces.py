"""The workspaces people begin with: complete, plausible, the same every time, and made by the rules."""

from __future__ import annotations

from collections import Counter
from math import sqrt

import pytest

from coldsend_tui.sandbox.engine.windows import SendingWindow, days_of
from coldsend_tui.sandbox.seed import letters
from coldsend_tui.sandbox.seed.people import COMPANIES, people
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds


@pytest.fixture(scope="module")
def demo() -> World:
    return World.create(scale="medium")


def wilson_lower(hits: int, tries: int, z: float) -> float:
    share = hits / tries
    return (share + z * z / (2 * tries) - z * sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))) / (
        1 + z * z / tries
    )


def test_the_demo_has_everything_an_operator_can_meet(demo: World) -> None:
    states = Counter(row["status"] for row in demo.db.execute("SELECT status FROM campaign"))
    assert set(states) == {"DRAFT", "ACTIVE", "PAUSED", "COMPLETED", "FAILED", "ARCHIVED"}
    assert 16 <= sum(states.values()) <= 22
    assert demo.db.execute("SELECT sum(total_leads) FROM campaign").fetchone()[0] == 12_000
    assert demo.db.execute("SELECT count(*), count(DISTINCT inbox_type) FROM sender").fetchone()[:] == (24, 4)
    assert {row["overall_status"] for row in demo.db.execute("SELECT overall_status FROM sender")} == {
        "PENDING",
        "ACTIVE",
        "PAUSED",
        "DISABLED",
    }
    domains = Counter(row["status"] for row in demo.db.execute("SELECT status FROM domain"))
    assert domains == {"ACTIVE": 3, "DNS_PENDING": 1, "SERVICES_CONFIGURING": 1, "FAILED": 1}
    stuck = demo.db.execute("SELECT ? - state_since FROM domain WHERE status = 'DNS_PENDING'", (demo.now,)).fetchone()[
        0
    ]
    assert stuck > 24 * 3600
    health = [row["health_score"] for row in demo.db.execute("SELECT health_score FROM sender")]
    assert min(health) <= 45 and max(health) >= 95
    assert (
        demo.db.execute("SELECT count(*) FROM sender WHERE is_rate_limited AND overall_status = 'ACTIVE'").fetchone()[0]
        >= 1
    )
    assert demo.db.execute("SELECT count(*) FROM enrollment").fetchone()[0] >= 1
    ready = {
        row["id"]: demo.reads.missing_requirements(row["id"])
        for row in demo.db.execute("SELECT id FROM campaign WHERE status = 'DRAFT'")
    }
    assert sorted(ready.values()) == [[], ["inboxes"], ["leads", "inboxes", "variants"]]


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_its_bad_campaign_is_proven_bad_and_its_stalled_one_is_stalled(seed: int, demo: World) -> None:
    world = demo if seed == 7 else World.create(seed=seed, scale="medium")
    proven = [
        row["name"]
        for row in world.db.execute("SELECT * FROM campaign WHERE status = 'ACTIVE' AND sent_count >= 20")
        if wilson_lower(row["bounce_count"], row["sent_count"], 2.3263) > 0.03
    ]
    assert proven == ["Trade show badges, follow-up"]
    stalled = world.db.execute("SELECT * FROM campaign WHERE name LIKE 'Nordic software%'").fetchone()
    window = SendingWindow(
        stalled["timezone"],
        days_of(stalled["sending_days"]),
        (stalled["sending_window_start"], 0),
        (stalled["sending_window_end"], 0),
    )
    assert window.interval(world.now)[0] <= world.now
    last = world.db.execute("SELECT max(sent_at) FROM mail WHERE campaign_id = ?", (stalled["id"],)).fetchone()[0]
    assert stalled["status"] == "ACTIVE"
    assert stalled["pending_count"] > 0
    assert world.now - last > 12 * 3600


def test_the_demo_moves_at_once(demo: World) -> None:
    world = World.from_snapshot(demo.snapshot())
    before = world.db.execute("SELECT sum(sent_count), sum(open_count) FROM campaign").fetchone()
    world.advance(0.5)
    after = world.db.execute("SELECT sum(sent_count), sum(open_count) FROM campaign").fetchone()
    assert after[0] - before[0] > 30
    assert after[1] > before[1]


def test_the_demo_keeps_every_invariant_and_can_be_made_again(demo: World) -> None:
    worlds.check(demo)
    again = World.create(scale="medium")
    assert worlds.tables(again) == worlds.tables(demo)
    again.advance(2)
    again.keys.create(["*"])
    again.reset()
    assert worlds.tables(again) == worlds.tables(demo)


def test_conversations_hold_what_was_written(demo: World) -> None:
    threads = demo.db.execute("SELECT * FROM thread").fetchall()
    assert {thread["ai_category"] for thread in threads} == {
        "interested",
        "not_now",
        "not_interested",
        "unsubscribe",
        "out_of_office",
    }
    outgoing = demo.db.execute("SELECT * FROM message WHERE is_outgoing AND mail_id IS NOT NULL").fetchall()
    assert len(outgoing) == len(threads)
    for message in outgoing:
        assert "{{" not in message["subject"] + (message["body_html"] or message["body_text"])
        subject, body, _ = demo.reads.mail_text(message["mail_id"])
        assert (subject, body) == (message["subject"], message["body_html"] or message["body_text"])


def test_only_reserved_names_are_used(demo: World) -> None:
    for query in ("SELECT email FROM contact", "SELECT email_address FROM inbox", "SELECT domain_name FROM domain"):
        assert all(row[0].endswith(".example") for row in demo.db.execute(query))
    for variant in letters.variants("topic", "offer", 4, html=True):
        assert ".example" in variant["email_content"]


def test_people_are_all_different() -> None:
    crowd = people(0, 50_000)
    assert len({person[0] for person in crowd}) == 50_000
    assert len({company.domain for company in COMPANIES}) == len(COMPANIES)


def test_small_and_empty() -> None:
    small = World.create(scale="small")
    assert small.db.execute("SELECT count(*), sum(total_leads) FROM campaign").fetchone()[:] == (4, 600)
    assert small.db.execute("SELECT count(*) FROM sender").fetchone()[0] == 8
    worlds.check(small)
    empty = World.create(scale="empty")
    assert empty.db.execute("SELECT count(*) FROM campaign").fetchone()[0] == 0
    assert empty.keys.look_up(empty.keys.first) == ["*"]
    with pytest.raises(ValueError, match="choose one of"):
        World.create(scale="gigantic")


def test_a_large_workspace_is_written_by_the_same_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    from coldsend_tui.sandbox.seed import bulk, scales

    monkeypatch.setitem(scales._SIZES, "large", bulk.Size(campaigns=60, senders=6, leads=2_500, leads_each=40))
    world = World.create(scale="large")
    worlds.check_limits(world)
    worlds.check_windows(world)
    counted = world.db.execute(
        "SELECT sum(total_leads), sum(pending_count), sum(sent_count), sum(failed_count) FROM campaign"
    ).fetchone()
    assert counted[0] == 2_500 == counted[1] + counted[2] + counted[3]
    assert world.db.execute("SELECT sum(sent) FROM day_count").fetchone()[0] == counted[2]
    world.advance(30)
    worlds.check_limits(world)
    worlds.check_windows(world)
    assert world.db.execute("SELECT count(*) FROM event WHERE kind = 'sent'").fetchone()[0] > 20
