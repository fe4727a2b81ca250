"""What will come of a mail: decided when it leaves, from the draws of its lead and step, and told later by the clock.

The numbers are in `parameters.py`. A campaign's audience gives the rates; the state of the sending domain bends them.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from . import parameters as p
from .chance import WHOLE, LogNormalDelay, between, threshold
from .day_shape import READING_DAY


class Outcome(IntEnum):
    """Things that happen to a mail after it left, in the order in which two of one second are told."""

    BOUNCE = 1
    MACHINE_OPEN = 2
    OPEN = 3
    SCANNER_CLICK = 4
    CLICK = 5
    AUTO_REPLY = 6
    UNSUBSCRIBE = 7
    COMPLAINT = 8
    REPLY = 9


BOUNCE, MACHINE_OPEN, OPEN, SCANNER_CLICK, CLICK, AUTO_REPLY, UNSUBSCRIBE, COMPLAINT, REPLY = map(int, Outcome)

_open_delay = LogNormalDelay(p.OPEN_DELAY_MEDIAN, p.OPEN_DELAY_SIGMA, p.OPEN_DELAY_LIMIT)
_eager_open_delay = LogNormalDelay(p.EAGER_OPEN_DELAY_MEDIAN, p.EAGER_OPEN_DELAY_SIGMA, p.OPEN_DELAY_LIMIT)
_reply_delay = LogNormalDelay(p.REPLY_DELAY_MEDIAN, p.REPLY_DELAY_SIGMA, p.REPLY_DELAY_LIMIT)
_FAITHFUL, _CASUAL = threshold(p.FAITHFUL_OPENER), threshold(p.CASUAL_OPENER)
_MACHINE = threshold(p.MACHINE_OPENERS)
_SCANNER, _CLICKS = threshold(p.SCANNER_CLICKS), threshold(p.CLICK_GIVEN_OPEN)
_COMPLAINTS = threshold(p.COMPLAINT_RATE / p.OPEN_RATE_MEAN)  # drawn among those who open
_UNSIGNED = threshold(p.UNSIGNED_BOUNCE)
_PLACED, _PLACED_UNSIGNED = threshold(p.INBOX_PLACEMENT), threshold(p.UNSIGNED_PLACEMENT)
_FAST = threshold(p.BOUNCE_FAST_SHARE)
_FOLLOW_UP_BOUNCE = threshold(p.FOLLOW_UP_BOUNCE)
_AVERAGE_PLACEMENT = p.INBOX_PLACEMENT + (1 - p.INBOX_PLACEMENT) * p.SPAM_FOLDER_FACTOR


class Temperament:
    """The thresholds of one kind of mail: a step of a campaign, with its audience and its settings."""

    __slots__ = ("auto_reply", "clicks", "open_faithful", "reply", "tracked", "unsubscribe")

    def __init__(
        self, open_rate: float, reply_rate: float, step: int, tracked: bool, unsubscribe: bool, clicks: bool
    ) -> None:
        """`step` 1-11 of the MAIN chain, 0 for a branch mail. `tracked`: opens are recorded."""
        share = 1.0 if step == 0 else p.REPLY_SHARE_BY_STEP[min(step, len(p.REPLY_SHARE_BY_STEP)) - 1]
        seen = open_rate / _AVERAGE_PLACEMENT  # rates are per mail sent, spam folder included
        self.open_faithful = threshold((seen - p.CASUAL_OPENER) / (p.FAITHFUL_OPENER - p.CASUAL_OPENER))
        opened = max(open_rate, 0.01)
        self.reply = tuple(int(WHOLE * min(1.0, reply_rate * share * f / opened)) for f in p.WEEKDAY_REPLY_FACTOR)
        self.auto_reply = threshold(reply_rate * share * p.AUTO_REPLY_RATIO)
        factor = p.UNSUBSCRIBE_BY_STEP[min(max(step, 1), len(p.UNSUBSCRIBE_BY_STEP)) - 1]
        self.unsubscribe = threshold(p.UNSUBSCRIBE_RATE * factor) if unsubscribe else 0
        self.tracked = tracked
        self.clicks = clicks


temperament = lru_cache(maxsize=1 << 16)(Temperament)  # they never change, and campaigns are loaded over and over


def decide(
    kind: Temperament,
    draws: tuple[int, ...],
    temper: int,
    sent_at: int,
    *,
    offset: int,
    bad_address: int,
    first: bool,
    signed: bool,
) -> list[tuple[int, int]]:
    """The outcomes of one mail as (moment, kind). `bad_address`: threshold of the list's addresses that do not exist.

    `offset`: seconds by which the recipient's clock is before UTC as the mail leaves. People are taken to live in the
    campaign's time zone; that their clock may change before they read is left out.
    """
    refused = draws[0] < (bad_address if first else _FOLLOW_UP_BOUNCE)
    if refused or (not signed and draws[1] < _UNSIGNED):
        bounds = p.BOUNCE_FAST if draws[2] < _FAST else p.BOUNCE_SLOW
        return [(sent_at + between(draws[3], bounds), BOUNCE)]

    outcomes: list[tuple[int, int]] = []
    if kind.tracked and temper >> 32 < _MACHINE:
        outcomes.append((sent_at + between(draws[4], p.MACHINE_OPEN_DELAY), MACHINE_OPEN))
    if draws[5] < kind.auto_reply:
        outcomes.append((sent_at + between(draws[6], p.AUTO_REPLY_DELAY), AUTO_REPLY))
    if kind.clicks and draws[7] < _SCANNER:
        outcomes.append((sent_at + between(draws[8], p.SCANNER_DELAY), SCANNER_CLICK))

    opens = _FAITHFUL if temper & 0xFFFFFFFF < kind.open_faithful else _CASUAL
    if draws[9] >= (_PLACED if signed else _PLACED_UNSIGNED):
        opens = int(opens * p.SPAM_FOLDER_FACTOR)
    wants_out = draws[10] < kind.unsubscribe
    if draws[11] >= opens and not wants_out:
        return outcomes
    local = sent_at + offset
    answers = not wants_out and draws[13] < kind.reply[(local // p.DAY + 3) % 7]  # day 0 was a Thursday
    opened_at = READING_DAY.later(local, (_eager_open_delay if answers else _open_delay)(draws[12])) - offset
    if kind.tracked:
        outcomes.append((opened_at, OPEN))
    if wants_out:
        outcomes.append((opened_at + 20, UNSUBSCRIBE))
    elif answers:
        outcomes.append((READING_DAY.later(opened_at + offset, _reply_delay(draws[14])) - offset, REPLY))
    elif draws[13] >= WHOLE - _COMPLAINTS:
        outcomes.append((opened_at + 60, COMPLAINT))
    if kind.clicks and draws[15] < _CLICKS:
        outcomes.append((opened_at + between(draws[10], p.CLICK_DELAY), CLICK))
    return outcomes


def bounce_code(draws: tuple[int, ...], *, first: bool, bad_address: int, signed: bool) -> str:
    """The enhanced status code of a bounce that `decide` made from the same draws."""
    if not signed and not draws[0] < (bad_address if first else _FOLLOW_UP_BOUNCE):
        return p.UNSIGNED_CODE
    share = draws[4] / WHOLE
    return next(code for limit, code in p.BOUNCE_CODES if share < limit)
