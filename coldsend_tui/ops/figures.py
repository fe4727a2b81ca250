"""The four counters of the field as one value: mails sent, and what came of them. Rates are ratios of sums over mails sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from coldsend_tui.ops.evidence import Ratio

RATES: Final = ("opened", "replied", "bounced")
"""The counters that are told over mails sent, in the order of the funnel."""


class Counted(Protocol):
    """Anything with the four counters: a campaign, a day of the timeline, a sample."""

    @property
    def sent(self) -> int: ...
    @property
    def opened(self) -> int: ...
    @property
    def replied(self) -> int: ...
    @property
    def bounced(self) -> int: ...


class Figures(NamedTuple):
    """Counts of one thing over one time."""

    sent: int = 0
    opened: int = 0
    replied: int = 0
    bounced: int = 0

    def ratio(self, name: str) -> Ratio:
        """One of `RATES` over mails sent."""
        return Ratio(getattr(self, name), self.sent)

    def without(self, part: Figures) -> Figures:
        """What is left when `part` is taken out; never below zero."""
        return Figures(*(max(0, mine - other) for mine, other in zip(self, part, strict=True)))


def of(row: Counted) -> Figures:
    """The counters of a row."""
    return Figures(row.sent, row.opened, row.replied, row.bounced)


def total(rows: Iterable[Counted]) -> Figures:
    """The sums of many rows."""
    sent = opened = replied = bounced = 0
    for row in rows:
        sent += row.sent
        opened += row.opened
        replied += row.replied
        bounced += row.bounced
    return Figures(sent, opened, replied, bounced)
