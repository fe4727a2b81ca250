"""Is a campaign ready to launch: our own checks beside the server's list, each with what to do about it.

A check that cannot be made says so (`UNKNOWN`) and counts as neither passed nor failed. Numbers refer to field.md §5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from coldsend_tui.ops import content_checks, wording
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops.capacity import capacity
from coldsend_tui.ops.schedule import Window, opening, opening_text, zone_named
from coldsend_tui.workspace import Campaign, CampaignSettings, Workspace


class CheckLevel(StrEnum):
    """Result of one check."""

    OK = "ok"
    WARN = "warn"
    BLOCKER = "blocker"
    UNKNOWN = "unknown"


class Check(NamedTuple):
    """One line of the readiness list. `name` is a stable word (leads, inboxes, variants, window …; "server" for the server's own)."""

    name: str
    level: CheckLevel
    text: str
    fix: str = ""


def preflight(
    campaign: Campaign, settings: CampaignSettings | None, workspace: Workspace, now: datetime
) -> tuple[Check, ...]:
    """All checks of `campaign`, the server's own missing requirements first, then ours in a fixed order."""
    if settings is None:
        unread = Check("settings", CheckLevel.UNKNOWN, "settings have not been read yet", "refresh with r")
        return (_leads(campaign), unread)
    return (
        *_server(settings),
        _leads(campaign),
        *_inboxes(campaign, settings, workspace, now),
        *_variants(settings),
        *_follow_ups(settings),
        _window(settings, now),
        *_start_date(settings, now),
        _unsubscribe(settings),
        *_content(settings),
    )


def ready(checks: Sequence[Check]) -> bool | None:
    """False with any blocker, None where something needed for a launch is unknown, True otherwise."""
    if any(check.level is CheckLevel.BLOCKER for check in checks):
        return False
    needed = {"settings", "leads", "inboxes", "variants", "window"}
    return None if any(check.level is CheckLevel.UNKNOWN and check.name in needed for check in checks) else True


def _server(settings: CampaignSettings) -> Iterator[Check]:
    for requirement in settings.missing_requirements or ():
        yield Check("server", CheckLevel.BLOCKER, requirement, "named missing by the server at its last answer")


def _leads(campaign: Campaign) -> Check:
    if campaign.total_leads <= 0:
        return Check("leads", CheckLevel.BLOCKER, "no leads", "upload a CSV or add leads by hand")
    return Check("leads", CheckLevel.OK, wording.plural(campaign.total_leads, "lead"))


def _inboxes(campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime) -> Iterator[Check]:
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


def _variants(settings: CampaignSettings) -> Iterator[Check]:
    if settings.variants is None:
        yield Check("variants", CheckLevel.UNKNOWN, "the mail has not been read")
        return
    if not settings.variants:
        yield Check("variants", CheckLevel.BLOCKER, "no mail written", "write at least one variant")
        return
    shares = [variant.share for variant in settings.variants]
    split = "/".join(map(str, shares))
    named = wording.plural(len(shares), "variant")
    if len(shares) > limits.MAX_VARIANTS:
        yield Check("variants", CheckLevel.BLOCKER, f"{named}, {split}", f"keep at most {limits.MAX_VARIANTS}")
    elif sum(shares) != limits.SHARE_TOTAL:
        text = f"{named}, shares {split} sum to {sum(shares)}"
        yield Check("variants", CheckLevel.BLOCKER, text, f"make the shares sum to {limits.SHARE_TOTAL}")
    else:
        yield Check("variants", CheckLevel.OK, f"{named}, {split}")


def _follow_ups(settings: CampaignSettings) -> Iterator[Check]:
    steps = settings.steps or ()
    needs_opens = [step for step in steps if "OPENED" in step.trigger]
    if needs_opens and settings.tracking is False:
        numbers = ", ".join(str(step.number) for step in needs_opens)
        text = f"open trigger but tracking is off (step {numbers})"
        yield Check("tracking", CheckLevel.BLOCKER, text, "turn tracking on, or use NOT_REPLIED")
    elif needs_opens and settings.tracking is None:
        yield Check("tracking", CheckLevel.UNKNOWN, "open trigger; whether tracking is on has not been read")
    for step in steps:
        total = sum(variant.share for variant in step.variants)
        if not step.variants:
            yield Check(
                "steps", CheckLevel.BLOCKER, f"step {step.number} has no variant", "write one or delete the step"
            )
        elif total != limits.SHARE_TOTAL:
            fix = f"make the shares sum to {limits.SHARE_TOTAL}"
            yield Check("steps", CheckLevel.BLOCKER, f"step {step.number}: shares sum to {total}", fix)
        if step.wait_days > limits.WAIT_DAYS_LONGEST:
            fix = f"wait at most {limits.WAIT_DAYS_LONGEST} days"
            yield Check("steps", CheckLevel.BLOCKER, f"step {step.number} waits {step.wait_days} days", fix)
        elif step.wait_days < limits.WAIT_DAYS_SHORTEST:
            fix = f"wait at least {limits.WAIT_DAYS_SHORTEST} days"
            yield Check("steps", CheckLevel.WARN, f"step {step.number} waits {step.wait_days} day", fix)
    waits = sum(step.wait_days for step in steps)
    if waits > limits.WAIT_DAYS_TOTAL:
        fix = f"keep all waits within {limits.WAIT_DAYS_TOTAL} days"
        yield Check("steps", CheckLevel.BLOCKER, f"follow-ups wait {waits} days in all", fix)
    if len(steps) + 1 > limits.STEPS_ADVISED:
        fix = f"{limits.STEPS_ADVISED} mails a lead or fewer: more cost unsubscribes and complaints"
        yield Check("steps", CheckLevel.WARN, f"{len(steps) + 1} mails a lead", fix)
    if steps and settings.steps is not None and waits <= limits.WAIT_DAYS_TOTAL:
        yield Check(
            "steps", CheckLevel.OK, f"{wording.plural(len(steps), 'follow-up')} over {wording.plural(waits, 'day')}"
        )


def _window(settings: CampaignSettings, now: datetime) -> Check:
    if settings.timezone is None or settings.window_start is None or settings.window_end is None:
        return Check("window", CheckLevel.UNKNOWN, "sending window has not been read")
    if zone_named(settings.timezone) is None:
        fix = "set an IANA name such as America/New_York"
        return Check("window", CheckLevel.BLOCKER, f"unknown time zone {settings.timezone}", fix)
    if not settings.sending_days:
        return Check("window", CheckLevel.BLOCKER, "no sending day", "choose at least one day")
    window = Window.of(settings)
    if window is None:
        return Check("window", CheckLevel.BLOCKER, "the window ends before it starts", "set an end after the start")
    state = opening(window, now)
    when = opening_text(state, window, now)
    return Check("window", CheckLevel.OK, f"{window.text}, {when if state.is_open else 'opens ' + when}")


def _start_date(settings: CampaignSettings, now: datetime) -> Iterator[Check]:
    window = Window.of(settings)
    if window is None or window.not_before is None or window.not_before <= now:
        return
    local = window.not_before.astimezone(window.zone)
    yield Check(
        "start",
        CheckLevel.WARN,
        f"silent until {local.day} {local:%b %H:%M %Z}",
        "clear the start date to begin at once",
    )


def _unsubscribe(settings: CampaignSettings) -> Check:
    if settings.unsubscribe is None:
        return Check("unsubscribe", CheckLevel.UNKNOWN, "unsubscribe setting has not been read")
    if settings.unsubscribe or content_checks.every_mail_offers_opt_out(settings):
        return Check("unsubscribe", CheckLevel.OK, "unsubscribe offered in every mail")
    return Check("unsubscribe", CheckLevel.BLOCKER, "no unsubscribe link and no opt-out line", "enable unsubscribe")


def _content(settings: CampaignSettings) -> Iterator[Check]:
    for problem in content_checks.problems(settings):
        yield Check("content", CheckLevel.BLOCKER if problem.blocks else CheckLevel.WARN, problem.text, problem.fix)
