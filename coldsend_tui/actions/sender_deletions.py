"""Plans that delete sender accounts: one by its own request, many as jobs of at most a hundred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from coldsend_tui.actions.batch import MOST, Batch, InBatch, job_cost
from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal
from coldsend_tui.actions.sender_operations import DELETE, KIND
from coldsend_tui.actions.senders import read_only_refusal
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.workspace import Campaign, Sender

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.api.jobs import Job
    from coldsend_tui.api.models.sender_jobs import BulkAccepted, BulkProgress


def plan_delete(
    senders: Sequence[Sender],
    users: Mapping[str, Sequence[Campaign]],
    *,
    unread: int = 0,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan to delete accounts: one by its own request, more as jobs of at most a hundred.

    `users` are the campaigns that use an inbox by its id, `unread` the ACTIVE campaigns whose inboxes are not known. One that
    an ACTIVE campaign uses is refused with the campaigns named.
    """
    doomed, refusals = [], []
    for sender in senders:
        reason, instead = read_only_refusal(read_only) or _in_use(users.get(sender.id, ()))
        if reason:
            refusals.append(Refusal(sender.email, reason, instead))
        else:
            doomed.append(sender)
    steps = ("DELETE the account", "read that it is gone")
    items = [PlanItem(KIND, sender.id, sender.email, DELETE, sender.status, None, steps) for sender in doomed]
    requests = 2
    if len(items) > 1:
        items = [item for part in range(0, len(items), MOST) for item in _deletions(items[part : part + MOST])]
        requests = job_cost(-(-len(items) // MOST), len(doomed))
    first = doomed[0] if doomed else None
    return Plan(
        title=f"Delete {senders[0].email}" if len(senders) == 1 else _of("Delete", len(doomed), len(senders)),
        verb=DELETE,
        items=tuple(items),
        refusals=tuple(refusals),
        warnings=tuple(_deletion_notes(doomed, users, unread)),
        irreversible=tuple(_losses(doomed)),
        confirmation=for_write(
            ConfirmationLevel.TYPE, len(items), first.email if first else "", first.id if first else ""
        ),
        requests=requests if items else 0,
        budget_left=budget_left,
    )


def _deletions(items: Sequence[PlanItem]) -> Iterator[PlanItem]:
    ids = tuple(item.id for item in items)

    async def start(client: ColdSend) -> Job[BulkAccepted, BulkProgress]:
        return await client.sender_accounts.bulk_delete(ids)

    batch = Batch(start, ids)
    steps = ("POST a bulk deletion, follow its job", "read that it is gone")
    for at, item in enumerate(items):
        yield item._replace(steps=steps, sends=InBatch(batch, at))


def _in_use(users: Sequence[Campaign]) -> tuple[str, str]:
    running = [campaign.name for campaign in users if campaign.status == "ACTIVE"]
    if not running:
        return "", ""
    return f"ACTIVE campaigns send through it: {wording.named(running)}", "pause them or take it off them first"


def _deletion_notes(doomed: Sequence[Sender], users: Mapping[str, Sequence[Campaign]], unread: int) -> Iterator[str]:
    waiting = list(dict.fromkeys(campaign.name for sender in doomed for campaign in users.get(sender.id, ())))
    if waiting:
        yield f"campaigns that are not running lose it: {wording.named(waiting)}."
    if doomed and unread:
        yield f"the inboxes of {wording.plural(unread, 'ACTIVE campaign')} are not read yet; the server refuses what they use."
    if len(doomed) > 1:
        yield "it is one job on the server: once taken, it cannot be stopped."


def _losses(doomed: Sequence[Sender]) -> Iterator[str]:
    if any(sender.kind == limits.NATIVE_KIND for sender in doomed):
        yield "managed mailboxes are removed with the mail in them."
    if any(sender.kind != limits.NATIVE_KIND for sender in doomed):
        yield "connections to own servers are removed; the mailboxes themselves stay at their provider."
    if doomed:
        yield "their addresses cannot be used again at once; what they sent stays in the analytics."


def _of(verb: str, planned: int, asked: int) -> str:
    some = f" of {wording.count(asked)}" if planned < asked else ""
    return f"{verb} {wording.plural(planned, 'sender account')}{some}"
