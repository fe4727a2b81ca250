"""How a command writes: read, plan, print, confirm, run, print each result. The console takes the same steps with its screens."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from coldsend_tui.actions.confirmation import ConfirmationLevel, typed_name
from coldsend_tui.actions.guard import guarded
from coldsend_tui.actions.outcome import Outcome, Progress, line_of
from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.console import connect
from coldsend_tui.config import Profile, cache_path, config_path, key_origin, load, select
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.live import LiveSession
from coldsend_tui.ops import scopes
from coldsend_tui.store import Store
from coldsend_tui.text import safe
from coldsend_tui.workspace import Workspace

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.api import ColdSend
    from coldsend_tui.clock import Clock

T = TypeVar("T")
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}
"""What ends a run between two objects, and the exit status then: what a shell reports for a program ended by it."""


@dataclass
class Desk:
    """What a command works with: the profile, its cache, and a client while one is open. `granted` are the key's scopes as
    far as the server told them."""

    profile: Profile
    store: Store
    clock: Clock
    client: ColdSend
    session: LiveSession
    fingerprint: str
    read_only: bool

    @property
    def workspace(self) -> Workspace:
        """Everything that was read."""
        return self.store.workspace()

    @property
    def budget_left(self) -> int | None:
        """Requests that may be sent now."""
        budget = self.session.budget
        return min(budget.minute_left, budget.hour_left) if budget else None

    def refusal(self, kind: str, action: str) -> str:
        """Why `action` may not be written; "" when it may."""
        if self.read_only:
            return "this run is read-only (--read-only, or by its profile)"
        return scopes.lacking(self.store.scopes(self.fingerprint, self.clock.real()), kind, action)


MakePlan = Callable[[Desk], Awaitable["Plan | None"]]


def carry_out(options: Namespace, make_plan: MakePlan, nothing: str) -> int:
    """Make a plan, print it, have it confirmed, run it; the exit status. `nothing` is said where there is nothing to do.

    With `--dry-run` the plan is printed and nothing is sent. Raises `UsageError` where it is not confirmed.
    """
    with opened(options) as (profile, store):
        plan = asyncio.run(with_desk(profile, store, options, make_plan))
        if plan is None or (not plan.items and not plan.refusals):
            print(f"coldsend-tui: {nothing}", file=sys.stderr)
            return ExitCode.OK
        plan = guarded(plan, profile.guard)
        print("\n".join(plan.lines()))
        if not plan.runnable:
            print("coldsend-tui: nothing was sent", file=sys.stderr)
            return ExitCode.FAILED
        if options.dry_run:
            return ExitCode.OK
        if plan.confirmation.level is not ConfirmationLevel.NONE:
            confirm(plan, options.yes)
        outcome, ended_by = asyncio.run(with_desk(profile, store, options, lambda desk: run_plan(desk, plan)))
    print(f"coldsend-tui: {outcome.summary}", file=sys.stderr)
    return ended_by or outcome.exit_code


def consult(options: Namespace, work: Callable[[Desk], Awaitable[T]]) -> tuple[T, datetime]:
    """Read something for a command that prints it; with it the workspace's time."""

    async def timed(desk: Desk) -> tuple[T, datetime]:
        return await work(desk), desk.clock.now()

    with opened(options) as (profile, store):
        return asyncio.run(with_desk(profile, store, options, timed))


@contextmanager
def opened(options: Namespace) -> Iterator[tuple[Profile, Store]]:
    """The chosen profile and its cache, whose warnings go to stderr."""
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    store = Store.open(cache_path(profile))
    try:
        for warning in store.warnings:
            print(f"coldsend-tui: {warning}", file=sys.stderr)
        yield profile, store
    finally:
        store.close()


async def with_desk(profile: Profile, store: Store, options: Namespace, work: Callable[[Desk], Awaitable[T]]) -> T:
    """Open a client for `work`."""
    from coldsend_tui.api import ColdSend

    key_origin(profile)
    target = await connect(profile)
    clock = SystemClock()
    async with ColdSend(api_key=target.api_key, base_url=target.base_url, clock=clock) as client:
        session = LiveSession.of(client, store, clock)
        read_only = getattr(options, "read_only", False) or profile.read_only
        return await work(Desk(profile, store, clock, client, session, target.api_key.fingerprint, read_only))


def confirm(plan: Plan, word: str | None) -> None:
    """Have `plan` confirmed by `--yes WORD`, or by the terminal. Raises `UsageError` when it is not: nothing was sent."""
    needed = plan.confirmation.word if plan.confirmation.level is ConfirmationLevel.TYPE else None
    asked = f"--yes {shlex.quote(needed)}" if needed else "--yes"
    if word is None:
        word = _ask(plan, needed, asked)
    first = plan.items[0]
    fits = {needed} if needed else {"", str(len(plan.items)), typed_name(first.name, first.id)}
    if needed and not word.strip():
        raise UsageError("This plan is confirmed with a word: nothing was sent.", f"It takes {asked}.")
    if word.strip() not in fits:
        raise UsageError(f"{safe(word.strip())} does not confirm this plan: nothing was sent.", f"It takes {asked}.")


def _ask(plan: Plan, needed: str | None, asked: str) -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("This plan has to be confirmed: nothing was sent.", f"Add {asked}, or --dry-run to look only.")
    what = f'Type "{needed}" to {plan.verb}: ' if needed else f"{plan.verb.capitalize()}? [y/N] "
    print(what, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if needed:
        return answer
    return "" if answer.lower() in ("y", "yes") else (answer or "no")


async def run_plan(desk: Desk, plan: Plan, *, quiet: bool = False) -> tuple[Outcome, int]:
    """Run `plan`, a line for each result on stdout unless `quiet`. A signal ends it after the present object, a second one at
    once. What came of it, and the exit status of the signal (0: there was none)."""
    from coldsend_tui.actions.run import run

    stop, ended_by = asyncio.Event(), 0
    task = asyncio.current_task()

    def interrupted(number: int) -> None:
        nonlocal ended_by
        if ended_by and task is not None:
            task.cancel()
        ended_by = SIGNALS[signal.Signals(number)]
        stop.set()
        print("coldsend-tui: stopping after the present object; once more leaves at once", file=sys.stderr)

    def settled(progress: Progress) -> None:
        if not quiet:
            print(f"[{progress.done}/{progress.total}] {line_of(progress.item)}", flush=True)

    def waiting(seconds: float) -> None:
        if seconds >= 1:
            print(f"coldsend-tui: waits {seconds:.0f} s for the request budget", file=sys.stderr)

    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, interrupted, number)
    try:
        outcome = await run(
            plan,
            client=desk.client,
            store=desk.store,
            clock=desk.clock,
            session=desk.session,
            profile=desk.profile.name,
            stop=stop,
            on_progress=settled,
            on_wait=waiting,
        )
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
    if outcome.granted is not None:
        desk.store.note_scopes(desk.fingerprint, outcome.granted, desk.clock.real())
    return outcome, ended_by


async def read_details(desk: Desk, campaign_ids: Sequence[str], most: int) -> None:
    """Read the settings of up to `most` of these campaigns where they were never read."""
    from coldsend_tui.live import feeds

    known = desk.workspace.settings
    unread = [feeds.campaign(id) for id in campaign_ids if id not in known]
    await desk.session.reread(*unread[:most])
