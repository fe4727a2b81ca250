"""Rows of Analytics that are no rows of the API: what an export writes of them. Rates are fractions beside their counts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from coldsend_tui.ops.breakdown import Entry
from coldsend_tui.ops.comparison import judge
from coldsend_tui.ops.evidence import Ratio, interval
from coldsend_tui.ops.experiment import Z_TWO_SIDED
from coldsend_tui.ops.figures import RATES, Figures
from coldsend_tui.ops.subjects import Comparison


class HourRow(NamedTuple):
    """What the counters grew by in one hour of workspace time; None where nobody watched."""

    hour: datetime
    sent: int | None
    opened: int | None
    replied: int | None
    bounced: int | None

    @classmethod
    def of(cls, hour: datetime, told: Figures | None) -> HourRow:
        """The row of an hour."""
        return cls(hour, *(told or (None, None, None, None)))


class UsageRow(NamedTuple):
    """Mails of an inbox or a domain in one place of the heat map. `seen` is "whole", "at least" or "not seen"."""

    kind: str
    id: str
    name: str
    start: datetime
    grain: str
    mails: int | None
    seen: str
    measured_by: float | None


class RateRow(NamedTuple):
    """One rate of one subject, with its two-sided 95 % bounds and what it is against another subject ("" where it is none)."""

    subject: str
    id: str
    measure: str
    part: int | None
    whole: int | None
    against: str = ""
    verdict: str = ""
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None

    @property
    def rate(self) -> float | None:
        """The fraction."""
        return None if self.part is None or not self.whole else round(self.part / self.whole, 6)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Its 95 % Wilson bounds."""
        if self.part is None or not self.whole:
            return None, None
        low, high = interval(Ratio(self.part, self.whole), Z_TWO_SIDED)
        return round(low, 6), round(high, 6)


def rated_entry(row: Entry) -> list[RateRow]:
    """A row of the breakdown as one row for each of its rates."""
    unsubscribed = RateRow(row.name, row.id, "unsubscribed", row.unsubscribed, row.figures.sent)
    rates = [RateRow(row.name, row.id, name, row.ratio(name).part, row.figures.sent) for name in RATES]
    return [*rates, unsubscribed] if row.unsubscribed is not None else rates


def rated_comparison(found: Comparison) -> list[RateRow]:
    """A comparison as one row for each measure of each subject; the first of each measure is what the others are held against."""
    rows = []
    for measure in found.measures:
        first = found.subjects[0].ratio(measure) if found.subjects else None
        for at, one in enumerate(found.subjects):
            own = one.ratio(measure)
            row = RateRow(one.name, one.id, measure, own.part if own else None, own.whole if own else None)
            if at and own is not None and first is not None:
                verdict = judge(first, own)
                shown = verdict.difference
                row = row._replace(against=found.subjects[0].name, verdict=str(verdict.call))
                if shown is not None:
                    by, low, high = (round(number, 6) for number in shown)
                    row = row._replace(change=by, change_low=low, change_high=high)
            rows.append(row)
    return rows
