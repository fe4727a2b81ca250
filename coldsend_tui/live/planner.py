"""Which request next, and when: a pure function of what is wanted, what the budget allows, and the time.

The pace is what may be spent per second so that the hour's budget lasts, whatever was spent before and whoever else uses
the key. It is shared out from the most watched feed to the least: everyone gets the slow end of its goal, what is left
brings the focused panel to the fast end, then the visible ones, then the findings' inputs, and the rest is the
background's, which always has a small share of its own. Where not even the slow ends fit, screens wait before findings.
The feed that is most overdue by its own interval goes first, so none is forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .feeds import Attention, Goal

HOUR = 3600.0
BACKGROUND_SHARE = 0.1
"""Part of the pace that background feeds get even when the rest would take it all."""
FINDINGS_MINUTE_RESERVE = 4
"""Requests of the minute that only findings' inputs may take: one refresh of each."""
SLOWEST_PACE = 1 / 120
"""Requests per second assumed where the budget is all but spent; the windows still have to allow each one."""
FEW_SECONDS = 60.0
FRESH_PART, FRESH_FACTOR = 0.92, 3.0
"""While this part of the hour's requests is unspent, more may be spent: a console that has just been opened fills its cache."""

_WEIGHT = {Attention.FOCUSED: 1.5, Attention.VISIBLE: 1.2, Attention.FINDINGS: 1.3, Attention.BACKGROUND: 1.0}


class Want(NamedTuple):
    """One wanted feed. `last` is when it was last refreshed (None: never), `not_before` the end of a backoff (monotonic s)."""

    name: str
    cost: int
    attention: Attention
    goal: Goal
    last: float | None
    not_before: float = -math.inf


class Windows(NamedTuple):
    """What the request budget allows, without the reserve for the operator's writes.

    `minute` and `hour` are requests left, `minute_wait` the seconds until the minute has room again, `refills` the seconds
    until each request spent in this hour falls out of the window (ascending), `foreign` what others spend per second.
    """

    minute: int
    hour: int
    minute_wait: float = 0.0
    refills: Sequence[float] = ()
    foreign: float = 0.0


class Decision(NamedTuple):
    """The feed to refresh now, or None and when to ask again (monotonic seconds, infinity for never)."""

    name: str | None
    wake_at: float


def pace(windows: Windows) -> float:
    """Requests per second that can be kept up without ever running dry within the hour to come."""
    lowest = (windows.hour + len(windows.refills)) / HOUR
    for returned, seconds in enumerate(windows.refills):
        if seconds >= FEW_SECONDS:
            lowest = min(lowest, (windows.hour + returned) / seconds)
    lowest -= windows.foreign
    if windows.hour >= FRESH_PART * (windows.hour + len(windows.refills)):
        lowest *= FRESH_FACTOR
    return max(SLOWEST_PACE, lowest)


def intervals(wants: Iterable[Want], rate: float) -> Mapping[str, float]:
    """Seconds between two refreshes of each feed when `rate` requests per second may be spent."""
    groups: dict[Attention, list[Want]] = {attention: [] for attention in Attention}
    for want in wants:
        groups[want.attention].append(want)
    background = groups.pop(Attention.BACKGROUND)
    left = rate * (1 - BACKGROUND_SHARE) if background else rate
    screens = groups[Attention.FOCUSED] + groups[Attention.VISIBLE]
    findings = groups[Attention.FINDINGS]
    least_findings, least_screens = _least(findings), _least(screens)
    result: dict[str, float] = {}
    if least_findings + least_screens > left:
        # Findings keep what they need as long as screens are left with something.
        for_findings = min(least_findings, left * (0.7 if screens else 1.0))
        result |= _shared(findings, for_findings)
        result |= _shared(screens, left - for_findings)
        left = 0.0
    else:
        extra = left - least_findings - least_screens
        for attention in (Attention.FOCUSED, Attention.VISIBLE, Attention.FINDINGS):
            group = groups[attention]
            taken = min(extra, _most(group) - _least(group))
            result |= _shared(group, _least(group) + taken)
            extra -= taken
        left = extra
    if background:
        spare = rate * BACKGROUND_SHARE + left
        result |= _shared(background, min(spare, _most(background)))
    return result


def plan(wants: Sequence[Want], windows: Windows, now: float) -> Decision:
    """The next request. Asked again after each one, and at `wake_at` where there is none."""
    spacing = intervals(wants, pace(windows))
    chosen: Want | None = None
    most = 0.0
    wake_at = math.inf
    for want in wants:
        interval = spacing[want.name]
        due = max(-math.inf if want.last is None else want.last + interval, want.not_before)
        if due > now:
            wake_at = min(wake_at, due)
            continue
        overdue = math.inf if want.last is None else (now - want.last) / interval * _WEIGHT[want.attention]
        if chosen is None or (overdue, want.attention) > (most, chosen.attention):
            chosen, most = want, overdue
    if chosen is None:
        return Decision(None, wake_at)
    reserve = 0 if chosen.attention is Attention.FINDINGS else FINDINGS_MINUTE_RESERVE
    if windows.minute - reserve < chosen.cost or windows.hour < chosen.cost:
        return Decision(None, min(wake_at, now + _until_room(chosen, windows, reserve)))
    return Decision(chosen.name, now)


def _until_room(want: Want, windows: Windows, reserve: int) -> float:
    """Seconds until a request that is due may be sent; asking a little too early does no harm."""
    waits = [1.0]
    if windows.minute - reserve < want.cost:
        waits.append(windows.minute_wait)
    if windows.hour < want.cost:
        missing = want.cost - windows.hour
        waits.append(windows.refills[missing - 1] if missing <= len(windows.refills) else FEW_SECONDS)
    return max(waits)


def _least(group: Sequence[Want]) -> float:
    return sum(want.cost / want.goal.slow for want in group)


def _most(group: Sequence[Want]) -> float:
    return sum(want.cost / want.goal.fast for want in group)


def _shared(group: Sequence[Want], rate: float) -> dict[str, float]:
    """Intervals of a group that together take `rate`: between the fast and the slow end, or beyond it in proportion."""
    least, most = _least(group), _most(group)
    if rate < least:
        stretch = least / max(rate, SLOWEST_PACE / 10)
        return {want.name: want.goal.slow * stretch for want in group}
    part = 1.0 if most <= least else min(1.0, (rate - least) / (most - least))
    return {want.name: 1 / (1 / want.goal.slow + part * (1 / want.goal.fast - 1 / want.goal.slow)) for want in group}
