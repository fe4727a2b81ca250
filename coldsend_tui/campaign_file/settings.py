"""The settings of a campaign file: each key with its check, how it is written, and what the file says about it.

A check takes what TOML gives and answers the value of `CampaignFile`; it raises ValueError with what would be right.
Limits are those of behaviour.md §6, from `api.limits`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, NamedTuple

from coldsend_tui.api import limits
from coldsend_tui.campaign_file import toml_text
from coldsend_tui.campaign_file.content import WEEK_DAYS, Clock, Window
from coldsend_tui.campaign_file.faults import nearest

NONE: Final = "none"
"""The file's word for "no limit", "no date": TOML has no null."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


class Setting(NamedTuple):
    """One key. `none` is what `"none"` means ("" where the API cannot unset it), `note` the comment beside it."""

    key: str
    section: str
    check: Callable[[object], Any]
    note: str
    write: Callable[[Any], str] = toml_text.literal
    none: str = ""


def text_between(least: int, most: int) -> Callable[[object], str]:
    """A text of so many characters."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"must be a text, not {shown(value)}")
        if not least <= len(value) <= most:
            raise ValueError(f"must have {least}-{most:,} characters, it has {len(value):,}")
        return value

    return check


def whole_between(least: int, most: int) -> Callable[[object], int]:
    """A whole number in a range."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most:,}, not {shown(value)}")
        return value

    return check


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {shown(value)}")
    return value


def one_of(*words: str) -> Callable[[object], str]:
    """One of these words, in any case."""
    known = {word.lower(): word for word in words}

    def check(value: object) -> str:
        word = known.get(value.lower()) if isinstance(value, str) else None
        if word is None:
            near = nearest(value, words) if isinstance(value, str) else ""
            raise ValueError(f"must be {_either(words)}, not {shown(value)}.{near}")
        return word

    return check


def shown(value: object) -> str:
    """A value as it is quoted in a message: short."""
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _either(words: tuple[str, ...]) -> str:
    quoted = [f'"{word}"' for word in words]
    return ", ".join(quoted[:-1]) + f" or {quoted[-1]}" if len(quoted) > 1 else quoted[0]


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _zone(value: object) -> str:
    if not isinstance(value, str) or len(value) > limits.TIMEZONE_LENGTH_MAX:
        raise ValueError(f'must be the name of a time zone such as "Europe/Berlin", not {shown(value)}')
    if value not in _zones():
        raise ValueError(f"there is no time zone {shown(value)}.{nearest(value, _zones())}")
    return value


def _days(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f'must list 1-7 days such as ["Mon", "Tue"], not {shown(value)}')
    days = {_day(item) for item in value}
    if len(days) != len(value):
        raise ValueError("names a day twice")
    return tuple(sorted(days))


def _day(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(WEEK_DAYS):
        return value
    names = [day.lower() for day in WEEK_DAYS]
    if isinstance(value, str) and value.lower()[:3] in names:
        return names.index(value.lower()[:3]) + 1
    raise ValueError(f"{shown(value)} is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun")


def _window(value: object) -> Window:
    ends = [part.strip() for part in value.split("-")] if isinstance(value, str) else []
    clocks = [_clock(end) for end in ends]
    if len(clocks) != 2 or None in clocks:
        raise ValueError(f'must be two times such as "09:00-17:00", not {shown(value)}')
    window = Window(*(clock for clock in clocks if clock))
    if window.start.hour > 23:
        raise ValueError("must begin before 24:00")
    if not window.start < window.end:
        raise ValueError(f"must end after it starts: {window}")
    if window.end.hour < 1:
        raise ValueError(f"must end at 01:00 or later: {window}")  # [docs] sending_window_end 1-24
    return window


def _clock(text: str) -> Clock | None:
    match = _CLOCK.fullmatch(text)
    clock = Clock(int(match[1]), int(match[2])) if match else None
    return clock if clock and clock.minute <= 59 and clock <= Clock(24, 0) else None


def _moment(value: object) -> datetime:
    # A time without an offset is wall time of the campaign's zone; the reader knows that zone.
    if not isinstance(value, datetime):
        raise ValueError(f'must be a date with a time such as 2026-12-01T09:00:00, or "none", not {shown(value)}')
    if not 1970 <= value.year < 2200:
        raise ValueError(f"the year {value.year} cannot be meant")
    return value


def moment_text(moment: datetime) -> str:
    """A time as TOML, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def days_text(days: tuple[int, ...]) -> str:
    """`Mon Tue Wed`."""
    return " ".join(WEEK_DAYS[day - 1] if 1 <= day <= len(WEEK_DAYS) else str(day) for day in days)


def _days_toml(days: tuple[int, ...]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in days_text(days).split()) + "]"


def _span(pair: tuple[int, int]) -> str:
    return f"{pair[0]}-{pair[1]:,}"


SETTINGS: Final = (
    Setting("name", "", text_between(*limits.CAMPAIGN_NAME_LENGTH), f"{_span(limits.CAMPAIGN_NAME_LENGTH)} characters"),
    Setting("timezone", "When mails may leave", _zone, "IANA name; days, window and start date are read in it"),
    Setting("sending_days", "When mails may leave", _days, "1-7 of Mon Tue Wed Thu Fri Sat Sun", _days_toml),
    Setting("sending_window", "When mails may leave", _window, "from-to, up to 24:00", lambda w: f'"{w}"'),
    Setting(
        "start_date",
        "When mails may leave",
        _moment,
        '"none": at activation. Without Z or offset: wall time of the zone',
        moment_text,
        none="sending starts at activation",
    ),
    Setting(
        "daily_limit_per_inbox",
        "How many",
        whole_between(*limits.DAILY_LIMIT_PER_INBOX),
        f'{_span(limits.DAILY_LIMIT_PER_INBOX)} mails an inbox and day, or "none": no cap. '
        "New inboxes 20-30, warmed ones 50-80",
        none="no cap of this campaign",
    ),
    Setting("ramp_up_enabled", "How many", flag, "begin low and grow"),
    Setting(
        "ramp_up_increment",
        "How many",
        whole_between(*limits.RAMP_UP_INCREMENT),
        f"{_span(limits.RAMP_UP_INCREMENT)} mails an inbox more each period",
    ),
    Setting(
        "ramp_up_max_limit",
        "How many",
        whole_between(*limits.RAMP_UP_MAX_LIMIT),
        f"{_span(limits.RAMP_UP_MAX_LIMIT)}, where the ramp ends",
    ),
    Setting("enable_tracking", "What is tracked and added", flag, "opens; needs an HTML body"),
    Setting("enable_click_tracking", "What is tracked and added", flag, "clicks; needs a verified tracking domain"),
    Setting("enable_unsubscribe", "What is tracked and added", flag, "add an unsubscribe link"),
)
BY_KEY: Final = {setting.key: setting for setting in SETTINGS}
