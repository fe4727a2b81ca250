"""What an open campaign screen reads beside settings and quotas: the flow graph and one page of leads, each as one JSON text."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from ..details import FlowEdge, FlowGraph, FlowNode, FlowVariant, LeadSample, SampleLead
from .changes import differences, flow_parts, record
from .database import Row
from .refresh import FlowRows, LeadSampleRows, Refresh
from .times import maybe_micros, maybe_moment, micros


def store_flow(connection: sqlite3.Connection, content: FlowRows, refresh: Refresh) -> bool:
    """Keep a flow graph and what differs from the one before; True where something does."""
    row = connection.execute("SELECT body FROM flow_graph WHERE campaign_id = ?", (content.campaign_id,)).fetchone()
    body = _text(content.graph)
    if row is not None and row[0] != body:
        name = connection.execute("SELECT name FROM campaign WHERE id = ?", (content.campaign_id,)).fetchone()
        found = differences(flow_parts(row[0]), flow_parts(body))
        record(connection, refresh.at, "campaign", content.campaign_id, name[0] if name else "", found)
    return _store(connection, "flow_graph", content.campaign_id, body, refresh)


def store_sample(connection: sqlite3.Connection, content: LeadSampleRows, refresh: Refresh) -> bool:
    """Keep a page of leads; True where it differs from the one before."""
    leads = [(*lead[:9], maybe_micros(lead.created_at)) for lead in content.sample.leads]
    return _store(connection, "lead_sample", content.campaign_id, _text([leads, content.sample.total]), refresh)


def flow_from(row: Row) -> FlowGraph:
    """The graph of a row's body."""
    branches_on, nodes, edges = json.loads(row[0])
    return FlowGraph(
        branches_on,
        tuple(map(_node, nodes)),
        tuple(FlowEdge(*edge) for edge in edges),
    )


def sample_from(row: Row) -> LeadSample:
    """The page of leads of a row's body."""
    leads, total = json.loads(row[0])
    return LeadSample(tuple(_lead(lead) for lead in leads), total)


def _node(values: list[Any]) -> FlowNode:
    node = FlowNode(*values)
    return node._replace(variants=tuple(FlowVariant(*variant) for variant in node.variants))


def _lead(values: list[Any]) -> SampleLead:
    lead = SampleLead(*values)
    fields = tuple((name, value) for name, value in lead.fields)
    return lead._replace(fields=fields, created_at=maybe_moment(values[-1]))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _store(connection: sqlite3.Connection, table: str, campaign_id: str, body: str, refresh: Refresh) -> bool:
    row = connection.execute(f"SELECT body FROM {table} WHERE campaign_id = ?", (campaign_id,)).fetchone()
    connection.execute(
        f"INSERT OR REPLACE INTO {table} (campaign_id, body, seen_at) VALUES (?, ?, ?)",
        (campaign_id, body, micros(refresh.real)),
    )
    return row is None or row[0] != body
