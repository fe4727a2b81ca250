"""One row for each workspace, worst first, from its cache; enter switches, r reads them one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live.portfolio import Standing, of_store, worst_first
from coldsend_tui.tui import roles, switching
from coldsend_tui.tui.columns.portfolio import columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.screens.portfolio import view
from coldsend_tui.tui.widgets import frame
from coldsend_tui.tui.widgets.boxes import Across
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import title


class PortfolioScreen(Listing[Standing]):
    """All workspaces."""

    SIDE_FROM = 140
    DEFAULT_CSS = """
    PortfolioScreen #list { width: 3fr; }
    PortfolioScreen #side { width: 1fr; min-width: 36; height: 100%; }
    """
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "switch to it", "Close the present workspace and open this one", footer=0),
        Command("refresh", "r", "read all", "Read them one by one, each within its own budget; again: stop", footer=1),
        Command("side", "o", "side pane", "Show the selected workspace beside the list", footer=2),
        Command("sort", "s", "sort", "Sort by the next column", footer=3),
        Command("reverse", "S", "reverse", "Turn the order around"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.standings: Sequence[Standing] = ()
        self.failed: dict[str, str] = {}
        self.reading = ""

    def compose_body(self) -> Iterable[Any]:
        """List and pane."""
        with Across(id="body"):
            here = self.state.launch.profile
            table: Table[Standing] = Table(columns(here, _stale), lambda s: s.name, sort="verdict", id="list")
            table.border_title = "Workspaces"
            yield table
            side = Paper(id="side", classes="panel")
            side.border_title = "Selected"
            yield side

    def on_mount(self) -> None:
        """Look into the caches, aside from the keys."""
        self.run_worker(self._look(), group="look", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        workspaces = self.state.launch.workspaces
        if workspaces is None:
            return
        found = {one.name: one for one in await asyncio.to_thread(workspaces.standings)}
        state = self.state
        here = state.launch.profile
        # The open one is told from what this console holds: a cache in memory has no file.
        found[here] = of_store(here, state.store, state.clock, state.launch.accent or "")
        self.standings = worst_first(found.values())
        self.draw_all()

    def draw(self) -> None:
        """Rows, title, pane."""
        app = self.console_app
        app.roles |= roles.accents(app.current_theme, {one.colour for one in self.standings if one.colour})
        table = self.query_one(Table)
        words = [f"Workspaces {len(self.standings):,}" if self.standings else "Workspaces", "from what was read last"]
        words += [f"reading {self.reading} …"] if self.reading else []
        title(table, " · ".join(words))
        table.show(self.standings, empty="looking into the caches …")
        table.body.redraw()
        self.draw_side()

    def side_lines(self, row: Standing, columns: int) -> Sequence[Line]:
        """The workspace in full."""
        return view.detail(row, row.name == self.state.launch.profile, self.failed.get(row.name, ""), columns)

    def why_not(self, command: str) -> str:
        """Why there is no switching now."""
        if command != "open":
            return ""
        return "nothing is selected" if self.selected is None else switching.refusal(self.console_app)

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.console_app.run_command("open")

    def do_open(self) -> None:
        if row := self.selected:
            if row.name == self.state.launch.profile:
                self.app.pop_screen()
            else:
                switching.switch(self.console_app, row.name)

    def do_refresh(self) -> None:
        if self.reading:
            self.workers.cancel_group(self, "read")
            self.reading = ""
            self.state.say("reading of the other workspaces stopped")
            self.draw_all()
        elif self.state.launch.workspaces is not None and self.state.launch.workspaces.refusal:
            self.state.say(self.state.launch.workspaces.refusal, "warn")
        else:
            self.run_worker(self._read_all(), group="read", exclusive=True, exit_on_error=False)

    async def _read_all(self) -> None:
        workspaces = self.state.launch.workspaces
        here = self.state.launch.profile
        if self.state.session:
            self.state.session.refresh()
        for row in [one for one in self.standings if workspaces is not None and one.name != here]:
            assert workspaces is not None
            self.reading = row.name
            self.draw_all()
            try:
                await workspaces.read(row.name)
            except ColdSendError as error:
                self.failed[row.name] = str(error)
                self.state.say(f"{row.name}: {error}", "error")
            else:
                self.failed.pop(row.name, None)
            await self._look()
        self.reading = ""
        self.draw_all()


def _stale(row: Standing) -> bool:
    return row.age is not None and row.age.total_seconds() > frame.STALE_SECONDS
