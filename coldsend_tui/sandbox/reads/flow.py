"""The step graph of a campaign: its MAIN chain and its branches (behaviour.md §16)."""

from __future__ import annotations

import json
from itertools import pairwise
from sqlite3 import Row
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..world import World

DAY = 86400


def flow(world: World, campaign_id: int) -> dict[str, Any]:
    """The contract's FlowGraph. MAIN nodes carry no variants; their content is on the campaign's sequences."""
    db = world.db
    campaign = db.execute("SELECT * FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
    nodes = [_main_node(world.uid("main_node", campaign_id), 1)]
    edges = []
    for sequence in db.execute(
        "SELECT * FROM sequence WHERE campaign_id = ? AND retired = 0 ORDER BY step_number", (campaign_id,)
    ):
        node = _main_node(world.uid("step_node", sequence["id"]), sequence["step_number"])
        edges.append(
            _edge(
                world.uid("main_edge", sequence["id"]), nodes[-1]["id"], node["id"], wait_seconds=sequence["wait_days"] * DAY,
                condition_type=sequence["trigger_type"],
            )
        )  # fmt: skip
        nodes.append(node)
    for row in db.execute(
        "SELECT id FROM branch WHERE campaign_id = ? AND retired = 0 ORDER BY priority, id", (campaign_id,)
    ).fetchall():
        one = branch(world, row["id"])
        nodes += one["nodes"]
        edges += [one["entry_edge"], *one["edges"]]
    return {
        "campaign_id": world.uid("campaign", campaign_id),
        "subsequences_enabled": bool(campaign["subsequences_enabled"]),
        "nodes": nodes,
        "edges": edges,
    }


def branch(world: World, branch_id: int) -> dict[str, Any]:
    """The contract's Subsequence: the entry edge, whose id is the subsequence_id, its nodes in order and the edges between them."""
    row = world.db.execute("SELECT * FROM branch WHERE id = ?", (branch_id,)).fetchone()
    rows = branch_nodes(world, branch_id)
    entry = _edge(
        world.uid("branch", branch_id),
        _main_step_id(world, row["campaign_id"], row["entry_from_step"]),
        world.uid("node", rows[0]["id"]),
        kind="EVENT",
        condition_type=row["trigger_type"],
        condition_params=json.loads(row["trigger_params"]),
        priority=row["priority"],
        label=row["label"],
        is_active=bool(row["is_active"]),
    )
    edges = [
        _edge(
            world.uid("node_edge", after["id"]), world.uid("node", before["id"]), world.uid("node", after["id"]),
            wait_seconds=after["wait_seconds"], condition_type=after["condition_type"],
        )
        for before, after in pairwise(rows)
    ]  # fmt: skip
    return {"entry_edge": entry, "nodes": [_branch_node(world, node) for node in rows], "edges": edges}


def branch_nodes(world: World, branch_id: int) -> list[Row]:
    """The live nodes of a branch in order."""
    return world.db.execute(
        "SELECT * FROM branch_node WHERE branch_id = ? AND retired = 0 ORDER BY position", (branch_id,)
    ).fetchall()


def _main_step_id(world: World, campaign_id: int, step: int) -> str:
    row = world.db.execute(
        "SELECT id FROM sequence WHERE campaign_id = ? AND step_number = ? AND retired = 0", (campaign_id, step)
    ).fetchone()
    return world.uid("step_node", row["id"]) if row else world.uid("main_node", campaign_id)


def _main_node(uid: str, step: int) -> dict[str, Any]:
    return {"id": uid, "node_group": "MAIN", "node_type": "EMAIL", "label": None, "step_number": step, "variants": None}


def _branch_node(world: World, row: Row) -> dict[str, Any]:
    variants = None if row["variants"] is None else json.loads(row["variants"])
    return {
        "id": world.uid("node", row["id"]),
        "node_group": "SUBSEQUENCE",
        "node_type": row["node_type"],
        "label": row["label"],
        "step_number": row["position"],
        "variants": variants,
    }


def _edge(uid: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "id": uid, "from_node_id": start, "to_node_id": end, "kind": "TIMEOUT", "wait_seconds": None, "condition_type": None,
        "condition_params": None, "priority": 0, "label": None, "is_active": True, **more,
    }  # fmt: skip
