"""`coldsend-tui campaign`: pause, activate, launch, archive or delete campaigns, by name or by filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.commands.writing import Desk, carry_out, read_details
from coldsend_tui.errors import UsageError
from coldsend_tui.live import feeds
from coldsend_tui.ops import lookup
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.query import parse
from coldsend_tui.ops.query_fields import CAMPAIGN_FIELDS
from coldsend_tui.workspace import Campaign, Workspace

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan

MOST_DETAILS = 20
"""Requests at most for checking readiness and pace before a launch or a restart."""
_LOOKED_INTO = (Transition.LAUNCH, Transition.ACTIVATE)


def run(options: Namespace) -> int:
    """Move the named campaigns; the exit status. `UsageError` where neither names nor a filter are given, or both."""
    if bool(options.ids) == bool(options.where):
        raise UsageError("Which campaigns?", "Give ids or names, or a filter with --where.")
    if options.where:
        parse(options.where, CAMPAIGN_FIELDS)
    transition = Transition(options.move)

    async def plan(desk: Desk) -> Plan | None:
        await desk.session.reread(feeds.ANALYTICS)
        wanted = _wanted(options, desk.workspace)
        if transition in _LOOKED_INTO:
            await read_details(desk, [row.id for row in wanted], MOST_DETAILS)
        workspace = desk.workspace
        return plan_transition(
            transition,
            wanted,
            settings=workspace.settings,
            workspace=workspace,
            read_only=desk.refusal("campaign", transition.value),
            budget_left=desk.budget_left,
            now=desk.clock.now(),
        )

    return carry_out(options, plan, "no campaign passes the filter: nothing was sent")


def _wanted(options: Namespace, workspace: Workspace) -> list[Campaign]:
    if options.where:
        return parse(options.where, CAMPAIGN_FIELDS).keep(workspace.campaigns)
    ids = dict.fromkeys(lookup.find("campaign", text, workspace).id for text in options.ids)
    rows = {row.id: row for row in workspace.campaigns}
    return [rows[id] for id in ids]
