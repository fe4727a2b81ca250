"""The workspace over 7, 30 or 90 days, and its campaigns compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical

from coldsend_tui.live import feeds
from coldsend_tui.ops import wording
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.screens.analytics import view
from coldsend_tui.tui.screens.place import Place
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.title import title

if TYPE_CHECKING:
    from coldsend_tui.tui.copying import Copy
    from coldsend_tui.tui.exporting import Shown


class AnalyticsScreen(Place):
    """Timeline plot, sums, comparison."""

    NAME = "analytics"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("range", "t", "7/30/90 days", "Show the last 7, 30 or 90 days", footer=1),
        Command("view", "v", "counts/rates", "Counts, rates, or replies and bounces alone", footer=2),
    )

    def __init__(self) -> None:
        super().__init__()
        self.days = 30
        self.shown = view.VIEWS[0]

    def compose_body(self) -> Iterable[Any]:
        """Plot above, campaigns below."""
        with Vertical(id="body"):
            with Vertical(id="timeline", classes="panel"):
                yield Plot(id="plot")
                yield Paper(id="sums")
            campaigns = Paper(id="campaigns", classes="panel")
            campaigns.border_title = "Campaigns by mails sent"
            yield campaigns

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """The range that is shown, and the counters."""
        timeline = feeds.timeline(self.days)
        return (timeline, feeds.ANALYTICS), timeline

    def draw(self) -> None:
        """Plot, sums, comparison."""
        state = self.state
        name = feeds.timeline(self.days)
        days = state.store.timeline(self.days)
        panel = self.query_one("#timeline", Vertical)
        age = state.age(name)
        told = "not read yet" if age is None else f"{wording.duration(age)} old"
        title(panel, f"Last {self.days} days · {self.shown} per UTC day · {told}")
        plot = self.query_one(Plot)
        picture = view.picture(days, self.shown)
        plot.picture(picture if days else picture._replace(note=state.unread("the timeline", name)))
        sums = self.query_one("#sums", Paper)
        sums.show(view.sums(days, sums.size.width or 76) if days else [])
        campaigns = self.query_one("#campaigns", Paper)
        campaigns.show(view.campaigns(state.workspace, campaigns.size.width or 76, campaigns.size.height or 8))

    def exports(self) -> Shown | None:
        """The days of the plot."""
        from coldsend_tui.tui.exporting import Shown, read_of

        at = self.state.fetched_at(feeds.timeline(self.days))
        return Shown(
            "timeline", [read_of(day, at) for day in self.state.store.timeline(self.days)], None, f"{self.days} days"
        )

    def copies(self) -> Sequence[Copy]:
        """The sums below the plot."""
        from coldsend_tui.tui.copying import Copy

        text = "\n".join(plain(one) for one in self.query_one("#sums", Paper).lines)
        return (Copy("sums", text),) if text.strip() else ()

    def do_range(self) -> None:
        at = view.RANGES.index(self.days)
        self.days = view.RANGES[(at + 1) % len(view.RANGES)]
        self.attend()
        self.draw()

    def do_view(self) -> None:
        at = view.VIEWS.index(self.shown)
        self.shown = view.VIEWS[(at + 1) % len(view.VIEWS)]
        self.draw()
