"""Whatever is set up and whatever people do meanwhile: leads are conserved, limits and windows hold, nobody is written to in vain."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coldsend_tui.sandbox.changes.audience import Audience
from coldsend_tui.sandbox.problems import Problem
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

TRIGGERS = st.sampled_from(["NOT_OPENED", "NOT_REPLIED", "OPENED_BUT_NOT_REPLIED"])
CAMPAIGNS = st.fixed_dictionaries(
    {
        "leads": st.integers(1, 60),
        "first": st.integers(0, 80),
        "steps": st.lists(st.tuples(TRIGGERS, st.integers(1, 3)), max_size=3),
        "bad_share": st.sampled_from([0.0, 0.1, 0.5]),
        "audience": st.builds(Audience, st.floats(0.1, 0.8), st.floats(0.01, 0.25), st.floats(0, 1)),
        "timezone": st.sampled_from(["America/New_York", "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe"]),
        "sending_days": st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True),
        "sending_window_start": st.integers(0, 12),
        "sending_window_end": st.integers(13, 24),
        "daily_limit_per_inbox": st.none() | st.integers(1, 40),
        "enable_tracking": st.booleans(),
    }
)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["pause", "activate", "archive", "delete", "sender", "lead", "forget"]),
        st.integers(0, 2),
        st.integers(1, 50),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1000), st.lists(CAMPAIGNS, min_size=1, max_size=3), st.integers(1, 60), DEEDS)
def test_any_history_keeps_the_invariants(
    seed: int, plans: list[dict[str, object]], limit: int, deeds: list[tuple[str, int, int]]
) -> None:
    world = worlds.empty(seed)
    inboxes = worlds.native(world, "ann bob cid", limit=limit)
    # Campaigns may share people: leads of one address are one person.
    made = [_launched(world, plan, inboxes[: n + 1]) for n, plan in enumerate(plans)]
    for deed, which, hours in deeds:
        world.advance(hours)
        try:
            _do(world, deed, made[which % len(made)], inboxes[which], hours)
        except Problem:
            pass  # refused: then nothing has changed, which is checked below
    world.advance(24 * 5)
    worlds.check(world)


def _launched(world: World, plan: dict[str, object], inboxes: list[int]) -> int:
    plan = dict(plan)
    leads, first = int(str(plan.pop("leads"))), int(str(plan.pop("first")))
    campaign = worlds.campaign(world, inboxes, leads=0, launch=False, **plan)  # type: ignore[arg-type]
    batch = world.leads.new_batch(campaign, "people.csv", bad_share=0.3)
    for person in worlds.people(first, leads):
        world.leads.add(campaign, {"email": person[0], "first_name": person[1]})
    world.db.execute("UPDATE lead SET batch_id = ? WHERE campaign_id = ? AND id % 2", (batch, campaign))
    world.campaigns.update(campaign, {"launch": True})
    return campaign


def _do(world: World, deed: str, campaign: int, inbox: int, number: int) -> None:
    match deed:
        case "pause":
            world.campaigns.pause(campaign)
        case "activate":
            world.campaigns.activate(campaign)
        case "archive":
            world.campaigns.archive(campaign)
        case "delete":
            world.campaigns.delete(campaign)
        case "sender":
            world.dashboard.set_sender_status(inbox, "PAUSED" if number % 2 else "ACTIVE")
        case "lead":
            world.leads.add(campaign, {"email": f"late{number}@people.example"})
        case "forget":
            world.simulation.forget()


def test_a_domain_sends_a_hundred_an_hour_and_the_rest_is_lost() -> None:
    world = worlds.empty()
    inboxes = worlds.native(world, "a b c d e f g h i")
    campaign = worlds.campaign(world, inboxes, leads=700)
    world.advance_to(world.now + 86400)
    worlds.check(world)
    row = world.db.execute("SELECT * FROM campaign WHERE id = ?", (campaign,)).fetchone()
    rejected = world.db.execute(
        "SELECT count(*) FROM lead WHERE campaign_id = ? AND delivery_status = 'rejected'", (campaign,)
    ).fetchone()[0]
    assert row["failed_count"] == rejected > 50
    busiest = world.db.execute("SELECT max(mails), sum(rejected) FROM domain_hour").fetchone()
    assert tuple(busiest) == (100, rejected)


def test_leads_are_drawn_by_distribution() -> None:
    world = worlds.empty()
    inboxes = worlds.native(world, " ".join(f"box{n}" for n in range(6)))
    shares = {"A": 50, "B": 30, "C": 20}
    letters = [{**worlds.LETTER, "variant_name": name, "distribution_percent": share} for name, share in shares.items()]
    worlds.campaign(world, inboxes, leads=2000, variants=letters, sending_window_start=0, sending_window_end=24)
    world.advance(24 * 5)
    drawn = dict(
        world.db.execute(
            "SELECT v.variant_name, count(*) FROM mail m JOIN variant v ON v.id = m.variant_id GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )
    total = sum(drawn.values())
    assert total == 2000
    chi_square = sum((drawn[name] - total * share / 100) ** 2 / (total * share / 100) for name, share in shares.items())
    assert chi_square < 13.8  # 0.1 % of the chi-square distribution with two degrees of freedom


def test_a_ramp_raises_the_cap_week_by_week() -> None:
    world = worlds.empty()
    inbox = worlds.native(world, "ann", limit=60)[0]
    settings = {"ramp_up_enabled": True, "ramp_up_increment": 10, "ramp_up_max_limit": 25, "daily_limit_per_inbox": 5}
    worlds.campaign(world, [inbox], leads=400, sending_days=[1, 2, 3, 4, 5, 6, 7], **settings)
    world.advance(24 * 22)
    caps = [row["mails"] for row in world.db.execute("SELECT mails FROM inbox_day ORDER BY day")]
    assert (caps[0], caps[7], caps[14], caps[21]) == (5, 15, 25, 25)
    assert world.reads.quotas(1)[0]["ramp_up_current_limit"] == 25
