"""Computed variables: the time of day, the weekday, and dates some days away (behaviour.md §8)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_DATE = re.compile(r"dn_date\s+(\d{1,3})\s+days?\s+from\s+now(?:\s+(.+))?", re.DOTALL)
_FORMAT = re.compile(r"\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|dddd|ddd|DD|Do|D|HH|H|hh|h|mm|A|a")
_DEFAULT_FORMAT = "MMMM D"


def computed(expression: str, moment: datetime) -> str | None:
    """The value of a computed variable at a local moment, or None if the expression is none of them."""
    if expression == "dn_time_of_day":
        return "Good morning" if moment.hour < 12 else "Good afternoon" if moment.hour < 18 else "Good evening"
    if expression in ("dn_day_of_week", "dn_day_name"):
        return moment.strftime("%A")
    match = _DATE.fullmatch(expression)
    if match is None:
        return None
    return formatted(moment + timedelta(days=int(match[1])), (match[2] or _DEFAULT_FORMAT).strip().strip("\"'"))


def formatted(moment: datetime, pattern: str) -> str:
    """A date in the platform's notation, such as `dddd, MMMM Do`."""

    def token(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        return {
            "YYYY": f"{moment.year:04}", "YY": f"{moment.year % 100:02}",
            "MMMM": moment.strftime("%B"), "MMM": moment.strftime("%b"), "MM": f"{moment.month:02}", "M": str(moment.month),
            "dddd": moment.strftime("%A"), "ddd": moment.strftime("%a"),
            "DD": f"{moment.day:02}", "Do": _ordinal(moment.day), "D": str(moment.day),
            "HH": f"{moment.hour:02}", "H": str(moment.hour), "hh": f"{moment.hour % 12 or 12:02}", "h": str(moment.hour % 12 or 12),
            "mm": f"{moment.minute:02}", "A": "AM" if moment.hour < 12 else "PM", "a": "am" if moment.hour < 12 else "pm",
        }[match.group()]  # fmt: skip

    return _FORMAT.sub(token, pattern)


def _ordinal(day: int) -> str:
    suffix = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"
