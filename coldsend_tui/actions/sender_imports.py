"""Plans that create many sender accounts from a file: jobs of at most a hundred, a result for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.batch import MOST, Batch, InBatch, job_cost
from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.outcome import Fate, Outcome
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal
from coldsend_tui.actions.sender_operations import ADD, KIND, NEW, smtp_body
from coldsend_tui.actions.senders import native_refusal, room, smtp_notes, taken
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.ops import wording
from coldsend_tui.ops.sender_accounts import NativeAccount, SmtpAccount
from coldsend_tui.ops.sender_csv import ImportRow
from coldsend_tui.workspace import Workspace

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.jobs import Job
    from coldsend_tui.api.models.sender_jobs import BulkAccepted, BulkProgress

SECONDS_EACH: Final = 2
"""Time that a job takes for one account, at a guess [inferred]."""


def plan_import(
    rows: Sequence[ImportRow], workspace: Workspace, *, read_only: str | bool = False, budget_left: int | None = None
) -> Plan:
    """Plan the accounts of `rows`: managed ones by domain, then those with their own servers. Faulty rows are refused with
    what is wrong, as are addresses that are taken and rows for which a domain has no room."""
    fit, refusals = [], []
    domains = {domain.name.lower(): domain for domain in workspace.domains}
    rooms = {domain.id: room(domain) for domain in workspace.domains}
    refused = (read_only if isinstance(read_only, str) else READ_ONLY) if read_only else ""
    for row in rows:
        reason, instead = refused, ""
        account = row.account
        if reason or account is None:
            reason = reason or "; ".join(row.faults) or "it has no account"
        elif isinstance(account, NativeAccount):
            domain = domains.get(account.domain.lower())
            account = account._replace(domain_id=domain.id if domain else "")
            reason, instead = native_refusal(account, domain, rooms, workspace)
            if not reason and domain is not None and (left := rooms[domain.id]) is not None:
                rooms[domain.id] = left - 1
        elif taken(account.email, workspace):
            reason = "an account of that address exists already"
        if reason:
            refusals.append(Refusal(f"row {row.number} {row.name}", reason, instead))
        else:
            fit.append(row._replace(account=account))
    items = tuple(_items(fit))
    jobs = len({item.sends.batch for item in items if isinstance(item.sends, InBatch)})
    smtp = [row.account for row in fit if isinstance(row.account, SmtpAccount)]
    some = f" of {wording.plural(len(rows), 'row')}" if refusals else ""
    notes = list(smtp_notes(smtp)) if smtp else []
    if items:
        seconds = f"about {wording.count(SECONDS_EACH * len(items))} s" if len(items) > 1 else "some seconds"
        notes.append(f"{wording.plural(jobs, 'job')} on the server, {seconds}; once taken, a job cannot be stopped.")
    return Plan(
        title=f"Add {wording.plural(len(items), 'sender account')}{some}",
        verb=ADD,
        items=items,
        refusals=tuple(refusals),
        warnings=tuple(notes),
        irreversible=(),
        confirmation=for_write(ConfirmationLevel.BUTTON, len(items), items[0].name if items else "", ""),
        requests=job_cost(jobs, len(workspace.senders) + len(items)) if items else 0,
        budget_left=budget_left,
    )


def _items(rows: Sequence[ImportRow]) -> Iterator[PlanItem]:
    by_domain: dict[str, list[ImportRow]] = {}
    for row in rows:
        if isinstance(row.account, NativeAccount):
            by_domain.setdefault(row.account.domain_id, []).append(row)
    for domain_id, native in by_domain.items():
        for start in range(0, len(native), MOST):
            yield from _native(domain_id, native[start : start + MOST])
    smtp = [row for row in rows if isinstance(row.account, SmtpAccount)]
    for start in range(0, len(smtp), MOST):
        yield from _smtp(smtp[start : start + MOST])


def _native(domain_id: str, rows: Sequence[ImportRow]) -> Iterator[PlanItem]:
    accounts = [row.account for row in rows if isinstance(row.account, NativeAccount)]

    async def start(client: ColdSend) -> Job[BulkAccepted, BulkProgress]:
        return await client.sender_accounts.bulk_create_native(
            domain_id, [{"email_prefix": one.prefix, "display_name": one.display_name} for one in accounts]
        )

    return _batch(Batch(start, [one.email for one in accounts]), rows, "ACTIVE")


def _smtp(rows: Sequence[ImportRow]) -> Iterator[PlanItem]:
    accounts = [row.account for row in rows if isinstance(row.account, SmtpAccount)]

    async def start(client: ColdSend) -> Job[BulkAccepted, BulkProgress]:
        return await client.sender_accounts.bulk_create_smtp([smtp_body(one) for one in accounts])

    secrets = [secret for one in accounts for secret in one.secrets]
    return _batch(Batch(start, [one.email for one in accounts], secrets), rows, "PENDING")


def _batch(batch: Batch, rows: Sequence[ImportRow], after: str) -> Iterator[PlanItem]:
    steps = ("POST a bulk creation, follow its job", "read the account back")
    for at, row in enumerate(rows):
        email = row.account.email if row.account else row.name
        yield PlanItem(
            KIND, "", email, ADD, NEW, after, steps, sends=InBatch(batch, at, row), detail=f"row {row.number}"
        )


def rows_not_done(outcome: Outcome) -> tuple[ImportRow, ...]:
    """The rows of an import whose accounts were not made, or of which nobody knows, for planning them again."""
    return tuple(
        item.sends.row
        for item, result in zip(outcome.plan.items, outcome.items, strict=True)
        if result.fate is not Fate.DONE and isinstance(item.sends, InBatch) and isinstance(item.sends.row, ImportRow)
    )


def rows_of(plan: Plan) -> dict[str, int]:
    """Row numbers of the file by address."""
    return {
        item.name: item.sends.row.number
        for item in plan.items
        if isinstance(item.sends, InBatch) and isinstance(item.sends.row, ImportRow)
    }
