"""Click-through: of all mails, how many leads clicked, as people and with scanners (behaviour.md §13). Rates are percent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..world import World

_CLICKS = (
    "SELECT count(DISTINCT CASE WHEN NOT is_bot THEN lead_id END), count(DISTINCT lead_id), "
    "coalesce(sum(NOT is_bot), 0), count(*) FROM click WHERE campaign_id = ?"
)


def ctr(world: World, campaign_id: int) -> dict[str, Any]:
    """The contract's Ctr: totals and MAIN steps, both verified (people) and raw (with scanners)."""
    db = world.db
    steps = db.execute(
        "SELECT step, sum(mails) AS mails FROM step_count WHERE campaign_id = ? GROUP BY step ORDER BY step",
        (campaign_id,),
    ).fetchall()
    totals = db.execute(_CLICKS, (campaign_id,)).fetchone()
    return {
        "campaign_id": world.uid("campaign", campaign_id),
        **_figures(sum(step["mails"] for step in steps), totals),
        "by_step": [
            {
                "sequence_step": step["step"],
                **_figures(
                    step["mails"], db.execute(f"{_CLICKS} AND step = ?", (campaign_id, step["step"])).fetchone()
                ),
            }
            for step in steps
            if step["step"]
        ],
    }


def ctr_links(world: World, campaign_id: int, *, verified: bool = True) -> list[dict[str, Any]]:
    """The contract's links of CtrLinks; with `verified` only links that people clicked."""
    rows = world.db.execute(
        "SELECT link_index, step, original_url, sum(NOT is_bot) AS people, count(*) AS raw, "
        "count(DISTINCT CASE WHEN NOT is_bot THEN lead_id END) AS leads FROM click WHERE campaign_id = ? "
        "GROUP BY step, link_index, original_url ORDER BY step, link_index, original_url",
        (campaign_id,),
    )
    return [
        {
            "link_index": row["link_index"],
            "sequence_step": row["step"],
            "original_url": row["original_url"],
            "verified_clicks": row["people"],
            "raw_clicks": row["raw"],
            "unique_verified_leads": row["leads"],
        }
        for row in rows
        if row["people"] or not verified
    ]


def _figures(mails: int, clicks: tuple[int, int, int, int]) -> dict[str, Any]:
    people, everybody, verified, raw = clicks
    return {
        "total_sent": mails,
        "unique_verified_clickers": people,
        "unique_raw_clickers": everybody,
        "verified_clicks": verified,
        "raw_clicks": raw,
        "verified_ctr": round(100 * people / mails, 2) if mails else 0.0,
        "raw_ctr": round(100 * everybody / mails, 2) if mails else 0.0,
    }
