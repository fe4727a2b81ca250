"""Checks of what sends: assigned inboxes, their pace, their domains and the domains' hours (field.md §5: 13, 16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.capacity import capacity, domain_loads
from coldsend_tui.ops.checks.check import Check, CheckLevel
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.index import index_of
from coldsend_tui.workspace import Campaign, CampaignSettings, Workspace


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
        yield Check("pace", CheckLevel.WARN, f"up to {highest} mails per inbox and day", fix)


def domains(settings: CampaignSettings, workspace: Workspace, now: datetime) -> Iterator[Check]:
    """State and age of the domains behind the native inboxes (13); age counts from when the domain was added here."""
    senders = index_of(workspace).senders
    names = {senders[inbox.id].domain for inbox in settings.inboxes or () if inbox.id in senders} - {None, ""}
    for domain in workspace.domains:
        if domain.name not in names:
            continue
        if domain.status != "ACTIVE":
            fix = "finish its setup, or use inboxes of another domain"
            yield Check("domain", CheckLevel.BLOCKER, f"{domain.name} is {domain.status}", fix)
        elif domain.created_at and now - domain.created_at < timedelta(days=limits.DOMAIN_DAYS_ADVISED):
            text = f"{domain.name} was added {wording.age(domain.created_at, now)} ago"
            yield Check("domain", CheckLevel.WARN, text, f"warm it up for {limits.DOMAIN_DAYS_ADVISED} days first")


def domain_hours(
    campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime
) -> Iterator[Check]:
    """What the campaign adds to the mails an hour of its native domains (16)."""
    senders = index_of(workspace).senders
    names = {senders[inbox.id].domain for inbox in settings.inboxes or () if inbox.id in senders}
    for load in domain_loads(workspace, now, launching=campaign):
        if load.domain in names and load.level is not Level.OK:
            level = CheckLevel.BLOCKER if load.level is Level.CRIT else CheckLevel.WARN
            text = f"{load.domain} would send {load.per_hour:.0f} of {load.limit} mails an hour"
            yield Check("domain-hour", level, text, "lower the daily limits, widen the window, or add a domain")
