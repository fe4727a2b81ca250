"""Small worlds for tests of the engine, and the questions that every history must answer the same way."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from coldsend_tui.sandbox.changes.audience import Audience
from coldsend_tui.sandbox.seed.people import people
from coldsend_tui.sandbox.world import World

LETTER = {
    "variant_name": "A",
    "subject_template": "Hello {{first_name}}",
    "email_content": "<p>A note for {{company}}.</p>",
    "content_type": "html",
}


EXISTING = "campaign_id IN (SELECT id FROM campaign)"  # the log and the use of inboxes outlive a deleted campaign


def empty(seed: int = 1, start: str = "2026-09-14T04:00:00+00:00") -> World:
    """A world with nothing in it, standing at a Monday night."""
    world = World.create(seed=seed, scale="empty")
    world.db.execute("UPDATE world SET now = ?", (int(datetime.fromisoformat(start).timestamp()),))
    return World(world.db)


def native(world: World, prefixes: str, *, domain: str = "mail.example", limit: int = 100) -> list[int]:
    """Managed inboxes on one ACTIVE domain, one per word."""
    row = world.db.execute("SELECT id FROM domain WHERE domain_name = ?", (domain,)).fetchone()
    domain_id = row["id"] if row else world.domains.add(domain)
    world.db.execute(
        "UPDATE domain SET status = 'ACTIVE', next_stage_at = NULL, max_inboxes = 50 WHERE id = ?", (domain_id,)
    )
    inboxes = [
        world.senders.create_native({"domain_id": domain_id, "email_prefix": prefix}) for prefix in prefixes.split()
    ]
    world.db.executemany("UPDATE inbox SET daily_limit = ? WHERE id = ?", [(limit, inbox) for inbox in inboxes])
    world.simulation.forget()
    return inboxes


def campaign(
    world: World,
    inboxes: list[int],
    *,
    leads: int = 100,
    first: int = 0,
    steps: list[tuple[str, int]] | None = None,
    bad_share: float = 0.0,
    audience: Audience | None = None,
    variants: list[dict[str, Any]] | None = None,
    launch: bool = True,
    **settings: Any,
) -> int:
    """A campaign with content and leads, launched unless told otherwise."""
    rowid = world.campaigns.create(
        {"name": f"Campaign of {leads} leads", "enable_tracking": True, **settings}, audience=audience
    )
    if leads:
        world.leads.add_batch(rowid, "list.csv", people(first, leads), bad_share=bad_share)
    sequences = [
        {
            "step_number": n,
            "trigger_type": trigger,
            "wait_days": days,
            "variants": [{"email_content": "Any thoughts, {{first_name}}?"}],
        }
        for n, (trigger, days) in enumerate(steps or [], 2)
    ]
    world.campaigns.update(rowid, {"variants": variants or [LETTER], "sequences": sequences, "inbox_ids": inboxes})
    if launch:
        world.campaigns.update(rowid, {"launch": True})
    return rowid


def tables(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in a world, to be compared."""
    names = [
        row["name"] for row in world.db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {name: sorted(map(repr, map(tuple, world.db.execute(f"SELECT * FROM {name}")))) for name in names}  # type: ignore[misc]


def check(world: World) -> None:
    """The invariants of any history."""
    check_counters(world)
    check_limits(world)
    check_windows(world)
    check_nobody_is_written_to_in_vain(world)
    check_people(world)


def check_counters(world: World) -> None:
    """Counters are the sum of the facts, leads are conserved, analytics agree with the log."""
    for row in world.db.execute("SELECT * FROM campaign").fetchall():
        counted = world.db.execute(
            "SELECT count(*) AS total_leads, coalesce(sum(status = 'PENDING'), 0) AS pending_count, count(next_due_at) AS due_count, "
            "count(last_contacted_at) AS sent_count, count(opened_at) AS open_count, count(replied_at) AS reply_count, "
            "coalesce(sum(delivery_status LIKE 'bounced%'), 0) AS bounce_count, coalesce(sum(unsubscribed), 0) AS unsubscribe_count, "
            "coalesce(sum(status = 'FAILED'), 0) AS failed_count FROM lead WHERE campaign_id = ?",
            (row["id"],),
        ).fetchone()
        assert {name: row[name] for name in counted.keys()} == dict(counted), row["name"]  # noqa: SIM118
        queued = world.db.execute(
            "SELECT count(*) FROM lead WHERE campaign_id = ? AND status = 'QUEUED'", (row["id"],)
        ).fetchone()[0]
        assert row["total_leads"] == row["pending_count"] + row["sent_count"] + row["failed_count"] + queued
    totals = world.db.execute(
        "SELECT coalesce(sum(sent_count), 0), coalesce(sum(open_count), 0), coalesce(sum(reply_count), 0), coalesce(sum(bounce_count), 0), "
        "coalesce(sum(mail_count), 0) FROM campaign"
    ).fetchone()
    days = world.db.execute(
        "SELECT coalesce(sum(sent), 0), coalesce(sum(opened), 0), coalesce(sum(replied), 0), coalesce(sum(bounced), 0), coalesce(sum(mails), 0) "
        "FROM day_count"
    ).fetchone()
    assert tuple(totals) == tuple(days)
    mails = world.db.execute("SELECT count(*) FROM mail WHERE NOT rejected").fetchone()[0]
    assert (
        totals[4]
        == mails
        == world.db.execute(f"SELECT count(*) FROM event WHERE kind = 'sent' AND {EXISTING}").fetchone()[0]
    )
    assert mails == world.db.execute("SELECT coalesce(sum(mails), 0) FROM step_count").fetchone()[0]


def check_limits(world: World) -> None:
    """Day limits of inboxes and campaigns, 100 an hour for a native domain, and the gap between two mails of an inbox."""
    by_day: dict[tuple[int, int], int] = defaultdict(int)
    by_hour: dict[tuple[int, int], int] = defaultdict(int)
    last: dict[int, int] = {}
    inboxes = {row["id"]: row for row in world.db.execute("SELECT * FROM inbox")}
    for mail in world.db.execute("SELECT * FROM mail ORDER BY sent_at, id"):
        inbox = inboxes[mail["inbox_id"]]
        if inbox["id"] in last:
            assert mail["sent_at"] - last[inbox["id"]] >= 180
        last[inbox["id"]] = mail["sent_at"]
        if mail["rejected"]:
            continue
        by_day[inbox["id"], mail["sent_at"] // 86400] += 1
        if inbox["domain_id"] and inbox["inbox_type"] == "COLDSEND":
            by_hour[inbox["domain_id"], mail["sent_at"] // 3600] += 1
    assert all(count <= inboxes[inbox]["daily_limit"] for (inbox, _), count in by_day.items())
    assert all(count <= 100 for count in by_hour.values())
    used: dict[tuple[int, int], int] = defaultdict(int)
    for row in world.db.execute(f"SELECT * FROM inbox_day WHERE {EXISTING}"):
        used[row["inbox_id"], row["day"]] += row["mails"]
    assert used == by_day
    capped = world.db.execute(
        "SELECT u.mails, c.daily_limit_per_inbox AS cap FROM inbox_day u JOIN campaign c ON c.id = u.campaign_id "
        "WHERE c.daily_limit_per_inbox IS NOT NULL AND NOT c.ramp_up_enabled"
    )
    assert all(row["mails"] <= row["cap"] for row in capped)


def check_windows(world: World) -> None:
    """No mail leaves at a wall-clock time or on a day that its campaign does not allow, nor before its start."""
    for mail in world.db.execute("SELECT c.*, m.sent_at FROM mail m JOIN campaign c ON c.id = m.campaign_id"):
        local = datetime.fromtimestamp(mail["sent_at"], ZoneInfo(mail["timezone"]))
        assert str(local.isoweekday()) in mail["sending_days"]
        minute = local.hour * 60 + local.minute
        assert mail["sending_window_start"] * 60 + mail["sending_window_start_minute"] <= minute
        assert minute < mail["sending_window_end"] * 60 + mail["sending_window_end_minute"]
        assert mail["sent_at"] >= (mail["start_date"] or 0)


def check_nobody_is_written_to_in_vain(world: World) -> None:
    """No MAIN mail after a reply, no mail after an unsubscribe or a bounce, and none to people who are suppressed in another campaign."""
    stopped = world.db.execute(
        "SELECT count(*) FROM mail m JOIN event e ON e.lead_id = m.lead_id AND e.at < m.sent_at "
        "WHERE e.kind IN ('unsubscribed', 'bounced') OR (e.kind = 'replied' AND m.node_id IS NULL)"
    ).fetchone()[0]
    elsewhere = world.db.execute(
        "SELECT count(*) FROM mail m JOIN lead l ON l.id = m.lead_id JOIN lead o ON o.contact_id = l.contact_id AND o.id <> l.id "
        "JOIN event e ON e.lead_id = o.id AND e.at < m.sent_at WHERE e.kind = 'unsubscribed' OR (e.kind = 'bounced' AND e.detail = '5.1.1')"
    ).fetchone()[0]
    assert (stopped, elsewhere) == (0, 0)


def check_people(world: World) -> None:
    """What is kept for looking people up agrees with them: the blocks of each facet, who was written to, tags of replies."""
    kept = world.db.execute("SELECT facet, block, people FROM contact_block ORDER BY facet, block").fetchall()
    counted = world.db.execute("SELECT facet, id >> 12, count(*) FROM contact GROUP BY 1, 2 ORDER BY 1, 2").fetchall()
    assert [tuple(row) for row in kept] == [tuple(row) for row in counted]
    wrong = world.db.execute(
        "SELECT count(*) FROM contact c WHERE written_to <> "
        "(SELECT count(*) FROM lead l WHERE l.contact_id = c.id AND l.last_contacted_at IS NOT NULL)"
    ).fetchone()[0]
    assert wrong == 0
    stale = "SELECT count(*) FROM thread t JOIN thread_text v ON v.id = t.id WHERE t.search_text IS NOT v.text"
    assert world.db.execute(stale).fetchone()[0] == 0
    untagged = (
        "SELECT count(*) FROM thread t WHERE ai_category IS NOT NULL AND NOT EXISTS (SELECT 1 FROM thread_tag m "
        "JOIN tag ON tag.id = m.tag_id WHERE m.thread_id = t.id AND tag.name = t.ai_category)"
    )
    assert world.db.execute(untagged).fetchone()[0] == 0


def check_log(world: World) -> None:
    """Every counter of every campaign is the sum of its lines in the log. Campaigns that were started over are not told of."""
    first_mails = "SELECT 1 FROM mail m WHERE m.id = e.mail_id AND (m.step = 1 OR m.node_id IS NOT NULL)"
    for row in world.db.execute("SELECT * FROM campaign").fetchall():
        told = world.db.execute(
            "SELECT count(CASE WHEN kind = 'sent' THEN 1 END) AS mail_count, "
            f"count(DISTINCT CASE WHEN kind = 'sent' AND EXISTS ({first_mails}) THEN lead_id END) AS sent_count, "
            "count(DISTINCT CASE WHEN kind = 'opened' THEN lead_id END) AS open_count, "
            "count(DISTINCT CASE WHEN kind = 'replied' THEN lead_id END) AS reply_count, "
            "count(DISTINCT CASE WHEN kind = 'bounced' THEN lead_id END) AS bounce_count, "
            "count(CASE WHEN kind = 'unsubscribed' THEN 1 END) AS unsubscribe_count FROM event e WHERE campaign_id = ?",
            (row["id"],),
        ).fetchone()
        assert {name: row[name] for name in told.keys()} == dict(told), row["name"]  # noqa: SIM118
