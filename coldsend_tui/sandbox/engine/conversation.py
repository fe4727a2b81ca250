"""What people answer: a reply's kind and words, its thread, and the mail it answers to, rendered as it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..rendering.mail import rendered_mail
from . import parameters as p
from .chance import WHOLE
from .ledger import MAIL_NODE, MAIL_SENT_AT, MAIL_STEP, MAIL_VARIANT
from .roster import Campaign, Inbox, Lead
from .wordings import AUTO_REPLIES, REPLIES

if TYPE_CHECKING:
    from .simulation import Simulation

CATEGORY_DRAWS = 1 << 20  # added to the step, so that a reply's words are drawn apart from the mail's fate
PREVIEW = 140  # characters of a message that lists show


class Heard(NamedTuple):
    """A message that came in."""

    category: str
    text: str


def hear(
    sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, mail_id: int, at: int, *, automatic: bool
) -> Heard:
    """Write down an incoming answer to a mail, in the lead's thread."""
    mail = sim.mail(mail_id)
    step = mail[MAIL_STEP] or -(mail[MAIL_NODE] or 0)
    draws = sim.chance.draws(lead.id, step + CATEGORY_DRAWS + automatic)
    category = "out_of_office" if automatic else _category(draws[0] / WHOLE, _remove_me_share(sim, campaign, mail))
    texts = AUTO_REPLIES if automatic else REPLIES[category]
    person = sim.db.execute("SELECT email, first_name FROM lead WHERE id = ?", (lead.id,)).fetchone()
    text = texts[draws[1] * len(texts) >> 32].format(name=person["first_name"] or person["email"])
    thread_id, subject = _thread(sim, campaign, inbox, lead, mail, person["email"], at)
    confidence = round(0.72 + 0.27 * draws[2] / WHOLE, 2)
    sim.db.execute(
        "INSERT INTO message (thread_id, is_outgoing, from_email, to_email, subject, body_text, is_auto_reply, is_unsubscribe, message_id, "
        "created_at) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            thread_id, person["email"], inbox.email, f"Re: {subject}", text, int(automatic), int(category == "unsubscribe"),
            f"reply_{draws[3]:08x}@{person['email'].rpartition('@')[2]}", at,
        ),
    )  # fmt: skip
    sim.db.execute(
        "UPDATE thread SET last_message_at = ?, last_message_preview = ?, is_read = 0, reply_count = reply_count + 1, "
        "ai_category = ?, ai_confidence = ? WHERE id = ?",
        (at, text[:PREVIEW], category, confidence, thread_id),
    )
    return Heard(category, text)


def _remove_me_share(sim: Simulation, campaign: Campaign, mail: list[Any]) -> float:
    """The share of answers to this mail that ask to be removed: of its variant, where that is known to annoy."""
    row = sim.db.execute("SELECT true_remove_me_share FROM variant WHERE id = ?", (mail[MAIL_VARIANT],)).fetchone()
    own: float | None = row["true_remove_me_share"] if row is not None else None
    return campaign.remove_me_share if own is None else own


def _category(share: float, remove_me_share: float) -> str:
    if share >= 1 - remove_me_share:
        return "unsubscribe"
    total = sum(part for _, part in p.REPLY_MIX)
    scaled, reached = share / (1 - remove_me_share) * total, 0.0
    for category, part in p.REPLY_MIX:
        reached += part
        if scaled < reached:
            return category
    return p.REPLY_MIX[-1][0]


def _thread(
    sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, mail: list[Any], email: str, at: int
) -> tuple[int, str]:
    """The lead's thread and its subject; a new one starts with the mail that was answered."""
    db = sim.db
    row = db.execute("SELECT id, subject FROM thread WHERE lead_id = ?", (lead.id,)).fetchone()
    if row is not None:
        return row["id"], row["subject"]
    rendered = rendered_mail(db, mail, sim.ledger.first_mails.get(lead.id))
    thread_id = db.execute(
        "INSERT INTO thread (lead_id, contact_id, campaign_id, inbox_id, subject, created_at, last_message_at, last_message_preview) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, '')",
        (lead.id, lead.contact_id, campaign.id, inbox.id, rendered.subject, at, at),
    ).lastrowid
    db.execute(
        "INSERT INTO message (thread_id, is_outgoing, from_email, to_email, subject, body_text, body_html, is_read, message_id, mail_id, "
        "created_at) VALUES (?, 1, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
        (
            thread_id, inbox.email, email, rendered.subject, rendered.text, rendered.html,
            f"mail_{mail[0]:08x}@{inbox.email.rpartition('@')[2]}", mail[0], mail[MAIL_SENT_AT],
        ),
    )  # fmt: skip
    assert thread_id is not None
    return thread_id, rendered.subject
