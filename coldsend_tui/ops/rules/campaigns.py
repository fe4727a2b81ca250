"""Findings about campaigns: failed launch, bounces, no sends in an open window, few leads left, an unknown state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import health, leads, lifecycle, reach, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.findings import Finding, Severity
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.sending import Sending, can_send, inbox_states, next_send
from coldsend_tui.workspace import Campaign, Sample, Workspace


class Recent(NamedTuple):
    """What was observed of the counters lately: samples per campaign since `since`, and how far they lag behind now."""

    samples: Mapping[str, Sequence[Sample]]
    since: datetime | None
    lag: timedelta


def findings(
    workspace: Workspace,
    now: datetime,
    recent: Recent,
) -> Iterator[Finding]:
    """All findings about campaigns."""
    for campaign in workspace.campaigns:
        status = campaign.status
        # A rate at or below the lowest limit proves nothing: most campaigns are passed by here.
        if campaign.bounced > campaign.sent * limits.BOUNCE_WARN and status in ("ACTIVE", "PAUSED"):
            yield from _bounce(campaign, workspace)
        if status == "ACTIVE":
            settings = workspace.settings.get(campaign.id)
            if settings is not None:
                yield from _flow(campaign, settings, workspace, now, recent)
        elif status == "FAILED":
            yield _failed(campaign, workspace)
        elif not lifecycle.known(status):
            yield _unknown(campaign, workspace)


def _bounce(campaign: Campaign, workspace: Workspace) -> Iterator[Finding]:
    verdict = health.bounce(campaign)
    if verdict.level not in (Level.WARN, Level.CRIT):
        return
    running = campaign.status == "ACTIVE"
    critical = verdict.level is Level.CRIT and running
    share = f"{verdict.ratio.text} of the mails sent have bounced"
    yield Finding(
        rule="campaign.bounce",
        severity=Severity.CRIT if critical else Severity.WARN if running else Severity.INFO,
        kind="campaign",
        object_id=campaign.id,
        name=campaign.name,
        value=verdict.ratio.text,
        limit=verdict.limit,
        why=f"{share}; the platform throttles or pauses at {wording.limit(limits.BOUNCE_CUMULATIVE_CRITICAL)}.",
        evidence=(verdict.text, "cause of the bounces unknown: the API does not hand over their codes"),
        since=None,
        reach=reach.of_campaign(campaign, workspace.settings.get(campaign.id)),
        advice="Pause it, then verify the list of its last upload."
        if running
        else "Verify its list before it is resumed.",
        action=Transition.PAUSE if running else None,
    )


def _failed(campaign: Campaign, workspace: Workspace) -> Finding:
    settings = workspace.settings.get(campaign.id)
    missing = settings.missing_requirements if settings else None
    reasons = f"the server names: {', '.join(missing)}" if missing else "the server has named no reason yet"
    return Finding(
        rule="campaign.failed",
        severity=Severity.CRIT,
        kind="campaign",
        object_id=campaign.id,
        name=campaign.name,
        value="FAILED",
        limit="",
        why="Its launch failed, so nothing is sent.",
        evidence=(reasons, f"{wording.count(campaign.sent)} of {wording.plural(campaign.total_leads, 'lead')} mailed"),
        since=None,
        reach=reach.of_campaign(campaign, workspace.settings.get(campaign.id)),
        advice="Open it and see what its launch was missing; it can only be deleted and created again.",
    )


def _unknown(campaign: Campaign, workspace: Workspace) -> Finding:
    return Finding(
        rule="campaign.state",
        severity=Severity.INFO,
        kind="campaign",
        object_id=campaign.id,
        name=campaign.name,
        value=campaign.status or "no state",
        limit="",
        why="This console does not know that state and judges nothing about the campaign.",
        evidence=(f"state as the API gave it: {campaign.status or '(none)'}",),
        since=None,
        reach=reach.of_campaign(campaign, workspace.settings.get(campaign.id)),
        advice="Look at it in the ColdSend dashboard, and see whether a newer coldsend-tui knows the state.",
    )


def _flow(
    campaign: Campaign,
    settings: CampaignSettings,
    workspace: Workspace,
    now: datetime,
    recent: Recent,
) -> Iterator[Finding]:
    samples = recent.samples.get(campaign.id, ())
    as_of = now - recent.lag
    state = None
    if not (_grew_since(samples, as_of - limits.STALL_AFTER) and can_send(settings, workspace)):
        state = next_send(campaign, settings, workspace, now, recent=samples, unchanged_since=recent.since, as_of=as_of)
    if state is not None and state.kind is Sending.FAULT:
        yield Finding(
            rule="campaign.stalled",
            severity=Severity.WARN,
            kind="campaign",
            object_id=campaign.id,
            name=campaign.name,
            value=f"ACTIVE, {state.text}",
            limit=f"> {wording.duration(limits.STALL_AFTER)} open" if can_send(settings, workspace) else "",
            why=state.why,
            evidence=(f"{wording.count(campaign.sent)} mails sent so far", *_inbox_evidence(settings, workspace)),
            since=None,
            reach=reach.of_campaign(campaign, workspace.settings.get(campaign.id)),
            advice="Look at its inboxes and their domains; pausing and resuming does not repair a stall.",
        )
        return
    yield from _runway(campaign, settings, workspace, now)


def _grew_since(samples: Sequence[Sample], since: datetime) -> bool:
    """Whether the newest samples show mails sent after `since`."""
    return len(samples) > 1 and samples[-1].at >= since and samples[-1].sent > samples[-2].sent


def _runway(campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime) -> Iterator[Finding]:
    left = leads.left(campaign)
    if not left or not campaign.sent or left > limits.RUNWAY_WARN * _most_per_day(settings):
        return
    room = capacity(campaign, settings, workspace, now)
    if room is None or not room.per_day:
        return
    days = left / room.per_day
    if days < limits.RUNWAY_WARN:
        yield Finding(
            rule="campaign.runway",
            severity=Severity.WARN if days < limits.RUNWAY_CRITICAL else Severity.INFO,
            kind="campaign",
            object_id=campaign.id,
            name=campaign.name,
            value=f"{wording.plural(left, 'lead')}, {days:.1f} days",
            limit=f"< {limits.RUNWAY_CRITICAL if days < limits.RUNWAY_CRITICAL else limits.RUNWAY_WARN:g} days",
            why="It runs out of leads soon.",
            evidence=(f"{wording.count(left)} left at up to {wording.count(room.per_day)} mails a sending day",),
            since=None,
            reach=reach.of_campaign(campaign, workspace.settings.get(campaign.id)),
            advice="Upload more leads if it is meant to go on; otherwise nothing needs doing.",
        )


def _most_per_day(settings: CampaignSettings) -> int:
    """What its inboxes could send on a day without any other bound: the gap alone, or the campaign's cap."""
    day = timedelta(days=1) // limits.GAP_MEAN
    cap = day if settings.ramp_up else min(settings.daily_limit_per_inbox or day, day)
    return cap * len(settings.inboxes or ())


def _inbox_evidence(settings: CampaignSettings, workspace: Workspace) -> tuple[str, ...]:
    states = inbox_states(settings, workspace)
    if states is None:
        return ("its inboxes have not been read",)
    counts = Counter(states.values())
    text = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    return (f"its inboxes: {text}" if text else "no inbox assigned",)
