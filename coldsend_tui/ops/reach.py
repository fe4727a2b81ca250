"""How far a finding goes: the ACTIVE campaigns, inboxes and leads behind a campaign, an inbox or a domain."""

from __future__ import annotations

from collections.abc import Set

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import leads
from coldsend_tui.ops.findings import Reach
from coldsend_tui.ops.index import index_of
from coldsend_tui.workspace import Campaign, Domain, Workspace


def of_campaign(campaign: Campaign, settings: CampaignSettings | None) -> Reach:
    """One campaign, its inboxes if known, its leads."""
    inboxes = len(settings.inboxes) if settings and settings.inboxes is not None else None
    return Reach(1, inboxes, leads.left(campaign))


def of_inboxes(inboxes: Set[str], workspace: Workspace) -> Reach:
    """The ACTIVE campaigns that use any of `inboxes`."""
    index = index_of(workspace)
    users = {user for id in inboxes for user in index.users(id)}
    at_least = index.unread > 0
    if not users and at_least:
        return Reach(None, len(inboxes), None)
    left = sum(leads.left(index.active[user]) for user in users)
    return Reach(len(users), len(inboxes), left, at_least)


def of_domain(domain: Domain, workspace: Workspace) -> Reach:
    """The inboxes of a domain and the ACTIVE campaigns that use them."""
    owned = index_of(workspace).inboxes_of_domains
    return of_inboxes(owned.get(domain.id, frozenset()) | owned.get(domain.name, frozenset()), workspace)
