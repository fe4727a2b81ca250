"""Journal and configuration differences of a campaign, lined up under its plot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from textual.containers import VerticalScroll

from coldsend_tui.clock import in_workspace
from coldsend_tui.tui.lines import Line
from coldsend_tui.tui.screens.campaign import history
from coldsend_tui.tui.screens.campaign.changes import view
from coldsend_tui.tui.screens.campaign.history import SPANS, Measure
from coldsend_tui.tui.screens.campaign.tab import SheetTab
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.title import title

_MOST = 200


class ChangesTab(SheetTab):
    """One time axis: the counters above, what happened below."""

    PARTS = (".sheet > Paper", "#changes-plot")

    def __init__(self, campaign_screen: Any) -> None:
        super().__init__(campaign_screen)
        self.span, self.measure = SPANS[1], Measure.TOTAL

    def compose(self) -> Iterable[Any]:
        """The plot, then the list."""
        yield Plot(id="changes-plot").add_class("panel")
        with VerticalScroll(classes="panel sheet", can_focus=False):
            yield Paper()

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one(".sheet", VerticalScroll)

    def heading(self) -> str:
        return "Changes · newest first, times in UTC"

    def lines(self, columns: int, rows: int) -> list[Line]:
        campaign, state, now = self.campaign, self.state, self.now
        if campaign is None:
            return []
        entries = state.store.journal.entries(_MOST, object_id=campaign.id)
        every = view.events(
            entries, state.store.changes("campaign", campaign.id, _MOST), partial(in_workspace, state.clock)
        )
        samples = state.store.samples(campaign.id, now - self.span)
        whole = not samples or self.measure is not Measure.TOTAL
        start = now - self.span if whole else max(samples[0].at, now - self.span)
        start = min(start, now - timedelta(minutes=10))
        letters = view.lettered(every, start, now)
        plot = self.query_one(Plot)
        gaps = state.store.gaps(now - self.span)
        title(plot, f"{history.heading(samples, gaps, now, self.span, self.measure)} · letters: what happened when")
        if self.measure is Measure.TOTAL:
            picture = history.picture(samples, now, self.span, gaps)
            plot.picture(view.marked(picture, every, letters, start, now))
        else:
            bars = history.bars(samples, gaps, now, self.span, self.measure, begun=campaign.launched_at)
            plot.picture(view.marked_bars(bars, every, letters, lambda at: history.place(at, now, bars, self.measure)))
        return view.listing(every, letters, now, columns)

    def do_span(self) -> None:
        self.span = SPANS[(SPANS.index(self.span) + 1) % len(SPANS)]
        self.draw()

    def do_view(self) -> None:
        self.measure = self.measure.following
        self.draw()
