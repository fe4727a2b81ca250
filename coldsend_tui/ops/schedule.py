"""When a campaign may send: days and hours in its own time zone, right on the nights when clocks change.

A window is judged by the wall clock of its zone, strictly on those nights: it opens at the later and closes at the earlier
reading of a time that comes twice or is skipped. Ends may be 24:00. All moments in and out are aware UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import wording

_DAY: Final = timedelta(days=1)
_DAY_MINUTES: Final = 24 * 60
_WEEK: Final = 7
_DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SOON: Final = timedelta(hours=12)
_THIS_WEEK: Final = timedelta(days=6)


class Window(NamedTuple):
    """A sending window: ISO days (1 = Monday), start and end in minutes of the local day, and the first moment of sending."""

    zone: ZoneInfo
    days: frozenset[int]
    start: int
    end: int
    not_before: datetime | None = None

    @classmethod
    def of(cls, settings: CampaignSettings) -> Window | None:
        """The window of `settings`; None where a part is missing or makes no sense (unknown zone, end before start).

        A `start_date` without a zone is read in the campaign's own [docs].
        """
        return _window(
            settings.timezone or "",
            settings.sending_days,
            settings.window_start,
            settings.window_end,
            settings.start_date,
        )

    @property
    def minutes(self) -> int:
        """Length of one sending day in minutes."""
        return self.end - self.start

    @property
    def text(self) -> str:
        """`Mon–Fri 09:00–17:00 New York`."""
        return f"{day_names(self.days)} {_clock(self.start)}–{_clock(self.end)} {place(self.zone)}"


class Opening(NamedTuple):
    """A window at one moment. `closes` is None when shut or never closing; `opens` is None when open.

    `waits_for` tells what keeps it shut: "start date", "window" (later or earlier today), "day" (no sending day), "" when open.
    """

    is_open: bool
    closes: datetime | None
    opens: datetime | None
    waits_for: str


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo | None:
    """The IANA zone called `name`, None if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):
        return None


@lru_cache(maxsize=4096)
def _window(
    timezone: str,
    days: tuple[int, ...],
    start: tuple[int, int] | None,
    end: tuple[int, int] | None,
    first: datetime | None,
) -> Window | None:
    zone = zone_named(timezone)
    if zone is None or start is None or end is None:
        return None
    opens, closes = start[0] * 60 + start[1], end[0] * 60 + end[1]
    allowed = frozenset(day for day in days if 1 <= day <= _WEEK)
    if not allowed or not 0 <= opens < closes <= _DAY_MINUTES:
        return None
    if first is not None:
        first = (first if first.tzinfo else first.replace(tzinfo=zone)).astimezone(UTC)
    return Window(zone, allowed, opens, closes, first)


def opening(window: Window, now: datetime) -> Opening:
    """Whether the window is open at `now`, until when, or when it opens next."""
    since = max(now, window.not_before) if window.not_before else now
    spans = _spans(window, since)
    opens, closes = next(spans)
    opens = max(opens, since) if window.not_before and since > now else opens
    if opens > now:
        if since > now:
            waits_for = "start date"
        else:
            waits_for = "window" if now.astimezone(window.zone).isoweekday() in window.days else "day"
        return Opening(False, None, opens, waits_for)
    for begin, end in spans:
        if begin > closes:
            return Opening(True, closes, None, "")
        if end - now > _DAY * (_WEEK + 1):
            break
        closes = end
    return Opening(True, None, None, "")


def open_time(window: Window, start: datetime, end: datetime) -> timedelta:
    """How much of `start`…`end` lies inside the window. Zero if `end` is not after `start`."""
    if window.not_before:
        start = max(start, window.not_before)
    total = timedelta()
    if end <= start:
        return total
    for opens, closes in _spans(window, start):
        if opens >= end:
            break
        total += min(closes, end) - max(opens, start)
    return total


def sending_days(window: Window, first: date) -> Iterator[date]:
    """The sending days from `first` on, in the window's zone, without end."""
    day = first
    while True:
        if day.isoweekday() in window.days:
            yield day
        day += _DAY


def opening_text(state: Opening, window: Window, now: datetime) -> str:
    """`open for 2h41m`, `always open`, `in 2h13m`, `Mon 09:00 EST`, or `4 Dec 09:00 EST` when it is far."""
    if state.is_open:
        return f"open for {wording.duration(state.closes - now)}" if state.closes else "always open"
    return moment_text(state.opens, window.zone, now) if state.opens else ""


def moment_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A moment to come as a person says it in `zone`: `in 2h13m`, `Mon 09:00 EST`, `4 Dec 09:00 EST`."""
    wait = moment - now
    if wait <= _SOON:
        return f"in {wording.duration(wait)}"
    local = moment.astimezone(zone)
    day = _DAY_NAMES[local.weekday()] if wait <= _THIS_WEEK else f"{local.day} {local:%b}"
    return f"{day} {local:%H:%M} {local.tzname()}"


def day_names(days: frozenset[int]) -> str:
    """`Mon–Fri`, `Mon, Wed, Fri`, `Sat, Sun`."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_text(run) for run in runs)


def place(zone: ZoneInfo) -> str:
    """The city of a zone: `New York` for `America/New_York`."""
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def _run_text(run: list[int]) -> str:
    names = [_DAY_NAMES[day - 1] for day in run]
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _spans(window: Window, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open spans that end after `since`, in order, without end."""
    for day in sending_days(window, since.astimezone(window.zone).date() - _DAY):
        opens = max(_readings(window.zone, day, window.start))
        closes = min(_readings(window.zone, day, window.end))
        if closes > since and closes > opens:
            yield opens, closes


@lru_cache(maxsize=8192)
def _readings(zone: ZoneInfo, day: date, minutes: int) -> tuple[datetime, datetime]:
    """The two UTC moments that `minutes` after midnight of `day` can mean: the same one, save on nights of clock change."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return (wall.replace(tzinfo=zone).astimezone(UTC), wall.replace(tzinfo=zone, fold=1).astimezone(UTC))
