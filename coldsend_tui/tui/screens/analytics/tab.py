"""What the tabs of Analytics share: the period, and what of them can be exported and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.tui.screens.tabbed import tab

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing
    from coldsend_tui.tui.screens.analytics.screen import AnalyticsScreen


class Tab(tab.Tab):
    """A tab of the Analytics screen."""

    of: AnalyticsScreen

    def focus_feed(self) -> str | None:
        """The feed that the operator looks at; by default the first one."""
        return next(iter(self.feeds()), None)

    def exports(self) -> Shown | None:
        """The numbers behind what is shown; None where there are none."""
        return None

    def drawing(self) -> Drawing | None:
        """What is shown, for a file; None where nothing is drawn."""
        return None

    def back(self) -> bool:
        """Escape: whether there was anything to leave."""
        return False


class SheetTab(Tab, tab.SheetTab):
    """A tab of the Analytics screen that is one sheet of lines."""
