"""From rows of the database to the engine's memory."""

from __future__ import annotations

import json
from sqlite3 import Connection, Row

from . import parameters as p
from .chance import WHOLE, threshold
from .fate import Temperament, temperament
from .roster import Branch, Campaign, Domain, Inbox, Step
from .windows import SendingWindow, days_of

Rows = dict[int, list[Row]]


def load_active(db: Connection) -> list[Campaign]:
    """All ACTIVE campaigns with their inboxes; an inbox that several of them use is the same object in each."""
    campaigns = _load(db, "status = 'ACTIVE'")
    domains: dict[int, Domain] = {}
    inboxes: dict[int, Inbox] = {}
    by_id = {campaign.id: campaign for campaign in campaigns}
    for row in db.execute(
        "SELECT a.campaign_id, i.* FROM campaign c JOIN campaign_inbox a ON a.campaign_id = c.id JOIN inbox i ON i.id = a.inbox_id "
        "WHERE c.status = 'ACTIVE' AND i.deleted_at IS NULL AND i.overall_status <> 'DISABLED' ORDER BY a.campaign_id, i.id"
    ).fetchall():
        inbox = inboxes.get(row["id"])
        if inbox is None:
            domain = load_domain(db, row["domain_id"], domains)
            inbox = inboxes[row["id"]] = load_inbox(row, domain)
        campaign = by_id[row["campaign_id"]]
        campaign.assigned[inbox.id] = inbox
        inbox.due[campaign.id] = []
        if inbox.active and campaign.steps and not campaign.stalled:
            campaign.inboxes.append(inbox)
            inbox.campaigns.append(campaign)
    for usage in db.execute("SELECT u.* FROM inbox i JOIN inbox_day u ON u.day = i.sent_day AND u.inbox_id = i.id"):
        if usage["inbox_id"] in inboxes:
            inboxes[usage["inbox_id"]].by_campaign[usage["campaign_id"]] = usage["mails"]
    return campaigns


def load_campaign(db: Connection, campaign_id: int) -> Campaign | None:
    """One campaign in any state, without its inboxes; None if it was deleted."""
    return next(iter(_load(db, "id = ?", campaign_id)), None)


def load_domain(db: Connection, domain_id: int | None, known: dict[int, Domain]) -> Domain | None:
    """The domain of an inbox, one object for all of its inboxes."""
    if domain_id is None:
        return None
    if domain_id not in known:
        row = db.execute("SELECT id, dkim_ok FROM domain WHERE id = ?", (domain_id,)).fetchone()
        domain = known[domain_id] = Domain(row["id"], bool(row["dkim_ok"]))
        used = db.execute(
            "SELECT hour, mails, rejected FROM domain_hour WHERE domain_id = ? ORDER BY hour DESC LIMIT 1", (domain_id,)
        ).fetchone()
        if used:
            domain.hour, domain.mails, domain.rejected = used["hour"], used["mails"], used["rejected"]
    return known[domain_id]


def _load(db: Connection, which: str, *values: int) -> list[Campaign]:
    inside = f"campaign_id IN (SELECT id FROM campaign WHERE {which}) AND retired = 0"
    variants = _grouped(db, f"SELECT * FROM variant WHERE {inside} ORDER BY variant_name", values)
    sequences = _grouped(db, f"SELECT * FROM sequence WHERE {inside} ORDER BY step_number", values)
    rows = db.execute(f"SELECT * FROM campaign WHERE {which} ORDER BY id", values).fetchall()
    return [_campaign(db, row, variants.get(row["id"], []), sequences.get(row["id"], [])) for row in rows]


def _grouped(db: Connection, query: str, values: tuple[int, ...]) -> Rows:
    groups: Rows = {}
    for row in db.execute(query, values):
        groups.setdefault(row["campaign_id"], []).append(row)
    return groups


