"""Large workspaces: made in one go. Their history is written down instead of lived through, but by the same rules.

Every inbox sends one campaign after another, a mail every 20 minutes inside the window, so no limit, gap or domain hour is
broken, and all counters are sums of the rows. The log of events begins when the workspace is handed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from ..changes.domains import NAMESERVERS
from ..database import transaction
from .people import people

if TYPE_CHECKING:
    from ..world import World

MINUTES_BETWEEN = 20
SLOTS_PER_DAY = 8 * 60 // MINUTES_BETWEEN
INBOXES_PER_DOMAIN = 5
SUBJECT, BODY = "A question, {{first_name}}", "Hi {{first_name}}, who looks after purchasing at {{company}}?"
ANSWER = "Thanks for asking, not at the moment."
# Of ten campaigns in a row. The last ones of an inbox are the ones that run now.
STATES = (
    "COMPLETED",
    "COMPLETED",
    "ARCHIVED",
    "COMPLETED",
    "DRAFT",
    "COMPLETED",
    "COMPLETED",
    "FAILED",
    "PAUSED",
    "ACTIVE",
)
TOPICS = (
    "price review",
    "spare parts",
    "second wave",
    "spring list",
    "referrals",
    "trial users",
    "new region",
    "renewals",
)
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
        _leads(world, size, until)
        for index in indexes:
            db.execute(index["sql"])
        _count(db)
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


def _leads(world: World, size: Size, until: int) -> None:
    opens = _window_openings(until, size.campaigns // size.senders * size.leads_each // SLOTS_PER_DAY + 2)
    taken = [0] * (size.senders + 1)
    contacts: list[tuple[Any, ...]] = []
    leads: list[tuple[Any, ...]] = []
    mails: list[tuple[Any, ...]] = []
    lead_id = mail_id = 0
    for campaign in range(1, size.campaigns + 1):
        state, inbox = _state(campaign, size), _inbox(campaign, size)
        count = size.leads_each if campaign < size.campaigns else size.leads - lead_id
        contacted = {"DRAFT": 0, "FAILED": 0, "ACTIVE": count // 2, "PAUSED": count // 2}.get(state, count)
        for place, (email, first, last, company, title, custom) in enumerate(people(lead_id, count)):
            lead_id += 1
            created = until - 160 * 86400
            if place >= contacted:
                leads.append(
                    (
                        lead_id,
                        campaign,
                        lead_id,
                        campaign,
                        email,
                        first,
                        last,
                        company,
                        title,
                        custom,
                        "PENDING",
                        0,
                        None,
                        None,
                        None,
                        None,
                        0,
                        None,
                        created,
                    )
                )
                contacts.append((lead_id, email, first, last, company, custom, created, 0, 0, 0, 0))
                continue
            slot = taken[inbox]
            taken[inbox] += 1
            sent = opens[slot // SLOTS_PER_DAY] + slot % SLOTS_PER_DAY * MINUTES_BETWEEN * 60
            status, opened, replied, bounced, out = _fate(world.simulation.chance.temper(lead_id), sent, until)
            mail_id += 1
            delivery = "bounced (5.1.1)" if bounced else "delivered"
            leads.append(
                (
                    lead_id,
                    campaign,
                    lead_id,
                    campaign,
                    email,
                    first,
                    last,
                    company,
                    title,
                    custom,
                    status,
                    1,
                    inbox,
                    sent,
                    opened,
                    replied,
                    out,
                    delivery,
                    created,
                )
            )
            contacts.append(
                (
                    lead_id,
                    email,
                    first,
                    last,
                    company,
                    custom,
                    created,
                    int(opened is not None),
                    int(replied is not None),
                    out,
                    int(bool(bounced)),
                )
            )
            mails.append(
                (
                    mail_id,
                    campaign,
                    lead_id,
                    inbox,
                    campaign,
                    sent,
                    opened,
                    replied,
                    bounced,
                    "5.1.1" if bounced else None,
                )
            )
        if len(leads) > 50_000 or campaign == size.campaigns:
            _write(world.db, contacts, leads, mails)


def _fate(temper: int, sent: int, until: int) -> tuple[str, int | None, int | None, int | None, int]:
    """Status, opened, replied, bounced, unsubscribed of a lead, from the lead's own draw. Nothing happens after `until`."""
    share, delay = temper % 1000, temper >> 32
    if share < 15:
        return "BOUNCED", None, None, min(sent + 60 + delay % 200, until), 0
    opened = sent + 120 + delay % 20_000
    if share >= 330 or opened >= until:
        return "SENT", None, None, None, 0
    replied = opened + 600 + delay % 40_000
    if share < 19:
        return "UNSUBSCRIBED", opened, None, None, 1
    return (
        ("REPLIED", opened, replied, None, 0) if share < 50 and replied < until else ("OPENED", opened, None, None, 0)
    )


