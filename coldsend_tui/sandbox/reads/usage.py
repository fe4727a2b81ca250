"""How much of their limits the inboxes of a campaign have used (behaviour.md §11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine import parameters as p

if TYPE_CHECKING:
    from ..world import World


def quotas(world: World, campaign_id: int) -> list[dict[str, Any]]:
    """One dict per assigned inbox, keyed as in the contract's InboxQuota. Days are UTC days."""
    db, today = world.db, world.now // p.DAY
    campaign = db.execute("SELECT * FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
    rows = db.execute(
        "SELECT s.*, coalesce(u.mails, 0) AS here FROM campaign_inbox c JOIN sender s ON s.id = c.inbox_id "
        "LEFT JOIN inbox_day u ON u.day = ? AND u.inbox_id = s.id AND u.campaign_id = c.campaign_id "
        "WHERE c.campaign_id = ? ORDER BY s.id",
        (today, campaign_id),
    )
    first_day = (campaign["launched_at"] or world.now) // p.DAY
    answer = []
    for row in rows:
        cap, ramp = campaign["daily_limit_per_inbox"], None
        if campaign["ramp_up_enabled"]:
            periods = max(0, today - first_day) // p.RAMP_UP_PERIOD_DAYS
            start = cap or row["daily_limit"]
            ramp = min(
                start + (campaign["ramp_up_increment"] or 0) * periods,
                max(campaign["ramp_up_max_limit"] or 1000, start),
            )
            cap = ramp
        effective = min(row["daily_limit"], cap) if cap is not None else row["daily_limit"]
        left = max(0, min(row["remaining"], effective - row["here"]))
        answer.append(
            {
                "inbox_id": world.uid("inbox", row["id"]),
                "email_address": row["email_address"],
                "daily_limit": row["daily_limit"],
                "effective_daily_limit": effective,
                "sent_today": row["sent_now"],
                "effective_remaining": left,
                "is_rate_limited": left == 0,
                "ramp_up_enabled": bool(campaign["ramp_up_enabled"]),
                "ramp_up_current_limit": ramp,
            }
        )
    return answer
