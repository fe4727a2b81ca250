"""Which request next, and when: a pure function of what is wanted, what the budget allows, and the time.

The pace is what may be spent per second so that the hour's budget lasts, whatever was spent before and whoever else uses
the key. It is shared out in steps: findings' inputs and screens get what they need at least, then attended screens the slow
end of their goal, then everybody; what is left brings the focused panel to the fast end, then the visible ones, and so on
down to the background, which always has a small share of its own. A busy screen may borrow what quiet ones have saved; where
the pace falls for that, all slow ends are stretched alike, so that an hour ends about as fresh as it began.
The feed that is most overdue by its own interval goes first, so none is forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .feeds import Attention, Goal

HOUR = 3600.0
NEEDS_SHARE = 0.7
"""Part of the pace that what is needed may take before attended screens have more than that."""
BUSY_CREDIT = 0.5
"""Part of the pace that attended screens may take beyond it to reach their slow end: quiet screens have saved it."""
ENOUGH = 12.5 / 60
"""The pace (requests per second) from which on slow ends are kept; below it they are stretched in proportion.

A key of one's own keeps up 15.8 a minute, one that shares a fifth of it with a script 12.5.
"""
POOR = 8 / 60
"""The pace at which nothing is lent any more: who is busy for the whole hour would find its end dry."""
LEAN, RICH = 13 / 60, 16 / 60
"""Paces at which almost nothing, and all, of what is left after every slow end goes to the fast ends."""
QUIET_SHARE = 0.1
"""Part of what attended screens leave at a lean pace that standing ones may have beyond what they need."""
LEAST_SURPLUS = 0.05
LOOKS_SHARE = 0.15
"""Part of the pace kept for first looks: a screen that is opened is read at once, whatever the intervals say."""
SPARE_SHARE = 0.1
"""Part of what nobody in front needs that the background may have now; the rest is saved for busier minutes."""
BACKGROUND_SHARE = 0.03
"""Part of the pace that background feeds get even when the rest would take it all."""
FINDINGS_MINUTE_RESERVE = 4
"""Requests of the minute that only findings' inputs may take: one refresh of each."""
LONGEST_INTERVAL = 24 * HOUR
SLOWEST_PACE = 1 / 120
"""Requests per second assumed where the budget is all but spent; the windows still have to allow each one."""
FEW_SECONDS = 60.0
PACE_STEPS = 60
FRESH_PART, FRESH_FACTOR = 0.96, 1.5
"""While this part of the hour's requests is unspent, more may be spent: a console that has just been opened fills its cache."""

_WEIGHT = {
    Attention.FOCUSED: 1.5,
    Attention.VISIBLE: 1.3,
    Attention.FINDINGS: 1.3,
    Attention.STANDING: 1.0,
    Attention.BACKGROUND: 1.0,
}


class Want(NamedTuple):
    """One wanted feed. `last` is when it was last refreshed (None: never), `not_before` the end of a backoff (monotonic s).

    `needed` is the interval in seconds that is kept before others get more than theirs; infinity where there is none.
    """

    name: str
    cost: int
    attention: Attention
    goal: Goal
    last: float | None
    not_before: float = -math.inf
    needed: float = math.inf


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
    # In strides, each judged by its first refill and its last moment: a thousand steps would cost more than they tell.
    stride = max(1, len(windows.refills) // PACE_STEPS)
    for returned in range(0, len(windows.refills), stride):
        seconds = windows.refills[min(returned + stride, len(windows.refills)) - 1]
        if seconds >= FEW_SECONDS:
            lowest = min(lowest, (windows.hour + returned) / seconds)
    lowest -= windows.foreign
    if windows.hour >= FRESH_PART * (windows.hour + len(windows.refills)):
        lowest *= FRESH_FACTOR
    return max(SLOWEST_PACE, lowest)


def intervals(wants: Sequence[Want], rate: float) -> Mapping[str, float]:
    """Seconds between two refreshes of each feed when `rate` requests per second may be spent."""
    foreground = [want for want in wants if want.attention is not Attention.BACKGROUND]
    background = [want for want in wants if want.attention is Attention.BACKGROUND]
    attended = [want for want in foreground if want.attention in (Attention.FOCUSED, Attention.VISIBLE)]
    left = rate * (1 - BACKGROUND_SHARE) if background else rate
    if attended:
        left *= 1 - LOOKS_SHARE
    rates = {want.name: 0.0 for want in foreground}
    stretch = max(1.0, ENOUGH / rate)
    left -= _raise(foreground, rates, lambda want: want.needed, left * (NEEDS_SHARE if attended else 1.0))
    left -= _raise(attended, rates, lambda want: want.goal.slow * stretch, left + rate * _credit(rate))
    surplus = _surplus(rate) if attended else 1.0
    left -= _raise(foreground, rates, lambda want: want.goal.slow * stretch, left * max(surplus, QUIET_SHARE))
    left = max(0.0, left) * surplus
    for attention in (Attention.FOCUSED, Attention.VISIBLE, Attention.STANDING, Attention.FINDINGS):
        group = [want for want in foreground if want.attention is attention]
        left -= _raise(group, rates, lambda want: want.goal.fast, left)
    spare = max(0.0, left) * SPARE_SHARE + (rate * BACKGROUND_SHARE if background else 0.0)
    rates |= {want.name: 0.0 for want in background}
    spare -= _raise(background, rates, lambda want: want.goal.slow, spare)
    _raise(background, rates, lambda want: want.goal.fast, spare)
    return {want.name: want.cost / max(rates[want.name], want.cost / LONGEST_INTERVAL) for want in wants}


def _credit(rate: float) -> float:
    """The part of the pace that may be borrowed: all that is ever lent where the pace is enough, nothing where it is poor."""
    return BUSY_CREDIT * min(1.0, max(0.0, (rate - POOR) / (ENOUGH - POOR)))


def _surplus(rate: float) -> float:
    """The part of the surplus that may be spent at this pace."""
    return min(1.0, max(LEAST_SURPLUS, (rate - LEAN) / (RICH - LEAN)))


def _raise(group: Sequence[Want], rates: dict[str, float], interval: Callable[[Want], float], most: float) -> float:
    """Bring each feed's share up to one refresh per `interval`, or as near as `most` allows, all by the same part.

    Returns what that takes, in requests per second.
    """
    missing = {want.name: max(0.0, want.cost / interval(want) - rates[want.name]) for want in group}
    needed = sum(missing.values())
    part = 1.0 if needed <= max(0.0, most) else max(0.0, most) / needed
    for name, rate in missing.items():
        rates[name] += rate * part
    return needed * part


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
