"""The flow graph of a campaign, the figures of its branches, and one page of its leads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...details import FlowEdge, FlowGraph, FlowNode, FlowVariant, SampleLead
from ...ops.flow import BranchFigures
from .fields import Payload, count, identity, moment, objects, text, truth, whole


def graph(payload: Payload) -> FlowGraph:
    """GET /campaigns/{id}/flow. Nodes and edges without an id are left out."""
    nodes = [made for node in objects(payload, "nodes") or () if (made := _node(node)) is not None]
    edges = [arrow for edge in objects(payload, "edges") or () if (arrow := _edge(edge)) is not None]
    return FlowGraph(truth(payload, "subsequences_enabled"), tuple(nodes), tuple(edges))


def branch_figures(payload: Payload) -> BranchFigures | None:
    """One row of GET /analytics/campaigns/{id}/subsequences; most names are inferred."""
    branch_id, entry = identity(payload, "subsequence_id"), identity(payload, "entry_node_id")
    if branch_id is None and entry is None:
        return None
    return BranchFigures(
        branch_id=branch_id,
        entry=entry,
        entered=count(payload, "enrolled_count"),
        left=count(payload, "completed_count"),
        sent=count(payload, "sent_count"),
        opened=count(payload, "open_count"),
        replied=count(payload, "reply_count"),
    )


def lead(payload: Payload) -> SampleLead | None:
    """One row of GET /campaigns/{id}/leads."""
    lead_id = identity(payload, "lead_id", "id")
    if lead_id is None:
        return None
    custom = payload.get("custom_fields")
    fields = custom.items() if isinstance(custom, Mapping) else ()
    return SampleLead(
        id=lead_id,
        email=text(payload, "email") or "",
        first_name=text(payload, "first_name") or "",
        last_name=text(payload, "last_name") or "",
        company=text(payload, "company") or "",
        job_title=text(payload, "title", "job_title") or "",
        status=text(payload, "status") or "",
        step=count(payload, "sequence_step"),
        fields=tuple((str(name).removeprefix("custom_"), _plain(value)) for name, value in fields),
        created_at=moment(payload, "created_at"),
    )


def _node(payload: Payload) -> FlowNode | None:
    node_id = identity(payload, "id", "node_id")
    if node_id is None:
        return None
    return FlowNode(
        id=node_id,
        group=text(payload, "node_group") or "",
        kind=text(payload, "node_type") or "",
        label=text(payload, "label") or "",
        step=count(payload, "step_number"),
        variants=tuple(map(_variant, objects(payload, "variants") or ())),
    )


def _variant(payload: Payload) -> FlowVariant:
    return FlowVariant(
        name=text(payload, "variant_name") or "",
        subject=text(payload, "subject") or "",
        body=text(payload, "body") or "",
        html=text(payload, "html_body") or "",
        weight=whole(payload, "weight") or 0,
    )


def _edge(payload: Payload) -> FlowEdge | None:
    edge_id = identity(payload, "id", "edge_id")
    if edge_id is None:
        return None
    params = payload.get("condition_params")
    return FlowEdge(
        id=edge_id,
        kind=text(payload, "kind") or "",
        source=identity(payload, "from_node_id") or "",
        target=identity(payload, "to_node_id") or "",
        wait=count(payload, "wait_seconds"),
        condition=text(payload, "condition_type") or "",
        params=json.dumps(params, ensure_ascii=False, sort_keys=True) if isinstance(params, Mapping) else "",
        priority=whole(payload, "priority") or 0,
        label=text(payload, "label") or "",
        active=truth(payload, "is_active") is not False,
    )


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
