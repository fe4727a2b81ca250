"""Taking a campaign out of the world: archiving frees what it holds, deleting leaves nothing behind."""

from __future__ import annotations

from sqlite3 import Connection


def release_campaign(db: Connection, campaign_id: int) -> None:
    """Free the inboxes and drop everything that was still to come."""
    db.execute("DELETE FROM campaign_inbox WHERE campaign_id = ?", (campaign_id,))
    _drop_outcomes(db, campaign_id)
    db.execute(
        "UPDATE lead SET next_due_at = NULL, node_id = NULL WHERE campaign_id = ? AND next_due_at IS NOT NULL",
        (campaign_id,),
    )
    db.execute("UPDATE campaign SET due_count = 0 WHERE id = ?", (campaign_id,))


def erase_history(db: Connection, campaign_id: int) -> None:
    """Remove the mails and conversations of a campaign and all figures they made; its leads are as they came."""
    _drop_outcomes(db, campaign_id)
    _take_from_days(db, campaign_id)
    db.execute("DELETE FROM mail WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)", (campaign_id,))
    db.execute("DELETE FROM message WHERE thread_id IN (SELECT id FROM thread WHERE campaign_id = ?)", (campaign_id,))
    db.execute(
        "DELETE FROM thread_tag WHERE thread_id IN (SELECT id FROM thread WHERE campaign_id = ?)", (campaign_id,)
    )
    for table in ("thread", "click", "enrollment", "step_count"):
        db.execute(f"DELETE FROM {table} WHERE campaign_id = ?", (campaign_id,))
    db.execute(
        "UPDATE lead SET status = 'PENDING', sequence_step = 0, next_due_at = NULL, node_id = NULL, inbox_id = NULL, last_contacted_at = NULL, "
        "opened_at = NULL, replied_at = NULL, unsubscribed = 0, delivery_status = NULL WHERE campaign_id = ?",
        (campaign_id,),
    )
    db.execute(
        "UPDATE campaign SET pending_count = total_leads, due_count = 0, sent_count = 0, open_count = 0, reply_count = 0, bounce_count = 0, "
        "unsubscribe_count = 0, failed_count = 0, mail_count = 0 WHERE id = ?",
        (campaign_id,),
    )


def delete_campaign(db: Connection, campaign_id: int) -> None:
    """Remove a campaign with its leads, mails, conversations, and its part of the daily counts."""
    erase_history(db, campaign_id)
    db.execute(
        "DELETE FROM branch_node WHERE branch_id IN (SELECT id FROM branch WHERE campaign_id = ?)", (campaign_id,)
    )
    for table in ("campaign_inbox", "lead", "lead_batch", "branch", "variant", "sequence", "job"):
        db.execute(f"DELETE FROM {table} WHERE campaign_id = ?", (campaign_id,))
    db.execute("DELETE FROM campaign WHERE id = ?", (campaign_id,))


def _take_from_days(db: Connection, campaign_id: int) -> None:
    mails = "FROM mail m JOIN lead l ON l.id = m.lead_id WHERE l.campaign_id = ? AND"
    for column, query in {
        "mails": f"SELECT m.sent_at / 86400, count(*) {mails} NOT m.rejected GROUP BY 1",
        # The first mail of a lead that was moved into a branch unwritten is a branch's.
        "sent": f"SELECT at / 86400, count(*) FROM (SELECT min(m.sent_at) AS at {mails} NOT m.rejected "
        "AND (m.step = 1 OR m.node_id IS NOT NULL) GROUP BY m.lead_id) GROUP BY 1",
        "opened": "SELECT opened_at / 86400, count(*) FROM lead WHERE campaign_id = ? AND opened_at IS NOT NULL GROUP BY 1",
        "replied": "SELECT replied_at / 86400, count(*) FROM lead WHERE campaign_id = ? AND replied_at IS NOT NULL GROUP BY 1",
        "bounced": "SELECT at / 86400, count(*) FROM (SELECT min(m.bounced_at) AS at FROM mail m JOIN lead l ON l.id = m.lead_id "
        "WHERE l.campaign_id = ? AND m.bounced_at IS NOT NULL GROUP BY m.lead_id) GROUP BY 1",
    }.items():
        for day, count in db.execute(query, (campaign_id,)).fetchall():
            db.execute(f"UPDATE day_count SET {column} = {column} - ? WHERE day = ?", (count, day))


def _drop_outcomes(db: Connection, campaign_id: int) -> None:
    """Only a part of all mails has anything ahead of it, so it is found from that side."""
    db.execute("DELETE FROM outcome WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)", (campaign_id,))
