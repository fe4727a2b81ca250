"""`coldsend-tui apply`: campaign files read, compared with the server, shown as plans, and carried out."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.guard import guarded
from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.campaign_files import NamedText, Planner
from coldsend_tui.commands.console import connect
from coldsend_tui.commands.writing import confirm
from coldsend_tui.config import cache_path, config_path, key_origin, load, select
from coldsend_tui.errors import ColdSendError, ExitCode, UsageError
from coldsend_tui.ops import wording
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.api import ColdSend
    from coldsend_tui.config import Profile

STANDARD_INPUT = "-"


def run(options: Namespace) -> int:
    """Plan all files; print the plans; carry them out one after the other unless it is a dry run.

    Nothing is sent before every file has been read without a fault. Exit status: OK also when there is nothing to change,
    USAGE for faulty files, FAILED when something is refused, PARTIAL when only some was done, CHANGES as its name says.
    """
    texts = [NamedText(name, _read(name)) for name in options.files]
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    key_origin(profile)
    if not options.dry_run and not options.yes and not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask on.", "Add --yes to apply, or --dry-run to look.")
    return int(asyncio.run(_apply(profile, texts, options)))


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{name} cannot be read ({error.strerror}).", "Check the path.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{name} is not UTF-8 text.", "Save it as UTF-8.") from None


async def _apply(profile: Profile, texts: Sequence[NamedText], options: Namespace) -> ExitCode:
    from coldsend_tui.api import ColdSend

    target = await connect(profile)
    async with ColdSend(api_key=target.api_key, base_url=target.base_url) as client:
        planner = Planner(client, options.read_only or profile.read_only)
        plans = [guarded(plan, profile.guard) for plan in await planner.plan(texts)]
        for plan in plans:
            print("\n".join(plan.lines()) if plan.runnable or plan.refusals else f"{plan.title}\n  nothing to change")
        refused = any(plan.refusals for plan in plans)
        runnable = [plan for plan in plans if plan.runnable]
        if options.dry_run:
            changes = ExitCode.CHANGES if runnable and options.detailed_exitcode else ExitCode.OK
            return ExitCode.FAILED if refused else changes
        if not runnable:
            return ExitCode.FAILED if refused else ExitCode.OK
        for plan in runnable:
            if plan.confirmation.level is ConfirmationLevel.TYPE:
                # Asked for by a guard rule: --yes does not stand for the word.
                confirm(plan, None)
        if not options.yes and not _agreed(runnable):
            print("coldsend-tui: nothing was sent", file=sys.stderr)
            return ExitCode.FAILED
        return await _carry_out(runnable, client, profile, refused)


def _agreed(plans: Sequence[Plan]) -> bool:
    print(f"Apply {wording.plural(len(plans), 'plan')}? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == "yes"


async def _carry_out(plans: Sequence[Plan], client: ColdSend, profile: Profile, refused: bool) -> ExitCode:
    from coldsend_tui.actions.run import run as run_plan

    clock = SystemClock()
    store = Store.open(cache_path(profile))
    codes = [ExitCode.FAILED] if refused else []
    try:
        for warning in store.warnings:
            print(f"coldsend-tui: {warning}", file=sys.stderr)
        for plan in plans:
            outcome = await run_plan(plan, client=client, store=store, clock=clock, profile=profile.name)
            print(outcome.summary, file=sys.stdout if outcome.ok else sys.stderr)
            if outcome.standing == "PAUSED":
                print("coldsend-tui: resume it in the console with A", file=sys.stderr)
            codes.append(outcome.exit_code)
    except ColdSendError:
        if ExitCode.OK in codes or ExitCode.PARTIAL in codes:
            print("coldsend-tui: the plans above were carried out, the rest was not", file=sys.stderr)
        raise
    finally:
        store.close()
    if all(code is ExitCode.OK for code in codes):
        return ExitCode.OK
    return ExitCode.FAILED if all(code is ExitCode.FAILED for code in codes) else ExitCode.PARTIAL
