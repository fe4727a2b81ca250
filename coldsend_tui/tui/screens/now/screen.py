"""The Now screen: findings, the selected one in full, the last hour, today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical

from coldsend_tui.live import feeds
from coldsend_tui.ops import wording
from coldsend_tui.ops.findings import Finding
from coldsend_tui.tui import recovering
from coldsend_tui.tui.columns import findings as columns
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.console import NOW_FEEDS
from coldsend_tui.tui.screens.now import view
from coldsend_tui.tui.screens.recovery import RECOVERY, Recovery
from coldsend_tui.tui.widgets.boxes import Across, Down
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.table import Rows, Table
from coldsend_tui.tui.widgets.title import subtitle

if TYPE_CHECKING:
    from coldsend_tui.tui.copying import Copy
    from coldsend_tui.tui.exporting import Shown


class NowScreen(Recovery):
    """What needs you, worst first."""

    NAME = "now"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Go to what the finding is about", footer=1),
        Command(
            "pause", "P", "pause", "Show the plan that stops the harm", writes=True, footer=2, scope=("campaign", "pause")
        ),
        *RECOVERY,
    )  # fmt: skip

    def compose_body(self) -> Iterable[Any]:
        """Left the findings and the selected one, right the last hour and today."""
        state = self.state
        yield Paper(id="standing")
        with Across(id="body"):
            with Down(id="left"):
                table: Table[Finding] = Table(
                    columns.columns(state.clock.now()), _identify, empty="nothing needs you", id="findings"
                )
                table.border_title = "What needs you"
                yield table
                detail = Paper(id="detail", classes="panel")
                detail.border_title = "The selected finding"
                yield detail
            with Down(id="right"):
                with Vertical(id="hour", classes="panel") as hour:
                    hour.border_title = "Last 60 min · sent per min, 10 min mean"
                    yield Plot(id="plot")
                    yield Paper(id="pulse")
                today = Paper(id="today", classes="panel")
                today.border_title = "Today"
                yield today

    def on_mount(self) -> None:
        """The selected finding follows the cursor."""
        self.query_one(Rows).when_moved = self.on_rows_moved

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Everything that findings are made of."""
        return NOW_FEEDS, feeds.ANALYTICS

    def draw(self) -> None:
        """All panels."""
        state, now = self.state, self.state.clock.now()
        self.query_one("#standing", Paper).show(recovering.lines(state, self.size.width))
        table = self.query_one("#findings", Table)
        table.columns = columns.columns(now)
        table.show(state.verdict.findings, empty=view.empty(state.verdict))
        samples = state.store.samples(None, now - view.PLOT_SPAN - view.MEAN_SPAN)
        gaps = state.store.gaps(now - view.PLOT_SPAN)
        self.query_one(Plot).picture(view.plot(samples, now, gaps))
        subtitle(self.query_one("#hour"), wording.not_seen(gaps, now - view.PLOT_SPAN))
        pulse = self.query_one("#pulse", Paper)
        pulse.show(view.pulse(samples, now, pulse.size.width))
        today = self.query_one("#today", Paper)
        # A moment after the first frame: its sums need all rows.
        today.show([] if state.recalled else view.today(state.workspace, now, today.size.width or 40))
        self._draw_detail()

    def _draw_detail(self) -> None:
        detail = self.query_one("#detail", Paper)
        state = self.state
        columns_ = detail.size.width or 60
        detail.show(view.detail(self.selected, state.verdict, state.clock.now(), columns_))

    def exports(self) -> Shown | None:
        """The findings, as old as the counters they were made from."""
        from coldsend_tui.tui.exporting import Shown, read_of

        rows, at = self.query_one(Rows), self.state.fetched_at(feeds.ANALYTICS)
        columns = tuple(column.key for column, _ in rows.layout_of.columns)
        return Shown("findings", [read_of(row, at) for row in rows.present], columns)

    def copies(self) -> Sequence[Copy]:
        """Every part of the selected finding."""
        from coldsend_tui.tui.copying import copies_of

        return copies_of("findings", self.selected) if self.selected else ()

    @property
    def selected(self) -> Finding | None:
        """The finding under the cursor."""
        found: Finding | None = self.query_one(Rows).current
        return found

    def on_rows_moved(self) -> None:
        """Another finding is selected."""
        self._draw_detail()
        self.draw_footer()

    def on_rows_opened(self) -> None:
        """Enter on a finding."""
        self.do_open()

    def in_hand(self) -> tuple[str, str] | None:
        """What the finding is about."""
        return (finding.kind, finding.object_id) if (finding := self.selected) else None

    def why_not(self, command: str) -> str:
        """Pausing needs a finding that pausing would stop."""
        if command == "pause":
            finding = self.selected
            if finding is None:
                return "nothing is selected"
            if finding.kind != "campaign":
                return f"pausing is for campaigns; K stops what sends through this {finding.kind}"
        return super().why_not(command)

    def do_open(self) -> None:
        if finding := self.selected:
            self.console_app.open_object(finding.kind, finding.object_id)

    def do_pause(self) -> None:
        from coldsend_tui.ops.lifecycle import Transition
        from coldsend_tui.tui.writes import propose

        if finding := self.selected:
            propose(self.console_app, Transition.PAUSE, (finding.object_id,))


def _identify(finding: Finding) -> str:
    return "\0".join(finding.key)
