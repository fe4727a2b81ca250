"""Bodies of branch creation and change (behaviour.md §16, all `[client]`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coldsend_tui.sandbox.bodies.campaigns import Label, Percent, VariantName
from coldsend_tui.sandbox.rules.fields import ABSENT, Body, Bool, Id, Int, Json

Wait = Annotated[Int, Field(ge=0, le=365 * 86_400)]
Priority = Annotated[Int, Field(ge=-(2**31), lt=2**31)]
BranchTrigger = Literal["INTENT_TAG", "KEYWORD", "STATUS", "NOT_OPENED", "NOT_REPLIED", "OPENED_BUT_NOT_REPLIED"]
"""MAIN conditions pass the schema, so that they are refused with the documented 400 and not a 422."""


class FlowVariant(Body):
    """Content of one branch step; the weights of a step total 100."""

    variant_name: VariantName = "A"
    subject: str
    body: str
    html_body: str | None = None
    weight: Percent = 100


class SubsequenceStep(Body):
    """One branch email: seconds to wait after the trigger or the step before."""

    wait_seconds: Wait
    condition_type: Literal["ALWAYS", "NOT_OPENED", "NOT_REPLIED", "OPENED_BUT_NOT_REPLIED"] = "ALWAYS"
    label: Label | None = None
    variants: Annotated[list[FlowVariant], Field(min_length=1)]


class SubsequenceCreate(Body):
    """A new branch. `entry_from_node_id` is chosen by the server when absent."""

    trigger_type: BranchTrigger
    trigger_params: Json = Field(default_factory=dict)
    steps: Annotated[list[SubsequenceStep], Field(min_length=1)]
    entry_from_node_id: Id = ABSENT
    priority: Priority = 0
    label: Label | None = None


class SubsequenceUpdate(Body):
    """A partial change; `steps` is matched by position, so that node ids survive."""

    label: Label = ABSENT
    trigger_type: BranchTrigger = ABSENT
    trigger_params: Json = ABSENT
    priority: Priority = ABSENT
    is_active: Bool = ABSENT
    steps: Annotated[list[SubsequenceStep], Field(min_length=1)] = ABSENT
