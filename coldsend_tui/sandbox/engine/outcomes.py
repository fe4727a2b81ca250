"""Telling an outcome when its time has come: opens, clicks, bounces, unsubscribes, replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rendering.links import links_in
from .branches import fire
from .chance import between
from .conversation import hear
from .fate import (
    AUTO_REPLY,
    BOUNCE,
    CLICK,
    COMPLAINT,
    MACHINE_OPEN,
    OPEN,
    REPLY,
    SCANNER_CLICK,
    UNSUBSCRIBE,
    bounce_code,
)
from .ledger import (
    BOUNCED,
    MAIL_BOUNCED,
    MAIL_CODE,
    MAIL_NODE,
    MAIL_OPENED,
    MAIL_REPLIED,
    MAIL_STEP,
    MAIL_VARIANT,
    OPENED,
    REPLIED,
)
from .roster import Campaign, Inbox, Lead

if TYPE_CHECKING:
    from .simulation import Simulation

# Places in Inbox.counts.
_OPENS, _REPLIES, _HARD, _POLICY, _UNSUBSCRIBES, _COMPLAINTS = range(1, 7)
HARD_CODES = ("5.1.1",)  # the address does not exist: the person is suppressed everywhere (field.md §2)


def tell(sim: Simulation, at: int, outcome: int, mail_id: int, lead_id: int) -> None:
    """Apply one outcome. An archived campaign takes in nothing any more (behaviour.md §6), a deleted one is gone."""
    lead = sim.lead(lead_id)
    campaign = sim.campaign(lead.campaign_id)
    if campaign is None or campaign.status == "ARCHIVED":
        return
    inbox = sim.inbox(lead.inbox_id or 0)
    sim.ledger.inboxes.add(inbox)
    if outcome in (OPEN, MACHINE_OPEN):
        _opened(sim, campaign, inbox, lead, mail_id, at)
    elif outcome == REPLY:
        _replied(sim, campaign, inbox, lead, mail_id, at)
    elif outcome == BOUNCE:
        _bounced(sim, campaign, inbox, lead, mail_id, at)
    elif outcome == AUTO_REPLY:
        hear(sim, campaign, inbox, lead, mail_id, at, automatic=True)
        sim.ledger.event(at, "auto_replied", campaign.id, lead.id, inbox.id, mail_id)
    elif outcome == UNSUBSCRIBE:
        unsubscribe(sim, campaign, inbox, lead, mail_id, at)
    elif outcome == COMPLAINT:
        inbox.counts[_COMPLAINTS] += 1
    elif outcome in (CLICK, SCANNER_CLICK):
        _clicked(sim, campaign, lead, mail_id, at, scanner=outcome == SCANNER_CLICK)


def _opened(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, mail_id: int, at: int) -> None:
    mail = sim.mail(mail_id)
    if mail[MAIL_OPENED] is not None:
        return
    ledger = sim.ledger
    mail[MAIL_OPENED] = at
    if mail_id not in ledger.mails:
        ledger.mail_changes.append(("opened_at", at, mail_id))
    inbox.counts[_OPENS] += 1
    ledger.step(campaign.id, mail[MAIL_STEP], mail[MAIL_NODE] or 0)[0] += 1
    ledger.events.append((at, "opened", campaign.id, lead.id, inbox.id, mail_id, None))
    if lead.opened_at is not None:
        return
    lead.opened_at = at
    ledger.leads.add(lead)
    ledger.count(campaign, "open_count")
    ledger.day(at)[OPENED] += 1
    ledger.contact_flags.append(("has_opened", lead.contact_id))
    if lead.status == "SENT":
        lead.status = "OPENED"
        fire(sim, campaign, lead, at, status="OPENED")


def _replied(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, mail_id: int, at: int) -> None:
    ledger, mail = sim.ledger, sim.mail(mail_id)
    if mail[MAIL_REPLIED] is None:
        mail[MAIL_REPLIED] = at
        if mail_id not in ledger.mails:
            ledger.mail_changes.append(("replied_at", at, mail_id))
        ledger.step(campaign.id, mail[MAIL_STEP], mail[MAIL_NODE] or 0)[1] += 1
    inbox.counts[_REPLIES] += 1
    heard = hear(sim, campaign, inbox, lead, mail_id, at, automatic=False)
    ledger.event(at, "replied", campaign.id, lead.id, inbox.id, mail_id, heard.category)
    ledger.leads.add(lead)
    if lead.replied_at is None:
        lead.replied_at = at
        ledger.count(campaign, "reply_count")
        ledger.day(at)[REPLIED] += 1
        ledger.contact_flags.append(("has_replied", lead.contact_id))
        if lead.status in ("SENT", "OPENED"):
            lead.status = "REPLIED"
    if heard.category == "interested":
        ledger.contact_flags.append(("is_hot", lead.contact_id))
    if heard.category == "unsubscribe":
        unsubscribe(sim, campaign, inbox, lead, mail_id, at)
        return
    if lead.node_id is None and lead.next_due_at is not None:
        sim.plan(campaign, lead, None, at)
    fire(sim, campaign, lead, at, status="REPLIED", category=heard.category, text=heard.text)


def _bounced(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, mail_id: int, at: int) -> None:
    ledger, mail = sim.ledger, sim.mail(mail_id)
    step = mail[MAIL_STEP]
    draws = sim.chance.draws(lead.id, step or -(mail[MAIL_NODE] or 0))
    signed = inbox.domain is None or inbox.domain.signed
    code = bounce_code(draws, first=step == 1, bad_address=sim.bad_addresses(lead.batch_id), signed=signed)
    mail[MAIL_BOUNCED], mail[MAIL_CODE] = at, code
    if mail_id not in ledger.mails:
        ledger.mail_changes.append(("bounced_at", at, mail_id))
        ledger.mail_codes.append((code, mail_id))
    inbox.counts[_POLICY if code.startswith("5.7") else _HARD] += 1
    ledger.event(at, "bounced", campaign.id, lead.id, inbox.id, mail_id, code)
    ledger.leads.add(lead)
    if lead.delivery_status is None or not lead.delivery_status.startswith("bounced"):
        ledger.count(campaign, "bounce_count")
        ledger.day(at)[BOUNCED] += 1
    lead.delivery_status = f"bounced ({code})"
    if lead.status in ("SENT", "OPENED"):
        lead.status = "BOUNCED"
    if lead.next_due_at is not None:
        sim.plan(campaign, lead, None, at)
    if code in HARD_CODES:
        ledger.contact_flags.append(("is_bounced", lead.contact_id))
        _suppress_elsewhere(sim, lead, at)


def unsubscribe(sim: Simulation, campaign: Campaign, inbox: Inbox, lead: Lead, mail_id: int, at: int) -> None:
    """The person wants no more mail, from nobody in this team."""
    if lead.unsubscribed:
        return
    lead.unsubscribed = 1
    if lead.status in ("SENT", "OPENED", "REPLIED"):
        lead.status = "UNSUBSCRIBED"
    ledger = sim.ledger
    ledger.leads.add(lead)
    ledger.count(campaign, "unsubscribe_count")
    ledger.contact_flags.append(("is_unsubscribed", lead.contact_id))
    ledger.event(at, "unsubscribed", campaign.id, lead.id, inbox.id, mail_id)
    inbox.counts[_UNSUBSCRIBES] += 1
    if lead.next_due_at is not None:
        sim.plan(campaign, lead, None, at)
    _suppress_elsewhere(sim, lead, at)


def _suppress_elsewhere(sim: Simulation, lead: Lead, at: int) -> None:
    others = sim.db.execute(
        "SELECT id, campaign_id FROM lead WHERE contact_id = ? AND id <> ? ORDER BY id", (lead.contact_id, lead.id)
    )
    for row in others.fetchall():
        campaign = sim.campaign(row["campaign_id"])
        if campaign is not None:
            sim.suppress(campaign, sim.lead(row["id"]), at)


def _clicked(sim: Simulation, campaign: Campaign, lead: Lead, mail_id: int, at: int, *, scanner: bool) -> None:
    """A scanner follows every link of a mail, a person one of them. Mails without links cannot be clicked."""
    mail = sim.mail(mail_id)
    row = sim.db.execute("SELECT email_content FROM variant WHERE id = ?", (mail[MAIL_VARIANT],)).fetchone()
    links = links_in(row["email_content"]) if row else []
    if not links:
        return
    if not scanner:
        chosen = between(sim.chance.lot(lead.id, 90 + mail[MAIL_STEP]), (0, len(links) - 1))
        links = [link for link in links if link[0] == links[chosen][0]]
    for index, url in links:
        sim.ledger.clicks.append((campaign.id, lead.id, mail_id, mail[MAIL_STEP], index, url, at, int(scanner)))
        sim.ledger.event(at, "clicked", campaign.id, lead.id, lead.inbox_id, mail_id, "bot" if scanner else None)
