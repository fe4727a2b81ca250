"""When will a campaign finish: a day-by-day simulation of its mails, three times, or why that cannot be said.

First mails and due follow-ups compete for one capacity, on sending days in the campaign's zone. The past is simulated too, at
the pace that brings the known number of mails, to learn which follow-ups are still to come. A campaign ends when the last
lead has been judged for its last follow-up, mailed or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.details import CampaignSettings, SequenceStep
from coldsend_tui.ops import leads, wording
from coldsend_tui.ops.capacity import Capacity, capacity
from coldsend_tui.ops.lead_queue import Chain, LeadQueue
from coldsend_tui.ops.schedule import Window, open_time, sending_days
from coldsend_tui.workspace import Campaign, Workspace

_DAY: Final = timedelta(days=1)
_WEEK_DAYS: Final = 7
HORIZON_DAYS: Final = 730
"""Nothing is forecast farther away than two years."""


class Scenario(NamedTuple):
    """How a quantile of the finish differs from the expected course [inferred]: capacity really used, follow-ups really due,
    and whether the other campaigns on its inboxes take their share."""

    capacity: float
    follow_ups: float
    shared: bool


EARLY: Final = Scenario(1.05, 0.85, False)
EXPECTED: Final = Scenario(1.0, 1.0, True)
LATE: Final = Scenario(0.8, 1.1, True)


class Forecast(NamedTuple):
    """Finish dates in the campaign's zone. None with `why` when not enough is known; `first_mails` ends the first mails (P50).

    `per_day` is the capacity of one sending day that was used, `leads_left` the leads without a first mail, `mails_left` all
    mails still expected, follow-ups included. The last first mail and the last follow-up have dates of their own: a campaign
    ends days after its last mail, when nobody can fall due any more.
    """

    p10: date | None
    p50: date | None
    p90: date | None
    first_mails: date | None
    per_day: float | None
    leads_left: int
    mails_left: int
    why: str
    first_mails_p90: date | None = None
    follow_ups: date | None = None
    follow_ups_p90: date | None = None

    @property
    def text(self) -> str:
        """`P50 4 Dec  P90 8 Dec`, or `not enough known: …`."""
        if self.p50 is None or self.p90 is None:
            return f"not enough known: {self.why}" if self.why else ""
        return f"P50 {_day(self.p50)}  P90 {_day(self.p90)}"


class _Course(NamedTuple):
    finish: date | None
    first_mails: date | None
    follow_ups: date | None
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
    steps = tuple(settings.steps or ())
    pace = _Pace(campaign, settings, workspace, now)
    early, expected, late = (
        _simulate(campaign, steps, pace, scenario, window, now) for scenario in (EARLY, EXPECTED, LATE)
    )
    why = "" if expected.finish else f"longer than {HORIZON_DAYS // 365} years at this pace"
    return Forecast(
        early.finish,
        expected.finish,
        late.finish,
        expected.first_mails,
        pace.on(now.date(), shared=True),
        left,
        round(expected.mails),
        why,
        late.first_mails,
        expected.follow_ups,
        late.follow_ups,
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


class _Pace:
    """Mails of a sending day, also of days to come: a ramp-up grows."""

    def __init__(self, campaign: Campaign, settings: CampaignSettings, workspace: Workspace, now: datetime) -> None:
        self._campaign = campaign
        self._settings = settings
        self._workspace = workspace
        self._now = now
        self._known: dict[int, Capacity | None] = {}

    def on(self, day: date, *, shared: bool) -> float:
        """Capacity of `day`, after sharing inboxes with other campaigns or without."""
        week = max(0, (day - self._now.date()).days) // _WEEK_DAYS if self._settings.ramp_up else 0
        if week not in self._known:
            moment = self._now + timedelta(days=week * _WEEK_DAYS)
            self._known[week] = capacity(self._campaign, self._settings, self._workspace, moment)
        room = self._known[week]
        if room is None:
            return 0.0
        return (room.shared_per_day if shared else room.per_day) or 0.0


def _simulate(
    campaign: Campaign,
    steps: Sequence[SequenceStep],
    pace: _Pace,
    scenario: Scenario,
    window: Window,
    now: datetime,
) -> _Course:
    today = now.astimezone(window.zone).date()
    queue = LeadQueue(leads.left(campaign), Chain.of(campaign, steps, scenario.follow_ups))
    fastest = pace.on(today, shared=False) if scenario is EARLY and not leads.left(campaign) else 0.0
    _replay_past(queue, campaign, window, today, fastest)
    mails = queue.mails_left
    first_mails = follow_ups = None
    for day, part in _days_ahead(window, now, today):
        queue.fall_due(day)
        queue.send(day, pace.on(day, shared=scenario.shared) * scenario.capacity * part)
        if queue.first < 0.5 and first_mails is None:
            first_mails = queue.last_first or day
        if steps and first_mails and follow_ups is None and queue.mails_left < 0.5:
            follow_ups = day
        if queue.empty:
            return _Course(day, first_mails, follow_ups or (day if steps else None), mails)
    return _Course(None, first_mails, None, mails)


class Standing(NamedTuple):
    """Where the follow-ups of a campaign stand in expectation: due and not mailed, and when the next ones fall due (None: none will)."""

    overdue: float
    next_due: date | None


def standing(
    campaign: Campaign, settings: CampaignSettings | None, now: datetime, stopped: datetime | None = None
) -> Standing | None:
    """The follow-ups at `now`, if nothing was sent since `stopped` (None: since just now). None while the settings are not known."""
    if settings is None or (window := Window.of(settings)) is None:
        return None
    today = now.astimezone(window.zone).date()
    queue = LeadQueue(leads.left(campaign), Chain.of(campaign, tuple(settings.steps or ()), EXPECTED.follow_ups))
    until = min(today, stopped.astimezone(window.zone).date() + _DAY) if stopped else today
    _replay_past(queue, campaign, window, until, 0.0)
    queue.fall_due(today)
    due = [day for (day, _), living in queue.waiting.items() if living >= 0.5]
    return Standing(sum(queue.overdue), min(due, default=None))


def _replay_past(queue: LeadQueue, campaign: Campaign, window: Window, today: date, fastest: float) -> None:
    """Put the leads mailed so far where they stand now: those due are mailed.

    First mails went out evenly over the sending days since launch, or at `fastest` a day if that is more: once they are all
    out, nobody knows when the last of them left.
    """
    if not campaign.sent:
        return
    launch = campaign.launched_at.astimezone(window.zone).date() if campaign.launched_at else today - _DAY
    days = []
    for day in sending_days(window, launch):
        if day >= today:
            break
        days.append(day)
    days = days or [today - _DAY]
    left, queue.first = queue.first, campaign.sent
    for day in days:
        queue.fall_due(day)
        queue.send(day, sum(queue.overdue) + max(fastest, campaign.sent / len(days)))
    queue.first, queue.last_first = left, None


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
