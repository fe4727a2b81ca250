"""All checks of readiness on one sheet."""

from __future__ import annotations

from coldsend_tui.live import feeds
from coldsend_tui.ops.preflight import Check, preflight
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.campaign.readiness import view
from coldsend_tui.tui.screens.campaign.tab import SheetTab


class ReadinessTab(SheetTab):
    """Blockers, warnings, what cannot be checked here, and what is in order."""

    def feeds(self) -> tuple[str, ...]:
        """A page of leads: the list is judged by it."""
        return (feeds.sample(self.of.campaign_id),)

    def heading(self) -> str:
        return f"Readiness · {view.summary(self._checks())}"

    def lines(self, columns: int, rows: int) -> list[Line]:
        return view.everything(self._checks(), self.settings, columns)

    def _checks(self) -> tuple[Check, ...]:
        campaign, state = self.campaign, self.state
        if campaign is None:
            return ()
        sample = state.store.lead_sample(campaign.id)
        return preflight(campaign, self.settings, state.workspace, self.now, sample)
