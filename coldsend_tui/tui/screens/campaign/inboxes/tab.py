"""The inboxes of a campaign, and what assigns and unassigns them."""

from __future__ import annotations

from typing import Any

from coldsend_tui.details import AssignedInbox
from coldsend_tui.live import feeds
from coldsend_tui.ops.capacity import capacity, domain_loads
from coldsend_tui.ops.holdups import holdups
from coldsend_tui.ops.index import index_of
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.campaign.inboxes import view
from coldsend_tui.tui.screens.campaign.tab import SheetTab


class InboxesTab(SheetTab):
    """Quotas, domain hours, hold-ups."""

    def __init__(self, campaign_screen: Any) -> None:
        super().__init__(campaign_screen)
        self.chosen = 0

    def feeds(self) -> tuple[str, ...]:
        """Usage of all inboxes, and the accounts with their domains."""
        return (feeds.USAGE, feeds.SENDERS)

    @property
    def inboxes(self) -> tuple[AssignedInbox, ...]:
        """Those assigned, as far as is known."""
        return (self.settings.inboxes if self.settings else None) or ()

    def heading(self) -> str:
        campaign, settings = self.campaign, self.settings
        room = capacity(campaign, settings, self.state.workspace, self.now) if campaign and settings else None
        told = view.total(room, self.state.store.quotas(self.of.campaign_id))
        return f"Inboxes · {told}" if told else "Inboxes"

    def lines(self, columns: int, rows: int) -> list[Line]:
        campaign, settings, workspace, now = self.campaign, self.settings, self.state.workspace, self.now
        if campaign is None:
            return []
        self.chosen = min(self.chosen, max(0, len(self.inboxes) - 1))
        quotas = self.state.store.quotas(campaign.id)
        room = capacity(campaign, settings, workspace, now) if settings else None
        lines = view.table(settings, room, quotas, self.chosen, columns)
        senders = index_of(workspace).senders
        names = frozenset(senders[i.id].domain or "" for i in self.inboxes if i.id in senders)
        lines += view.domains(
            domain_loads(workspace, now, launching=campaign), names, columns, index_of(workspace).unread
        )
        return lines + view.held(holdups(campaign, settings, workspace, now, quotas or ()), now)

    def step(self, lines: int) -> None:
        if not self.inboxes:
            super().step(lines)
            return
        wanted = self.chosen + lines
        self.chosen = min(max(0, wanted), len(self.inboxes) - 1)
        self.draw()
        if wanted >= len(self.inboxes):
            super().step(wanted - len(self.inboxes) + 1)
        else:
            self.show_line(0 if self.chosen == 0 else self.chosen + 1)

    # -- commands -----------------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        from coldsend_tui.actions.inboxes import refusal

        campaign, settings = self.campaign, self.settings
        if campaign is None:
            return ""
        if settings is None or settings.inboxes is None:
            return "its inboxes have not been read yet"
        return refusal(campaign.status)

    def do_assign(self) -> None:
        from coldsend_tui.tui.screens.campaign.inboxes.assigning import assign

        assign(self)

    def do_unassign(self) -> None:
        from coldsend_tui.tui.screens.campaign.inboxes.assigning import unassign

        unassign(self)
