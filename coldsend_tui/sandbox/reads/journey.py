"""One lead's way through a campaign, and what branches achieved."""

from __future__ import annotations

from sqlite3 import Row
from typing import TYPE_CHECKING, Any

from ..rendering.mail import rendered_mail

if TYPE_CHECKING:
    from ..world import World


def journey(world: World, lead_id: int) -> dict[str, Any]:
    """The contract's LeadJourney: every mail, branch mails included, enrolments, and answers."""
    db = world.db
    lead = db.execute("SELECT * FROM lead WHERE id = ?", (lead_id,)).fetchone()
    mails = db.execute(
        "SELECT * FROM mail WHERE lead_id = ? AND NOT rejected ORDER BY sent_at, id", (lead_id,)
    ).fetchall()
    enrolments = db.execute(
        "SELECT e.*, b.label FROM enrollment e JOIN branch b ON b.id = e.branch_id WHERE e.lead_id = ? ORDER BY e.id",
        (lead_id,),
    )
    return {
        "lead_id": world.uid("lead", lead_id),
        "campaign_id": world.uid("campaign", lead["campaign_id"]),
        "email": lead["email"],
        "status": lead["status"],
        "current_node_id": _current_node(world, lead, mails),
        "touchpoints": [_touchpoint(world, mail) for mail in mails],
        "enrollments": [
            {
                "subsequence_id": world.uid("branch", row["branch_id"]),
                "label": row["label"],
                "entered_at": world.iso(row["entered_at"]),
                "completed_at": world.iso(row["completed_at"]),
            }
            for row in enrolments
        ],
        "replies": replies_of(world, lead_id),
    }


def replies_of(world: World, lead_id: int) -> list[dict[str, Any]]:
    """What a lead answered, as the contract's LeadReply."""
    rows = world.db.execute(
        "SELECT m.* FROM thread t JOIN message m ON m.thread_id = t.id WHERE t.lead_id = ? AND NOT m.is_outgoing ORDER BY m.created_at, m.id",
        (lead_id,),
    )
    return [
        {
            "reply_id": world.uid("message", row["id"]),
            "subject": row["subject"],
            "received_at": world.iso(row["created_at"]),
            "body_preview": (row["body_text"] or "")[:140],
            "is_auto_reply": bool(row["is_auto_reply"]),
            "is_unsubscribe": bool(row["is_unsubscribe"]),
        }
        for row in rows
    ]


def _current_node(world: World, lead: Row, mails: list[Row]) -> str | None:
    """Where the lead stands: the branch node that is next, or the step of its last mail."""
    if lead["node_id"] is not None:
        return world.uid("node", int(lead["node_id"]))
    if not mails:
        return None
    return _node(world, mails[-1])


def _node(world: World, mail: Row) -> str | None:
    if mail["node_id"] is not None:
        return world.uid("node", int(mail["node_id"]))
    if mail["step"] == 1:
        return world.uid("main_node", int(mail["campaign_id"]))
    variant = world.db.execute("SELECT sequence_id FROM variant WHERE id = ?", (mail["variant_id"],)).fetchone()
    return world.uid("step_node", int(variant["sequence_id"])) if variant else None


def _touchpoint(world: World, mail: Row) -> dict[str, Any]:
    node = mail["node_id"]
    branch = None
    if node is not None:
        row = world.db.execute("SELECT branch_id FROM branch_node WHERE id = ?", (node,)).fetchone()
        branch = world.uid("branch", row["branch_id"]) if row else None
    return {
        "node_id": _node(world, mail),
        "node_group": "MAIN" if node is None else "SUBSEQUENCE",
        "subsequence_id": branch,
        "step_number": mail["step"] or None,
        "subject": rendered_mail(world.db, tuple(mail)).subject,
        "sent_at": world.iso(mail["sent_at"]),
        "opened_at": world.iso(mail["opened_at"]),
        "replied_at": world.iso(mail["replied_at"]),
        "bounced": mail["bounced_at"] is not None,
    }


def branch_analytics(world: World, campaign_id: int) -> list[dict[str, Any]]:
    """The contract's rows of SubsequenceAnalytics. Rates are fractions of the branch's mails."""
    answer = []
    for row in world.db.execute(
        "SELECT b.*, (SELECT count(*) FROM enrollment WHERE branch_id = b.id) AS enrolled, "
        "(SELECT count(completed_at) FROM enrollment WHERE branch_id = b.id) AS completed, "
        "(SELECT id FROM branch_node WHERE branch_id = b.id AND position = 1 AND retired = 0) AS entry "
        "FROM branch b WHERE b.campaign_id = ? AND b.retired = 0 ORDER BY b.priority, b.id",
        (campaign_id,),
    ).fetchall():
        sent, opened, replied = world.db.execute(
            "SELECT coalesce(sum(mails), 0), coalesce(sum(opened), 0), coalesce(sum(replied), 0) FROM step_count "
            "WHERE campaign_id = ? AND step = 0 AND node_id IN (SELECT id FROM branch_node WHERE branch_id = ?)",
            (campaign_id, row["id"]),
        ).fetchone()
        answer.append(
            {
                "subsequence_id": world.uid("branch", row["id"]),
                "entry_node_id": world.uid("node", row["entry"]),
                "label": row["label"],
                "trigger_type": row["trigger_type"],
                "is_active": bool(row["is_active"]),
                "enrolled_count": row["enrolled"],
                "completed_count": row["completed"],
                "sent_count": sent,
                "open_count": opened,
                "reply_count": replied,
                "open_rate": round(opened / sent, 4) if sent else 0.0,
                "reply_rate": round(replied / sent, 4) if sent else 0.0,
            }
        )
    return answer