def _campaign(db: Connection, row: Row, variants: list[Row], sequences: list[Row]) -> Campaign:
    return Campaign(
        id=row["id"],
        status=row["status"],
        window=SendingWindow(
            row["timezone"],
            days_of(row["sending_days"]),
            (row["sending_window_start"], row["sending_window_start_minute"]),
            (row["sending_window_end"], row["sending_window_end_minute"]),
            row["start_date"] or 0,
        ),
        starts_at=row["start_date"] or 0,
        first_day=(row["launched_at"] or 0) // p.DAY,
        daily_cap=row["daily_limit_per_inbox"],
        ramp=(row["ramp_up_increment"] or 0, row["ramp_up_max_limit"] or 1000) if row["ramp_up_enabled"] else None,
        stalled=bool(row["stalled"]),
        pending_left=row["pending_count"],
        due_left=row["due_count"],
        remove_me_share=row["true_remove_me_share"],
        steps=_steps(row, variants, sequences),
        branch_kind=_temperament(row, 0, html=True, unsubscribe=bool(row["enable_unsubscribe"])),
        branches=_load_branches(db, row["id"]) if row["subsequences_enabled"] else [],
    )


def _steps(row: Row, variants: list[Row], sequences: list[Row]) -> list[Step]:
    by_sequence: dict[int | None, list[Row]] = {}
    for variant in variants:
        by_sequence.setdefault(variant["sequence_id"], []).append(variant)
    steps = []
    if None in by_sequence:
        steps.append(_step(row, 1, "ALWAYS", 0, by_sequence[None], bool(row["enable_unsubscribe"])))
    for sequence in sequences:
        own = sequence["enable_unsubscribe"]
        unsubscribe = bool(row["enable_unsubscribe"] if own is None else own)
        if sequence["id"] in by_sequence:
            wait, letters = sequence["wait_days"] * p.DAY, by_sequence[sequence["id"]]
            steps.append(_step(row, sequence["step_number"], sequence["trigger_type"], wait, letters, unsubscribe))
    return steps


def _step(row: Row, number: int, trigger: str, wait: int, variants: list[Row], unsubscribe: bool) -> Step:
    limits, total = [], 0
    for variant in variants:
        total += variant["distribution_percent"]
        limits.append((WHOLE * total // 100, variant["id"]))
    html = any(variant["content_type"] != "plaintext" for variant in variants)
    return Step(number, trigger, wait, limits, _temperament(row, number, html=html, unsubscribe=unsubscribe))


def _temperament(row: Row, step: int, *, html: bool, unsubscribe: bool) -> Temperament:
    return temperament(
        row["true_open_rate"],
        row["true_reply_rate"] if step else p.BRANCH_REPLY_RATE,
        step,
        bool(row["enable_tracking"]) and html,  # open tracking needs an HTML body [docs]
        unsubscribe,
        bool(row["enable_click_tracking"]) and html,
    )


def _load_branches(db: Connection, campaign_id: int) -> list[Branch]:
    branches = []
    for row in db.execute(
        "SELECT * FROM branch WHERE campaign_id = ? AND retired = 0 ORDER BY priority, id", (campaign_id,)
    ).fetchall():
        nodes = db.execute(
            "SELECT * FROM branch_node WHERE branch_id = ? AND retired = 0 ORDER BY position", (row["id"],)
        ).fetchall()
        branches.append(
            Branch(row["id"], row["trigger_type"], json.loads(row["trigger_params"]), nodes, bool(row["is_active"]))
        )
    return branches


def load_inbox(row: Row, domain: Domain | None) -> Inbox:
    """An inbox from its row."""
    return Inbox(
        id=row["id"],
        email=row["email_address"],
        native=row["inbox_type"] == "COLDSEND",
        active=row["overall_status"] == "ACTIVE" and row["deleted_at"] is None,
        limit=row["daily_limit"],
        domain=domain,
        free_at=row["next_free_at"],
        day=row["sent_day"],
        sent=row["sent_today"],
        counts=[0] * 7,
        mails=row["mails"],
    )


def bad_address_threshold(db: Connection, batch_id: int | None) -> int:
    """The share of a batch's addresses that do not exist, as a threshold; leads without a batch are a clean list."""
    if batch_id is None:
        return threshold(sum(p.BAD_ADDRESS_SHARE) / 2)
    row = db.execute("SELECT bad_share FROM lead_batch WHERE id = ?", (batch_id,)).fetchone()
    return threshold(row["bad_share"] if row else sum(p.BAD_ADDRESS_SHARE) / 2)
