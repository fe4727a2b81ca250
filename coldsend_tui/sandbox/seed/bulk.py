"""Large workspaces: made in one go, by the same rules. Their log of events begins when they are handed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple

from ..changes.domains import NAMESERVERS
from ..database import transaction
from .bulk_history import Planned, write_leads
from .recount import recount

if TYPE_CHECKING:
    from ..world import World

INBOXES_PER_DOMAIN = 5
SUBJECT, BODY = "A question, {{first_name}}", "Hi {{first_name}}, who looks after purchasing at {{company}}?"
# Of ten campaigns in a row. The last ones of an inbox are the ones that run now.
_STATES = (
    "COMPLETED", "COMPLETED", "ARCHIVED", "COMPLETED", "DRAFT", "COMPLETED", "COMPLETED", "FAILED", "PAUSED", "ACTIVE",
)  # fmt: skip
TOPICS = ("price review", "spare parts", "second wave", "spring list", "referrals", "trial users", "new region")
_INDEXED = ("lead", "mail", "contact", "campaign", "variant", "inbox", "thread", "message")


class Size(NamedTuple):
    """How much of everything. One more DRAFT holds what is left of the leads."""

    campaigns: int
    senders: int
    leads: int
    leads_each: int


LARGE = Size(1_000, 100, 100_000, 80)
HUGE = Size(10_000, 1_000, 1_000_000, 95)


def fill(world: World, size: Size, until: int) -> None:
    """Write the workspace down."""
    db = world.db
    indexes = db.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({', '.join('?' * len(_INDEXED))})",
        _INDEXED,
    ).fetchall()
    with transaction(db):
        for index in indexes:
            db.execute(f"DROP INDEX {index['name']}")
        _senders(db, size, until)
        _campaigns(db, size, until)
        write_leads(world, _planned(size), until)
        for index in indexes:
            db.execute(index["sql"])
        recount(db)
        db.execute("UPDATE world SET now = ?, mail_count = (SELECT coalesce(max(id), 0) FROM mail)", (until,))
    world.now = until
    world.clock.set(until)
    world.simulation.forget()


def _senders(db: Connection, size: Size, until: int) -> None:
    since = until - 200 * 86400
    domains = -(-size.senders // INBOXES_PER_DOMAIN)
    db.executemany(
        "INSERT INTO domain (id, domain_name, status, state_since, nameservers, mailcow_added, cloudflare_verified, max_inboxes, created_at) "
        "VALUES (?, ?, 'ACTIVE', ?, ?, 1, 1, ?, ?)",
        [
            (n, f"desk-{n}.example", since, json.dumps(NAMESERVERS), INBOXES_PER_DOMAIN, since)
            for n in range(1, domains + 1)
        ],
    )
    db.executemany(
        "INSERT INTO inbox (id, email_address, display_name, inbox_type, overall_status, daily_limit, domain_id, created_at) "
        "VALUES (?, ?, ?, 'COLDSEND', ?, 60, ?, ?)",
        [
            (n, f"box{n}@desk-{(n - 1) // INBOXES_PER_DOMAIN + 1}.example", f"Desk {n}", "PAUSED" if n % 25 == 0 else "ACTIVE",
             (n - 1) // INBOXES_PER_DOMAIN + 1, since)
            for n in range(1, size.senders + 1)
        ],
    )  # fmt: skip


def _campaigns(db: Connection, size: Size, until: int) -> None:
    rows = []
    for n in range(1, size.campaigns + 1):
        state = _state(n, size)
        created = until - (size.campaigns - n + 1) * 60 - 150 * 86400
        launched = None if state in ("DRAFT", "FAILED") else created + 3600
        name = f"{TOPICS[n % len(TOPICS)].capitalize()} {n:05}"
        rows.append((n, name, state, created, launched, 0.2 + n % 20 / 100, 0.01 + n % 7 / 100))
    db.executemany(
        "INSERT INTO campaign (id, name, status, created_at, launched_at, enable_tracking, true_open_rate, true_reply_rate, "
        "true_remove_me_share) VALUES (?, ?, ?, ?, ?, 1, ?, ?, 0.1)",
        rows,
    )
    ids = range(1, size.campaigns + 1)
    db.executemany(
        "INSERT INTO variant (id, campaign_id, variant_name, subject_template, email_content, content_type, distribution_percent) "
        "VALUES (?, ?, 'A', ?, ?, 'html', 100)",
        [(n, n, SUBJECT, BODY) for n in ids],
    )
    db.executemany(
        "INSERT INTO campaign_inbox VALUES (?, ?)", [(n, _inbox(n, size)) for n in ids if _state(n, size) != "ARCHIVED"]
    )
    db.executemany(
        "INSERT INTO lead_batch (id, campaign_id, filename, created_at, bad_share) VALUES (?, ?, 'people.csv', ?, 0.015)",
        [(n, n, created) for n, _, _, created, *_ in rows],
    )


def _planned(size: Size) -> Iterator[Planned]:
    left = size.leads
    for campaign in range(1, size.campaigns + 1):
        leads = size.leads_each if campaign < size.campaigns else left
        left -= leads
        contacted = {"DRAFT": 0, "FAILED": 0, "ACTIVE": leads // 2, "PAUSED": leads // 2}.get(
            _state(campaign, size), leads
        )
        yield Planned(campaign, _inbox(campaign, size), leads, contacted)


def _state(campaign: int, size: Size) -> str:
    """By its place among the campaigns of its inbox; the last campaign of all is a DRAFT."""
    return "DRAFT" if campaign == size.campaigns else _STATES[(campaign - 1) // size.senders % len(_STATES)]


def _inbox(campaign: int, size: Size) -> int:
    return (campaign - 1) % size.senders + 1
