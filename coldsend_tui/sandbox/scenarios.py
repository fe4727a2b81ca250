"""Named incidents to rehearse (field.md §6): each starts in the seeded workspace, on a Wednesday morning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from .changes.audience import Audience
from .seed import letters
from .seed.people import POPULATION, people

if TYPE_CHECKING:
    from .world import World

ORDINARY = Audience(0.26, 0.02)


class Scenario(NamedTuple):
    """An incident: what it does to the world, and which faults the HTTP layer shows (the SPEC of faults, may be empty)."""

    name: str
    summary: str
    apply: Callable[[World], None]
    faults: str = ""


def _busiest(world: World) -> int:
    """The campaign of New York that has the most leads before it."""
    row = world.db.execute(
        "SELECT id FROM campaign WHERE status = 'ACTIVE' AND timezone = 'America/New_York' ORDER BY pending_count DESC, id LIMIT 1"
    ).fetchone()
    if row is None:
        raise ValueError("this scenario needs the demo workspace (--scale medium)")
    return int(row["id"])


def _rested(world: World, count: int) -> list[int]:
    """The senders that did least today."""
    rows = world.db.execute(
        "SELECT id FROM sender WHERE overall_status = 'ACTIVE' ORDER BY sent_now, id LIMIT ?", (count,)
    )
    return [row["id"] for row in rows]


def _launch(
    world: World,
    name: str,
    inboxes: list[int],
    *,
    leads: int,
    audience: Audience = ORDINARY,
    bad_share: float = 0.012,
    variants: int = 1,
) -> int:
    campaign_id = world.campaigns.create({"name": name, "enable_tracking": True}, audience=audience)
    world.leads.add_batch(campaign_id, "purchased.csv", people(POPULATION // 2, leads), bad_share=bad_share)
    words = letters.variants("supplier terms", "We compare them for you.", variants, html=True)
    world.campaigns.update(campaign_id, {"variants": words, "inbox_ids": inboxes})
    world.campaigns.update(campaign_id, {"launch": True})
    return campaign_id


def _bad_list(world: World) -> None:
    """A bought list with one address in five dead, an hour after its launch."""
    _launch(world, "Purchased list, autumn offer", _rested(world, 4), leads=900, bad_share=0.22)
    world.advance(1)


def _dkim_lost(world: World) -> None:
    """The signing key of the busiest domain disappears; an hour later its mail is refused everywhere."""
    row = world.db.execute(
        "SELECT d.id FROM domain d JOIN sender s ON s.domain_id = d.id WHERE d.status = 'ACTIVE' AND s.overall_status = 'ACTIVE' "
        "GROUP BY d.id ORDER BY sum(s.remaining) DESC, d.id LIMIT 1"
    ).fetchone()
    world.dashboard.set_signing(row["id"], valid=False)
    world.advance(1)


def _domain_hour(world: World) -> None:
    """Nine inboxes of one domain send at once: more than 100 mails an hour, the rest of each hour is refused."""
    row = world.db.execute("SELECT id FROM domain WHERE status = 'ACTIVE' ORDER BY id LIMIT 1").fetchone()
    world.dashboard.set_capacity(row["id"], 12)
    inboxes = [
        world.senders.create_native({"domain_id": row["id"], "email_prefix": f"rush{n}", "display_name": f"Rush {n}"})
        for n in range(1, 9)
    ]
    _launch(world, "Everything out today", inboxes, leads=2500)
    world.advance(1.9)


def _stalled(world: World) -> None:
    """An ACTIVE campaign that sends nothing although everything it needs is there."""
    world.dashboard.set_stalled(_busiest(world), stalled=True)
    world.advance(1)


def _resume_burst(world: World) -> None:
    """A campaign that was paused for a week runs again: a week of follow-ups is due at once."""
    campaign_id = _busiest(world)
    world.campaigns.pause(campaign_id)
    world.advance(7 * 24)
    world.campaigns.activate(campaign_id)
    world.advance(0.2)


def _remove_me(world: World) -> None:
    """An A/B test since yesterday: many answer, and of those who got variant B two in three ask to be removed."""
    campaign_id = _launch(
        world, "Blunt pitch, all managers", _rested(world, 6), leads=900, audience=Audience(0.5, 0.25), variants=2
    )
    world.dashboard.set_remove_me(campaign_id, "B", 0.65)
    world.advance(26)


def _stuck_dns(world: World) -> None:
    """A new domain whose owner never set the nameservers, two and a half days ago."""
    domain_id = world.domains.add("wren-hello.example")
    world.dashboard.set_nameservers(domain_id, None)
    world.advance(60)


def _dashboard_reset(world: World) -> None:
    """Somebody started a running campaign over in the dashboard: its counters fall to nothing."""
    world.dashboard.start_over(_busiest(world))


def _dst_night(world: World) -> None:
    """Half an hour before clocks go back in New York (1 November 2026, 2:00)."""
    world.advance_to(int(datetime(2026, 11, 1, 5, 30, tzinfo=UTC).timestamp()))


def _nothing(world: World) -> None:
    """The world is well; only the way to it is not."""


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario("bad_list", "a bought list bounces at one in five since its launch an hour ago", _bad_list),
        Scenario("dkim_lost", "one domain lost its signing key an hour ago; its mail is refused (5.7.26)", _dkim_lost),
        Scenario(
            "domain_hour",
            "nine inboxes of one domain exceed 100 mails an hour; leads fail at each hour's end",
            _domain_hour,
        ),
        Scenario("stalled_campaign", "an ACTIVE campaign sends nothing, though nothing is missing", _stalled),
        Scenario("resume_burst", "a campaign resumed after a week with all its follow-ups due at once", _resume_burst),
        Scenario(
            "remove_me", "an A/B test whose blunt variant B makes two of three who answer ask to be removed", _remove_me
        ),
        Scenario("stuck_dns", "a domain waiting for its nameservers for two and a half days", _stuck_dns),
        Scenario(
            "dashboard_reset",
            "a running campaign was started over in the dashboard; its counters fell",
            _dashboard_reset,
        ),
        Scenario("dst_night", "half an hour before clocks go back in New York", _dst_night),
        Scenario(
            "api_outage", "the API answers 503 for five minutes, from one minute on", _nothing, "503 after 1m for 5m"
        ),
        Scenario("rate_limit_storm", "429 for half a minute in every five minutes", _nothing, "429 for 30s every 5m"),
        Scenario(
            "slow_api", "every answer takes two seconds, one call in ten is cut off", _nothing, "latency 2s; cut 10%"
        ),
        Scenario("clock_skew", "the server's clock is 90 seconds late", _nothing, "clock-skew -90s"),
    )
}
