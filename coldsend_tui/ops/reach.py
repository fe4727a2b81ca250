"""How far a finding on an inbox or a domain goes: the ACTIVE campaigns that send through it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from coldsend_tui.ops import leads
from coldsend_tui.ops.capacity import campaigns_of_inboxes
from coldsend_tui.ops.findings import Reach
from coldsend_tui.workspace import Campaign, Workspace


class ReachIndex:
    """Answers reach questions for one workspace; its indexes are built when first asked, since a healthy workspace asks nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _users(self) -> dict[str, set[str]]:
        return dict(campaigns_of_inboxes(self._workspace))

    @cached_property
    def _active(self) -> dict[str, Campaign]:
        return {campaign.id: campaign for campaign in self._workspace.campaigns if campaign.status == "ACTIVE"}

    @cached_property
    def _domain_inboxes(self) -> dict[str, set[str]]:
        inboxes: dict[str, set[str]] = {}
        for sender in self._workspace.senders:
            for owner in {sender.domain_id, sender.domain} - {None, ""}:
                inboxes.setdefault(str(owner), set()).add(sender.id)
        return inboxes

    @cached_property
    def unread(self) -> int:
        """ACTIVE campaigns whose inboxes are not known."""
        settings = self._workspace.settings
        return sum(1 for id in self._active if id not in settings or settings[id].inboxes is None)

    def of_campaign(self, campaign: Campaign) -> Reach:
        """One campaign, its inboxes if known, its leads."""
        settings = self._workspace.settings.get(campaign.id)
        inboxes = len(settings.inboxes) if settings and settings.inboxes is not None else None
        return Reach(1, inboxes, leads.left(campaign))

    def of_inboxes(self, ids: Iterable[str]) -> Reach:
        """The ACTIVE campaigns that use any of the inboxes `ids`."""
        inboxes = set(ids)
        users = {user for id in inboxes for user in self._users.get(id, ())}
        at_least = self.unread > 0
        if not users and at_least:
            return Reach(None, len(inboxes), None)
        left = sum(leads.left(self._active[user]) for user in users)
        return Reach(len(users), len(inboxes), left, at_least)

    def of_domain(self, id: str, name: str) -> Reach:
        """The inboxes of a domain and the ACTIVE campaigns that use them."""
        return self.of_inboxes(self._domain_inboxes.get(id, set()) | self._domain_inboxes.get(name, set()))
