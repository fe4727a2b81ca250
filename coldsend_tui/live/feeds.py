"""What can be kept fresh: the names of feeds, what one refresh costs, and how fresh each should be for whom."""

import math
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

ANALYTICS = "analytics"
"""Counters and states of all campaigns in one request: the cheap wide call."""
CAMPAIGNS = "campaigns"
"""The list of campaigns, page by page: launch times and unsubscribes."""
SENDERS = "senders"
"""The list of sender accounts, page by page: health and status."""
USAGE = "usage"
"""Today's usage of all inboxes in one request."""
DOMAINS = "domains"
"""The list of domains, page by page."""
UNREAD = "unread"
"""How many conversations nobody has read."""
WAITING = "waiting"
"""Who of the interested waits for an answer: the newest unread conversations, then the oldest where there are more than 100."""
DETAILS = "details"
"""The settings of ACTIVE campaigns, one request each, the longest unread first. Kept by the session itself, which reads those
that were never read at once (`first_details`)."""

FINDINGS = (ANALYTICS, USAGE, SENDERS, DOMAINS)
"""What the judgement needs, whatever is on screen."""
BACKGROUND = (CAMPAIGNS, DETAILS, UNREAD, WAITING, "timeline:90")
"""What is worth having before anybody asks, with what the others leave of the budget."""

PAGED = frozenset({CAMPAIGNS, SENDERS, DOMAINS})
"""Lists that come in pages of at most 100 rows [docs]; one refresh is one page, and the next one goes on."""


def campaign(campaign_id: str) -> str:
    """Detail and settings of one campaign."""
    return f"campaign:{campaign_id}"


def quotas(campaign_id: str) -> str:
    """Today's quotas of one campaign's inboxes."""
    return f"quotas:{campaign_id}"


def flow(campaign_id: str) -> str:
    """The flow graph of one campaign: its chain and its branches."""
    return f"flow:{campaign_id}"


def sample(campaign_id: str) -> str:
    """One page of a campaign's leads, for previews and checks."""
    return f"sample:{campaign_id}"


def domain(domain_id: str) -> str:
    """Detail of one domain with its setup progress, or with its redirect once it is ACTIVE: two requests."""
    return f"domain:{domain_id}"


def timeline(days: int) -> str:
    """The last `days` days of the workspace."""
    return f"timeline:{days}"


def timeline_between(first: date, last: date) -> str:
    """The days of the workspace from `first` to `last`."""
    return f"timeline:{first.isoformat()}:{last.isoformat()}"


def timeline_days(argument: str, today: date) -> tuple[date, date]:
    """First and last day of a timeline feed by its argument; one that counts days ends today."""
    first, _, last = argument.partition(":")
    if last:
        return date.fromisoformat(first), date.fromisoformat(last)
    return today - timedelta(days=int(first) - 1), today


def covers(name: str, first: date, last: date, today: date) -> bool:
    """Whether a feed, read today, tells of all days from `first` to `last`."""
    kind, argument = split(name)
    if kind != "timeline":
        return False
    begin, end = timeline_days(argument, today)
    return begin <= first and last <= end


def split(name: str) -> tuple[str, str]:
    """("campaign", id) of a feed with an argument, ("analytics", "") of one without."""
    kind, _, argument = name.partition(":")
    return kind, argument


def cost(name: str) -> int:
    """Requests that one refresh takes (of a paged list: one page)."""
    return 2 if name.startswith("domain:") else 1


class Attention(IntEnum):
    """Who looks at a feed, the least first. STANDING is a screen that nobody sits at, VISIBLE and FOCUSED are panels of one who does."""

    BACKGROUND = 0
    FINDINGS = 1
    STANDING = 2
    VISIBLE = 3
    FOCUSED = 4


class Presence(IntEnum):
    """How present the operator is: the terminal is not in front, nobody touched a key for a while, or somebody did."""

    AWAY = 0
    IDLE = 1
    THERE = 2


class Goal(NamedTuple):
    """The seconds between two refreshes: `fast` where the budget allows it, `slow` as the worst that is still good."""

    fast: float
    slow: float


_SCREEN_GOALS = {Attention.FOCUSED: Goal(6, 18), Attention.VISIBLE: Goal(8, 19), Attention.STANDING: Goal(20, 60)}
_AWAY_GOAL = Goal(60, 150)
_FINDINGS_GOAL = Goal(40, 85)
SELDOM = {"flow": 4, "sample": 30}
_PAST_SELDOM = 10
"""So many times less often: days between two dates, of which only late replies move."""
"""What hardly changes while one looks at it is refreshed so many times less often."""
LEAST_OFTEN = 120.0
"""Seconds between two refreshes of anything on a screen, if the budget allows that much."""
HOT = 3.0
"""Seconds between refreshes of the focused panel just after a key or a change."""

PAGE_EVERY = {Attention.BACKGROUND: 60.0, Attention.FINDINGS: 20.0, Attention.STANDING: 20.0}
ATTENDED_PAGE_EVERY = 8.0
"""Seconds between two pages of a long list at the least: what moves in it comes with the wide calls (counters with analytics,
usage of all inboxes), and a walk over many pages must not take the budget from them."""

_BACKGROUND_GOALS = {
    CAMPAIGNS: Goal(60, 600),
    DETAILS: Goal(2, 240),
    UNREAD: Goal(120, 600),
    # A finding of hours: read seldom.
    WAITING: Goal(300, 900),
    "timeline": Goal(120, 900),
}
_OTHER_BACKGROUND = Goal(300, 900)


def needed(name: str, attention: Attention, *, pages: int = 1) -> float:
    """The interval in seconds (of a paged list: per page) that is kept before anybody gets more; infinity for the background."""
    if name in FINDINGS:
        return max(_FINDINGS_GOAL.slow / pages, PAGE_EVERY[Attention.FINDINGS])
    if attention is Attention.BACKGROUND:
        return math.inf
    return max(LEAST_OFTEN * _seldom(name) / pages, PAGE_EVERY[Attention.STANDING])


def _seldom(name: str) -> int:
    kind, argument = split(name)
    return _PAST_SELDOM if kind == "timeline" and ":" in argument else SELDOM.get(kind, 1)


def goal(name: str, attention: Attention, presence: Presence, *, hot: bool = False, pages: int = 1) -> Goal:
    """How often to refresh a feed. A list of several pages is walked as often as one of a single page, within reason."""
    kind, _ = split(name)
    if attention is Attention.BACKGROUND:
        wanted = _BACKGROUND_GOALS.get(kind, _OTHER_BACKGROUND)
    elif attention is Attention.FINDINGS:
        wanted = _FINDINGS_GOAL
    else:
        wanted = _AWAY_GOAL if presence is Presence.AWAY else _SCREEN_GOALS[attention]
        if hot and attention is Attention.FOCUSED:
            wanted = Goal(HOT, wanted.slow)
        # What moves in the list of campaigns comes with analytics; the rest of it hardly changes.
        seldom = 4 if kind == CAMPAIGNS else _seldom(name)
        wanted = Goal(wanted.fast * seldom, wanted.slow * seldom)
    if pages > 1:
        least = PAGE_EVERY.get(attention, ATTENDED_PAGE_EVERY)
        slow = max(least, wanted.slow / pages)
        wanted = Goal(min(slow, max(least / 4, wanted.fast / pages)), slow)
    return wanted
