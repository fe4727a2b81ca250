"""Assigning inboxes to a campaign and taking them off: one PUT of the whole list (`inbox_ids` is never empty, behaviour.md §7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, cost
from coldsend_tui.details import AssignedInbox, CampaignSettings
from coldsend_tui.ops import wording
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.forecast import forecast
from coldsend_tui.text import safe
from coldsend_tui.workspace import Campaign, Sender, Workspace

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend

KIND: Final = "inboxes"
"""The object of these plans: a campaign's list of inboxes, under the campaign's id."""
ASSIGN: Final = "assign"
UNASSIGN: Final = "unassign"
_REFUSALS: Final = {
    "ACTIVE": "an ACTIVE campaign cannot be changed; pause it with P, change it, resume it with A",
    "COMPLETED": "a COMPLETED campaign cannot be changed",
    "FAILED": "a FAILED campaign cannot be changed; delete it with D and create it again",
    "ARCHIVED": "an ARCHIVED campaign is view-only",
}


def refusal(status: str) -> str:
    """Why the inboxes of a campaign in this state cannot be changed; "" when they can."""
    if status in ("DRAFT", "PAUSED"):
        return ""
    return _REFUSALS.get(status, f"this console does not know the state {safe(status) or '(none)'}")


def listed(emails: Iterable[str]) -> str:
    """The state that is planned and read back: `2 inboxes: a@x.example, b@x.example`."""
    every = sorted(emails)
    return wording.plural(len(every), "inbox", "inboxes") + (f": {', '.join(every)}" if every else "")


def plan_inboxes(
    campaign: Campaign,
    settings: CampaignSettings,
    workspace: Workspace,
    *,
    add: Sequence[Sender] = (),
    remove: Sequence[AssignedInbox] = (),
    read_only: str = "",
    budget_left: int | None = None,
    now: datetime,
) -> Plan:
    """Plan to add and take off inboxes. Refused while the campaign is not DRAFT or PAUSED, and where nothing would be left."""
    present = settings.inboxes or ()
    gone = {inbox.id for inbox in remove}
    known = {inbox.id for inbox in present}
    new = [sender for sender in add if sender.id not in known]
    kept = [inbox for inbox in present if inbox.id not in gone]
    after = (*kept, *(AssignedInbox(s.id, s.email, s.kind, s.status, s.daily_limit) for s in new))
    verb = ASSIGN if new else UNASSIGN
    changed = [s.email for s in new] or [inbox.email for inbox in remove]
    reason = read_only or refusal(campaign.status)
    if not reason and not after:
        reason = "a campaign keeps at least one inbox; assign another one first"
    if not reason and not new and len(kept) == len(present):
        reason = "nothing would change"
    item = PlanItem(
        KIND,
        campaign.id,
        campaign.name,
        verb,
        listed(inbox.email for inbox in present),
        listed(inbox.email for inbox in after),
        (f"PUT inbox_ids with {wording.plural(len(after), 'inbox', 'inboxes')}", "read it back"),
        sends=tuple(inbox.id for inbox in after),
    )
    what = changed[0] if len(changed) == 1 else wording.plural(len(changed), "inbox", "inboxes")
    return Plan(
        title=f"{verb.capitalize()} {what}",
        verb=verb,
        items=() if reason else (item,),
        refusals=(Refusal(campaign.name, reason, ""),) if reason else (),
        warnings=() if reason else tuple(_notes(campaign, settings, after, new, workspace, now)),
        irreversible=(),
        confirmation=for_write(ConfirmationLevel.BUTTON, 1, campaign.name, campaign.id),
        requests=cost(0 if reason else 1, read_each=True),
        budget_left=budget_left,
    )


def _notes(
    campaign: Campaign,
    settings: CampaignSettings,
    after: tuple[AssignedInbox, ...],
    new: Sequence[Sender],
    workspace: Workspace,
    now: datetime,
) -> Iterable[str]:
    idle = [sender.email for sender in new if sender.status != "ACTIVE"]
    if idle:
        yield f"not ACTIVE, so it sends nothing: {', '.join(idle)}."
    changed = settings._replace(inboxes=after)
    before, room = capacity(campaign, settings, workspace, now), capacity(campaign, changed, workspace, now)
    if before and room and before.per_day is not None and room.per_day is not None:
        finish = forecast(campaign, changed, workspace, now)
        then = f"; {finish.text}" if finish.p50 else ""
        yield f"{before.per_day:,} mails a sending day become {room.per_day:,}{then}."
    shared = [row.email for row in room.inboxes if row.shared_by > 1 and row.id in {s.id for s in new}] if room else []
    if shared:
        yield f"shared with other ACTIVE campaigns: {', '.join(shared)}."


async def send(client: ColdSend, item: PlanItem) -> None:
    """Put the whole list."""
    ids = item.sends if isinstance(item.sends, tuple) else ()
    await client.campaigns.update(item.id, inbox_ids=[str(id) for id in ids])
