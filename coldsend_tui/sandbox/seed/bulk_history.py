"""Leads by the hundred thousand, with a history that was never lived through but keeps the rules.

Every inbox sends one campaign after another, a mail every 20 minutes inside the window, so that no limit, gap or domain hour
is broken. What came of a mail is drawn from the lead, as in the engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from .people import people

if TYPE_CHECKING:
    from ..world import World

MINUTES_BETWEEN = 20
SLOTS_PER_DAY = 8 * 60 // MINUTES_BETWEEN
CHUNK = 50_000  # leads written at once
AGE = 160 * 86400  # of every lead, at the handover
_UNTOUCHED = ("PENDING", 0, None, None, None, None, 0, None)


class Planned(NamedTuple):
    """A campaign, its one inbox, its leads, and how many of them were written to. Its batch and variant have its number."""

    campaign: int
    inbox: int
    leads: int
    contacted: int


class _Rows(NamedTuple):
    contacts: list[tuple[Any, ...]]
    leads: list[tuple[Any, ...]]
    mails: list[tuple[Any, ...]]


def write_leads(world: World, campaigns: Iterable[Planned], until: int) -> None:
    """Write contacts, leads and mails of these campaigns, in the order in which their inboxes sent them."""
    rows = _Rows([], [], [])
    planned = list(campaigns)
    busiest: dict[int, int] = defaultdict(int)
    for plan in planned:
        busiest[plan.inbox] += plan.contacted
    opens = _window_openings(until, max(busiest.values(), default=0) // SLOTS_PER_DAY + 1)
    slots: dict[int, Iterator[int]] = defaultdict(lambda: _slots(opens))
    lead_id = mail_id = 0
    for plan in planned:
        for place, person in enumerate(people(lead_id, plan.leads)):
            lead_id += 1
            email, first, last, company, _, custom = person
            lead = (lead_id, plan.campaign, lead_id, plan.campaign, *person)
            contact = (lead_id, email, first, last, company, custom, until - AGE)
            if place >= plan.contacted:
                rows.leads.append((*lead, *_UNTOUCHED, until - AGE))
                rows.contacts.append((*contact, 0, 0, 0, 0))
                continue
            mail_id += 1
            sent = next(slots[plan.inbox])
            fate = _fate(world.simulation.chance.temper(lead_id), sent, until)
            status, opened, replied, bounced, out = fate
            told = (status, 1, plan.inbox, sent, opened, replied, out, "bounced (5.1.1)" if bounced else "delivered")
            rows.leads.append((*lead, *told, until - AGE))
            rows.contacts.append((*contact, opened is not None, replied is not None, out, bounced is not None))
            code = "5.1.1" if bounced else None
            rows.mails.append(
                (mail_id, plan.campaign, lead_id, plan.inbox, plan.campaign, sent, opened, replied, bounced, code)
            )
        if len(rows.leads) > CHUNK:
            _write(world.db, rows)
    _write(world.db, rows)


def _fate(temper: int, sent: int, until: int) -> tuple[str, int | None, int | None, int | None, int]:
    """Status, opened, replied, bounced, unsubscribed of a lead. Nothing happens after `until`."""
    share, delay = temper % 1000, temper >> 32
    if share < 15:
        return "BOUNCED", None, None, min(sent + 60 + delay % 200, until), 0
    opened = sent + 120 + delay % 20_000
    if share >= 330 or opened >= until:
        return "SENT", None, None, None, 0
    if share < 19:
        return "UNSUBSCRIBED", opened, None, None, 1
    replied = opened + 600 + delay % 40_000
    return (
        ("REPLIED", opened, replied, None, 0) if share < 50 and replied < until else ("OPENED", opened, None, None, 0)
    )


def _write(db: Connection, rows: _Rows) -> None:
    db.executemany(
        "INSERT INTO contact (id, email, first_name, last_name, company, custom_fields, source_type, created_at, has_opened, has_replied, "
        "is_unsubscribed, is_bounced) VALUES (?, ?, ?, ?, ?, ?, 'CSV_UPLOAD', ?, ?, ?, ?, ?)",
        rows.contacts,
    )
    db.executemany(
        "INSERT INTO lead (id, campaign_id, contact_id, batch_id, email, first_name, last_name, company, title, custom_fields, status, "
        "sequence_step, inbox_id, last_contacted_at, opened_at, replied_at, unsubscribed, delivery_status, created_at) "
        f"VALUES ({', '.join('?' * 19)})",
        rows.leads,
    )
    db.executemany(
        "INSERT INTO mail (id, campaign_id, lead_id, inbox_id, step, variant_id, sent_at, opened_at, replied_at, bounced_at, bounce_code) "
        "VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        rows.mails,
    )
    for written in rows:
        written.clear()


def _slots(opens: list[int]) -> Iterator[int]:
    """The moments at which one inbox sends."""
    for opened in opens:
        for slot in range(SLOTS_PER_DAY):
            yield opened + slot * MINUTES_BETWEEN * 60


def _window_openings(until: int, days: int) -> list[int]:
    """9:00 in New York on the last weekdays before the handover, oldest first."""
    found: list[int] = []
    day = datetime.fromtimestamp(until, UTC).astimezone(ZoneInfo("America/New_York"))
    day = day.replace(hour=9, minute=0, second=0, microsecond=0)
    while len(found) < days:
        day -= timedelta(days=1)
        if day.isoweekday() < 6:
            found.append(int(day.timestamp()))
    return found[::-1]
