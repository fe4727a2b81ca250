"""Branches: what pulls a lead off the MAIN chain, and its way through a branch (behaviour.md §16)."""

from __future__ import annotations

import json
from sqlite3 import Row
from typing import TYPE_CHECKING, NamedTuple

from . import parameters as p
from .chance import WHOLE
from .roster import Branch, Campaign, Lead

if TYPE_CHECKING:
    from .simulation import Simulation

NEGATIVE_CONDITIONS = (
    "NOT_OPENED",
    "NOT_REPLIED",
    "OPENED_BUT_NOT_REPLIED",
)  # never hold inside a branch: dropped silently [client]


class BranchMail(NamedTuple):
    """A branch mail that leaves now, and what is planned after it."""

    node_id: int
    variant_index: int
    next_node_id: int | None
    next_due_at: int | None


def fire(
    sim: Simulation, campaign: Campaign, lead: Lead, now: int, *, status: str, category: str = "", text: str = ""
) -> None:
    """Something happened to a lead: enrol it in the first branch (lowest priority number) whose trigger it meets."""
    if not campaign.branches or campaign.status != "ACTIVE" or lead.unsubscribed:
        return
    for branch in campaign.branches:
        if branch.active and _meets(branch, status, category, text) and enrol(sim, campaign, lead, branch, now):
            return


def enrol(sim: Simulation, campaign: Campaign, lead: Lead, branch: Branch, now: int) -> bool:
    """Put a lead into a branch and cancel its MAIN follow-ups. False if it has been there already or the branch is empty."""
    if not branch.nodes:
        return False
    added = sim.db.execute(
        "INSERT OR IGNORE INTO enrollment (campaign_id, branch_id, lead_id, entered_at) VALUES (?, ?, ?, ?)",
        (campaign.id, branch.id, lead.id, now),
    )
    if not added.rowcount:
        return False
    entry = branch.nodes[0]
    sim.plan(campaign, lead, now + entry["wait_seconds"], now, node_id=entry["id"])
    sim.ledger.event(now, "enrolled", campaign.id, lead.id, lead.inbox_id, None, str(branch.id))
    return True


def next_branch_mail(sim: Simulation, campaign: Campaign, lead: Lead, now: int) -> BranchMail | None:
    """The branch mail that is due for a lead. None when its way through the branch ended or goes on later."""
    branch, nodes = _place(campaign, lead)
    if branch is not None and not branch.active:
        sim.plan(campaign, lead, now + p.PAUSED_BRANCH_RETRY, now, node_id=lead.node_id)
        return None
    for i, node in enumerate(nodes):
        if node["node_type"] == "EXIT":
            break
        if node["condition_type"] in NEGATIVE_CONDITIONS:
            continue
        after = next((n for n in nodes[i + 1 :] if n["node_type"] == "EMAIL"), None)
        if after is None and branch is not None:
            _complete(sim, branch, lead, now)
        return BranchMail(
            node["id"],
            _variant(node["variants"], sim.chance.lot(lead.id, p.BRANCH_LOT + node["id"])),
            after["id"] if after is not None else None,
            now + after["wait_seconds"] if after is not None else None,
        )
    if branch is not None:
        _complete(sim, branch, lead, now)
    sim.plan(campaign, lead, None, now)
    return None


def _place(campaign: Campaign, lead: Lead) -> tuple[Branch | None, list[Row]]:
    for branch in campaign.branches:
        for i, node in enumerate(branch.nodes):
            if node["id"] == lead.node_id:
                return branch, branch.nodes[i:]
    return None, []


def _complete(sim: Simulation, branch: Branch, lead: Lead, now: int) -> None:
    sim.db.execute(
        "UPDATE enrollment SET completed_at = ? WHERE branch_id = ? AND lead_id = ? AND completed_at IS NULL",
        (now, branch.id, lead.id),
    )


def _variant(variants: str, draw: int) -> int:
    total, options = 0, json.loads(variants)
    for index, option in enumerate(options):
        total += option.get("weight", 100)
        if draw < WHOLE * total // 100:
            return index
    return len(options) - 1


def _meets(branch: Branch, status: str, category: str, text: str) -> bool:
    params = branch.params
    match branch.trigger:
        case "INTENT_TAG":
            names = params.get("tag_names") or [params.get("tag_name")]
            return bool(category) and category in {str(name).lower().replace(" ", "_") for name in names}
        case "KEYWORD":
            lowered = text.lower()
            return bool(text) and any(str(phrase).lower() in lowered for phrase in params.get("phrases", ()))
        case "STATUS":
            return status == str(params.get("status", "")).upper()
        case _:
            return False
