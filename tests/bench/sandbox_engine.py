"""How fast the sandbox's engine is. Run on demand: `python -m tests.bench.sandbox_engine [leads ...]` (default 10,000 and 100,000).

Leads in 50 campaigns over 30 virtual days with two follow-ups, then the seeded demo workspace. A plain dictionary loop is
measured in the same run: the machine's speed drifts, ratios do not.
"""

from __future__ import annotations

import resource
import sys
import time

from coldsend_tui.sandbox.seed.people import people
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

CAMPAIGNS, DAYS = 50, 30


def yardstick() -> float:
    """Seconds for a fixed amount of plain Python."""
    started = time.perf_counter()
    counts: dict[int, tuple[int, object]] = {}
    for i in range(1_000_000):
        counts[i & 1023] = (i, counts.get(i & 511))
    return time.perf_counter() - started


def busy_world(leads: int) -> World:
    """50 campaigns with enough inboxes to reach every lead."""
    world = worlds.empty()
    each = leads // CAMPAIGNS
    for n in range(CAMPAIGNS):
        inboxes = []
        for box in range(max(2, each // 300)):
            inboxes += worlds.native(world, f"box{n}-{box}", domain=f"domain-{n}-{box // 5}.example", limit=80)
        campaign = worlds.campaign(
            world, inboxes, leads=0, steps=[("NOT_REPLIED", 3), ("NOT_REPLIED", 5)], launch=False
        )
        world.leads.add_batch(campaign, "list.csv", people(n * each, each), bad_share=0.02)
        world.campaigns.update(campaign, {"launch": True})
    return world


def main() -> None:
    """Measure and print."""
    for leads in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        world = busy_world(leads)
        before, started, cpu = yardstick(), time.perf_counter(), time.process_time()
        world.advance(DAYS * 24)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        events = world.db.execute("SELECT count(*) FROM event").fetchone()[0]
        mails = world.db.execute("SELECT count(*) FROM mail").fetchone()[0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{leads:,} leads, {DAYS} days: {seconds:.1f} s ({cpu:.1f} s of CPU, {seconds / before:.0f} yardsticks), {mails:,} mails, "
            f"{events:,} events, {seconds / events * 1e6:.1f} µs an event, {peak} MB at most"
        )
    times = []
    for _ in range(5):
        started = time.perf_counter()
        World.create(scale="medium")
        times.append(time.perf_counter() - started)
    print(
        f"demo workspace: {min(times):.2f} s at best, {sorted(times)[2]:.2f} s median, {min(times) / yardstick():.1f} yardsticks"
    )


if __name__ == "__main__":
    main()
