"""What if it had more inboxes, a wider window, a higher limit, a step less: the same forecast on changed settings.

Nothing is changed but copies: the workspace keeps what the server said.
"""

from __future__ import annotations

from datetime import datetime
from statistics import median_low
from typing import Final, NamedTuple

from coldsend_tui.details import AssignedInbox, CampaignSettings
from coldsend_tui.ops import wording
from coldsend_tui.ops.capacity import Capacity, capacity
from coldsend_tui.ops.forecast import Forecast, forecast
from coldsend_tui.ops.schedule import Window
from coldsend_tui.workspace import Campaign, Workspace

_DAY_MINUTES: Final = 24 * 60
_USUAL_LIMIT: Final = 50
"""Daily limit of an added inbox where none is known [docs: 50/day advised]."""
LIMIT_STEP: Final = 10
"""Mails per inbox and day that one press adds."""


class Levers(NamedTuple):
    """Differences from the settings: inboxes, hours of window a day, tens of mails per inbox and day, follow-ups (negative: dropped)."""

    inboxes: int = 0
    hours: int = 0
    limit: int = 0
    steps: int = 0

    @property
    def at_rest(self) -> bool:
        """Whether nothing is changed."""
        return self == Levers()


class Setting(NamedTuple):
    """One lever on screen: its name, its value now and as it would be."""

    name: str
    before: str
    after: str


class WhatIf(NamedTuple):
    """The levers as they really could be pulled, and the two forecasts. `bounds` says what then limits an inbox's day."""

    levers: Levers
    settings: tuple[Setting, ...]
    before: Forecast
    after: Forecast
    bounds: str


def what_if(
    campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime, levers: Levers
) -> WhatIf:
    """The forecast as it is and as it would be. Levers that go too far stop at the end of their way."""
    levers = possible(settings, levers)
    changed = pulled(settings, levers)
    before = forecast(campaign, settings, workspace, now)
    after = before if levers.at_rest else forecast(campaign, changed, workspace, now)
    shown = (
        Setting("inboxes", str(len(settings.inboxes or ())), str(len(changed.inboxes or ()))),
        Setting("window", _hours(settings), _hours(changed)),
        Setting("limit", _limit(settings), _limit(changed)),
        Setting("follow-ups", str(len(settings.steps or ())), str(len(changed.steps or ()))),
    )
    return WhatIf(levers, shown, before, after, _bounds(capacity(campaign, changed, workspace, now)))


def possible(settings: CampaignSettings, levers: Levers) -> Levers:
    """`levers` held within what makes sense: one inbox at least, 1-24 hours, a limit of 1-100, the follow-ups there are."""
    window = Window.of(settings)
    long = window.minutes // 60 if window else 0
    start = _start_limit(settings)
    least, most = -((start - 1) // LIMIT_STEP), (100 - start) // LIMIT_STEP
    return Levers(
        inboxes=min(99, max(levers.inboxes, min(0, 1 - len(settings.inboxes or ())))),
        hours=min(max(levers.hours, min(0, 1 - long)), 24 - long) if window else 0,
        limit=min(max(levers.limit, least), max(0, most)),
        steps=min(0, max(levers.steps, -len(settings.steps or ()))),
    )


def pulled(settings: CampaignSettings, levers: Levers) -> CampaignSettings:
    """`settings` with `levers` applied. An added inbox is like the middle one of those assigned; a window grows at its end first."""
    changed = settings
    if levers.inboxes:
        changed = changed._replace(inboxes=_inboxes(settings, levers.inboxes))
    if levers.hours and (window := Window.of(settings)):
        start, end = _wider(window.start, window.end, levers.hours * 60)
        changed = changed._replace(window_start=divmod(start, 60), window_end=divmod(end, 60))
    if levers.limit:
        changed = changed._replace(daily_limit_per_inbox=max(1, _start_limit(settings) + levers.limit * LIMIT_STEP))
    if levers.steps and settings.steps:
        changed = changed._replace(steps=settings.steps[: len(settings.steps) + levers.steps])
    return changed


def _inboxes(settings: CampaignSettings, more: int) -> tuple[AssignedInbox, ...]:
    now = settings.inboxes or ()
    if more < 0:
        return now[: max(1, len(now) + more)]
    limits = [inbox.daily_limit for inbox in now if inbox.daily_limit]
    typical = median_low(limits) if limits else _USUAL_LIMIT
    return (*now, *(AssignedInbox(f"what-if-{n}", f"what-if-{n}", "", "ACTIVE", typical) for n in range(more)))


def _wider(start: int, end: int, minutes: int) -> tuple[int, int]:
    """Later at the end up to midnight, then earlier at the start; narrower at the end."""
    wanted = end + minutes
    if wanted <= _DAY_MINUTES:
        return start, max(start + 60, wanted)
    return max(0, start - (wanted - _DAY_MINUTES)), _DAY_MINUTES


def _start_limit(settings: CampaignSettings) -> int:
    """The campaign's limit, or where it has none the smallest of its inboxes' own."""
    if settings.daily_limit_per_inbox:
        return settings.daily_limit_per_inbox
    known = [inbox.daily_limit for inbox in settings.inboxes or () if inbox.daily_limit]
    return min(known, default=_USUAL_LIMIT)


def _hours(settings: CampaignSettings) -> str:
    window = Window.of(settings)
    return f"{window.minutes / 60:g} h" if window else "?"


def _limit(settings: CampaignSettings) -> str:
    return f"{settings.daily_limit_per_inbox}/day" if settings.daily_limit_per_inbox else "none"


def _bounds(room: Capacity | None) -> str:
    """`480 a day: 12 inboxes, bound by the inbox limit`."""
    if room is None or room.per_day is None:
        return ""
    names = sorted({inbox.bound for inbox in room.inboxes if inbox.usable and inbox.bound})
    inboxes = wording.plural(room.usable, "inbox", "inboxes")
    return f"{room.per_day:,} a day: {inboxes}" + (f", bound by {' and '.join(names)}" if names else "")
