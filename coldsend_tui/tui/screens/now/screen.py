"""The Now screen: findings, the selected one in full, the last hour, today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import Vertical

from coldsend_tui.live import feeds
from coldsend_tui.ops import trend, wording
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
    from coldsend_tui.tui.lines import Line
    from coldsend_tui.tui.screens.now.before import Before


PARTS = ("finding", "hour", "today")
"""What stands below the list, one after the other, where there is no room beside it."""
_PART_NAMES = {"finding": "the finding", "hour": "the last hour", "today": "today"}


class NowScreen(Recovery):
    """What needs you, worst first."""

    NAME = "now"
    MORE_KEYS = (Binding("tab", "part(1)", show=False), Binding("shift+tab", "part(-1)", show=False))
    _part = "finding"
    # The first line of the finding in sight, and which finding that is about.
    _scrolled = 0
    _about: Any = None
    _before: tuple[object, Before] | None = None
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("open", "enter", "open", "Go to what the finding is about", footer=1),
        Command(
            "pause", "P", "pause", "Show the plan that stops the harm", writes=True, footer=2, scope=("campaign", "pause")
        ),
        Command("quiet", "a", "snooze", "Acknowledge or snooze the finding; once more takes it back", footer=3),
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
                    hour.border_title = "Last hour · sent/min, 10m mean"
                    yield Plot(id="plot")
                    yield Paper(id="pulse")
                today = Paper(id="today", classes="panel")
                today.border_title = "Today"
                yield today

    def on_mount(self) -> None:
        """The selected finding follows the cursor."""
        self.query_one(Rows).when_moved = self.cursor_moved

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """Everything that findings are made of."""
        return NOW_FEEDS, feeds.ANALYTICS

    def draw(self) -> None:
        """All panels."""
        state, now = self.state, self.state.clock.now()
        self.query_one("#standing", Paper).show(recovering.lines(state, self.size.width))
        table = self.query_one("#findings", Table)
        table.columns = columns.columns(now)
        table.show(
            state.verdict.findings, empty=view.empty(state.verdict, state.unread("the workspace", feeds.ANALYTICS))
        )
        beside = bool(state.verdict.findings)
        subtitle(table, view.unjudged(state.verdict, state.workspace, reading=not state.offline) if beside else "")
        start = now - view.PLOT_SPAN
        samples = state.store.samples(None, start - view.MEAN_SPAN)
        gaps = state.store.gaps(start)
        unseen = trend.with_beginning(gaps, state.store.watched_since(), start - view.MEAN_SPAN, now)
        self.query_one(Plot).picture(view.plot(samples, now, unseen))
        subtitle(self.query_one("#hour"), self._next_part or wording.not_seen(gaps, start))
        pulse = self.query_one("#pulse", Paper)
        pulse.show(view.pulse(samples, now, pulse.size.width, unseen, rows=pulse.size.height or 2))
        today = self.query_one("#today", Paper)
        # A moment after the first frame: its sums need all rows.
        real, columns_ = state.clock.real(), today.size.width or 40
        today.show([] if state.recalled else view.today(state.workspace, now, real, columns_))
        subtitle(today, self._next_part)
        self._draw_detail()

    def _draw_detail(self) -> None:
        detail = self.query_one("#detail", Paper)
        state, finding = self.state, self.selected
        columns_ = detail.size.width or 60
        before = self._changed_before(finding, columns_) if finding else []
        lines = view.detail(finding, state.verdict, state.clock.now(), columns_, before)
        if (about := finding.key if finding else None) != self._about:
            self._about, self._scrolled = about, 0
        rows = detail.size.height or len(lines)
        self._scrolled = max(0, min(self._scrolled, len(lines) - rows))
        detail.show(lines[self._scrolled : self._scrolled + rows])
        self._below = len(lines) - rows - self._scrolled
        more = f"{wording.plural(self._below, 'line')} more ↓ tab" if self._below > 0 else ""
        subtitle(detail, more or self._next_part)

    def _changed_before(self, finding: Finding, columns_: int) -> list[Line]:
        """What changed just before, looked up once the first frame is out."""
        if self._before is None or self._before[0] is not self.state:
            if self.state.session is None and not self.state.playback:
                return []
            from coldsend_tui.tui.screens.now.before import Before

            self._before = self.state, Before(self.state)
        return self._before[1].lines(finding, columns_)

    # -- parts --------------------------------------------------------------------------------------------------------

    _below = 0

    @property
    def _parts(self) -> tuple[str, ...]:
        """The parts that take turns at this size."""
        if not self.has_class("-narrow"):
            return PARTS[:1]
        return PARTS if self.has_class("-short") else PARTS[:2]

    @property
    def _next_part(self) -> str:
        """What the tab key shows next, for a border; "" where everything is in sight."""
        parts = self._parts
        if len(parts) == 1:
            return ""
        return f"tab: {_PART_NAMES[parts[(parts.index(self._part) + 1) % len(parts)]]}" if self._part in parts else ""

    def action_part(self, by: int) -> None:
        """The rest of the finding where it is cut, then the next part where they take turns."""
        page = max(1, self.query_one("#detail", Paper).size.height - 1)
        parts = self._parts
        at = parts.index(self._part) if self._part in parts else 0
        if parts[at] == "finding" and by > 0 and self._below > 0:
            self._scrolled += page
        elif parts[at] == "finding" and by < 0 and self._scrolled > 0:
            self._scrolled -= page
        else:
            self._show_part(parts[(at + by) % len(parts)])
            self._scrolled = 0
        self.draw()
        # What was out of sight a moment ago has its size only now.
        self.call_after_refresh(self.draw)

    def _show_part(self, name: str) -> None:
        self._part = name
        for part in PARTS:
            self.set_class(part == name, f"-{part}")

    def on_resize(self) -> None:
        """Where all is in sight, nothing takes turns. `Place` draws: Textual calls both."""
        if self._part not in self._parts:
            self._show_part(PARTS[0])

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
        finding = self.selected
        return (finding.kind, finding.object_id) if finding and finding.object_id else None

    def why_not(self, command: str) -> str:
        """Pausing needs a finding that pausing would stop."""
        if command == "pause":
            finding = self.selected
            if finding is None:
                return "nothing is selected"
            if finding.kind == "replies":
                return "pausing answers nobody; enter goes to the replies"
            if finding.kind != "campaign":
                return f"pausing is for campaigns; K stops what sends through this {finding.kind}"
        if command == "quiet":
            return self.state.change_refusal or ("" if self.selected else "nothing is selected")
        return super().why_not(command)

    def do_quiet(self) -> None:
        from coldsend_tui.tui import quieting

        if finding := self.selected:
            quieting.toggle(self.console_app, finding)

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
