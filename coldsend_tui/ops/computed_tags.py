"""Computed variables of a mail: `dn_time_of_day`, `dn_day_of_week`, `dn_day_name`, `dn_date N days from now FORMAT` (behaviour.md §8)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

_AWAY: Final = re.compile(r"dn_date\s+(\d{1,3})\s+days?\s+from\s+now(?:\s+(.+))?", re.DOTALL)
_MARKS: Final = re.compile(r"\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|dddd|ddd|DD|Do|D|HH|H|hh|h|mm|A|a")
_USUAL: Final = "MMMM D"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON, _EVENING = 12, 18


def is_computed(expression: str) -> bool:
    """Whether the platform computes it; one that starts like it and is none of them is a mistake."""
    return expression.startswith("dn_")


def computed(expression: str, local: datetime) -> str | None:
    """The value at `local`, the moment of sending in the campaign's zone; None when `expression` is none of them."""
    if expression == "dn_time_of_day":
        return "Good morning" if local.hour < _NOON else "Good afternoon" if local.hour < _EVENING else "Good evening"
    if expression in ("dn_day_of_week", "dn_day_name"):
        return _DAYS[local.weekday()]
    found = _AWAY.fullmatch(expression)
    if found is None:
        return None
    pattern = (found[2] or _USUAL).strip().strip("\"'")
    return written(local + timedelta(days=int(found[1])), pattern)


def written(day: datetime, pattern: str) -> str:
    """A date in the platform's notation, English names: `dddd, MMMM Do` is `Friday, December 4th`. `[text]` stays text."""
    twelve = day.hour % 12 or 12
    noon = "AM" if day.hour < _NOON else "PM"
    values = {
        "YYYY": f"{day.year:04}", "YY": f"{day.year % 100:02}",
        "MMMM": _MONTHS[day.month - 1], "MMM": _MONTHS[day.month - 1][:3], "MM": f"{day.month:02}", "M": str(day.month),
        "dddd": _DAYS[day.weekday()], "ddd": _DAYS[day.weekday()][:3],
        "DD": f"{day.day:02}", "Do": f"{day.day}{_suffix(day.day)}", "D": str(day.day),
        "HH": f"{day.hour:02}", "H": str(day.hour), "hh": f"{twelve:02}", "h": str(twelve),
        "mm": f"{day.minute:02}", "A": noon, "a": noon.lower(),
    }  # fmt: skip
    return _MARKS.sub(lambda mark: values[mark.group()] if mark[1] is None else mark[1], pattern)


def _suffix(day: int) -> str:
    return "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
