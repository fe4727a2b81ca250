"""One inbox looks for its next mail: whose turn it is, what the limits say, and the mail itself."""

from __future__ import annotations

from heapq import heappop
from typing import TYPE_CHECKING

from . import parameters as p
from .branches import next_branch_mail
from .chance import between
from .fate import Temperament, decide
from .ledger import SENT
from .roster import Campaign, Inbox, Lead, Step
from .windows import NEVER

if TYPE_CHECKING:
    from .simulation import Simulation


def attempt(sim: Simulation, inbox: Inbox, now: int) -> int:
    """Send one mail if there is one that may leave now. Returns when this inbox should look again (NEVER: when something changes).

    The answer is exact: nothing becomes sendable earlier without the inbox being nudged.
    """
    day = now // p.DAY
    midnight = (day + 1) * p.DAY
    used_today = inbox.day == day
    if used_today and inbox.sent >= inbox.limit:
        return midnight
    wake = NEVER
    campaigns = tuple(inbox.campaigns)
    count = len(campaigns)
    for turn in range(count):
        campaign = campaigns[(inbox.mails + turn) % count]
        due = inbox.due[campaign.id]
        if not due and not campaign.pending_left:
            continue
        opens = campaign.window.interval(now)[0]
        if now < opens:
            wake = min(wake, opens)
            continue
        cap = campaign.cap(inbox, day)
        if cap is not None and used_today and inbox.by_campaign.get(campaign.id, 0) >= cap:
            wake = min(wake, midnight)
            continue
        while due and due[0][0] <= now:
            due_at, lead_id = heappop(due)
            lead = sim.lead(lead_id)
            if lead.next_due_at == due_at and _follow_up(sim, campaign, inbox, lead, now):
                return inbox.free_at
        if campaign.pending_left:
            first = sim.next_pending(campaign, now)
            if first is not None:
                _first_mail(sim, campaign, inbox, first, now)
                return inbox.free_at
        if due:
            wake = min(wake, due[0][0])
    return wake


def _first_mail(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, now: int) -> None:
    step, ledger = campaign.steps[0], sim.ledger
    campaign.pending_left -= 1
    ledger.campaigns.add(campaign)
    lead.inbox_id = inbox.id
    lead.step = step.number
    ledger.leads.add(lead)
    if not _main_mail(sim, campaign, inbox, lead, step, now):
        lead.status, lead.delivery_status = "FAILED", "rejected"
        ledger.count(campaign, "failed_count")
        sim.settle(campaign, now)
        return
    lead.status, lead.delivery_status = "SENT", "delivered"
    ledger.count(campaign, "sent_count")
    _plan_next_step(sim, campaign, lead, now, now)


def _follow_up(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, now: int) -> bool:
    """The mail that is due for a lead, unless its condition does not hold. Says whether the inbox was used."""
    lead.inbox_id = inbox.id
    sim.ledger.leads.add(lead)
    if lead.node_id is not None:
        return _branch_mail(sim, campaign, inbox, lead, now)
    step = campaign.step_after(lead.step)
    due_at = lead.next_due_at or now
    if step is None:  # edited away while it waited
        sim.plan(campaign, lead, None, now)
        return False
    lead.step = step.number
    if not holds(step.trigger, lead):
        _plan_next_step(sim, campaign, lead, due_at, now)
        return False
    _main_mail(sim, campaign, inbox, lead, step, now)  # a rejected follow-up is lost, the chain goes on
    _plan_next_step(sim, campaign, lead, now, now)
    return True


def holds(trigger: str, lead: Lead) -> bool:
    """Whether the condition of a follow-up is true of a lead (behaviour.md §9)."""
    match trigger:
        case "NOT_OPENED":
            return lead.opened_at is None
        case "NOT_REPLIED":
            return lead.replied_at is None
        case "OPENED_BUT_NOT_REPLIED":
            return lead.opened_at is not None and lead.replied_at is None
        case _:
            return True


def _plan_next_step(sim: Simulation, campaign: Campaign, lead: Lead, since: int, now: int) -> None:
    step = campaign.step_after(lead.step)
    sim.plan(campaign, lead, since + step.wait if step else None, now)


def _main_mail(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, step: Step, now: int) -> bool:
    only = len(step.variants) == 1
    variant_id = step.variants[0][1] if only else step.variant(sim.chance.lot(lead.id, step.number))
    return _dispatch(sim, campaign, inbox, lead, now, step.number, step.temperament, variant_id=variant_id)


def _branch_mail(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, now: int) -> bool:
    """The due mail of a lead's branch and the plan for the one after it."""
    mail = next_branch_mail(sim, campaign, lead, now)
    if mail is None:
        return False
    left = _dispatch(
        sim, campaign, inbox, lead, now, 0, campaign.branch_kind, node_id=mail.node_id, variant_index=mail.variant_index
    )
    if left and lead.status == "QUEUED":  # moved into the branch before anybody had written to it
        lead.status, lead.delivery_status = "SENT", "delivered"
        sim.ledger.count(campaign, "sent_count")
        sim.ledger.day(now)[SENT] += 1
    sim.plan(campaign, lead, mail.next_due_at, now, node_id=mail.next_node_id)
    return True


def _dispatch(
    sim: Simulation,
    campaign: Campaign,
    inbox: Inbox,
    lead: Lead,
    now: int,
    step: int,
    kind: Temperament,
    *,
    variant_id: int | None = None,
    node_id: int | None = None,
    variant_index: int | None = None,
) -> bool:
    """Hand one mail over: use up the limits, decide its outcomes, write it down. False: rejected by the domain-hour limit."""
    ledger = sim.ledger
    draws = sim.chance.draws(lead.id, step or -(node_id or 0))
    inbox.free_at = now + between(draws[2], p.GAP)
    if inbox.day != now // p.DAY:
        inbox.day, inbox.sent = now // p.DAY, 0
        inbox.by_campaign.clear()
    ledger.inboxes.add(inbox)
    mail_id = sim.new_mail_id()
    domain = inbox.domain if inbox.native else None
    rejected = domain is not None and not sim.use_domain_hour(domain, now)
    mail = ledger.mails[mail_id] = [
        mail_id, campaign.id, lead.id, inbox.id, step, node_id, variant_id, variant_index, now, int(rejected), None, None, None, None,
    ]  # fmt: skip
    if step == 1:
        ledger.first_mails[lead.id] = mail
    if rejected:
        ledger.events.append((now, "rejected", campaign.id, lead.id, inbox.id, mail_id, None))
        return False
    ledger.events.append((now, "sent", campaign.id, lead.id, inbox.id, mail_id, None))
    inbox.sent += 1
    inbox.mails += 1
    inbox.counts[0] += 1
    inbox.by_campaign[campaign.id] = inbox.by_campaign.get(campaign.id, 0) + 1
    lead.last_contacted_at = now
    outcomes = decide(
        kind,
        draws,
        sim.chance.temper(lead.id),
        now,
        offset=campaign.window.offset(now),
        bad_address=sim.bad_addresses(lead.batch_id),
        first=step == 1,
        signed=inbox.domain is None or inbox.domain.signed,
    )
    for due_at, outcome in outcomes:
        sim.expect(due_at, mail_id, outcome, lead.id)
    return True
