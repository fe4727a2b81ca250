"""The first tab: the worst of readiness, progress with forecast and levers, the plot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from textual.containers import VerticalScroll

from coldsend_tui.details import CampaignSettings
from coldsend_tui.live import feeds
from coldsend_tui.ops.health import untracked
from coldsend_tui.ops.preflight import preflight
from coldsend_tui.ops.resume import resume_preview
from coldsend_tui.ops.what_if import Levers, WhatIf, what_if
from coldsend_tui.tui.lines import Line, line
from coldsend_tui.tui.screens.campaign import history
from coldsend_tui.tui.screens.campaign.history import SPANS, Measure
from coldsend_tui.tui.screens.campaign.overview import view
from coldsend_tui.tui.screens.campaign.preview import content as in_short
from coldsend_tui.tui.screens.campaign.readiness import view as checks
from coldsend_tui.tui.screens.campaign.tab import Tab
from coldsend_tui.tui.widgets.boxes import Across
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.title import subtitle, title
from coldsend_tui.workspace import Campaign

SLOW = 0.010
"""A what-if that took longer than this (seconds) is computed off the event loop from then on."""
_LEVERS = Levers._fields
_TALL = 34
_WORDS = ("inboxes", "the window", "the limit", "follow-ups")


class OverviewTab(Tab):
    """Progress and forecast, live what-if, plot."""

    PARTS = ("#readiness", "#progress", "#in-short", "#plot")

    def __init__(self, campaign_screen: Any) -> None:
        super().__init__(campaign_screen)
        self.span, self.measure = SPANS[0], Measure.TOTAL
        self.levers, self.chosen = Levers(), 0
        self._answer: tuple[object, WhatIf] | None = None
        self._took = 0.0
        self._pending: object = None

    def compose(self) -> Iterable[Any]:
        """Readiness beside progress, the plot below where there is room."""
        with Across(id="middle"):
            yield Paper(id="readiness", classes="panel")
            with VerticalScroll(id="progress-panel", classes="panel sheet", can_focus=False):
                yield Paper(id="progress")
            content = Paper(id="in-short", classes="panel")
            title(content, "Content")
            yield content
        yield Plot(id="plot").add_class("panel")

    def feeds(self) -> tuple[str, ...]:
        """A page of leads, by which readiness judges the list; the plot by days may need the workspace's."""
        days = (feeds.timeline(30),) if self.measure is Measure.DAILY else ()
        return (feeds.sample(self.of.campaign_id), *days)

    def opened(self) -> None:
        """The screen shows this tab first, and made it after it said what it shows."""
        self.of.attend()

    def draw(self) -> None:
        campaign = self.campaign
        if campaign is None:
            return
        self._draw_readiness(campaign)
        self._draw_progress(campaign)
        self.query_one("#in-short", Paper).show(in_short(self.settings))
        plot = self.query_one(Plot)
        if plot.display:
            state = self.state
            samples = state.store.samples(campaign.id, self.now - self.span)
            gaps = state.store.gaps(self.now - self.span)
            title(plot, history.heading(samples, gaps, self.now, self.span, self.measure))
            if self.measure is Measure.TOTAL:
                plot.picture(history.picture(samples, self.now, self.span, gaps))
            else:
                days = state.store.timeline(30) if self.measure is Measure.DAILY else ()
                begun = campaign.launched_at
                plot.picture(history.bars(samples, gaps, self.now, self.span, self.measure, begun=begun, timeline=days))

    def _draw_readiness(self, campaign: Campaign) -> None:
        state, settings = self.state, self.settings
        found = preflight(campaign, settings, state.workspace, self.now, state.store.lead_sample(campaign.id))
        paper = self.query_one("#readiness", Paper)
        title(paper, f"Readiness · {checks.summary(found)}")
        lines, more = checks.worst_first(found, settings, (paper.size.width or 36), paper.size.height or 9)
        paper.show(lines)
        subtitle(paper, f"{more} more: d" if more else "")

    def _draw_progress(self, campaign: Campaign) -> None:
        panel, paper = self.query_one("#progress-panel", VerticalScroll), self.query_one("#progress", Paper)
        columns = max(30, (panel.scrollable_content_region.width or 44) - 1)
        settings = self.settings
        title(panel, "Progress")
        roomy = self.of.size.height >= _TALL
        funnel = view.funnel if roomy else view.tight_funnel
        tracked = not untracked(campaign, settings)
        blocks = [funnel(campaign, columns, tracked=tracked), *self._ahead(campaign, settings, columns)]
        paper.show(view.spaced(*blocks) if roomy else [one for block in blocks for one in block])
        below = len(paper.lines) - panel.scroll_offset.y - (panel.scrollable_content_region.height or 99)
        subtitle(panel, f"{below} more ↓" if below > 0 else "")

    def _ahead(self, campaign: Campaign, settings: CampaignSettings | None, columns: int) -> list[list[Line]]:
        """Forecast with its levers, and what a resume would do."""
        if campaign.status in ("COMPLETED", "ARCHIVED", "FAILED"):
            return []
        if settings is None:
            return [[line(("forecast and levers: its settings have not been read yet", "muted"))]]
        blocks = []
        if campaign.status == "PAUSED":
            since = self.state.store.state_since("campaign", campaign.id)
            blocks.append(
                view.resume(resume_preview(campaign, settings, self.state.workspace, self.now, since), columns)
            )
        asked = self._asked(campaign, settings)
        if asked is None:
            return [*blocks, [line(("what if: working it out …", "muted"))]]
        return [
            *blocks,
            view.finish(asked.before),
            view.levers(asked, self.chosen, columns, tight=self.of.size.height < _TALL),
        ]

    # -- what if ------------------------------------------------------------------------------------------------------

    def _asked(self, campaign: Campaign, settings: CampaignSettings) -> WhatIf | None:
        """The answer for the present levers; where it is slow to work out, the last one until a thread has the new one."""
        workspace, minute = self.state.workspace, self.now.replace(second=0, microsecond=0)
        key = (campaign._replace(seen_at=minute), settings, id(workspace), minute, self.levers)
        if self._answer is not None and self._answer[0] == key:
            return self._answer[1]
        if self._took > SLOW and self._pending != key:
            self._pending = key
            self.run_worker(
                self._work_out(key, campaign, settings), group="what-if", exclusive=True, exit_on_error=False
            )
        if self._took > SLOW:
            return self._answer[1] if self._answer else None
        started = time.perf_counter()
        answer = what_if(campaign, settings, workspace, minute, self.levers)
        self._took = time.perf_counter() - started
        self._answer = key, answer
        return answer

    async def _work_out(self, key: object, campaign: Campaign, settings: CampaignSettings) -> None:
        minute = self.now.replace(second=0, microsecond=0)
        answer = await asyncio.to_thread(what_if, campaign, settings, self.state.workspace, minute, self.levers)
        self._answer, self._pending = (key, answer), None
        self.draw()

    def _pull(self, by: int) -> None:
        settings = self.settings
        if settings is None:
            self.state.say("what if: its settings have not been read yet", "warn")
            return
        from coldsend_tui.ops.what_if import possible

        name = _LEVERS[self.chosen]
        wanted = self.levers._replace(**{name: getattr(self.levers, name) + by})
        held = possible(settings, wanted)
        if held == self.levers:
            self.state.say(f"what if: {_WORDS[self.chosen]} cannot go further that way")
        self.levers = held
        self._show_levers()

    def _show_levers(self) -> None:
        """Draw, and keep the dates that move in sight: they stand at the end."""
        self.draw()
        self.call_after_refresh(self._to_the_end)

    def _to_the_end(self) -> None:
        self.query_one("#progress-panel", VerticalScroll).scroll_end(animate=False)
        self.call_after_refresh(self.draw)

    def do_more(self) -> None:
        self._pull(1)

    def do_less(self) -> None:
        self._pull(-1)

    def do_lever(self) -> None:
        self.chosen = (self.chosen + 1) % len(_LEVERS)
        self._show_levers()

    def do_lever_back(self) -> None:
        self.chosen = (self.chosen - 1) % len(_LEVERS)
        self._show_levers()

    def do_as_it_is(self) -> None:
        self.levers = Levers()
        self.draw()

    # -- plot and scrolling -------------------------------------------------------------------------------------------

    def do_span(self) -> None:
        self.span = SPANS[(SPANS.index(self.span) + 1) % len(SPANS)]
        self.draw()

    def do_view(self) -> None:
        self.measure = self.measure.following
        if self.measure is Measure.DAILY and self.span < SPANS[2]:
            self.span = SPANS[2]
        self.of.attend()
        self.draw()

    def step(self, lines: int) -> None:
        self.query_one("#progress-panel", VerticalScroll).scroll_relative(y=lines, animate=False)
        self.call_after_refresh(self.draw)

    def page(self, pages: int) -> None:
        self.step(pages * 8)

    def edge(self, where: int) -> None:
        self.step(where * 1_000)
