"""Findings about sender accounts: at the daily limit, not ACTIVE although campaigns use them, poor health."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from coldsend_tui.ops import health, leads, reach, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.findings import Finding, Severity
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.schedule import Window, opening
from coldsend_tui.workspace import Sender, Workspace

_LIMIT_WHY = "It has used up its mails of this UTC day; campaigns that send through it wait."
_HELD_UP = ("PAUSED", "DISABLED")


def findings(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """All findings about sender accounts."""
    for sender in workspace.senders:
        if sender.status in _HELD_UP:
            yield from _not_sending(sender, workspace)
        elif sender.status == "ACTIVE":
            if sender.health is not None and sender.health < limits.HEALTH_POOR:
                yield _poor(sender, workspace)
            if (sender.sent_today is not None and sender.daily_limit and sender.sent_today >= sender.daily_limit) or (
                sender.rate_limited
            ):
                yield _at_limit(sender, workspace, now)


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


def _at_limit(sender: Sender, workspace: Workspace, now: datetime) -> Finding:
    used = health.sender_health(sender).used
    extent = reach.of_inboxes({sender.id}, workspace)
    share = f"at limit {used.part}/{used.whole}" if used else "rate limited"
    held_up = _held_up_now(sender, workspace, now)
    limited = "rate limited by the platform" if sender.rate_limited else "not rate limited"
    return Finding(
        rule="sender.limit",
        severity=Severity.INFO if held_up == 0 else Severity.WARN,
        kind="sender",
        object_id=sender.id,
        name=sender.email,
        value=share,
        limit=f"{sender.daily_limit} a day" if sender.daily_limit is not None else "",
        why=_LIMIT_WHY + ("" if held_up != 0 else " None of them has an open window and leads left now."),
        evidence=(health.use_text(used), limited if sender.rate_limited is not None else "rate limit not known"),
        since=None,
        reach=extent,
        advice="Nothing, if that is planned: the count starts again at 00:00 UTC. Otherwise assign more inboxes.",
    )


def _held_up_now(sender: Sender, workspace: Workspace, now: datetime) -> int | None:
    """ACTIVE campaigns that would mail through the sender right now; None where some campaigns' inboxes are not known."""
    index = index_of(workspace)
    waiting = 0
    for id in index.users(sender.id):
        window = Window.of(workspace.settings[id])
        if leads.left(index.active[id]) and (window is None or opening(window, now).is_open):
            waiting += 1
    return None if not waiting and index.unread else waiting


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
