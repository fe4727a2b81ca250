"""How a command of senders or domains writes: read, plan, print, confirm, run, print each result; and the same as JSON."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from coldsend_tui.actions.confirmation import ConfirmationLevel, typed_name
from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.console import connect
from coldsend_tui.config import Profile, cache_path, config_path, key_origin, load, select
from coldsend_tui.errors import ColdSendError, ExitCode, UsageError
from coldsend_tui.live import LiveSession, feeds
from coldsend_tui.store import Store
from coldsend_tui.text import safe
from coldsend_tui.workspace import Domain, Sender, Workspace

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.outcome import Outcome, Progress
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock

T = TypeVar("T")
MOST_DETAILS = 20
"""Requests at most for what campaigns use: a fifth of a minute's budget."""


@dataclass
class Desk:
    """What a command works with while a client is open. `read_only` is why nothing may be written, "" when it may."""

    profile: Profile
    store: Store
    clock: Clock
    client: ColdSend
    session: LiveSession
    read_only: str

    @property
    def budget_left(self) -> int | None:
        """Requests that may be sent now."""
        budget = self.session.budget
        return min(budget.minute_left, budget.hour_left) if budget else None

    async def senders(self) -> tuple[Sender, ...]:
        """All sender accounts, every page."""
        from coldsend_tui.live.projection.senders import sender

        now = self.clock.real()
        rows = [sender(row.payload(), now) async for row in self.client.sender_accounts.iter()]
        return tuple(row for row in rows if row is not None)

    async def domains(self) -> tuple[Domain, ...]:
        """All domains, every page, with the time in their state as far as the cache knows it."""
        from coldsend_tui.live.projection.domains import domain

        now, since = self.clock.real(), self.store.state_since("domain")
        rows = [domain(row.payload(), now) async for row in self.client.domains.iter()]
        return tuple(row._replace(state_since=since.get(row.id)) for row in rows if row is not None)

    async def workspace(self, *, campaigns: bool = False) -> Workspace:
        """Sender accounts and domains; with `campaigns` also who is ACTIVE and, within reason, which inboxes they use."""
        known = self.store.workspace()
        if campaigns:
            await self.session.reread(feeds.ANALYTICS)
            known = self.store.workspace()
            unread = [c.id for c in known.campaigns if c.status == "ACTIVE" and c.id not in known.settings]
            await self.session.reread(*(feeds.campaign(id) for id in unread[:MOST_DETAILS]))
            known = self.store.workspace()
        return Workspace(
            campaigns=known.campaigns,
            senders=await self.senders(),
            domains=await self.domains(),
            settings=known.settings,
        )


MakePlan = Callable[[Desk], Awaitable["Plan"]]


def carry_out(options: Namespace, make_plan: MakePlan) -> int:
    """Make a plan, print it, have it confirmed, run it; the exit status.

    With `--dry-run` the plan is printed and nothing is sent. A refused plan ends with FAILED, one of which rows are refused
    and the rest done with PARTIAL. Raises `UsageError` where it is not confirmed.
    """

    async def work(desk: Desk) -> int:
        plan = await make_plan(desk)
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
        outcome = await _run(desk, plan, quiet=as_json)
        if as_json:
            print(_json(plan, outcome))
        print(f"coldsend-tui: {outcome.summary}", file=sys.stderr)
        return ExitCode.PARTIAL if outcome.ok and plan.refusals else outcome.exit_code

    return at_desk(options, work)


def at_desk(options: Namespace, work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open profile, cache and client for `work`."""
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    key_origin(profile)

    async def opened() -> T:
        from coldsend_tui.api import ColdSend

        target = await connect(profile)
        clock = SystemClock()
        store = Store.open(cache_path(profile))
        try:
            for warning in store.warnings:
                print(f"coldsend-tui: {warning}", file=sys.stderr)
            async with ColdSend(api_key=target.api_key, base_url=target.base_url, clock=clock) as client:
                session = LiveSession.of(client, store, clock)
                refused = profile.read_only or getattr(options, "read_only", False)
                reason = "this run is read-only (--read-only, or by its profile)" if refused else ""
                return await work(Desk(profile, store, clock, client, session, reason))
        finally:
            store.close()

    return asyncio.run(opened())


def confirm(plan: Plan, word: str | None) -> None:
    """Have `plan` confirmed by `--yes WORD`, or by the terminal. Raises `UsageError` when it is not: nothing was sent."""
    needed = plan.confirmation.word if plan.confirmation.level is ConfirmationLevel.TYPE else None
    asked = f"--yes {shlex.quote(needed)}" if needed else "--yes"
    if word is None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError(
                "This plan has to be confirmed: nothing was sent.", f"Add {asked}, or --dry-run to look only."
            )
        what = f'Type "{needed}" to {plan.verb}: ' if needed else f"{plan.verb.capitalize()}? [y/N] "
        print(what, end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip()
        word = answer if needed else "" if answer.lower() in ("y", "yes") else answer or "no"
    first = plan.items[0]
    fits = {needed} if needed else {"", str(len(plan.items)), typed_name(first.name, first.id)}
    if word.strip() not in fits:
        raise UsageError(
            f"{safe(word.strip()) or 'Nothing'} does not confirm this plan: nothing was sent.", f"It takes {asked}."
        )


async def _run(desk: Desk, plan: Plan, *, quiet: bool) -> Outcome:
    from coldsend_tui.actions.batch import batches
    from coldsend_tui.actions.outcome import line_of
    from coldsend_tui.actions.run import run

    def settled(progress: Progress) -> None:
        if not quiet and progress.total > 1:
            print(f"[{progress.done}/{progress.total}] {line_of(progress.item)}", flush=True)

    for batch in batches(plan.items):
        batch.on_progress = lambda done, total: print(f"coldsend-tui: job {done}/{total}", file=sys.stderr)
    return await run(
        plan, client=desk.client, store=desk.store, clock=desk.clock, profile=desk.profile.name, on_progress=settled
    )


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
