"""Branches (subsequences) of a campaign: create, edit, pause, resume, delete, and moving leads into one (behaviour.md §16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from coldsend_tui.actions.confirmation import BULK_OVER, Confirmation, ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, cost
from coldsend_tui.details import FlowGraph, FlowVariant
from coldsend_tui.ops import flow, wording
from coldsend_tui.ops.flow import Branch
from coldsend_tui.workspace import Campaign

KIND: Final = "branch"
"""The object of these plans; its id is `campaign id/branch id`, of one that is not created yet `campaign id/+label`."""
CREATE, EDIT, PAUSE, RESUME, DELETE, MOVE = (
    "create branch", "edit branch", "pause branch", "resume branch", "delete branch", "move leads",
)  # fmt: skip
MOVED: Final = "moved leads"
"""The object of a move: `campaign id/branch id/id of the first lead`, whose journey proves it."""
_NONE: Final = "none"
OUTSIDE, INSIDE = "outside the branch", "in the branch"
"""States of a moved lead."""
_SHARE_TOTAL: Final = 100


class Draft(NamedTuple):
    """A branch as a person wants it. `mails` are (seconds to wait, variants); None leaves those of an existing one as they are."""

    label: str
    trigger: str
    params: Mapping[str, Any]
    priority: int
    mails: tuple[tuple[int, tuple[FlowVariant, ...]], ...] | None


def refusal(status: str) -> str:
    """Why branches of a campaign in this state cannot be changed; "" when they can."""
    if status in flow.EDITABLE:
        return ""
    return f"branches of a campaign that is {status or 'of unknown state'} cannot be changed"


def object_id(campaign_id: str, branch_id: str) -> str:
    """The id of a branch in plans and journal."""
    return f"{campaign_id}/{branch_id}"


def plan_create(campaign: Campaign, graph: FlowGraph, draft: Draft, **about: Any) -> Plan:
    """Plan a new branch. Its label must be new: it is found again by it."""
    problem = _problem(draft) or _label_taken(graph, draft.label)
    body = {
        "label": draft.label,
        "trigger_type": draft.trigger,
        "trigger_params": dict(draft.params),
        "priority": draft.priority,
        "steps": _steps(draft.mails or ()),
    }
    notes = ["a lead that enters leaves the main chain: its pending follow-ups are cancelled."]
    return _plan(
        campaign, CREATE, f"+{draft.label}", draft.label, _NONE, _state(draft, active=True), "POST the branch", body,
        problem=problem, notes=notes, **about,
    )  # fmt: skip


def plan_edit(campaign: Campaign, graph: FlowGraph, branch: Branch, draft: Draft, **about: Any) -> Plan:
    """Plan what differs between `branch` and `draft`."""
    body: dict[str, Any] = {}
    if draft.label != branch.label:
        body["label"] = draft.label
    if draft.trigger != branch.trigger:
        body["trigger_type"] = draft.trigger
    if dict(draft.params) != branch.params or "trigger_type" in body:
        body["trigger_params"] = dict(draft.params)
    if draft.priority != branch.priority:
        body["priority"] = draft.priority
    if draft.mails is not None:
        body["steps"] = _steps(draft.mails)
    else:
        draft = draft._replace(mails=_mails(branch))
    problem = _problem(draft) or ("" if draft.label == branch.label else _label_taken(graph, draft.label))
    if not body:
        problem = "nothing would change"
    return _plan(
        campaign, EDIT, branch.id, branch.name, branch.state, _state(draft, active=branch.active),
        f"PUT {', '.join(sorted(body))}", body, problem=problem, **about,
    )  # fmt: skip


def plan_switch(campaign: Campaign, branch: Branch, **about: Any) -> Plan:
    """Plan to pause an active branch or to resume a paused one."""
    action = PAUSE if branch.active else RESUME
    after = branch._replace(active=not branch.active).state
    notes = ["nobody enters it while it is paused; leads that are in it stay."] if branch.active else []
    level = ConfirmationLevel.KEY if branch.active else ConfirmationLevel.BUTTON
    body = {"is_active": not branch.active}
    return _plan(
        campaign, action, branch.id, branch.name, branch.state, after, f"PUT is_active: {str(not branch.active).lower()}",
        body, level=level, notes=notes, **about,
    )  # fmt: skip


def plan_delete(campaign: Campaign, graph: FlowGraph, branch: Branch, **about: Any) -> Plan:
    """Plan to delete a branch."""
    losses = ["the branch and its mails are deleted for good; mails it has pending are not sent."]
    if len(flow.branches(graph)) == 1:
        losses.append("it is the last one: branches are switched off for this campaign.")
    return _plan(
        campaign, DELETE, branch.id, branch.name, branch.state, None, "DELETE the branch", None,
        level=ConfirmationLevel.TYPE, losses=losses, **about,
    )  # fmt: skip


def plan_move(campaign: Campaign, graph: FlowGraph, branch: Branch, lead_ids: Sequence[str], **about: Any) -> Plan:
    """Plan to put leads into a branch, at most `flow.MOST_MOVED` at once; read back by the journey of the first."""
    problem = ""
    if graph.branches_on is False:
        problem = "branches are switched off for this campaign"
    elif not lead_ids:
        problem = "no lead is chosen"
    elif len(lead_ids) > flow.MOST_MOVED:
        problem = f"at most {flow.MOST_MOVED} leads move at once"
    count = wording.plural(len(lead_ids), "lead")
    plan = _plan(
        campaign, MOVE, branch.id, branch.name, OUTSIDE, INSIDE, f"POST {count}",
        {"node": branch.entry, "leads": [*lead_ids]},
        problem=problem,
        notes=["they leave the main chain; leads that are in the branch already are skipped."],
        losses=["a lead cannot be moved back into the main chain from here."],
        **about,
    )  # fmt: skip
    items = tuple(
        item._replace(
            kind=MOVED, id=f"{item.id}/{lead_ids[0]}", steps=(f"POST {count}", "read the journey of the first one")
        )
        for item in plan.items
    )
    confirmation = plan.confirmation
    if len(lead_ids) > BULK_OVER:
        confirmation = Confirmation(ConfirmationLevel.TYPE, str(len(lead_ids)))
    return replace(plan, title=f"Move {count} into {branch.name}", items=items, confirmation=confirmation)


def _plan(
    campaign: Campaign,
    action: str,
    branch: str,
    name: str,
    before: str,
    after: str | None,
    step: str,
    body: Mapping[str, Any] | None,
    *,
    level: ConfirmationLevel = ConfirmationLevel.BUTTON,
    problem: str = "",
    notes: Sequence[str] = (),
    losses: Sequence[str] = (),
    read_only: str = "",
    budget_left: int | None = None,
) -> Plan:
    reason = read_only or refusal(campaign.status) or problem
    item = PlanItem(
        KIND,
        object_id(campaign.id, branch),
        name,
        action,
        before,
        after,
        (step, "read the flow graph back"),
        sends=body,
    )
    return Plan(
        title=f"{action.capitalize()} {name} of {campaign.name}",
        verb=action,
        items=() if reason else (item,),
        refusals=(Refusal(name, reason, ""),) if reason else (),
        warnings=() if reason else tuple(notes),
        irreversible=() if reason else tuple(losses),
        confirmation=for_write(level, 1, name, branch),
        requests=cost(0 if reason else 1, read_each=True),
        budget_left=budget_left,
    )


def _problem(draft: Draft) -> str:
    """What the platform would refuse, or never do."""
    if not draft.label.strip():
        return "a branch needs a label"
    if draft.trigger not in flow.TRIGGERS:
        return f"a branch opens by {', '.join(flow.TRIGGERS)}"
    if not any(draft.params.values()):
        return f"{draft.trigger} needs a value"
    for wait, variants in draft.mails or ():
        if wait < 0:
            return "a wait cannot be negative"
        if not variants or sum(variant.weight for variant in variants) != _SHARE_TOTAL:
            return f"the weights of a step sum to {_SHARE_TOTAL}"
        if any(not variant.body.strip() and not variant.html.strip() for variant in variants):
            return "a mail needs a text"
    return "" if draft.mails else "a branch needs a mail"


def _label_taken(graph: FlowGraph, label: str) -> str:
    taken = any(branch.label == label for branch in flow.branches(graph))
    return f"there is a branch {label} already" if taken else ""


def _mails(branch: Branch) -> tuple[tuple[int, tuple[FlowVariant, ...]], ...]:
    return tuple((mail.wait, mail.variants) for mail in branch.mails if not mail.is_exit)


def _state(draft: Draft, *, active: bool) -> str:
    return flow.state_text(
        label=draft.label,
        trigger=draft.trigger,
        params=dict(draft.params),
        priority=draft.priority,
        active=active,
        mails=list(draft.mails or ()),
    )


def _steps(mails: Sequence[tuple[int, tuple[FlowVariant, ...]]]) -> list[dict[str, Any]]:
    return [{"wait_seconds": wait, "variants": [_variant(one) for one in variants]} for wait, variants in mails]


def _variant(one: FlowVariant) -> dict[str, Any]:
    html = {"html_body": one.html} if one.html else {}
    return {"variant_name": one.name, "subject": one.subject, "body": one.body, "weight": one.weight} | html
