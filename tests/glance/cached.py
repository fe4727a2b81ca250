"""A cache as a console would have left it: campaigns in every state, a few of them in trouble, read a moment ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from coldsend_tui.clock import ManualClock
from coldsend_tui.live import judgement
from coldsend_tui.store import Store
from coldsend_tui.store.refresh import CampaignRows, DomainRows, Refresh, SenderRows
from tests.store.rows import campaign, domain, sender

STATES = ("ACTIVE", "ACTIVE", "ACTIVE", "PAUSED", "DRAFT", "COMPLETED")


def fill(path: Path, campaigns: int, *, name: str = "Campaign", age: timedelta = timedelta(seconds=20)) -> None:
    """Write a cache of that many campaigns to `path`, read `age` ago and judged."""
    random = Random(7)
    read_at = datetime.now(UTC) - age
    rows = []
    for number in range(campaigns):
        status = STATES[number % len(STATES)]
        sent = 0 if status == "DRAFT" else random.randrange(200, 2_000)
        share = 0.06 if number % max(1, campaigns // 5) == 0 else 0.005
        changes = {
            "status": status,
            "sent": sent,
            "total_leads": 3_000,
            "bounced": int(sent * share),
            "seen_at": read_at,
        }
        rows.append(campaign(number, name=f"{name} {number}", **changes))
    senders = tuple(sender(number, seen_at=read_at) for number in range(min(campaigns, 200)))
    store = Store.open(path)
    for feed, content in (
        ("analytics", CampaignRows(tuple(rows), "analytics")),
        ("senders", SenderRows(senders)),
        ("domains", DomainRows((domain(seen_at=read_at),))),
    ):
        store.store(Refresh(feed, read_at, read_at, read_at, (content,)))
    judgement.look(store, ManualClock(read_at))
    store.close()
