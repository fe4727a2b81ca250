"""Why is it not sending, and when is the next send: a normal wait told apart from a fault (field.md §2, diagnosis table)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from coldsend_tui.details import CampaignSettings, InboxQuota
from coldsend_tui.ops import leads, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import inbox_capacity
from coldsend_tui.ops.index import index_of
from coldsend_tui.ops.schedule import Window, moment_text, open_time, opening, opening_text
from coldsend_tui.text import safe
from coldsend_tui.workspace import Campaign, Sample, Workspace


class Sending(StrEnum):
    """What a campaign is doing: mailing, waiting as it should, held up by a fault, finished, or not meant to send."""

    SENDING = "sending"
    WAIT = "wait"
    FAULT = "fault"
    DONE = "done"
    IDLE = "idle"
    UNKNOWN = "unknown"


class NextSend(NamedTuple):
    """`at` is when the next mail can leave (None: not by itself, or not known); `text` is short, `why` one sentence."""

    kind: Sending
    at: datetime | None
    text: str
    why: str


_IDLE = {
    "DRAFT": ("not launched", "A draft sends nothing until it is launched."),
    "PAUSED": ("paused", "It is paused; everything is kept and goes on where it stopped."),
    "FAILED": ("launch failed", "Its launch failed, so nothing is sent."),
    "ARCHIVED": ("archived", "It is archived and view-only."),
}


def next_send(
    campaign: Campaign,
    settings: CampaignSettings | None,
    workspace: Workspace,
    now: datetime,
    *,
    recent: Sequence[Sample] = (),
    unchanged_since: datetime | None = None,
    as_of: datetime | None = None,
    quotas: Sequence[InboxQuota] = (),
) -> NextSend:
    """Judge one campaign at `now`.

    `recent` are its samples, oldest first; without any, its counters are taken as unchanged since `unchanged_since` (None:
    not known). `as_of` is when the counters were read (default `now`). All in workspace time. `quotas` are today's, if they
    have been read: they know the campaign's own share of a shared inbox.
    """
    if campaign.status == "COMPLETED":
        return NextSend(Sending.DONE, None, "done", "Every lead has been processed.")
    if campaign.status in _IDLE:
        return NextSend(Sending.IDLE, None, *_IDLE[campaign.status])
    if campaign.status != "ACTIVE":
        return NextSend(
            Sending.UNKNOWN, None, "state unknown", f"This console does not know the state {safe(campaign.status)}."
        )
    if settings is None or (window := Window.of(settings)) is None:
        return NextSend(Sending.UNKNOWN, None, "not known", "Its sending window has not been read yet.")
    states = inbox_states(settings, workspace)
    if fault := _inbox_fault(states):
        return fault
    state = opening(window, now)
    if not state.is_open:
        assert state.opens is not None
        reason = {
            "start date": "Its start date has not come.",
            "day": f"Today is not one of its sending days ({window.text}).",
            "window": f"Its sending window is shut ({window.text}).",
        }[state.waits_for]
        return NextSend(Sending.WAIT, state.opens, opening_text(state, window, now), f"Normal wait. {reason}")
    if spent := _quota_wait(campaign, settings, workspace, quotas, window, now):
        return spent
    idle_since = quiet_since(campaign, recent, unchanged_since)
    quiet = open_time(window, idle_since, as_of or now) if idle_since else None
    if quiet is None or quiet < _patience(settings, workspace, window):
        gap = f"{wording.duration(limits.GAP_SHORTEST)}-{wording.duration(limits.GAP_LONGEST)}"
        why = f"Its window is {opening_text(state, window, now)}; a mail leaves each inbox every {gap}."
        return NextSend(Sending.SENDING, now, "now", why)
    if campaign.total_leads and leads.left(campaign) == 0:
        return NextSend(
            Sending.WAIT, None, "no lead due", "Normal wait. Every lead got its first mail; follow-ups are not due."
        )
    why = f"Its window is open and leads are left, but nothing was sent for {wording.duration(quiet)} of sending time."
    return NextSend(Sending.FAULT, None, f"no send {wording.duration(quiet)}", why)


def _patience(settings: CampaignSettings, workspace: Workspace, window: Window) -> timedelta:
    """How much open time without a first mail is normal.

    Follow-ups do not show in `sent` and may go first: where they exist and an inbox mailed today, a whole sending day.
    """
    if settings.steps:
        senders = index_of(workspace).senders
        rows = [senders[inbox.id] for inbox in settings.inboxes or () if inbox.id in senders]
        if any(sender.sent_today for sender in rows):
            return max(limits.STALL_AFTER, timedelta(minutes=window.minutes))
    return limits.STALL_AFTER


def quiet_since(
    campaign: Campaign, recent: Sequence[Sample], unchanged_since: datetime | None = None
) -> datetime | None:
    """Since when `sent` has not grown: the first sample that shows today's count, or the launch of a campaign that never sent.

    None when nothing tells. A resume in between is not seen here: the caller's `unchanged_since` or samples bound it.
    """
    if campaign.sent == 0 and campaign.launched_at is not None:
        return campaign.launched_at
    since = None if recent else unchanged_since
    for sample in reversed(recent):
        if sample.sent != campaign.sent:
            break
        since = sample.at
    return since


def inbox_states(settings: CampaignSettings, workspace: Workspace) -> Mapping[str, str] | None:
    """State of each assigned inbox by id, the sender account's own where it has been read; None while they are not known."""
    if settings.inboxes is None:
        return None
    senders = index_of(workspace).senders
    return {inbox.id: senders[inbox.id].status if inbox.id in senders else inbox.status for inbox in settings.inboxes}


def can_send(settings: CampaignSettings, workspace: Workspace) -> bool:
    """Whether at least one assigned inbox is ACTIVE, as far as is known."""
    states = inbox_states(settings, workspace)
    return states is None or "ACTIVE" in states.values()


def _inbox_fault(states: Mapping[str, str] | None) -> NextSend | None:
    if states is None or "ACTIVE" in states.values():
        return None
    if not states:
        return NextSend(Sending.FAULT, None, "no inbox", "No inbox is assigned, so nothing can be sent.")
    names = ", ".join(sorted({state or "of unknown state" for state in states.values()}))
    if len(states) == 1:
        why = f"Its only inbox is {names}, so nothing can be sent."
    else:
        why = f"None of its {len(states)} inboxes is ACTIVE: {names}."
    return NextSend(Sending.FAULT, None, "no ACTIVE inbox", why)


def _quota_wait(
    campaign: Campaign,
    settings: CampaignSettings,
    workspace: Workspace,
    quotas: Sequence[InboxQuota],
    window: Window,
    now: datetime,
) -> NextSend | None:
    """A wait for the next UTC day when every usable inbox has sent its mails of today [inferred: behaviour.md §11]."""
    remaining = {quota.id: quota.remaining for quota in quotas}
    index = index_of(workspace)
    spent = 0
    for inbox in settings.inboxes or ():
        row = inbox_capacity(inbox, campaign, settings, index, now)
        if not row.usable:
            continue
        left = remaining.get(row.id)
        if left is None:
            sender = index.senders.get(row.id)
            if sender is None or sender.sent_today is None or row.per_day is None:
                return None
            left = row.per_day - sender.sent_today
        if left > 0:
            return None
        spent += 1
    if not spent:
        return None
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    after = opening(window, midnight)
    at = midnight if after.is_open else after.opens
    text = moment_text(at, window.zone, now) if at else ""
    limit = wording.plural(spent, "inbox", "inboxes")
    return NextSend(Sending.WAIT, at, text, f"Normal wait. {limit} used up today's limit; it resets at 00:00 UTC.")
