"""The graph of a campaign: the main chain and its branches (subsequences) [client]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from coldsend_tui.api.models.payload import Moment, Payload, Rows


class FlowVariantRead(Payload):
    """A variant of a node's mail; `weight` is its share (0-100)."""

    variant_name: str = ""
    subject: str | None = None
    body: str | None = None
    html_body: str | None = None
    weight: int | None = None


class FlowNode(Payload):
    """A mail or an exit. Nodes of the MAIN group have no variants here."""

    id: str
    node_group: str = ""
    node_type: str = ""
    label: str | None = None
    step_number: int | None = None
    variants: Rows[FlowVariantRead] | None = None


class FlowEdge(Payload):
    """A way between nodes: TIMEOUT edges wait, EVENT edges carry the trigger of a branch. Lower priority numbers win."""

    id: str
    kind: str = ""
    from_node_id: str | None = None
    to_node_id: str | None = None
    wait_seconds: int | None = None
    condition_type: str | None = None
    condition_params: dict[str, Any] | None = None
    priority: int | None = None
    label: str | None = None
    is_active: bool | None = None


class FlowGraph(Payload):
    """The whole graph of a campaign."""

    campaign_id: str | None = None
    subsequences_enabled: bool | None = None
    nodes: Rows[FlowNode]
    edges: Rows[FlowEdge]


class Subsequence(Payload):
    """One branch: its entry edge, whose id is the branch's id, and its nodes and edges."""

    entry_edge: FlowEdge
    nodes: Rows[FlowNode] | None = None
    edges: Rows[FlowEdge] | None = None


class MoveEnrollment(Payload):
    """A lead that was moved into a branch."""

    enrollment_id: str | None = None
    lead_id: str | None = None
    node_id: str | None = None
    created_at: Moment | None = None


class MoveResult(Payload):
    """The answer to a move; leads that were in the branch already are skipped."""

    success_count: int | None = None
    skipped_leads: list[Any] | None = None
    enrollments: Rows[MoveEnrollment] | None = None


class FlowVariant(TypedDict, total=False):
    """A variant of a branch's mail to be sent. Weights of a step add up to 100."""

    variant_name: str
    subject: str
    body: str
    html_body: str | None
    weight: int


class SubsequenceStep(TypedDict):
    """One mail of a branch; 0 seconds for the first means at once. Negative conditions never hold inside a branch."""

    wait_seconds: int
    variants: Sequence[FlowVariant]
    condition_type: NotRequired[str]
    label: NotRequired[str | None]


class SubsequenceChanges(TypedDict, total=False):
    """What an update of a branch may change. `steps` replaces the chain by position; `is_active` False pauses it."""

    label: str
    trigger_type: str
    trigger_params: Mapping[str, Any]
    priority: int
    is_active: bool
    steps: Sequence[SubsequenceStep]
