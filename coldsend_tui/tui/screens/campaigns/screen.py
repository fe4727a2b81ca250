"""The campaign list and its side pane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from coldsend_tui.errors import StoreError
from coldsend_tui.live import feeds
from coldsend_tui.ops.lifecycle import Transition
from coldsend_tui.ops.query_fields import CAMPAIGN_FIELDS
from coldsend_tui.tui.columns import campaigns as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.campaign import head
from coldsend_tui.tui.screens.campaign.preview import preview
from coldsend_tui.tui.screens.campaigns.insight import CachedInsight
from coldsend_tui.tui.screens.editing import EDITS, Editing
from coldsend_tui.tui.screens.filtering import Filtered
from coldsend_tui.tui.screens.lifecycle import LEADS, REPLIES, TRANSITIONS
from coldsend_tui.tui.screens.listing import Listing
from coldsend_tui.tui.widgets.boxes import Across, Down
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import Campaign


class CampaignsScreen(Filtered, Listing[Campaign], Editing):
    """All campaigns."""

    NAME = "campaigns"
    FIELDS = CAMPAIGN_FIELDS
    EXAMPLE = "status:active bounce>3% -name:test"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Open the campaign", footer=0),
        Command(
            "filter", "slash", "filter", "Filter by words and fields: status:active bounce>3% -name:test", footer=1
        ),
        Command("mark", "space", "mark", "Mark a campaign; marked ones act together", footer=2),
        Command("sort", "s", "sort", "Sort by the next column", footer=11),
        Command("reverse", "S", "reverse", "Turn the order around"),
        LEADS,
        REPLIES,
        *TRANSITIONS,
        *EDITS,
        Command("columns", "c", "columns", "Choose the columns of the list", footer=14),
        Command("side", "o", "side pane", "Show the selected campaign beside the list", footer=13),
        Command("copy", "y", "copy id", "Copy the campaign's id to your clipboard (OSC 52)"),
    )

    def compose_body(self) -> Iterable[Any]:
        """The list, a pane beside it on wide screens, and the filter line while it is in use."""
        self.insight = CachedInsight(self.state, self._work_out)
        with Down(id="body"):
            with Across(id="split"):
                table: Table[Campaign] = Table(
                    columns.chosen(columns.columns(self.insight), self.state.store.columns(self.NAME)),
                    lambda campaign: campaign.id,
                    sort="state",
                    markable=True,
                    id="list",
                )
                table.border_title = "Campaigns"
                yield table
                side = Paper(id="side", classes="panel")
                side.border_title = "Selected"
                yield side
            yield self.filter_line()

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Counters first, names and dates behind."""
        names = [feeds.ANALYTICS, feeds.CAMPAIGNS]
        if self.side_shown and (current := self.selected):
            names.append(feeds.campaign(current.id))
        return tuple(names), feeds.ANALYTICS

    # -- drawing ------------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Rows that pass the filter, title with how many there are."""
        self.insight.forget()
        every = self.state.workspace.campaigns
        shown = self.passing(every)
        table = self.query_one(Table)
        title(table, self._title(len(shown), len(every)))
        table.show(shown, empty=self._empty(len(every)))
        table.body.redraw()
        self.draw_side()

    def _title(self, shown: int, every: int) -> str:
        marks = len(self.query_one(Rows).marks)
        if not every:
            return "Campaigns"
        title = f"Campaigns {shown:,}" if shown == every else f"Campaigns {shown:,} of {every:,}"
        return title + (f" · {marks} marked" if marks else "") + (" · filtered" if self.filter else "")

    def _empty(self, every: int) -> str:
        if every:
            return "no campaign passes the filter (esc clears it)"
        if self.state.recalled:
            return "reading the workspace …"
        if self.state.fetched_at(feeds.ANALYTICS) is None:
            return self.state.unread("the workspace", feeds.ANALYTICS)
        none = "no campaigns yet: n writes one in your editor, F begins one in a form"
        return self.state.failure(feeds.ANALYTICS) or none

    def side_lines(self, row: Campaign, columns: int) -> Sequence[Line]:
        """The campaign without leaving the list."""
        return preview(row, self.state, columns)

    def on_rows_marked(self) -> None:
        """The title counts the marks."""
        every = len(self.state.workspace.campaigns)
        table = self.query_one(Table)
        title(table, self._title(len(table.body.rows), every))

    def on_rows_opened(self) -> None:
        """Enter on a row."""
        self.do_open()

    # -- commands -----------------------------------------------------------------------------------------------------

    def targets(self) -> tuple[str, ...]:
        """The marked campaigns, else the one under the cursor."""
        rows = self.query_one(Rows)
        if rows.marks:
            return tuple(campaign.id for campaign in rows.present if campaign.id in rows.marks)
        return (self.selected.id,) if self.selected else ()

    def why_not(self, command: str) -> str:
        """A single campaign's illegal move says why before anything opens."""
        if command not in set(Transition):
            return ""
        targets = self.targets()
        if not targets:
            return "nothing is selected"
        if len(targets) == 1:
            campaign = next(c for c in self.query_one(Rows).present if c.id == targets[0])
            return head.refusal(campaign, Transition(command))
        return ""

    def _work_out(self) -> None:
        """Ends of campaigns are worked out once what is on screen has been drawn."""
        self.call_after_refresh(
            lambda: self.run_worker(self._finishes(), group="finishes", exclusive=True, exit_on_error=False)
        )

    async def _finishes(self) -> None:
        while self.insight.finishes.behind:
            if await self.insight.finishes.work():
                self.query_one(Rows).redraw()

    def do_columns(self) -> None:
        from coldsend_tui.tui.modals.pick import Choice, Pick

        every = columns.columns(self.insight)
        offered = [Choice(c.key, c.title, columns.ABOUT[c.key]) for c in every if c.key in columns.ABOUT]
        known = self.state.store.columns(self.NAME)
        dialog = Pick("Columns: as many as there is room for", offered)
        dialog.marks = set(columns.ABOUT if known is None else known)

        def picked(keys: tuple[str, ...] | None) -> None:
            if keys is not None:
                self._choose(None if len(keys) == len(offered) else keys)

        self.app.push_screen(dialog, picked)

    def _choose(self, keys: tuple[str, ...] | None) -> None:
        """Show these columns (None: all, by the width), and keep that for this profile."""
        try:
            self.state.store.choose_columns(self.NAME, keys)
        except StoreError as error:
            self.state.say(f"columns are not kept: {error}", "warn")
        table = self.query_one(Table)
        table.columns = columns.chosen(columns.columns(self.insight), keys)
        if all(column.key != table.sort_key for column in table.columns):
            table.sort_key = "state"
        self.draw()

    def do_open(self) -> None:
        if campaign := self.selected:
            self.console_app.open_object("campaign", campaign.id)

    def do_mark(self) -> None:
        self.query_one(Rows).action_mark()

    def do_copy(self) -> None:
        if campaign := self.selected:
            self.app.copy_to_clipboard(campaign.id)
            self.state.say(f"copied {campaign.id}")
