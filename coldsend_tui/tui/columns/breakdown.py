"""Columns of the breakdown: counts, rates over mails sent, and their bounds as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from coldsend_tui.ops.breakdown import By, Entry
from coldsend_tui.ops.evidence import interval, wilson_lower
from coldsend_tui.ops.experiment import Z_TWO_SIDED
from coldsend_tui.ops.figures import RATES
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.campaigns import rate
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line, line
from coldsend_tui.tui.plotting import ceiling
from coldsend_tui.tui.widgets.meter import bar
from coldsend_tui.tui.widgets.whisker import whisker

WHISKER = 18
_GAUGE = 8
_SCALED = 100
"""Mails from which a row has a say in the scale of the pictures."""
_STATES: Mapping[By, dict[str, tuple[str, str]]] = {
    By.CAMPAIGN: states.CAMPAIGN,
    By.INBOX: states.SENDER,
    By.DOMAIN: states.DOMAIN,
}
_ROLES = {"opened": "bar", "replied": "series2", "bounced": "series4"}


def columns(by: By, scale: Callable[[str], float], share: Callable[[Entry], float | None]) -> tuple[Column[Entry], ...]:
    """`scale` is where a rate's picture ends (a fraction), `share` the part of all mails that a row sent."""

    def rated(name: str, rank: int) -> Column[Entry]:
        return Column(
            name,
            name,
            lambda row: _rate(row, name),
            13 if name == "opened" else 11,
            _surely(name),
            right=True,
            rank=rank,
            descending=True,
        )

    def pictured(name: str, rank: int) -> Column[Entry]:
        def drawn(row: Entry) -> Line:
            own = row.ratio(name)
            role = "muted" if row.shared else _ROLES[name]
            return whisker(own.rate, *interval(own, Z_TWO_SIDED), scale(name), WHISKER, role)

        return Column(f"{name}_bounds", f"{name} 0–{scale(name) * 100:.3g} %", drawn, WHISKER, rank=rank)

    common: list[Column[Entry]] = [
        Column("state", "state", lambda row: states.state(row.status, _STATES[by]), 11, lambda row: row.status, rank=2),
        Column(
            "name",
            str(by),
            lambda row: ((safe(row.name), ""),),
            16,
            lambda row: row.name.lower(),
            grow=True,
            comfort=28,
            most=48,
        ),
        Column("sent", "sent", _sent, 7, lambda row: row.figures.sent, right=True, descending=True),
    ]
    rates = [
        rated("opened", 5),
        rated("replied", 0),
        pictured("replied", 3),
        rated("bounced", 0),
        pictured("bounced", 6),
    ]
    if by is By.CAMPAIGN:
        own: list[Column[Entry]] = [
            Column("share", "of all mails", lambda row: _share(share(row)), _GAUGE + 7, rank=7),
            Column(
                "unsubscribed",
                "unsub.",
                _unsubscribed,
                11,
                lambda row: row.unsubscribed or -1,
                right=True,
                rank=4,
                descending=True,
            ),
        ]
    else:
        own = [
            Column("campaigns", "campaigns", _campaigns, 18, lambda row: row.alone, rank=1, descending=True),
            Column("used", "today", _used, _GAUGE + 10, _load, rank=4, descending=True),
        ]
    return (*common, *rates, *own)


def scales(rows: Iterable[Entry]) -> dict[str, float]:
    """Where the picture of each rate ends: a round fraction above the highest of those with enough mails."""
    told = [row for row in rows if row.figures.sent >= _SCALED]
    return {
        name: ceiling(max((row.ratio(name).rate or 0.0 for row in told), default=0.0) * 1.2, percent=True)
        for name in RATES
    }


def _surely(name: str) -> Callable[[Entry], Any]:
    """Order by the lower bound, so that one reply to three mails is not the best campaign."""
    return lambda row: (wilson_lower(getattr(row.figures, name), row.figures.sent, Z_TWO_SIDED), row.figures.sent)


def _rate(row: Entry, name: str) -> Line:
    """A count and its rate; quiet where it is also that of others."""
    return rate(getattr(row.figures, name), row.figures.sent, "muted" if row.shared else "")


def _sent(row: Entry) -> Line:
    told = f"~{row.figures.sent:,}" if row.shared else f"{row.figures.sent:,}"
    return ((told, "muted" if row.shared else "" if row.figures.sent else "faint"),)


def _share(part: float | None) -> Line:
    return bar(part, _GAUGE) + line(("–" if part is None else f" {part * 100:.1f} %", "muted"))


def _unsubscribed(row: Entry) -> Line:
    return (("not told", "faint"),) if row.unsubscribed is None else rate(row.unsubscribed, row.figures.sent)


def _campaigns(row: Entry) -> Line:
    if not row.alone and not row.mixed:
        return (("none known", "faint"),)
    mixed = f"{', ' if row.alone else ''}{row.mixed} shared" if row.mixed else ""
    alone = f"{row.alone} alone" if row.alone else ""
    return ((alone, ""), (mixed, "faint"))


def _used(row: Entry) -> Line:
    if row.used is None or not row.limit:
        return (("not known", "faint"),)
    return bar(row.used / row.limit, _GAUGE, "warn" if row.used >= row.limit else "bar") + line(
        (f" {row.used:,}/{row.limit:,}", "muted")
    )


def _load(row: Entry) -> float:
    return row.used / row.limit if row.used is not None and row.limit else -1.0
