"""From rows of the database to the engine's memory."""

from __future__ import annotations

import json
from sqlite3 import Connection, Row

from . import parameters as p
from .chance import WHOLE, threshold
from .fate import Temperament
from .roster import Branch, Campaign, Domain, Inbox, Step
from .windows import SendingWindow, days_of


def load_campaign(db: Connection, row: Row) -> Campaign:
    """A campaign from its row, without its inboxes."""
    first_day = (row["launched_at"] or 0) // p.DAY
    campaign = Campaign(
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
        first_day=first_day,
        daily_cap=row["daily_limit_per_inbox"],
        ramp=(row["ramp_up_increment"] or 0, row["ramp_up_max_limit"] or 1000) if row["ramp_up_enabled"] else None,
        tracked=bool(row["enable_tracking"]),
        clicks=bool(row["enable_click_tracking"]),
        stalled=bool(row["stalled"]),
        pending_left=row["pending_count"],
        due_left=row["due_count"],
        remove_me_share=row["true_remove_me_share"],
        branches_on=bool(row["subsequences_enabled"]),
        steps=_load_steps(db, row),
        branch_kind=_temperament(row, 0, html=True, unsubscribe=bool(row["enable_unsubscribe"])),
        started=row["sent_count"] + row["failed_count"] > 0,
    )
    if campaign.branches_on:
        campaign.branches = _load_branches(db, campaign.id)
    return campaign


def _load_steps(db: Connection, row: Row) -> list[Step]:
    by_sequence: dict[int | None, list[Row]] = {}
    for variant in db.execute(
        "SELECT * FROM variant WHERE campaign_id = ? AND retired = 0 ORDER BY variant_name", (row["id"],)
    ):
        by_sequence.setdefault(variant["sequence_id"], []).append(variant)
    steps = []
    initial = by_sequence.get(None)
    if initial:
        steps.append(_step(row, 1, "ALWAYS", 0, initial, bool(row["enable_unsubscribe"])))
    for sequence in db.execute(
        "SELECT * FROM sequence WHERE campaign_id = ? AND retired = 0 ORDER BY step_number", (row["id"],)
    ):
        own = sequence["enable_unsubscribe"]
        unsubscribe = bool(row["enable_unsubscribe"] if own is None else own)
        variants = by_sequence.get(sequence["id"], [])
        if variants:
            wait = sequence["wait_days"] * p.DAY
            steps.append(_step(row, sequence["step_number"], sequence["trigger_type"], wait, variants, unsubscribe))
    return steps


def _step(row: Row, number: int, trigger: str, wait: int, variants: list[Row], unsubscribe: bool) -> Step:
    limits, total = [], 0
    for variant in variants:
        total += variant["distribution_percent"]
        limits.append((WHOLE * total // 100, variant["id"]))
    html = any(variant["content_type"] != "plaintext" for variant in variants)
    return Step(number, trigger, wait, limits, _temperament(row, number, html=html, unsubscribe=unsubscribe))


def _temperament(row: Row, step: int, *, html: bool, unsubscribe: bool) -> Temperament:
    return Temperament(
        open_rate=row["true_open_rate"],
        reply_rate=row["true_reply_rate"] if step else p.BRANCH_REPLY_RATE,
        step=step,
        tracked=bool(row["enable_tracking"]) and html,  # open tracking needs an HTML body [docs]
        unsubscribe=unsubscribe,
        clicks=bool(row["enable_click_tracking"]) and html,
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
