"""Putting leads into a campaign: the person behind each address is found or made, the counters follow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from sqlite3 import Connection
from typing import Any

LEAD_FIELDS = ("first_name", "last_name", "company", "title")


def contact_for(db: Connection, fields: Mapping[str, Any], now: int, source_type: str, source_name: str | None) -> int:
    """The person of an address; a new one takes names and source from the fields, a known one keeps what it has and gains the rest."""
    email = fields["email"].strip().lower()
    row = db.execute("SELECT id FROM contact WHERE email = ?", (email,)).fetchone()
    if row is None:
        rowid = db.execute(
            "INSERT INTO contact (email, first_name, last_name, company, custom_fields, source_type, source_name, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                email, fields.get("first_name"), fields.get("last_name"), fields.get("company"),
                json.dumps(fields.get("custom_fields") or {}), source_type, source_name, now,
            ),
        ).lastrowid  # fmt: skip
        assert rowid is not None
        return rowid
    known = {name: fields[name] for name in ("first_name", "last_name", "company") if fields.get(name)}
    for name, value in known.items():
        db.execute(
            f"UPDATE contact SET {name} = ?, updated_at = ? WHERE id = ? AND {name} IS NOT ?",
            (value, now, row["id"], value),
        )
    return int(row["id"])


def insert_lead(
    db: Connection, campaign_id: int, contact_id: int, batch_id: int | None, fields: Mapping[str, Any], now: int
) -> int:
    """A PENDING lead, counted. The caller knows that this person is not in the campaign yet."""
    rowid = db.execute(
        "INSERT INTO lead (campaign_id, contact_id, batch_id, email, first_name, last_name, company, title, custom_fields, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            campaign_id, contact_id, batch_id, fields["email"].strip().lower(), *(fields.get(name) for name in LEAD_FIELDS),
            json.dumps(fields.get("custom_fields") or {}), now,
        ),
    ).lastrowid  # fmt: skip
    assert rowid is not None
    db.execute(
        "UPDATE campaign SET total_leads = total_leads + 1, pending_count = pending_count + 1 WHERE id = ?",
        (campaign_id,),
    )
    if batch_id is not None:
        db.execute("UPDATE lead_batch SET total_leads = total_leads + 1 WHERE id = ?", (batch_id,))
    return rowid


def insert_new_people(
    db: Connection,
    campaign_id: int,
    batch_id: int,
    people: Iterable[tuple[str, str, str, str, str, str]],
    now: int,
    source_name: str,
) -> int:
    """Many leads at once whose addresses nobody in this workspace has: (email, first name, last name, company, title, custom fields as JSON)."""
    people = list(people)
    first = (db.execute("SELECT coalesce(max(id), 0) FROM contact").fetchone()[0]) + 1
    db.executemany(
        "INSERT INTO contact (id, email, first_name, last_name, company, custom_fields, source_type, source_name, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, 'CSV_UPLOAD', ?, ?)",
        [(i, e, f, n, c, x, source_name, now) for i, (e, f, n, c, _, x) in enumerate(people, first)],
    )
    db.executemany(
        "INSERT INTO lead (campaign_id, contact_id, batch_id, email, first_name, last_name, company, title, custom_fields, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(campaign_id, i, batch_id, *person, now) for i, person in enumerate(people, first)],
    )
    count = len(people)
    db.execute(
        "UPDATE campaign SET total_leads = total_leads + ?, pending_count = pending_count + ? WHERE id = ?",
        (count, count, campaign_id),
    )
    db.execute("UPDATE lead_batch SET total_leads = total_leads + ? WHERE id = ?", (count, batch_id))
    return count
