"""Findings about sender accounts: at the daily limit, held back, not ACTIVE although campaigns use them, poor health."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from coldsend_tui.details import AssignedInbox
from coldsend_tui.ops import health, leads, reach, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.findings import Finding, Severity
from coldsend_tui.ops.index import WorkspaceIndex, index_of
from coldsend_tui.ops.schedule import Window, opening
from coldsend_tui.workspace import Campaign, Sender, Workspace

_HELD_UP = ("PAUSED", "DISABLED")
NAMED = 8
"""Accounts and campaigns that are named before the rest is only counted."""


def findings(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """All findings about sender accounts."""
    used_up = []
    for sender in workspace.senders:
        if sender.status in _HELD_UP:
            yield from _not_sending(sender, workspace)
        elif sender.status == "ACTIVE":
            if sender.health is not None and sender.health < limits.HEALTH_POOR:
                yield _poor(sender, workspace)
            if sender.sent_today is not None and sender.daily_limit and sender.sent_today >= sender.daily_limit:
                used_up.append(sender)
            elif sender.rate_limited:
                yield _held_back(sender, workspace)
    if used_up:
        yield _used_up(used_up, workspace, now)


def _not_sending(sender: Sender, workspace: Workspace) -> Iterator[Finding]:
    extent = reach.of_inboxes({sender.id}, workspace)
    if not extent.campaigns:
        return
    yield Finding(
        rule="sender.paused",
        severity=Severity.WARN,
        kind="sender",
        object_id=sender.id,
        name=sender.email,
        value=f"{sender.status}, {wording.plural(extent.campaigns, 'campaign')}",
        limit="ACTIVE",
        why=f"It is {sender.status} although running campaigns are meant to send through it.",
        evidence=(f"state {sender.status}", f"assigned to {wording.plural(extent.campaigns, 'ACTIVE campaign')}"),
        since=None,
        reach=extent,
        advice="Enable it in the ColdSend dashboard (the API cannot), or take it off those campaigns.",
    )


def _used_up(senders: Sequence[Sender], workspace: Workspace, now: datetime) -> Finding:
    """All accounts that used up their limit, as one finding: a normal wait until 00:00 UTC, not a fault (field.md §2, diagnosis table)."""
    running = sum(sender.status == "ACTIVE" for sender in workspace.senders)
    waiting = _waiting(senders, workspace, now)
    many = wording.plural(len(senders), "sender account")
    why = f"{'It has' if len(senders) == 1 else 'They have'} used up the mails of this UTC day: a normal wait."
    if waiting:
        why += f" {wording.plural(len(waiting), 'campaign has', 'campaigns have')} no other inbox and {'waits' if len(waiting) == 1 else 'wait'} too."
    uses = [f"{sender.email} {sender.sent_today:,}/{sender.daily_limit:,}" for sender in senders]
    evidence = [wording.named(uses, NAMED)]
    if waiting:
        evidence.append(f"waiting: {wording.named([campaign.name for campaign in waiting], NAMED)}")
    return Finding(
        rule="sender.limit",
        severity=Severity.INFO,
        kind="sender",
        object_id="" if len(senders) > 1 else senders[0].id,
        name=many if len(senders) > 1 else senders[0].email,
        value=f"{len(senders):,} of {running:,} at limit",
        limit="",
        why=why,
        evidence=tuple(evidence),
        since=None,
        reach=reach.of_inboxes({sender.id for sender in senders}, workspace),
        advice="Nothing, if that is planned: the count starts again at 00:00 UTC. Otherwise assign more inboxes.",
    )


def _waiting(senders: Sequence[Sender], workspace: Workspace, now: datetime) -> list[Campaign]:
    """ACTIVE campaigns that would mail now, had not every inbox that could send for them used up its limit."""
    index = index_of(workspace)
    spent = {sender.id for sender in senders}
    found = []
    for id in sorted({user for inbox in spent for user in index.users(inbox)}):
        settings = workspace.settings[id]
        usable = {inbox.id for inbox in settings.inboxes or () if _status(inbox, index) == "ACTIVE"}
        if usable <= spent and leads.left(index.active[id]):
            window = Window.of(settings)
            if window is not None and opening(window, now).is_open:
                found.append(index.active[id])
    return found


def _status(inbox: AssignedInbox, index: WorkspaceIndex) -> str:
    return index.senders[inbox.id].status if inbox.id in index.senders else inbox.status


def _held_back(sender: Sender, workspace: Workspace) -> Finding:
    used = health.sender_health(sender).used
    extent = reach.of_inboxes({sender.id}, workspace)
    return Finding(
        rule="sender.throttled",
        severity=Severity.WARN if extent.campaigns or extent.at_least else Severity.INFO,
        kind="sender",
        object_id=sender.id,
        name=sender.email,
        value=f"rate limited at {used.part:,}/{used.whole:,}" if used else "rate limited",
        limit="",
        why="The platform holds its mails back although its daily limit is not used up.",
        evidence=(health.use_text(used),),
        since=None,
        reach=extent,
        advice="Look at the load of its domain's hour and at its health; more inboxes on other domains relieve it.",
    )


def _poor(sender: Sender, workspace: Workspace) -> Finding:
    verdict = health.sender_health(sender)
    return Finding(
        rule="sender.health",
        severity=Severity.CRIT,
        kind="sender",
        object_id=sender.id,
        name=sender.email,
        value=f"health {sender.health:.0f}/100",
        limit=f"< {limits.HEALTH_POOR:g}",
        why="Its health score is poor, so its mails tend to land in spam.",
        evidence=(verdict.text, "the score is the platform's own; its formula is not published"),
        since=None,
        reach=reach.of_inboxes({sender.id}, workspace),
        advice="Take it off its campaigns, or pause the campaigns that use it, until the score recovers.",
    )
