"""Branches of a campaign, and what creates, changes, pauses, deletes and fills them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coldsend_tui.live import feeds
from coldsend_tui.live.browsing.branches import read_figures
from coldsend_tui.ops import flow, wording
from coldsend_tui.ops.flow import Branch, BranchFigures
from coldsend_tui.tui.everywhere import Everywhere
from coldsend_tui.tui.lines import BLANK, Line, line
from coldsend_tui.tui.screens.campaign.branches import view
from coldsend_tui.tui.screens.campaign.tab import SheetTab
from coldsend_tui.tui.screens.own_reading import OwnReading


class BranchesTab(SheetTab):
    """The flow graph as a tree with a cursor on its branches."""

    def __init__(self, campaign_screen: Any) -> None:
        super().__init__(campaign_screen)
        self.chosen: str | None = None
        self._line = 0
        self.figures: OwnReading[Sequence[BranchFigures]] = OwnReading(
            campaign_screen, lambda session: read_figures(session, campaign_screen.campaign_id)
        )

    def opened(self) -> None:
        self.figures.opened()

    def feeds(self) -> tuple[str, ...]:
        """The graph, and a page of leads to move from."""
        return (feeds.flow(self.of.campaign_id), feeds.sample(self.of.campaign_id))

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All of them, the one that wins first; empty while the graph was not read."""
        graph = self.state.store.flow(self.of.campaign_id)
        return flow.branches(graph) if graph else ()

    @property
    def branch(self) -> Branch | None:
        """The one under the cursor."""
        every = self.branches
        return next((one for one in every if one.id == self.chosen), every[0] if every else None)

    def heading(self) -> str:
        every = self.branches
        paused = sum(not one.active for one in every)
        told = wording.plural(len(every), "branch", "branches")
        figures = self.figures.told if every else ""
        return f"Branches · {told}" + (f", {paused} paused" if paused else "") + figures

    def lines(self, columns: int, rows: int) -> list[Line]:
        branch = self.branch
        self.chosen = branch.id if branch else None
        graph = self.state.store.flow(self.of.campaign_id)
        self.figures.go_on()
        lines, self._line = view.tree(graph, self.settings, self.chosen, columns, self.figures.known)
        if branch is not None and (trouble := self.figures.trouble(columns)):
            lines += [BLANK, line(("What came of them", "title")), *trouble]
        return lines

    def step(self, lines: int) -> None:
        every = self.branches
        if len(every) < 2:
            super().step(lines)
            return
        at = next((n for n, one in enumerate(every) if one.id == self.chosen), 0)
        self.chosen = every[min(max(0, at + lines), len(every) - 1)].id
        self.draw()
        self.show_line(self._line, height=5)

    def do_refresh(self) -> None:
        self.figures.again()
        Everywhere(self.of.console_app).do_refresh()

    # -- commands -----------------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        from coldsend_tui.actions.branches import refusal

        campaign = self.campaign
        if campaign is None:
            return ""
        if reason := refusal(campaign.status):
            return reason
        if command != "branch_new" and self.branch is None:
            return "there is no branch"
        return ""

    def _do(self, name: str) -> None:
        from coldsend_tui.tui.screens.campaign.branches import operating

        getattr(operating, name)(self)

    def do_branch_new(self) -> None:
        self._do("create")

    def do_branch_edit(self) -> None:
        self._do("edit")

    def do_branch_switch(self) -> None:
        self._do("switch")

    def do_branch_delete(self) -> None:
        self._do("delete")

    def do_branch_move(self) -> None:
        self._do("move")
