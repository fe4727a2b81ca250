"""What came of the mails of an inbox or a domain, as far as it can be told.

The API counts opens, replies and bounces by campaign only (behaviour.md §13). A campaign whose inboxes all belong to one owner
tells of that owner; one that uses several is mixed: its figures are shared by all of them. Inboxes are those assigned now: mails of an inbox
that was taken off are counted with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coldsend_tui.details import AssignedInbox, CampaignSettings
from coldsend_tui.ops import figures
from coldsend_tui.ops.figures import Figures
from coldsend_tui.workspace import Campaign


class Attributed(NamedTuple):
    """`figures` are the sums of `alone` campaigns that use this owner only; `shared` those of `mixed` ones that use others too."""

    figures: Figures = Figures()
    alone: int = 0
    shared: Figures = Figures()
    mixed: int = 0


class Attribution(NamedTuple):
    """By owner; `unread` campaigns that sent mails tell nothing: their inboxes are not known."""

    owners: Mapping[str, Attributed]
    unread: int


def attribute(
    campaigns: Iterable[Campaign],
    settings: Mapping[str, CampaignSettings],
    owner: Callable[[AssignedInbox], str | None],
) -> Attribution:
    """The figures of every owner. Settings may be decoded one by one: with thousands of campaigns in a thread."""
    alone: dict[str, list[Campaign]] = {}
    mixed: dict[str, list[Campaign]] = {}
    unread = 0
    for campaign in campaigns:
        if not campaign.sent:
            continue
        known = settings.get(campaign.id)
        if known is None or not known.inboxes:
            unread += 1
            continue
        owners = {owner(inbox) for inbox in known.inboxes}
        if len(owners) == 1 and (only := next(iter(owners))) is not None:
            alone.setdefault(only, []).append(campaign)
        else:
            for one in owners - {None}:
                mixed.setdefault(str(one), []).append(campaign)
    told = {}
    for name in {*alone, *mixed}:
        own, others = alone.get(name, []), mixed.get(name, [])
        told[name] = Attributed(figures.total(own), len(own), figures.total(others), len(others))
    return Attribution(told, unread)
