"""How long a verdict takes: `python -m tests.bench.judge_ten_thousand`. Ten thousand campaigns, a thousand senders."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random
from statistics import median

from coldsend_tui.ops.alerts import judge
from coldsend_tui.workspace import Workspace
from tests.ops.rows import NOW, campaign, sample, sender, settings, workspace

ROUNDS = 9


def large(detailed: int) -> Workspace:
    """A workspace in which the settings of the first `detailed` campaigns have been read."""
    random = Random(7)
    rows = []
    for number in range(10_000):
        sent = random.randrange(2_000)
        status = random.choice(("ACTIVE", "ACTIVE", "PAUSED", "DRAFT", "COMPLETED"))
        bounced = int(sent * random.random() * 0.022)
        rows.append(campaign(f"c{number}", status=status, sent=sent, total_leads=20_000, bounced=bounced))
    known = {
        row.id: settings(row.id, *[f"s{(number * 7 + k) % 1_000}" for k in range(6)])
        for number, row in enumerate(rows[:detailed])
    }
    return workspace(*rows, senders=[sender(f"s{number}") for number in range(1_000)], settings=known)


def main() -> None:
    """Print the median time of a verdict on a workspace that was just read. Half of the detailed campaigns send, half do not."""
    for detailed in (0, 500, 10_000):
        world = large(detailed)
        recent = {row.id: [sample(22, row.sent - 5), sample(2, row.sent)] for row in world.campaigns[: detailed // 2]}
        times = []
        for _ in range(ROUNDS):
            fresh = Workspace(
                world.campaigns, world.senders, world.domains, world.timeline, world.settings, world.feeds
            )
            start = time.perf_counter()
            verdict = judge(fresh, now=NOW, real=NOW, recent=recent, recent_since=NOW - timedelta(hours=6))
            times.append(time.perf_counter() - start)
        found = len(verdict.findings)
        print(f"settings of {detailed:>6,}: {median(times) * 1_000:6.1f} ms, {found:,} findings")


if __name__ == "__main__":
    main()
