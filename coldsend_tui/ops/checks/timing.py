"""Checks of when it is sent: the window and the start date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops.checks.check import Check, CheckLevel
from coldsend_tui.ops.schedule import Window, day_names, opening, opening_text, zone_named

_FRIDAY: Final = 5
_EARLIEST: Final = 7 * 60
_LATEST: Final = 19 * 60
"""Working hours in minutes of the local day [inferred]."""


def window(settings: CampaignSettings, now: datetime) -> Check:
    """A known time zone, at least one day, an end after the start."""
    if settings.timezone is None or settings.window_start is None or settings.window_end is None:
        return Check("window", CheckLevel.UNKNOWN, "sending window has not been read")
    if zone_named(settings.timezone) is None:
        fix = "set an IANA name such as America/New_York"
        return Check("window", CheckLevel.BLOCKER, f"unknown time zone {settings.timezone}", fix)
    if not settings.sending_days:
        return Check("window", CheckLevel.BLOCKER, "no sending day", "choose at least one day")
    hours = Window.of(settings)
    if hours is None:
        return Check("window", CheckLevel.BLOCKER, "the window ends before it starts", "set an end after the start")
    state = opening(hours, now)
    when = opening_text(state, hours, now)
    return Check("window", CheckLevel.OK, f"{hours.text}, {when if state.is_open else 'opens ' + when}")


def hours(settings: CampaignSettings) -> Iterator[Check]:
    """Working days and hours (18). Where the recipients live is not told by the API, nor which days they have off."""
    window = Window.of(settings)
    if window is None:
        return
    weekend = sorted(day for day in window.days if day > _FRIDAY)
    early, late = window.start < _EARLIEST, window.end > _LATEST
    unseen = "recipients' own zones and holidays are not visible here"
    if weekend or early or late:
        parts = [f"sends on {day_names(frozenset(weekend))}"] if weekend else []
        parts += ["sends outside 07:00-19:00"] if early or late else []
        yield Check("hours", CheckLevel.WARN, f"{' and '.join(parts)}; {unseen}", "keep to working days and hours", 18)
    else:
        yield Check("hours", CheckLevel.OK, f"working days and hours; {unseen}", number=18)


def start_date(settings: CampaignSettings, now: datetime) -> Iterator[Check]:
    """A start date to come keeps an ACTIVE campaign silent until then."""
    hours = Window.of(settings)
    if hours is None or hours.not_before is None or hours.not_before <= now:
        return
    local = hours.not_before.astimezone(hours.zone)
    yield Check(
        "start",
        CheckLevel.WARN,
        f"silent until {local.day} {local:%b %H:%M %Z}",
        "clear the start date to begin at once",
    )
