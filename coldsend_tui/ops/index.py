"""Look-ups into a workspace that several judgements share: senders by id, and who sends through which inbox."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from functools import cached_property

from coldsend_tui.workspace import Campaign, Sender, Workspace

_NOBODY: frozenset[str] = frozenset()


class WorkspaceIndex:
    """Indexes of one workspace, each built when it is first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.demands: dict[tuple[str, date], int] = {}
        """Mails asked of an inbox on a UTC day, remembered by `capacity`."""

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """Sender accounts by id."""
        return {sender.id: sender for sender in self.workspace.senders}

    @cached_property
    def active(self) -> Mapping[str, Campaign]:
        """ACTIVE campaigns by id."""
        return {campaign.id: campaign for campaign in self.workspace.campaigns if campaign.status == "ACTIVE"}

    @cached_property
    def unread(self) -> int:
        """How many ACTIVE campaigns' settings have never been read."""
        settings = self.workspace.settings
        return sum(1 for id in self.active if id not in settings)

    @cached_property
    def inboxes_of_domains(self) -> Mapping[str, Set[str]]:
        """Inbox ids by the id, and by the name, of their domain."""
        inboxes: dict[str, set[str]] = {}
        for sender in self.workspace.senders:
            for owner in (sender.domain_id, sender.domain):
                if owner:
                    inboxes.setdefault(owner, set()).add(sender.id)
        return inboxes

    def users(self, inbox_id: str) -> Set[str]:
        """Ids of the ACTIVE campaigns whose settings name the inbox. Campaigns whose settings were never read are missing."""
        return self._users.get(inbox_id, _NOBODY)

    @cached_property
    def _users(self) -> Mapping[str, Set[str]]:
        users: dict[str, set[str]] = {}
        settings = self.workspace.settings
        for id in self.active:
            if id in settings:
                for inbox in settings[id].inboxes or ():
                    users.setdefault(inbox.id, set()).add(id)
        return users


_newest: list[WorkspaceIndex] = []


def index_of(workspace: Workspace) -> WorkspaceIndex:
    """The index of `workspace`. The two newest are kept: rows never change, and a screen asks about one workspace many times."""
    for known in _newest:
        if known.workspace is workspace:
            return known
    # Judgement may ask in a thread about the next workspace while a screen still asks about the last one.
    made = WorkspaceIndex(workspace)
    _newest[:] = [made, *_newest[:1]]
    return made
