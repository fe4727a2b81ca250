"""The follow-ups of a campaign."""

from __future__ import annotations

from coldsend_tui.ops import wording
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.campaign.follow_ups import view
from coldsend_tui.tui.screens.campaign.tab import SheetTab


class FollowUpsTab(SheetTab):
    """The chain as a timeline."""

    def heading(self) -> str:
        steps = (self.settings.steps if self.settings else None) or ()
        return f"Follow-ups · {wording.plural(len(steps) + 1, 'mail')} a lead"

    def lines(self, columns: int, rows: int) -> list[Line]:
        campaign = self.campaign
        return view.timeline(campaign, self.settings, columns) if campaign else []
