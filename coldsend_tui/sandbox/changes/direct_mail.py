"""A single mail to one person, outside of campaigns: costs a credit, opens an external thread (behaviour.md §15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from sqlite3 import Row
from typing import TYPE_CHECKING, Any

from ..problems import Conflict, OutOfCredits, Refused

if TYPE_CHECKING:
    from .contacts import Contacts

PRICE = 1  # credits [client]


def send_direct_mail(contacts: Contacts, contact: Row, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Send it. Raises Conflict for a suppressed person, Refused for an inbox that cannot send, OutOfCredits."""
    world, db, now = contacts.world, contacts.db, contacts.now
    if contact["is_unsubscribed"] or contact["is_bounced"]:
        reason = "unsubscribed" if contact["is_unsubscribed"] else "bounced"
        raise Conflict(f"{contact['email']} is suppressed: {reason}", {"suppression_reason": reason})
    inbox = _usable_inbox(contacts, fields["inbox_id"])
    credits_left = db.execute("SELECT credits FROM world").fetchone()["credits"]
    if credits_left < PRICE:
        raise OutOfCredits(PRICE, credits_left)
    text = fields.get("body_text") or ""
    with contacts.writing():
        thread_id = contacts.insert(
            "thread",
            {
                "contact_id": contact["id"], "inbox_id": inbox["id"], "subject": fields["subject"], "created_at": now,
                "last_message_at": now, "last_message_preview": (text or fields["subject"])[:140], "is_read": 1,
            },
        )  # fmt: skip
        message_id = f"direct_{blake2b(f'{world.seed} {thread_id}'.encode(), digest_size=4).hexdigest()}@{inbox['email_address'].rpartition('@')[2]}"
        contacts.insert(
            "message",
            {
                "thread_id": thread_id, "is_outgoing": 1, "from_email": inbox["email_address"], "to_email": contact["email"],
                "subject": fields["subject"], "body_text": fields.get("body_text"), "body_html": fields.get("body_html"), "is_read": 1,
                "message_id": message_id, "attachments": json.dumps(list(fields.get("attachments") or [])), "created_at": now,
            },
        )  # fmt: skip
        db.execute("UPDATE world SET credits = credits - ?", (PRICE,))
        _use_up(contacts, inbox)
        contacts.log("direct_mail", inbox=inbox["id"], detail=contact["email"])
    return {
        "message_id": message_id, "thread_id": thread_id, "recipient_email": contact["email"], "inbox_email": inbox["email_address"],
        "credits_remaining": credits_left - PRICE,
    }  # fmt: skip


def _usable_inbox(contacts: Contacts, inbox_id: int | str) -> Row:
    rowid = contacts.world.rowid("inbox", inbox_id) if isinstance(inbox_id, str) else inbox_id
    row: Row | None = contacts.db.execute("SELECT * FROM sender WHERE id = ?", (rowid,)).fetchone()
    if row is None:
        raise Refused("inbox_id is no sender account of this team")
    if row["overall_status"] != "ACTIVE":
        raise Refused(f"{row['email_address']} is {row['overall_status']} and cannot send")
    if row["is_rate_limited"]:
        raise Refused(f"{row['email_address']} has reached its daily limit of {row['daily_limit']}")
    return row


def _use_up(contacts: Contacts, inbox: Row) -> None:
    day = contacts.now // 86400
    contacts.set("inbox", inbox["id"], {"sent_day": day, "sent_today": inbox["sent_now"] + 1})
    contacts.db.execute(
        "INSERT INTO inbox_day VALUES (?, ?, 0, 1) ON CONFLICT (day, inbox_id, campaign_id) DO UPDATE SET mails = mails + 1",
        (day, inbox["id"]),
    )
