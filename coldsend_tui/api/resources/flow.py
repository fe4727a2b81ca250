"""The graph of a campaign and its branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from coldsend_tui.api.models.acknowledged import Acknowledged
from coldsend_tui.api.models.flow import (
    FlowGraph,
    MoveResult,
    Subsequence,
    SubsequenceChanges,
    SubsequenceStep,
)
from coldsend_tui.api.resources.encode import given, path
from coldsend_tui.api.resources.resource import Resource, one
from coldsend_tui.api.wire import Repeat


class Flow(Resource):
    """`cs.flow`."""

    async def get(self, campaign_id: str) -> FlowGraph:
        """The main chain and all branches of a campaign."""
        return one(FlowGraph, await self._get(path("campaigns", campaign_id, "flow")), campaign_id=campaign_id)

    async def create_subsequence(
        self,
        campaign_id: str,
        *,
        trigger_type: str,
        steps: Sequence[SubsequenceStep],
        trigger_params: Mapping[str, Any] | None = None,
        entry_from_node_id: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> Subsequence:
        """A new branch. Triggers and their parameters: INTENT_TAG `tag_names`, KEYWORD `phrases`, STATUS `status`."""
        body = given(
            trigger_type=trigger_type,
            steps=steps,
            trigger_params=trigger_params,
            entry_from_node_id=entry_from_node_id,
            priority=priority,
            label=label,
        )
        return one(Subsequence, await self._write("POST", path("campaigns", campaign_id, "flow", "subsequences"), body))

    async def update_subsequence(
        self, campaign_id: str, subsequence_id: str, **changes: Unpack[SubsequenceChanges]
    ) -> Subsequence:
        """Change a branch; what is left out stays."""
        answer = await self._write(
            "PUT",
            path("campaigns", campaign_id, "flow", "subsequences", subsequence_id),
            {**changes},
            repeat=Repeat.IDEMPOTENT,
        )
        return one(Subsequence, answer)

    async def delete_subsequence(self, campaign_id: str, subsequence_id: str) -> Acknowledged:
        """Remove a branch: its pending mails stop, the record of who was in it stays."""
        answer = await self._write("DELETE", path("campaigns", campaign_id, "flow", "subsequences", subsequence_id))
        return one(Acknowledged, answer)

    async def move_leads_to_subsequence(self, campaign_id: str, lead_ids: Sequence[str], node_id: str) -> MoveResult:
        """Put 1-500 leads into a branch. `node_id` is the branch's entry node, not its entry edge."""
        body = {"lead_ids": lead_ids, "target_subsequence_node_id": node_id}
        return one(
            MoveResult, await self._write("POST", path("campaigns", campaign_id, "leads", "move-to-subsequence"), body)
        )
