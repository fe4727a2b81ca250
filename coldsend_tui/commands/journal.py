"""`coldsend-tui journal`: what was written on this workspace: list, verify, export, and what a broken-off run left behind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coldsend_tui.actions import incident, recovery
from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.writing import Desk, carry_out, opened
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.live import feeds
from coldsend_tui.ops import wording
from coldsend_tui.ops.query import parse
from coldsend_tui.ops.query_fields import JOURNAL_FIELDS
from coldsend_tui.ops.spans import parse_moment
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.outcome import ItemResult
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.store import JournalEntry

LONGEST = 100_000
"""Entries searched by a filter."""


def run(options: Namespace) -> int:
    """Carry out the command of the journal that was asked for; the exit status."""
    return {"list": _list, "verify": _verify, "export": _export, "unfinished": _unfinished, "resume": _resume}[
        options.what
    ](options)


def _list(options: Namespace) -> int:
    query = parse(options.where or "", JOURNAL_FIELDS)
    with opened(options) as (_, store):
        entries = store.journal.entries(LONGEST if options.where else options.limit)
        for entry in query.keep(entries)[: options.limit]:
            print(_line(entry))
    return ExitCode.OK


def _verify(options: Namespace) -> int:
    with opened(options) as (_, store):
        lines = store.journal.verify()
    print(f"the chain of {wording.plural(lines, 'line')} is whole")
    return ExitCode.OK


def _export(options: Namespace) -> int:
    now = SystemClock().real()
    start, end = parse_moment(options.start, now), parse_moment(options.end, now)
    if start >= end:
        raise UsageError(
            f"From {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} is no time span.", "--from is the earlier."
        )
    with opened(options) as (profile, store):
        found = incident.gather(store, start, end)
    text = incident.markdown(found, profile.name) if options.format == "markdown" else incident.jsonl(found)
    sys.stdout.write(text)
    return ExitCode.OK


def _unfinished(options: Namespace) -> int:
    with opened(options) as (_, store):
        unsure, undone = recovery.left_behind(recovery.unfinished(store)), recovery.rest(store)
    for title, entries in (("no result", unsure), ("not done", undone)):
        for entry in entries:
            item = entry.item
            print(safe(f"{entry.at:%Y-%m-%d %H:%M:%S}  {title:<9}  {item.action} {item.name}  ({entry.plan.title})"))
    said = f"{wording.plural(len(unsure), 'write')} without a result, {wording.plural(len(undone), 'write')} of broken-off plans not done"
    print(f"coldsend-tui: {said}", file=sys.stderr)
    return ExitCode.OK


def _resume(options: Namespace) -> int:
    """Read what became of writes without a result (this sends no write), then plan what is left, newest plan first."""

    async def plan(desk: Desk) -> Plan | None:
        entries = recovery.left_behind(recovery.unfinished(desk.store))
        if entries:
            results = await recovery.verify(
                entries, client=desk.client, store=desk.store, clock=desk.clock, session=desk.session
            )
            for result in results:
                _tell(result)
        await desk.session.reread(feeds.ANALYTICS)
        undone = recovery.still_undone(recovery.rest(desk.store), desk.workspace)
        if not undone:
            return None
        plans = recovery.plan_rest(
            undone,
            desk.workspace,
            now=desk.clock.now(),
            read_only=desk.refusal("campaign", undone[0].item.action),
            budget_left=desk.budget_left,
        )
        if len(plans) > 1:
            print(f"coldsend-tui: {len(plans)} plans were broken off; run it again for the next", file=sys.stderr)
        return next(iter(plans), None)

    return carry_out(options, plan, "nothing is left to do")


def _tell(result: ItemResult) -> None:
    print(f"coldsend-tui: verified {safe(result.name)}: {result.fate} ({safe(result.detail)})", file=sys.stderr)


def _line(entry: JournalEntry) -> str:
    why = f" ({entry.result_detail})" if entry.result_detail else ""
    change = f"{entry.before} → {entry.after}"
    return safe(
        f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.result or 'no result':<9}  {entry.action} {entry.object_name}: {change}{why}"
    )
