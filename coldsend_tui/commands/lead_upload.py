"""`coldsend-tui leads upload`: read, score, plan, send, follow, tell; what was interrupted goes on where it was."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.lead_upload.prepare import prepare
from coldsend_tui.actions.lead_upload.upload import BatchRecord, Stage, Upload, unfinished
from coldsend_tui.actions.list_source import Source
from coldsend_tui.api.limits import UPLOAD_LEADS_MAX
from coldsend_tui.clock import SystemClock
from coldsend_tui.commands.column_mapping import mapped
from coldsend_tui.commands.console import connect
from coldsend_tui.config import cache_path
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.ops.lead_list import columns
from coldsend_tui.ops.lead_list.qualify import qualify
from coldsend_tui.ops.lead_list.scorecard import Finding, scorecard
from coldsend_tui.store import Store
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.api import ColdSend
    from coldsend_tui.config import Profile

SHOWN: Final = 50
"""Refused rows that are printed; all are in the rejects file."""
_MARKS: Final = {"ok": "ok     ", "warn": "warn   ", "blocker": "bad    ", "unknown": "unknown"}


def run(profile: Profile, options: Namespace) -> int:
    """Exit status: OK when every row was taken or left out by plan, PARTIAL when the server refused rows or something is open,
    FAILED when nothing was sent, USAGE for a file that is no list."""
    if not 1 <= options.batch_leads <= UPLOAD_LEADS_MAX:
        raise UsageError(f"--batch-leads is 1 to {UPLOAD_LEADS_MAX:,}.", "More are split into several requests anyway.")
    source = Source(options.file)
    fields = mapped(source.table, columns.guess(source.table), options.mapping, "--mapping")
    if not options.dry_run and options.yes is None and not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask on.", "Add --yes to upload, or --dry-run to look.")
    return int(asyncio.run(_upload(profile, options, source, fields)))


async def _upload(profile: Profile, options: Namespace, source: Source, fields: columns.Fields) -> ExitCode:
    from coldsend_tui.actions.lead_upload.resume import same_source
    from coldsend_tui.api import ColdSend
    from coldsend_tui.commands.export import id_of

    near = cache_path(profile)
    target = await connect(profile)
    async with ColdSend(api_key=target.api_key, base_url=target.base_url) as client:
        campaign_id = await id_of(client, options.campaign)
        left = await asyncio.to_thread(unfinished, near)
        begun = same_source(left, campaign_id, source.digest)
        if begun is not None and options.new:
            await asyncio.to_thread(begun.discard)
            begun, left = None, tuple(other for other in left if other is not begun)
        _tell_others(left, begun)
        if begun is not None:
            print("This upload was interrupted; it goes on where it was.", file=sys.stderr)
            status = (await client.campaigns.get(campaign_id)).status
            return await _carry_out(begun, status, client, profile, options, near)
        return await _begin(campaign_id, client, profile, options, source, fields, near)


def _tell_others(left: tuple[Upload, ...], begun: Upload | None) -> None:
    for other in left:
        if other is not begun:
            words = f"an upload of {safe(other.source)} to {safe(other.campaign)} is unfinished: upload that file again"
            print(f"coldsend-tui: {words}, it goes on where it was", file=sys.stderr)


async def _begin(
    campaign_id: str,
    client: ColdSend,
    profile: Profile,
    options: Namespace,
    source: Source,
    fields: columns.Fields,
    near: Path,
) -> ExitCode:
    from coldsend_tui.actions.lead_upload.standing import read_standing

    standing = await read_standing(client, campaign_id)
    against = standing.judged_with(updates=options.duplicates != "skip", leave_roles=options.leave_out_roles)
    judged = await asyncio.to_thread(qualify, source.table, fields, against)
    _print_list(source, fields)
    if standing.compared:
        print(f"  {standing.compared}")
    for finding in scorecard(judged, standing.context):
        print(_line(finding))
    print()
    upload = await asyncio.to_thread(
        prepare, None if options.dry_run else near, source, judged, standing,
        duplicates=options.duplicates, now=SystemClock().now(), most_leads=options.batch_leads,
    )  # fmt: skip
    try:
        return await _carry_out(upload, standing.status, client, profile, options, near)
    finally:
        # Nothing has been sent: there is nothing to go on with.
        if all(batch.stage is Stage.PLANNED for batch in upload.batches):
            upload.discard()


def _print_list(source: Source, fields: columns.Fields) -> None:
    print(f"{safe(source.path.name)}: {len(source.table.records):,} rows, {source.size / 1e6:.2f} MB")
    for note in source.table.notes:
        print(f"  note: {note}")
    pairs = zip(source.table.header, fields, strict=True)
    print("  columns: " + ", ".join(f"{safe(name)} → {field or '(left out)'}" for name, field in pairs))


def _line(finding: Finding) -> str:
    examples = f" [{'; '.join(finding.examples)}]" if finding.examples else ""
    advice = f": {finding.advice}" if finding.advice else ""
    return safe(f"  {_MARKS[finding.level]} {finding.figures:>20}  {finding.text}{advice}{examples}")


async def _carry_out(
    upload: Upload, status: str, client: ColdSend, profile: Profile, options: Namespace, near: Path
) -> ExitCode:
    from coldsend_tui.actions.confirmation import ConfirmationLevel
    from coldsend_tui.actions.guard import guarded
    from coldsend_tui.actions.lead_upload.plan import plan_upload
    from coldsend_tui.actions.lead_upload.resume import Busy, settle_journal
    from coldsend_tui.actions.run import run as run_plan
    from coldsend_tui.commands.writing import confirm

    clock = SystemClock()
    bar = Bar()
    read_only = options.read_only or profile.read_only
    plan = plan_upload(upload, status, now=clock.now, on_sent=bar.sent, on_rows=bar.taken, read_only=read_only)
    plan = guarded(plan, profile.guard)
    print("\n".join(plan.lines()))
    if not plan.runnable and not (upload.finished and upload.batches):
        return ExitCode.FAILED
    if options.dry_run:
        return ExitCode.OK
    if plan.runnable:
        if plan.confirmation.level is ConfirmationLevel.TYPE:
            confirm(plan, options.yes)
        elif options.yes is None and not _agreed():
            print("coldsend-tui: nothing was sent", file=sys.stderr)
            return ExitCode.FAILED
    store = Store.open(near)
    try:
        with upload.held() as ours:
            if not ours:
                raise Busy(upload)
            await settle_journal(upload, client=client, store=store, clock=clock)
            if plan.runnable:
                outcome = await run_plan(plan, client=client, store=store, clock=clock, profile=profile.name)
                bar.end()
                if not outcome.ok:
                    print(outcome.summary, file=sys.stderr)
            return await asyncio.to_thread(_tell, upload)
    finally:
        bar.end()
        store.close()


def _agreed() -> bool:
    print("Upload? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == "yes"


def _tell(upload: Upload) -> ExitCode:
    from coldsend_tui.actions.lead_upload.result import finish, result_of

    result = result_of(upload)
    print(result.summary)
    for row in result.refused[:SHOWN]:
        print(safe(f"  row {row.row or '?'}: {row.email}: {row.reason}"))
    if len(result.refused) > SHOWN:
        print(f"  and {len(result.refused) - SHOWN:,} more")
    for note in result.notes:
        print(safe(f"  note: {note}"))
    saved, trouble = finish(upload)
    if saved is not None:
        print(f"Rows that became no lead are in {safe(str(saved))}.", file=sys.stderr)
    if trouble:
        print(f"coldsend-tui: {trouble}", file=sys.stderr)
    if result.open_batches:
        print("coldsend-tui: it is not finished; the same command goes on where it is", file=sys.stderr)
        return ExitCode.PARTIAL
    return ExitCode.PARTIAL if result.refused or trouble else ExitCode.OK


class Bar:
    """One line on standard error that says how far the batch is; nothing where nobody looks."""

    def __init__(self) -> None:
        self._open = False
        self._on = sys.stderr.isatty()

    def sent(self, batch: BatchRecord, sent: int, whole: int) -> None:
        """Bytes sent."""
        self._draw(batch, f"sent {sent / 1e6:.1f} of {whole / 1e6:.1f} MB", sent, whole)

    def taken(self, batch: BatchRecord, done: int, whole: int) -> None:
        """Leads processed."""
        self._draw(batch, f"taken in {done:,} of {whole:,} leads", done, whole)

    def _draw(self, batch: BatchRecord, words: str, part: int, whole: int) -> None:
        if self._on:
            filled = 24 * part // max(1, whole)
            print(
                f"\r{batch.name} {'█' * filled}{'░' * (24 - filled)} {words}\x1b[K", end="", file=sys.stderr, flush=True
            )
            self._open = True

    def end(self) -> None:
        """Leave the line."""
        if self._open:
            print(file=sys.stderr)
            self._open = False
