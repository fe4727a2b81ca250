"""Commands on sender accounts and domains: what is there, read page by page, and plans that can be told as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from coldsend_tui.actions.guard import guarded
from coldsend_tui.commands.writing import Desk, confirm, opened, run_plan, with_desk
from coldsend_tui.errors import ColdSendError, ExitCode, UsageError
from coldsend_tui.live import feeds
from coldsend_tui.text import safe
from coldsend_tui.workspace import Domain, Sender, Workspace

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.actions.plan import Plan

T = TypeVar("T")
MOST_DETAILS = 20
"""Requests at most for what campaigns use: a fifth of a minute's budget."""


async def all_senders(desk: Desk) -> tuple[Sender, ...]:
    """All sender accounts, every page."""
    from coldsend_tui.live.projection.senders import sender

    now = desk.clock.real()
    rows = [sender(row.payload(), now) async for row in desk.client.sender_accounts.iter()]
    return tuple(row for row in rows if row is not None)


async def all_domains(desk: Desk) -> tuple[Domain, ...]:
    """All domains, every page, with the time in their state as far as the cache knows it."""
    from coldsend_tui.live.projection.domains import domain

    now = desk.clock.real()
    rows = [domain(row.payload(), now) async for row in desk.client.domains.iter()]
    return tuple(row._replace(state_since=desk.store.state_since("domain", row.id)) for row in rows if row is not None)


async def accounts(desk: Desk, *, campaigns: bool = False) -> Workspace:
    """Sender accounts and domains; with `campaigns` also who is ACTIVE and, within reason, which inboxes they use."""
    if campaigns:
        await desk.session.reread(feeds.ANALYTICS)
        known = desk.workspace
        unread = [c.id for c in known.campaigns if c.status == "ACTIVE" and c.id not in known.settings]
        await desk.session.reread(*(feeds.campaign(id) for id in unread[:MOST_DETAILS]))
    known = desk.workspace
    return Workspace(
        campaigns=known.campaigns,
        senders=await all_senders(desk),
        domains=await all_domains(desk),
        settings=known.settings,
    )


MakePlan = Callable[[Desk], Awaitable["Plan"]]


def carry_out(options: Namespace, make_plan: MakePlan) -> int:
    """Make a plan, print it, have it confirmed, run it; the exit status. `--json` tells plan and results for programs.

    With `--dry-run` the plan is printed and nothing is sent. A refused plan ends with FAILED, one of which rows are refused
    and the rest done with PARTIAL. Raises `UsageError` where it is not confirmed.
    """

    async def work(desk: Desk) -> int:
        from coldsend_tui.actions.batch import batches

        plan = guarded(await make_plan(desk), desk.profile.guard)
        lacking = next((why for item in plan.items if (why := desk.refusal(item.kind, item.action))), "")
        if lacking:
            raise UsageError(f"{plan.title}: {lacking}.", "Nothing was sent.")
        as_json = getattr(options, "json", False)
        if not as_json:
            print("\n".join(plan.lines()))
        if not plan.runnable or options.dry_run:
            if as_json:
                print(_json(plan, None))
            if not plan.runnable:
                print("coldsend-tui: nothing was sent", file=sys.stderr)
            return ExitCode.OK if plan.runnable else ExitCode.FAILED
        confirm(plan, options.yes)
        for batch in batches(plan.items):
            batch.on_progress = lambda done, total: print(f"coldsend-tui: job {done}/{total}", file=sys.stderr)
        outcome, ended_by = await run_plan(desk, plan, quiet=as_json or len(plan.items) == 1)
        if as_json:
            print(_json(plan, outcome))
        print(f"coldsend-tui: {outcome.summary}", file=sys.stderr)
        return ended_by or (ExitCode.PARTIAL if outcome.ok and plan.refusals else outcome.exit_code)

    return at_desk(options, work)


def at_desk(options: Namespace, work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open profile, cache and client for `work`."""
    with opened(options) as (profile, store):
        return asyncio.run(with_desk(profile, store, options, work))


def _json(plan: Plan, outcome: Outcome | None) -> str:
    """The plan and what came of it, for programs."""
    from coldsend_tui.actions.sender_imports import rows_of

    numbers = rows_of(plan)
    data: dict[str, Any] = {
        "plan": plan.title,
        "items": [{"name": item.name, "before": item.before, "after": item.after} for item in plan.items],
        "refused": [{"name": one.name, "reason": one.reason, "instead": one.instead} for one in plan.refusals],
        "notes": list(plan.warnings),
        "results": None,
    }
    if outcome is not None:
        data["results"] = [
            {"row": numbers.get(one.name), "name": one.name, "id": one.id, "result": one.fate, "detail": one.detail}
            for one in outcome.items
        ]
    return json.dumps(data, ensure_ascii=False, indent=2)


def one_of(rows: Sequence[T], which: str, kind: str, names: Callable[[T], tuple[str, str]]) -> T:
    """The row whose id or name is `which`; `names` gives both. Raises ColdSendError where there is none."""
    wanted = which.strip().lower()
    found = [row for row in rows if wanted in (name.lower() for name in names(row))]
    if len(found) == 1:
        return found[0]
    many = f"{len(found)} {kind}s are called" if found else f"No {kind} is called"
    raise ColdSendError(f'{many} "{safe(which)}".', "Give its id." if found else f"See `coldsend-tui {kind}s list`.")