def _write(
    db: Connection, contacts: list[tuple[Any, ...]], leads: list[tuple[Any, ...]], mails: list[tuple[Any, ...]]
) -> None:
    db.executemany(
        "INSERT INTO contact (id, email, first_name, last_name, company, custom_fields, source_type, created_at, has_opened, has_replied, "
        "is_unsubscribed, is_bounced) VALUES (?, ?, ?, ?, ?, ?, 'CSV_UPLOAD', ?, ?, ?, ?, ?)",
        contacts,
    )
    db.executemany(
        "INSERT INTO lead (id, campaign_id, contact_id, batch_id, email, first_name, last_name, company, title, custom_fields, status, "
        "sequence_step, inbox_id, last_contacted_at, opened_at, replied_at, unsubscribed, delivery_status, created_at) "
        f"VALUES ({', '.join('?' * 19)})",
        leads,
    )
    db.executemany(
        "INSERT INTO mail (id, campaign_id, lead_id, inbox_id, step, variant_id, sent_at, opened_at, replied_at, bounced_at, bounce_code) "
        "VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        mails,
    )
    for rows in (contacts, leads, mails):
        rows.clear()


def _count(db: Connection) -> None:
    """All counters, from the rows."""
    for query in (
        "UPDATE campaign SET total_leads = n, pending_count = pending, sent_count = sent, open_count = opened, reply_count = replied, "
        "bounce_count = bounced, unsubscribe_count = out, mail_count = sent FROM (SELECT campaign_id, count(*) AS n, sum(status = 'PENDING') AS pending, "
        "count(last_contacted_at) AS sent, count(opened_at) AS opened, count(replied_at) AS replied, sum(status = 'BOUNCED') AS bounced, "
        "sum(unsubscribed) AS out FROM lead GROUP BY 1) WHERE campaign_id = campaign.id",
        "UPDATE lead_batch SET total_leads = (SELECT total_leads FROM campaign WHERE id = lead_batch.campaign_id)",
        "UPDATE campaign SET completed_at = launched_at + 30 * 86400 WHERE status IN ('COMPLETED', 'ARCHIVED')",
        "UPDATE campaign SET failure = 'No active sender account was left when sending should have started' WHERE status = 'FAILED'",
        "INSERT INTO day_count (day, sent, mails) SELECT sent_at / 86400, count(*), count(*) FROM mail GROUP BY 1",
        *(
            f"INSERT INTO day_count (day, {column}) SELECT {name} / 86400, count(*) FROM mail WHERE {name} IS NOT NULL GROUP BY 1 "
            f"ON CONFLICT (day) DO UPDATE SET {column} = excluded.{column}"
            for column, name in {"opened": "opened_at", "replied": "replied_at", "bounced": "bounced_at"}.items()
        ),
        "INSERT INTO step_count SELECT campaign_id, 1, 0, count(*), count(opened_at), count(replied_at) FROM mail GROUP BY 1",
        "INSERT INTO inbox_day SELECT sent_at / 86400, inbox_id, campaign_id, count(*) FROM mail GROUP BY 1, 2, 3",
        "UPDATE inbox SET mails = n, opens = o, replies = r, hard_bounces = b, next_free_at = last + 300, sent_day = last / 86400, "
        "sent_today = (SELECT sum(mails) FROM inbox_day WHERE inbox_id = inbox.id AND day = last / 86400) "
        "FROM (SELECT inbox_id, count(*) AS n, count(opened_at) AS o, count(replied_at) AS r, count(bounced_at) AS b, max(sent_at) AS last "
        "FROM mail GROUP BY 1) WHERE inbox_id = inbox.id",
        "INSERT INTO domain_hour SELECT m.sent_at / 3600, i.domain_id, count(*), 0 FROM mail m JOIN inbox i ON i.id = m.inbox_id GROUP BY 1, 2",
        "INSERT INTO thread (lead_id, contact_id, campaign_id, inbox_id, subject, created_at, last_message_at, last_message_preview, is_read, "
        f"reply_count, ai_category, ai_confidence) SELECT l.id, l.contact_id, l.campaign_id, l.inbox_id, 'A question, ' || l.first_name, "
        f"l.replied_at, l.replied_at, '{ANSWER}', l.id % 3 > 0, 1, 'not_now', 0.9 FROM lead l WHERE l.replied_at IS NOT NULL ORDER BY l.replied_at",
        "INSERT INTO message (thread_id, is_outgoing, from_email, to_email, subject, body_text, is_read, message_id, created_at) "
        f"SELECT t.id, 0, l.email, i.email_address, 'Re: ' || t.subject, '{ANSWER}', t.is_read, 'reply_' || t.id || '@desk.example', t.created_at "
        "FROM thread t JOIN lead l ON l.id = t.lead_id JOIN inbox i ON i.id = t.inbox_id",
    ):
        db.execute(query)


def _state(campaign: int, size: Size) -> str:
    """By its place among the campaigns of its inbox; the last campaign of all is a DRAFT."""
    return "DRAFT" if campaign == size.campaigns else STATES[(campaign - 1) // size.senders % len(STATES)]


def _inbox(campaign: int, size: Size) -> int:
    return (campaign - 1) % size.senders + 1


def _window_openings(until: int, days: int) -> list[int]:
    """9:00 in New York on the last weekdays before the handover, oldest first."""
    return list(_openings_before(until, days))[::-1]


def _openings_before(until: int, days: int) -> Iterator[int]:
    zone = ZoneInfo("America/New_York")
    day = datetime.fromtimestamp(until, UTC).astimezone(zone).replace(hour=9, minute=0, second=0, microsecond=0)
    while days:
        day -= timedelta(days=1)
        if day.isoweekday() < 6:
            days -= 1
            yield int(day.timestamp())
