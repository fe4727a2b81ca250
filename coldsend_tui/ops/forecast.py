"""When will a campaign finish: a day-by-day simulation of its mails, three times, or why that cannot be said.

First mails and due follow-ups compete for one capacity, on sending days in the campaign's zone. The past is simulated too, at
the pace that brings the known number of mails, to learn which follow-ups are still to come. A campaign ends when the last
lead has been judged for its last follow-up, mailed or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.ops import leads, wording
from coldsend_tui.ops.capacity import Capacity, capacity
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.schedule import Window, open_time, sending_days
from coldsend_tui.workspace import Campaign, CampaignSettings, SequenceStep, Workspace

_DAY: Final = timedelta(days=1)
HORIZON_DAYS: Final = 730
"""Nothing is forecast farther away than two years."""
OWN_RATES_FROM: Final = 50
"""A campaign's own open and reply rates are used from this many mails on; before that the field's."""
FIELD_OPEN_RATE: Final = 0.30
FIELD_REPLY_RATE: Final = 0.034
FIELD_BOUNCE_RATE: Final = 0.033
"""Mean rates over mails sent. field.md §2, §6."""


class Scenario(NamedTuple):
    """How a quantile of the finish differs from the expected course: capacity really used, and follow-ups really due [inferred]."""

    capacity: float
    follow_ups: float


EARLY: Final = Scenario(1.0, 0.9)
EXPECTED: Final = Scenario(0.97, 1.0)
LATE: Final = Scenario(0.85, 1.1)


class Forecast(NamedTuple):
    """Finish dates in the campaign's zone. None with `why` when not enough is known; `first_mails` ends the first mails (P50).

    `per_day` is the capacity of one sending day that was used, `leads_left` the leads without a first mail, `mails_left` all
    mails still expected, follow-ups included.
    """

    p10: date | None
    p50: date | None
    p90: date | None
    first_mails: date | None
    per_day: float | None
    leads_left: int
    mails_left: int
    why: str

    @property
    def text(self) -> str:
        """`P50 4 Dec  P90 8 Dec`, or `not enough known: …`."""
        if self.p50 is None or self.p90 is None:
            return f"not enough known: {self.why}" if self.why else ""
        return f"P50 {_day(self.p50)}  P90 {_day(self.p90)}"


class _Course(NamedTuple):
    finish: date | None
    first_mails: date | None
    mails: float


def forecast(campaign: Campaign, settings: CampaignSettings | None, workspace: Workspace, now: datetime) -> Forecast:
    """Forecast `campaign` from `now` on. A campaign that is not ACTIVE is forecast as if it were started now."""
    left = leads.left(campaign)
    if campaign.status in ("COMPLETED", "ARCHIVED", "FAILED"):
        return Forecast(None, None, None, None, None, left, 0, f"it is {campaign.status}")
    if settings is None:
        return _unknown(left, "its settings have not been read")
    room = capacity(campaign, settings, workspace, now)
    window = Window.of(settings)
    if missing := _missing(campaign, room, window):
        return _unknown(left, missing)
    assert room is not None and room.per_day and window is not None
    shared = room.shared_per_day or float(room.per_day)
    steps = tuple(settings.steps or ())
    shares = _step_shares(campaign, steps)
    early, expected, late = (
        _simulate(campaign, steps, shares, per_day, scenario, window, now)
        for per_day, scenario in ((float(room.per_day), EARLY), (shared, EXPECTED), (shared, LATE))
    )
    why = "" if expected.finish else f"longer than {HORIZON_DAYS // 365} years at this pace"
    return Forecast(
        early.finish, expected.finish, late.finish, expected.first_mails, shared, left, round(expected.mails), why
    )


def _missing(campaign: Campaign, room: Capacity | None, window: Window | None) -> str:
    if campaign.total_leads <= 0:
        return "it has no leads"
    if window is None:
        return "its sending window is not known"
    if room is None:
        return "its inboxes have not been read"
    if not room.usable:
        return "no inbox is ACTIVE"
    return "" if room.per_day else "the daily limits of its inboxes are not known"


def _unknown(left: int, why: str) -> Forecast:
    return Forecast(None, None, None, None, None, left, 0, why)


def _step_shares(campaign: Campaign, steps: Sequence[SequenceStep]) -> tuple[float, ...]:
    """The share of mailed leads that each follow-up is expected to reach."""
    own = campaign.sent >= OWN_RATES_FROM
    opened = _rate(campaign.opened, campaign.sent, own, FIELD_OPEN_RATE)
    replied = _rate(campaign.replied, campaign.sent, own, FIELD_REPLY_RATE)
    bounced = _rate(campaign.bounced, campaign.sent, own, FIELD_BOUNCE_RATE)
    shares = []
    for index, step in enumerate(steps, start=1):
        running = max(0.0, 1 - bounced - replied * index)
        match step.trigger:
            case "NOT_OPENED":
                shares.append(running * (1 - opened) ** index)
            case "OPENED_BUT_NOT_REPLIED":
                shares.append(running * (1 - (1 - opened) ** index))
            case _:
                shares.append(running)
    return tuple(shares)


def _rate(part: int, whole: int, own: bool, otherwise: float) -> float:
    rate = Ratio(part, whole).rate if own else None
    return otherwise if rate is None else min(1.0, rate)


class _Queue:
    """Mails of one campaign in expectation: first mails left, and follow-ups by the day they fall due."""

    def __init__(self, total: int, steps: Sequence[SequenceStep], shares: Sequence[float], factor: float) -> None:
        self.first = float(total)
        self.due: dict[date, float] = {}
        self.overdue = 0.0
        self.last_first: date | None = None
        self._offsets: list[tuple[int, float]] = []
        waited = 0
        for step, share in zip(steps, shares, strict=True):
            waited += step.wait_days
            self._offsets.append((waited, min(1.0, share * factor)))
        self.tail = timedelta(days=waited)

    def fall_due(self, day: date) -> None:
        """Follow-ups due up to `day` join the queue."""
        for when in [when for when in self.due if when <= day]:
            self.overdue += self.due.pop(when)

    def send(self, day: date, room: float) -> float:
        """Send up to `room` mails, follow-ups first [inferred], and return how many were sent."""
        follow = min(room, self.overdue)
        self.overdue -= follow
        first = min(room - follow, self.first)
        self.first -= first
        if first > 0:
            self.last_first = day
            for offset, share in self._offsets:
                when = day + timedelta(days=offset)
                self.due[when] = self.due.get(when, 0.0) + first * share
        return follow + first

    @property
    def left(self) -> float:
        """Mails still to be sent, those of first mails to come included."""
        return self.first * (1 + sum(share for _, share in self._offsets)) + self.overdue + sum(self.due.values())


def _simulate(
    campaign: Campaign,
    steps: Sequence[SequenceStep],
    shares: Sequence[float],
    per_day: float,
    scenario: Scenario,
    window: Window,
    now: datetime,
) -> _Course:
    today = now.astimezone(window.zone).date()
    queue = _Queue(campaign.total_leads, steps, shares, scenario.follow_ups)
    _replay_past(queue, campaign, window, today)
    mails = queue.left
    per_day *= scenario.capacity
    for day, part in _days_ahead(window, now, today):
        queue.fall_due(day)
        queue.send(day, per_day * part)
        if queue.first < 0.5 and queue.overdue < 0.5 and (not queue.due or sum(queue.due.values()) < 0.5):
            first_mails = queue.last_first or day
            return _Course(max(day, first_mails + queue.tail), first_mails, mails)
    return _Course(None, None, mails)


def _replay_past(queue: _Queue, campaign: Campaign, window: Window, today: date) -> None:
    """Send the mails already sent, evenly over the sending days since launch."""
    if not campaign.sent:
        return
    launch = campaign.launched_at.astimezone(window.zone).date() if campaign.launched_at else today - _DAY
    days: list[date] = []
    for day in sending_days(window, launch):
        if day >= today and days:
            break
        days.append(min(day, today))
    carry = 0.0
    for day in days:
        queue.fall_due(day)
        pace = campaign.sent / len(days) + carry
        carry = pace - queue.send(day, pace)


def _days_ahead(window: Window, now: datetime, today: date) -> Iterator[tuple[date, float]]:
    """Sending days from today on with the part of each that is still to come (0-1)."""
    first = max(today, window.not_before.astimezone(window.zone).date()) if window.not_before else today
    for day in sending_days(window, first):
        if (day - today).days > HORIZON_DAYS:
            return
        part = 1.0
        if day == today:
            span = timedelta(minutes=window.minutes)
            part = min(1.0, open_time(window, now, _end_of(day, window)) / span)
        yield day, part


def _end_of(day: date, window: Window) -> datetime:
    return datetime.combine(day + _DAY, datetime.min.time(), window.zone)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def summary(result: Forecast) -> str:
    """One sentence for a screen: mails left, pace and finish."""
    if result.p50 is None or result.per_day is None:
        return result.text
    mails = wording.plural(result.mails_left, "mail")
    return f"{mails} to come at up to {result.per_day:,.0f} a sending day: {result.text}"
