"""What all tabs of a campaign share: the campaign and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.tui.screens.tabbed import tab

if TYPE_CHECKING:
    from coldsend_tui.details import CampaignSettings
    from coldsend_tui.tui.screens.campaign.screen import CampaignScreen
    from coldsend_tui.workspace import Campaign


class Tab(tab.Tab):
    """A tab of the campaign screen."""

    of: CampaignScreen

    @property
    def campaign(self) -> Campaign | None:
        """The campaign as it is known now; None once it is gone."""
        return self.of.campaign

    @property
    def settings(self) -> CampaignSettings | None:
        """What its detail last said."""
        return self.state.store.campaign_settings(self.of.campaign_id)


class SheetTab(Tab, tab.SheetTab):
    """A tab of the campaign screen that is one sheet of lines."""
