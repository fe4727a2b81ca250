"""Is a campaign ready to launch: our own checks beside the server's list, each with what to do about it.

A check that cannot be made says so (`UNKNOWN`) and counts as neither passed nor failed. Numbers refer to field.md §5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from coldsend_tui.details import CampaignSettings, LeadSample
from coldsend_tui.ops import wording
from coldsend_tui.ops.checks import leads, mails, sending, timing
from coldsend_tui.ops.checks.check import Check as Check
from coldsend_tui.ops.checks.check import CheckLevel as CheckLevel
from coldsend_tui.workspace import Campaign, Workspace

ORDER: Final = {CheckLevel.BLOCKER: 0, CheckLevel.WARN: 1, CheckLevel.UNKNOWN: 2, CheckLevel.OK: 3}
"""Worst first."""
_OVER: Final = {
    "COMPLETED": "every lead has been processed: nothing is to be got ready",
    "ARCHIVED": "archived and view-only: nothing is to be got ready",
}
_FAILED: Final = Check(
    "state",
    CheckLevel.BLOCKER,
    "its launch failed: it can only be deleted and created again",
    "N copies it as a new draft, D deletes it; below is what the copy should have",
)
_newest: list[tuple[CampaignSettings, LeadSample | None, datetime, tuple[Check, ...]]] = []


def preflight(
    campaign: Campaign,
    settings: CampaignSettings | None,
    workspace: Workspace,
    now: datetime,
    sample: LeadSample | None = None,
) -> tuple[Check, ...]:
    """All checks of `campaign`, the server's own missing requirements first, then ours in a fixed order.

    `sample` is the page of its leads that was read, if there is one: the list is judged by it. Nothing is advised that the
    campaign's state forbids: what is over needs no readiness, and what failed only says what the next one should have.
    """
    if campaign.status in _OVER:
        return (Check("state", CheckLevel.OK, _OVER[campaign.status]),)
    checks = _checks(campaign, settings, workspace, now, sample)
    if campaign.status != "FAILED":
        return checks
    return (_FAILED, *(check._replace(fix="") for check in checks))


def _checks(
    campaign: Campaign,
    settings: CampaignSettings | None,
    workspace: Workspace,
    now: datetime,
    sample: LeadSample | None,
) -> tuple[Check, ...]:
    if settings is None:
        unread = Check("settings", CheckLevel.UNKNOWN, "settings have not been read yet", "refresh with r")
        return (_leads(campaign), unread)
    return (
        *_server(campaign, settings),
        _leads(campaign),
        *sending.inboxes(campaign, settings, workspace, now),
        *sending.identity(settings, workspace),
        *sending.domains(settings, workspace, now),
        *sending.domain_hours(campaign, settings, workspace, now),
        *mails.variants(settings),
        *mails.follow_ups(settings),
        timing.window(settings, now),
        *timing.start_date(settings, now),
        *timing.hours(settings),
        mails.unsubscribe(settings),
        *mails.text(settings),
        *mails.address(settings),
        *_people(settings, sample, now),
    )


def _people(settings: CampaignSettings, sample: LeadSample | None, now: datetime) -> tuple[Check, ...]:
    """The checks of the list, remembered for the newest page: a screen asks many times, and a hundred leads take a while."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not _newest or _newest[0][0] is not settings or _newest[0][1] != sample or _newest[0][2] != day:
        _newest[:] = [(settings, sample, day, tuple(leads.people(settings, sample, now)))]
    return _newest[0][3]


def ready(checks: Sequence[Check]) -> bool | None:
    """False with any blocker, None where something needed for a launch is unknown, True otherwise."""
    if any(check.level is CheckLevel.BLOCKER for check in checks):
        return False
    needed = {"settings", "leads", "inboxes", "variants", "window"}
    return None if any(check.level is CheckLevel.UNKNOWN and check.name in needed for check in checks) else True


def _server(campaign: Campaign, settings: CampaignSettings) -> Iterator[Check]:
    """What the server named, but for what has been there since: its word is as old as the last write."""
    there = {"leads": campaign.total_leads > 0, "inboxes": bool(settings.inboxes), "variants": bool(settings.variants)}
    for requirement in settings.missing_requirements or ():
        if there.get(requirement):
            continue
        yield Check("server", CheckLevel.BLOCKER, requirement, "named missing by the server at its last answer")


def _leads(campaign: Campaign) -> Check:
    if campaign.total_leads <= 0:
        return Check("leads", CheckLevel.BLOCKER, "no leads", "upload a CSV or add leads by hand")
    return Check("leads", CheckLevel.OK, wording.plural(campaign.total_leads, "lead"))
