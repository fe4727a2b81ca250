"""`coldsend-tui stop`: the kill switch from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.actions.kill_switch import Reach, Scope, plan_stop
from coldsend_tui.commands.writing import Desk, carry_out, read_details
from coldsend_tui.live import feeds
from coldsend_tui.ops import lookup
from coldsend_tui.ops.index import index_of

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan

MOST_DETAILS = 40
"""Requests at most for finding out who uses an inbox: less than half a minute's budget, the rest is for stopping."""


def run(options: Namespace) -> int:
    """Stop what the options name; the exit status."""

    async def plan(desk: Desk) -> Plan:
        await desk.session.reread(feeds.ANALYTICS)
        if options.inbox is not None or options.domain is not None:
            await desk.session.reread(feeds.SENDERS, *([feeds.DOMAINS] if options.domain is not None else []))
            await read_details(desk, list(index_of(desk.workspace).active), MOST_DETAILS)
        workspace = desk.workspace
        return plan_stop(
            _scope(options, desk),
            workspace,
            now=desk.clock.now(),
            read_only=desk.refusal("campaign", "pause"),
            budget_left=desk.budget_left,
        )

    return carry_out(options, plan, "nothing to stop: no campaign in this scope is ACTIVE")


def _scope(options: Namespace, desk: Desk) -> Scope:
    for reach in (Reach.CAMPAIGN, Reach.INBOX, Reach.DOMAIN):
        name = getattr(options, reach.value)
        if name is not None:
            found = lookup.find(reach.value, name, desk.workspace)
            return Scope(reach, found.id, found.name)
    return Scope(Reach.ALL)
