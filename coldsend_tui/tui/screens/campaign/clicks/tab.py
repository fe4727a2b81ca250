"""Clicks of a campaign, with a cursor on its links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coldsend_tui.live.browsing.clicks import read_clicks
from coldsend_tui.ops.clicks import Clicks, LinkClicks
from coldsend_tui.tui.everywhere import Everywhere
from coldsend_tui.tui.lines import BLANK, Line
from coldsend_tui.tui.screens.campaign.clicks import view
from coldsend_tui.tui.screens.campaign.tab import SheetTab
from coldsend_tui.tui.screens.own_reading import OwnReading


class ClicksTab(SheetTab):
    """Who clicked: in all, by step, by link. Read by this tab: two requests when it is opened."""

    def __init__(self, campaign_screen: Any) -> None:
        super().__init__(campaign_screen)
        self.reading: OwnReading[Clicks] = OwnReading(
            campaign_screen, lambda session: read_clicks(session, campaign_screen.campaign_id)
        )
        self.chosen = 0
        self._line = 0

    def opened(self) -> None:
        self.reading.opened()

    def heading(self) -> str:
        return f"Clicks{self.reading.told}"

    @property
    def links(self) -> Sequence[LinkClicks]:
        """Those that were clicked, by step and position."""
        return self.reading.known.links if self.reading.known else ()

    @property
    def link(self) -> LinkClicks | None:
        """The one under the cursor."""
        return self.links[self.chosen] if self.chosen < len(self.links) else None

    def lines(self, columns: int, rows: int) -> list[Line]:
        self.reading.go_on()
        campaign, settings, clicks = self.campaign, self.settings, self.reading.known
        blocks: list[list[Line]] = []
        off = settings is not None and settings.click_tracking is False
        if off and campaign is not None:
            blocks.append(view.untracked(clicks, campaign.status, columns))
        if trouble := self.reading.trouble(columns):
            blocks.append(trouble)
        if clicks is not None and (clicks.any or not off):
            self.chosen = min(self.chosen, max(0, len(clicks.links) - 1))
            blocks.append(view.table(clicks, columns))
        lines = [one for block in blocks for one in (*block, BLANK)][:-1]
        if clicks is not None and clicks.any:
            drawn, place = view.links(clicks, self.chosen, columns)
            self._line = len(lines) + place
            lines += drawn
        return lines

    def step(self, lines: int) -> None:
        if not self.links:
            super().step(lines)
            return
        self.chosen = min(max(0, self.chosen + lines), len(self.links) - 1)
        self.draw()
        self.show_line(0 if self.chosen == 0 else self._line, height=1 if self.chosen == 0 else 3)

    # -- commands -----------------------------------------------------------------------------------------------------

    def do_refresh(self) -> None:
        self.reading.again()
        Everywhere(self.of.console_app).do_refresh()

    def do_copy(self) -> None:
        """The address of the selected link; where there is none, what the screen copies."""
        from coldsend_tui.tui.copying import copy

        if self.link is None:
            self.of.do_copy()
        else:
            copy(self.of.console_app, self.link.url)
