"""How many got how far: from leads to replies, and who was lost on the way. Every share is told with what it is a share of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coldsend_tui.ops import figures
from coldsend_tui.ops.clicks import Clicks
from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.figures import Figures
from coldsend_tui.workspace import Campaign


class Stage(NamedTuple):
    """One stage: how many (None: not told), out of what, and the word for it. `lost` are those who leave the funnel here.

    `sent` counts leads that got a first mail, `mails` all mails with follow-ups [client: ctr].
    """

    name: str
    number: int | None
    whole: int | None
    of: str
    note: str = ""
    lost: bool = False

    @property
    def ratio(self) -> Ratio | None:
        """The share; None where either count is not told."""
        return None if self.number is None or self.whole is None else Ratio(self.number, self.whole)


class StateSum(NamedTuple):
    """All campaigns in one state together."""

    status: str
    campaigns: int
    leads: int
    figures: Figures


def stages(campaigns: Sequence[Campaign], clicks: Clicks | None = None) -> tuple[Stage, ...]:
    """The funnel of one campaign or of many together. `clicks` where they were read: they are told by campaign only."""
    leads = sum(campaign.total_leads for campaign in campaigns)
    own = figures.total(campaigns)
    told = [campaign for campaign in campaigns if campaign.unsubscribed is not None]
    unsubscribed = sum(campaign.unsubscribed or 0 for campaign in told) if told else None
    silent = len(campaigns) - len(told)
    found = [
        Stage("leads", leads, None, ""),
        Stage("sent", own.sent, leads, "leads"),
        Stage("opened", own.opened, own.sent, "sent", "machines that open mails are in it"),
    ]
    if clicks is not None:
        found.append(Stage("clicked", clicks.total.verified, clicks.total.sent, "mails", "scanners are left out"))
    note = Ratio(own.replied, own.opened).text + " of opened" if own.opened else ""
    found.append(Stage("replied", own.replied, own.sent, "sent", note))
    found.append(Stage("bounced", own.bounced, own.sent, "sent", "hard bounces", lost=True))
    found.append(
        Stage(
            "unsubscribed",
            unsubscribed,
            sum(campaign.sent for campaign in told) if told else None,
            "sent",
            f"{silent:,} of {len(campaigns):,} campaigns do not tell" if silent and told else "",
            lost=True,
        )
    )
    return tuple(found)


def by_state(campaigns: Iterable[Campaign]) -> tuple[StateSum, ...]:
    """Campaigns summed up by state, the state with most mails first."""
    groups: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        groups.setdefault(campaign.status, []).append(campaign)
    sums = [
        StateSum(status, len(own), sum(one.total_leads for one in own), figures.total(own))
        for status, own in groups.items()
    ]
    return tuple(sorted(sums, key=lambda one: -one.figures.sent))
