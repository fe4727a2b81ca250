"""A campaign's branches out of its flow graph: what enters them, what they send, and what a person should know (behaviour.md §16)."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any, Final, NamedTuple

from coldsend_tui.details import FlowEdge, FlowGraph, FlowNode, FlowVariant
from coldsend_tui.ops import wording

TRIGGERS: Final = ("INTENT_TAG", "KEYWORD", "STATUS")
"""What may open a branch [client]; the triggers of the MAIN chain are refused."""
EDITABLE: Final = frozenset({"DRAFT", "ACTIVE", "PAUSED"})
"""States in which branches may be changed [inferred: behaviour.md §16]."""
MOST_MOVED: Final = 500
"""Leads of one move [client]."""
_MAIN: Final = "MAIN"
_ENTRY: Final = "EVENT"


class BranchMail(NamedTuple):
    """One step of a branch: its node, the seconds waited before it, its label, variants and whether it is an exit."""

    node_id: str
    wait: int
    label: str
    variants: tuple[FlowVariant, ...]
    is_exit: bool
    condition: str


class BranchFigures(NamedTuple):
    """What came of a branch: `entered` leads, of whom `left` are through it, and its own mails. None is what was not told.

    `branch_id` or `entry` says which branch; the API need not answer both. It tells no bounces of a branch.
    """

    branch_id: str | None
    entry: str | None
    entered: int | None
    left: int | None
    sent: int | None
    opened: int | None
    replied: int | None

    def is_of(self, branch: Branch) -> bool:
        """Whether these are the figures of `branch`."""
        return branch.id == self.branch_id if self.branch_id is not None else branch.entry == self.entry


class Branch(NamedTuple):
    """One branch. `id` is its entry edge's, `entry` its first node's (moves go there); `from_step` is the MAIN step it hangs off."""

    id: str
    entry: str
    label: str
    trigger: str
    params: dict[str, Any]
    priority: int
    active: bool
    from_step: int | None
    mails: tuple[BranchMail, ...]

    @property
    def name(self) -> str:
        """Its label, or what opens it. A stranger's text."""
        return self.label or self.opens

    @property
    def opens(self) -> str:
        """`reply tagged interested`, `reply says "not now"`, `status UNSUBSCRIBED`."""
        return trigger_text(self.trigger, self.params)

    @property
    def dead(self) -> tuple[str, ...]:
        """Why steps of it never go out; empty when nothing is wrong."""
        if not self.mails:
            return ("it has no mail",)
        lost = [n for n, mail in enumerate(self.mails, 1) if mail.condition not in ("", "ALWAYS")]
        if not lost:
            return ()
        return (f"step {', '.join(map(str, lost))}: a condition never holds inside a branch, the mail is dropped",)

    @property
    def state(self) -> str:
        """Everything about it in one line that is equal exactly when the branch is: what a write is verified by."""
        return state_text(
            label=self.label,
            trigger=self.trigger,
            params=self.params,
            priority=self.priority,
            active=self.active,
            mails=[(mail.wait, mail.variants) for mail in self.mails if not mail.is_exit],
        )


def branches(graph: FlowGraph) -> tuple[Branch, ...]:
    """All branches, the one that wins first: by priority, then as the API lists them."""
    nodes = {node.id: node for node in graph.nodes}
    entries = [edge for edge in graph.edges if edge.kind == _ENTRY]
    found = [_branch(edge, graph, nodes) for edge in entries]
    return tuple(sorted(found, key=lambda branch: branch.priority))


def main_steps(graph: FlowGraph) -> tuple[FlowNode, ...]:
    """The MAIN mails in their order."""
    steps = [node for node in graph.nodes if node.group == _MAIN]
    return tuple(sorted(steps, key=lambda node: node.step or 0))


def trigger_text(trigger: str, params: dict[str, Any]) -> str:
    """A branch's trigger in words."""
    match trigger:
        case "INTENT_TAG":
            return f"reply tagged {_listed(params.get('tag_names') or params.get('tag_name')) or '?'}"
        case "KEYWORD":
            return f"reply says {_listed(params.get('phrases')) or '?'}"
        case "STATUS":
            return f"status {_listed(params.get('status')) or '?'}"
    return trigger or "no trigger"


def trigger_value(params: dict[str, Any]) -> str:
    """What opens a branch, for an entry field: `interested, send info`."""
    return next((_listed(value) for value in params.values() if value), "")


def state_text(
    *,
    label: str,
    trigger: str,
    params: dict[str, Any],
    priority: int,
    active: bool,
    mails: list[tuple[int, tuple[FlowVariant, ...]]],
) -> str:
    """A branch in one line: `active · Pricing: reply says "price" · priority 0 · 2 mails over 2d [3f9a]`. The mark covers the texts."""
    # What the first mail waits for is told by no answer of the API, so it cannot be compared.
    mails = [(0 if at == 0 else wait, variants) for at, (wait, variants) in enumerate(mails)]
    texts = json.dumps(
        [[wait, [list(variant) for variant in variants]] for wait, variants in mails], ensure_ascii=False
    )
    mark = f"{zlib.crc32(texts.encode()) & 0xFFFF:04x}"
    wait = timedelta(seconds=sum(wait for wait, _ in mails))
    over = f" over {wording.duration(wait)}" if wait else ""
    head = "active" if active else "paused"
    what = f"{label}: {trigger_text(trigger, params)}" if label else trigger_text(trigger, params)
    return f"{head} · {what} · priority {priority} · {wording.plural(len(mails), 'mail')}{over} [{mark}]"


def _branch(edge: FlowEdge, graph: FlowGraph, nodes: dict[str, FlowNode]) -> Branch:
    onward = {other.source: other for other in graph.edges if other.kind != _ENTRY}
    mails: list[BranchMail] = []
    at, wait, condition = edge.target, edge.wait or 0, ""
    seen: set[str] = set()
    while at in nodes and at not in seen:
        seen.add(at)
        node = nodes[at]
        mails.append(BranchMail(node.id, wait, node.label, node.variants, node.kind == "EXIT", condition))
        following = onward.get(at)
        if following is None:
            break
        at, wait, condition = following.target, following.wait or 0, following.condition
    source = nodes.get(edge.source)
    return Branch(
        id=edge.id,
        entry=edge.target,
        label=edge.label,
        trigger=edge.condition,
        params=_params(edge.params),
        priority=edge.priority,
        active=edge.active,
        from_step=source.step if source and source.group == _MAIN else None,
        mails=tuple(mails),
    )


def _params(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text) if text else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else ""
