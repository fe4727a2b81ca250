"""Answers about the step graph, branches and one lead's way through them (behaviour.md §16 `[client]`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from coldsend_tui.sandbox.world import World


class FlowGraph(TypedDict):
    """All steps: MAIN nodes carry no variants, their content is on the campaign's sequences."""

    campaign_id: str
    subsequences_enabled: bool
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class Subsequence(TypedDict):
    """One branch: its entry edge (whose id is the subsequence_id), nodes in order, edges."""

    entry_edge: dict[str, Any]
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class Enrollment(TypedDict):
    """One lead's entry into a branch."""

    enrollment_id: str
    lead_id: str
    node_id: str
    created_at: str


class MoveResult(TypedDict):
    """Answer of a move; skipped are leads already in the branch."""

    success_count: int
    skipped_leads: list[str]
    enrollments: list[Enrollment]


class LeadJourney(TypedDict):
    """Every touchpoint of a lead, branch emails included."""

    lead_id: str
    campaign_id: str
    email: str
    status: str
    current_node_id: str | None
    touchpoints: list[dict[str, Any]]
    enrollments: list[dict[str, Any]]
    replies: list[dict[str, Any]]


def graph(found: Mapping[str, Any]) -> FlowGraph:
    """The step graph the world knows."""
    return {
        "campaign_id": found["campaign_id"],
        "subsequences_enabled": found["subsequences_enabled"],
        "nodes": found["nodes"],
        "edges": found["edges"],
    }


def branch(found: Mapping[str, Any]) -> Subsequence:
    """One branch."""
    return {"entry_edge": found["entry_edge"], "nodes": found["nodes"], "edges": found["edges"]}


def journey(found: Mapping[str, Any]) -> LeadJourney:
    """One lead's way."""
    return {
        "lead_id": found["lead_id"],
        "campaign_id": found["campaign_id"],
        "email": found["email"],
        "status": found["status"],
        "current_node_id": found["current_node_id"],
        "touchpoints": found["touchpoints"],
        "enrollments": found["enrollments"],
        "replies": found["replies"],
    }


def moved(world: World, node: str, enrollments: list[int], skipped: list[int]) -> MoveResult:
    """Answer after a move to the entry node `node`."""
    rows = [world.db.execute("SELECT * FROM enrollment WHERE id = ?", (row,)).fetchone() for row in enrollments]
    return {
        "success_count": len(rows),
        "skipped_leads": [world.uid("lead", lead) for lead in skipped],
        "enrollments": [
            {
                "enrollment_id": world.uid("enrollment", row["id"]),
                "lead_id": world.uid("lead", row["lead_id"]),
                "node_id": node,
                "created_at": world.iso(row["entered_at"]),
            }
            for row in rows
        ],
    }
