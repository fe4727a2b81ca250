"""Leads of one campaign in expectation: how many wait for a first mail, how many for which follow-up, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from coldsend_tui.details import SequenceStep
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.workspace import Campaign

OWN_RATES_FROM: Final = 50
"""A campaign's own open and reply rates are used from this many mails on; before that the field's."""
FIRST_MAIL_REPLIES: Final = 0.6
"""Share of all replies that the first mail brings. field.md §6."""
FIELD_OPEN_RATE: Final = 0.30
FIELD_REPLY_RATE: Final = 0.034
FIELD_BOUNCE_RATE: Final = 0.033
"""Mean rates over mails sent. field.md §2, §6."""


class Chain(NamedTuple):
    """The follow-ups in expectation: wait in days, share of the living that gets the mail, share that lives on after it."""

    waits: tuple[int, ...]
    mailed: tuple[float, ...]
    lives_on: tuple[float, ...]
    after_first: float

    @classmethod
    def of(cls, campaign: Campaign, steps: Sequence[SequenceStep], factor: float) -> Chain:
        """From the campaign's own rates once it has enough mails, before that from the field's. `factor` scales the shares."""
        own = campaign.sent >= OWN_RATES_FROM
        opened = _rate(campaign.opened, campaign.sent, own, FIELD_OPEN_RATE)
        replied = _rate(campaign.replied, campaign.sent, own, FIELD_REPLY_RATE)
        bounced = _rate(campaign.bounced, campaign.sent, own, FIELD_BOUNCE_RATE)
        share = {"NOT_OPENED": 1 - opened, "OPENED_BUT_NOT_REPLIED": opened}
        later = replied * (1 - FIRST_MAIL_REPLIES) / max(1, len(steps))
        return cls(
            tuple(step.wait_days for step in steps),
            tuple(min(1.0, factor * share.get(step.trigger, 1.0)) for step in steps),
            tuple(max(0.0, 1 - later) for _ in steps),
            max(0.0, 1 - bounced - replied * FIRST_MAIL_REPLIES),
        )

    def mails_after(self, step: int, living: float) -> float:
        """Mails still to come for leads that wait for follow-up `step` (0 is the first follow-up)."""
        total = 0.0
        for index in range(step, len(self.waits)):
            total += living * self.mailed[index]
            living *= self.lives_on[index]
        return total


def _rate(part: int, whole: int, own: bool, otherwise: float) -> float:
    rate = Ratio(part, whole).rate if own else None
    return otherwise if rate is None else min(1.0, rate)


class LeadQueue:
    """Leads of one campaign in expectation: without a first mail, waiting for a follow-up by due day, and due but not mailed."""

    def __init__(self, first: float, chain: Chain) -> None:
        self.first = first
        self.waiting: dict[tuple[date, int], float] = {}
        self.overdue = [0.0] * len(chain.waits)
        self.last_first: date | None = None
        self._chain = chain

    def wait_for(self, step: int, day: date, living: float) -> None:
        """`living` leads finished the mail before follow-up `step` on `day`."""
        if step < len(self._chain.waits) and living > 0:
            key = (day + timedelta(days=self._chain.waits[step]), step)
            self.waiting[key] = self.waiting.get(key, 0.0) + living

    def fall_due(self, day: date) -> None:
        """Leads due up to `day` join the queue, or skip the mail and wait for the next one."""
        while due := [key for key in self.waiting if key[0] <= day]:
            for key in due:
                when, step = key
                living = self.waiting.pop(key)
                mailed = living * self._chain.mailed[step]
                self.overdue[step] += mailed
                self.wait_for(step + 1, when, (living - mailed) * self._chain.lives_on[step])

    def send(self, day: date, room: float) -> None:
        """Send up to `room` mails, follow-ups first [inferred]."""
        for step, overdue in enumerate(self.overdue):
            sent = min(room, overdue)
            room -= sent
            self.overdue[step] -= sent
            self.wait_for(step + 1, day, sent * self._chain.lives_on[step])
        sent = min(room, self.first)
        if sent > 0:
            self.first -= sent
            self.last_first = day
            self.wait_for(0, day, sent * self._chain.after_first)

    @property
    def mails_left(self) -> float:
        """Mails still to be sent, all follow-ups to come included."""
        chain = self._chain
        total = self.first + chain.mails_after(0, self.first * chain.after_first)
        total += sum(chain.mails_after(step, living) for (_, step), living in self.waiting.items())
        for step, overdue in enumerate(self.overdue):
            total += overdue + chain.mails_after(step + 1, overdue * chain.lives_on[step])
        return total

    @property
    def empty(self) -> bool:
        """Whether no lead is left, to half a lead."""
        return self.first < 0.5 and sum(self.overdue) < 0.5 and sum(self.waiting.values()) < 0.5
