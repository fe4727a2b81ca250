"""What a campaign still lacks before it can be launched (behaviour.md §6)."""

from __future__ import annotations

from sqlite3 import Connection

# Documented tokens: leads, inboxes. The others are inferred.
LEADS, INBOXES, VARIANTS, TRACKING_DOMAIN, WINDOW = "leads", "inboxes", "variants", "tracking_domain", "window"


def missing_requirements(db: Connection, campaign_id: int) -> list[str]:
    """Tokens of what is missing; empty when it is ready to launch."""
    row = db.execute("SELECT * FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
    missing = []
    if not row["pending_count"] and not row["due_count"]:
        missing.append(LEADS)
    active = db.execute(
        "SELECT 1 FROM campaign_inbox c JOIN inbox i ON i.id = c.inbox_id "
        "WHERE c.campaign_id = ? AND i.overall_status = 'ACTIVE' AND i.deleted_at IS NULL LIMIT 1",
        (campaign_id,),
    ).fetchone()
    if not active:
        missing.append(INBOXES)
    shares = db.execute(
        "SELECT sum(distribution_percent) FROM variant WHERE campaign_id = ? AND sequence_id IS NULL AND retired = 0",
        (campaign_id,),
    ).fetchone()[0]
    if shares != 100:
        missing.append(VARIANTS)
    if row["enable_click_tracking"] and not _has_tracking_domain(db):
        missing.append(TRACKING_DOMAIN)
    if row["sending_days"] == "[]":
        missing.append(WINDOW)
    return missing


def _has_tracking_domain(db: Connection) -> bool:
    """Which domain counts as a verified tracking domain is unknown; any ACTIVE one of the workspace does here."""
    return db.execute("SELECT 1 FROM domain WHERE status = 'ACTIVE' LIMIT 1").fetchone() is not None
