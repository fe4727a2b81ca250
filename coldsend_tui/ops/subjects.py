"""What is held against each other: a period and the one before, marked campaigns, or one campaign and all others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from coldsend_tui.ops import figures, periods, wording
from coldsend_tui.ops.breakdown import Entry
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.figures import Figures
from coldsend_tui.ops.periods import Period
from coldsend_tui.workspace import Campaign, TimelineDay

MOST: Final = 8
"""Subjects that are compared at once: with more, some differ by chance."""
TWICE: Final = "Bounds are of 95 %; a verdict takes 99 %, because figures are looked at again and again."
YOUNG: Final = timedelta(days=7)
"""Replies still come for about so long after a mail: 90 % of them within a day of the opening, 95 % of opens within a week.
field.md §6."""


class Subject(NamedTuple):
    """One side of a comparison. `unsubscribed` is None where it is not told. `id` is "" for a period and for all others."""

    id: str
    name: str
    figures: Figures
    unsubscribed: int | None = None

    def ratio(self, measure: str) -> Ratio | None:
        """A measure over mails sent; None where it is not told."""
        if measure == "unsubscribed":
            return None if self.unsubscribed is None else Ratio(self.unsubscribed, self.figures.sent)
        return self.figures.ratio(measure)


class Comparison(NamedTuple):
    """Subjects, each held against the first; `measures` are told of all of them, `caveats` say what the counts do not prove."""

    subjects: tuple[Subject, ...]
    measures: tuple[str, ...]
    caveats: tuple[str, ...]


def of_periods(days: Sequence[TimelineDay], period: Period) -> Comparison | None:
    """A period against the one before; None while not all of their days are known."""
    before, now = periods.within(days, period.before), periods.within(days, period)
    if len(before) < period.days or len(now) < period.days:
        return None
    caveats = [
        "Opens and replies count on the day they come, so some of each period answer mails of the one before.",
        TWICE,
    ]
    return Comparison(
        (
            Subject("", period.before.text, figures.total(before)),
            Subject("", period.text, figures.total(now)),
        ),
        figures.RATES,
        tuple(caveats),
    )


def of_entries(rows: Sequence[Entry], marked: Collection[str]) -> Comparison:
    """The marked rows against the first of them; a single one against all others together; without any, the two with most mails.

    Rows whose figures are shared with others are left out: a mail would stand on both sides.
    """
    apart = [row for row in rows if not row.shared and row.figures.sent]
    chosen = [row for row in apart if row.id in marked][:MOST]
    if not marked:
        chosen = sorted(apart, key=lambda row: -row.figures.sent)[:2]
    subjects = [Subject(row.id, row.name, row.figures, row.unsubscribed) for row in chosen]
    if len(subjects) == 1 and len(apart) > 1:
        one = subjects[0]
        rest = figures.total(row.figures for row in apart).without(one.figures)
        told = [row.unsubscribed for row in apart if row.id != one.id]
        lost = sum(number for number in told if number is not None) if None not in told else None
        subjects = [Subject("", f"all others ({len(apart) - 1:,})", rest, lost), one]
    measures = [*figures.RATES]
    if subjects and all(one.unsubscribed is not None for one in subjects):
        measures.append("unsubscribed")
    caveats = [
        "Lists, inboxes and days differ too: a difference is no proof of a better mail; variants of one campaign are."
    ]
    if skipped := len(marked) - len(chosen):
        caveats.append(
            f"{wording.plural(skipped, 'marked row')} left out: without mails, shared with others, or beyond {MOST}."
        )
    return Comparison(tuple(subjects), tuple(measures), tuple(caveats))


def maturity(subjects: Sequence[Subject], campaigns: Mapping[str, Campaign], now: datetime) -> str:
    """Which campaigns are so young that replies to most of their mails are still to come; "" where none is."""
    young = [
        campaign.name
        for one in subjects
        if (campaign := campaigns.get(one.id)) is not None
        and campaign.launched_at is not None
        and now - campaign.launched_at < YOUNG
    ]
    return f"Launched less than a week ago, so replies are still to come: {wording.named(young, 3)}." if young else ""
