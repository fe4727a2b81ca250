"""Columns of the campaign list. What is not in the row itself is asked of an `Insight`, for the rows in sight only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Protocol

from coldsend_tui.ops import health
from coldsend_tui.ops.health import Level
from coldsend_tui.ops.sending import NextSend, Sending
from coldsend_tui.ops.sent_today import SentToday
from coldsend_tui.text import safe
from coldsend_tui.tui.columns import states
from coldsend_tui.tui.columns.spec import LUXURY, Column
from coldsend_tui.tui.lines import Line, line, pad
from coldsend_tui.tui.widgets.meter import bar, sparkline
from coldsend_tui.workspace import Campaign

PROGRESS = 8
SPARK = 12
TODAY = 9
_LEVELS = {Level.CRIT: "crit", Level.WARN: "warn"}
_SENDING = {Sending.SENDING: "ok", Sending.FAULT: "crit", Sending.WAIT: "", Sending.UNKNOWN: "muted"}
_HALF_A_YEAR = timedelta(days=182)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Insight(Protocol):
    """What the list knows beyond a campaign's counters."""

    def today(self, campaign: Campaign) -> SentToday:
        """Mails since midnight UTC, as far as they are known."""
        ...

    def untracked(self, campaign: Campaign) -> bool:
        """Whether its opens are not counted."""
        ...

    def spark(self, campaign: Campaign) -> list[int | None]:
        """Mails sent per two hours over the last day; None where nobody looked."""
        ...

    def next_send(self, campaign: Campaign) -> NextSend:
        """When the next mail leaves, or why none does."""
        ...

    def inboxes(self, campaign: Campaign) -> tuple[int, int] | None:
        """How many of its inboxes are ACTIVE, and how many there are; None while they were not read."""
        ...

    def finish(self, campaign: Campaign) -> tuple[bool, date | None]:
        """Whether the expected end is worked out, and the day; None where nobody can tell."""
        ...

    def age(self, campaign: Campaign) -> str:
        """How old the row is."""
        ...


def rate(part: int, whole: int, role: str = "") -> Line:
    """A count with its rate over mails sent: `12 6.0 %`, quiet where nothing was sent."""
    if whole == 0:
        return (("–", "faint"),)
    percent = f"{part / whole * 100:.1f} %"
    return ((f"{part:,} ", role), *pad(((percent, role or "muted"),), 7, right=True))


def _progress(campaign: Campaign) -> Line:
    if campaign.total_leads <= 0:
        return (("no leads", "faint"),)
    share = campaign.sent / campaign.total_leads
    return bar(share, PROGRESS) + line((f" {campaign.sent:,}", ""), (f"/{campaign.total_leads:,}", "muted"))


def _bounce(campaign: Campaign) -> Line:
    return rate(campaign.bounced, campaign.sent, _LEVELS.get(health.bounce(campaign).level, ""))


def _share(part: Callable[[Campaign], int]) -> Callable[[Campaign], float]:
    return lambda campaign: part(campaign) / campaign.sent if campaign.sent else -1.0


def columns(insight: Insight) -> tuple[Column[Campaign], ...]:
    """State, name, progress, today, rates, the last day, next send, age."""

    def today(campaign: Campaign) -> Line:
        sent = insight.today(campaign)
        return ((sent.text(TODAY), "" if sent.most or sent.least else "faint"),)

    def opened(campaign: Campaign) -> Line:
        if campaign.sent and insight.untracked(campaign):
            return (("not tracked", "faint"),)
        return rate(campaign.opened, campaign.sent)

    def next_send(campaign: Campaign) -> Line:
        judged = insight.next_send(campaign)
        return ((safe(judged.text), _SENDING.get(judged.kind, "faint")),)

    def inboxes(campaign: Campaign) -> Line:
        known = insight.inboxes(campaign)
        if known is None:
            return (("–", "faint"),)
        usable, every = known
        if campaign.status != "ACTIVE":
            return ((f"{usable}/{every}", "muted"),)
        role = "crit" if not usable else "warn" if usable < every else ""
        return ((f"{usable}/{every}", role),)

    def finish(campaign: Campaign) -> Line:
        ready, day = insight.finish(campaign)
        if day is None:
            return (("–" if ready else "…", "faint"),)
        return ((f"~{day.day} {day:%b}" if abs(day - campaign.seen_at.date()) < _HALF_A_YEAR else f"~{day:%b %Y}", ""),)

    return (
        Column(
            "state", "state", lambda c: states.state(c.status, states.CAMPAIGN), 11, lambda c: states.rank(c.status)
        ),
        Column(
            "name",
            "name",
            lambda c: ((safe(c.name), ""),),
            16,
            lambda c: c.name.lower(),
            grow=True,
            comfort=30,
            most=52,
        ),
        Column("sent", "sent / leads", _progress, PROGRESS + 13, lambda c: c.sent, descending=True),
        Column("today", "today", today, TODAY, right=True, rank=3),
        Column(
            "opened",
            "opened",
            opened,
            13,
            _share(lambda c: c.opened),
            right=True,
            rank=5,
            descending=True,
        ),
        Column(
            "replied",
            "replied",
            lambda c: rate(c.replied, c.sent),
            11,
            _share(lambda c: c.replied),
            right=True,
            rank=1,
            descending=True,
        ),
        Column("bounced", "bounced", _bounce, 11, _share(lambda c: c.bounced), right=True, rank=0, descending=True),
        Column("spark", "last 24 h", lambda c: sparkline(insight.spark(c), SPARK), SPARK, rank=6),
        Column("inboxes", "inboxes", inboxes, 7, right=True, rank=4),
        Column("next", "next send", next_send, 15, rank=2),
        Column("finish", "finish", finish, 9, right=True, rank=4),
        Column("launched", "launched", _launched, 11, lambda c: c.launched_at or _NEVER, rank=8, descending=True),
        Column("age", "age", lambda c: ((insight.age(c), "muted"),), 5, right=True, rank=7),
    )


ABOUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sent": "leads that got their first mail, of all leads",
        "today": "mails of its inboxes since 00:00 UTC, ≤ if shared",
        "opened": "with machine opens",
        "replied": "of mails sent",
        "bounced": "of mails sent",
        "spark": "first mails per two hours, · not seen",
        "inboxes": "ACTIVE ones of those assigned",
        "next": "when the next mail leaves, or why none does",
        "finish": "the expected end (P50) of what is ACTIVE",
        "launched": "when it was launched",
        "age": "how old the row is",
    }
)
"""The columns that can be chosen, and what each says; state and name always stand."""


def chosen(every: Sequence[Column[Campaign]], keys: Collection[str] | None) -> tuple[Column[Campaign], ...]:
    """The columns for a choice of keys (None: none was made): what was chosen is no luxury, and gives way only where there is no
    room at all."""
    if keys is None:
        return tuple(every)
    return tuple(
        column._replace(rank=min(column.rank, LUXURY - 1)) if column.key in keys else column
        for column in every
        if column.key in keys or column.key not in ABOUT
    )


def _launched(campaign: Campaign) -> Line:
    return ((f"{campaign.launched_at:%d %b %Y}" if campaign.launched_at else "–", "muted"),)
