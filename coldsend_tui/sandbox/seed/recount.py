"""All counters of a workspace, worked out anew from its rows: for histories that were written down in one go."""

from __future__ import annotations

from sqlite3 import Connection

ANSWER = "Thanks for asking, not at the moment."  # what everybody answers in a workspace made in one go

_QUERIES = (
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
)


def recount(db: Connection) -> None:
    """Fill counters, daily counts, and conversations. The caller holds the transaction and knows that they are empty."""
    for query in _QUERIES:
        db.execute(query)
