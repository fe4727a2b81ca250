"""Checks of what sends: assigned inboxes, their pace, their domains and the domains' hours (field.md §5: 13, 16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.capacity import capacity, domain_loads
from coldsend_tui.ops.checks.check import Check, CheckLevel
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.index import index_of
from coldsend_tui.workspace import Campaign, Domain, Workspace


def inboxes(campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime) -> Iterator[Check]:
    """Inboxes assigned and ACTIVE, and how much each would send a day."""
    room = capacity(campaign, settings, workspace, now)
    if room is None:
        yield Check("inboxes", CheckLevel.UNKNOWN, "assigned inboxes have not been read")
        return
    if not room.inboxes:
        yield Check("inboxes", CheckLevel.BLOCKER, "no inbox assigned", "assign at least one ACTIVE inbox")
        return
    if not room.usable:
        states = ", ".join(f"{n} {state}" for state, n in Counter(row.reason for row in room.inboxes).most_common())
        fix = "assign an ACTIVE inbox, or enable these in the ColdSend dashboard"
        yield Check("inboxes", CheckLevel.BLOCKER, f"no ACTIVE inbox ({states})", fix)
        return
    per_day = "" if room.per_day is None else f", {wording.count(room.per_day)}/day together"
    text = f"{wording.plural(room.usable, 'inbox', 'inboxes')} ACTIVE{per_day}"
    if held_up := len(room.inboxes) - room.usable:
        yield Check("inboxes", CheckLevel.WARN, f"{text}; {held_up} not ACTIVE", "replace them or take them off")
    else:
        yield Check("inboxes", CheckLevel.OK, text)
    highest = max((row.per_day for row in room.inboxes if row.usable and row.per_day is not None), default=0)
    if highest > limits.MAILS_PER_INBOX_HIGH:
        fix = f"set the daily limit per inbox to {limits.MAILS_PER_INBOX_ADVISED}-{limits.MAILS_PER_INBOX_HIGH}"
        yield Check("pace", CheckLevel.WARN, f"up to {highest} mails per inbox and day", fix, 16)
    elif highest:
        yield Check("pace", CheckLevel.OK, f"up to {highest} mails per inbox and day", number=16)


def domains(settings: CampaignSettings, workspace: Workspace, now: datetime) -> Iterator[Check]:
    """State and age of the domains behind the native inboxes (13); age counts from when the domain was added here."""
    senders = index_of(workspace).senders
    names = {senders[inbox.id].domain for inbox in settings.inboxes or () if inbox.id in senders} - {None, ""}
    troubles = 0
    for domain in workspace.domains:
        if domain.name in names:
            for check in _domain(domain, settings, now):
                troubles += 1
                yield check
    known = sum(domain.name in names for domain in workspace.domains)
    if settings.inboxes and not known:
        text = "the inboxes are on domains of their own: SPF, DKIM, DMARC are not visible here"
        yield Check("domain", CheckLevel.UNKNOWN, text, "look them up where the domains are kept", 13)
    if known and not troubles:
        text = f"{wording.plural(known, 'domain')} ACTIVE, DNS verified, {limits.DOMAIN_DAYS_ADVISED} days old or more"
        yield Check("domain", CheckLevel.OK, f"{text}; DMARC is not visible here", number=13)


def _domain(domain: Domain, settings: CampaignSettings, now: datetime) -> Iterator[Check]:
    if domain.status != "ACTIVE":
        fix = "finish its setup, or use inboxes of another domain"
        yield Check("domain", CheckLevel.BLOCKER, f"{domain.name} is {domain.status}", fix, 13)
    elif domain.dns_verified is False:
        text = f"{domain.name}: its DNS records are not verified"
        yield Check("domain", CheckLevel.BLOCKER, text, "see its records on the Domains screen", 13)
    elif domain.created_at and now - domain.created_at < timedelta(days=limits.DOMAIN_DAYS_ADVISED):
        text = f"{domain.name} was added {wording.age(domain.created_at, now)} ago"
        yield Check("domain", CheckLevel.WARN, text, f"warm it up for {limits.DOMAIN_DAYS_ADVISED} days first", 13)
        if settings.tracking:
            fix = "leave tracking off while the domain is new"
            yield Check("tracking", CheckLevel.WARN, f"tracking pixel on {domain.name}, a new domain", fix, 17)


def identity(settings: CampaignSettings, workspace: Workspace) -> Iterator[Check]:
    """A name on every inbox (3); whether From domains lead to the brand cannot be seen here."""
    senders = index_of(workspace).senders
    known = [senders[inbox.id] for inbox in settings.inboxes or () if inbox.id in senders]
    nameless = [sender.email for sender in known if not sender.display_name.strip()]
    if nameless:
        more = f" and {len(nameless) - 1} more" if len(nameless) > 1 else ""
        yield Check("identity", CheckLevel.WARN, f"no sender name on {nameless[0]}{more}", "give it a person's name", 3)
    elif known:
        yield Check(
            "identity", CheckLevel.OK, "every inbox has a sender name; brand redirects are not visible here", number=3
        )


def domain_hours(
    campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime
) -> Iterator[Check]:
    """What the campaign adds to the mails an hour of its native domains (16)."""
    index = index_of(workspace)
    senders = index.senders
    names = {senders[inbox.id].domain for inbox in settings.inboxes or () if inbox.id in senders}
    heaviest = 0.0
    for load in domain_loads(workspace, now, launching=campaign):
        if load.domain in names:
            heaviest = max(heaviest, load.per_hour)
        if load.domain in names and load.level is not Level.OK:
            level = CheckLevel.BLOCKER if load.level is Level.CRIT else CheckLevel.WARN
            text = f"{load.domain} would send {load.per_hour:.0f} of {load.limit} mails an hour"
            yield Check("domain-hour", level, text, "lower the daily limits, widen the window, or add a domain", 16)
    if heaviest and heaviest <= limits.DOMAIN_HOUR_WARN:
        planned = f"{heaviest:.0f} of {limits.DOMAIN_HOUR_LIMIT} mails an hour on a native domain"
        if index.unread:
            text = f"at least {planned}: {wording.plural(index.unread, 'ACTIVE campaign')} not read yet"
            yield Check("domain-hour", CheckLevel.UNKNOWN, text, number=16)
        else:
            yield Check("domain-hour", CheckLevel.OK, f"at most {planned}", number=16)
