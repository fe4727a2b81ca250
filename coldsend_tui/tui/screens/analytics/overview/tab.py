"""Rates of the period against the one before, and the plot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual.containers import Vertical

from coldsend_tui.live import feeds
from coldsend_tui.ops import figures, periods, wording
from coldsend_tui.ops.periods import Bucket
from coldsend_tui.tui.lines import BLANK, Line, joined, line
from coldsend_tui.tui.screens.analytics import ages
from coldsend_tui.tui.screens.analytics.overview import plots, view
from coldsend_tui.tui.screens.analytics.overview.plots import HOURS, INTERVALS, VIEWS, Hours
from coldsend_tui.tui.screens.analytics.tab import Tab
from coldsend_tui.tui.widgets.paper import Paper
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.title import title
from coldsend_tui.workspace import TimelineDay

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing

_TITLES = {
    "counts": "sent, opened, replied, bounced",
    "rates": "rates over mails sent",
    "replies": "replied and bounced",
}


class OverviewTab(Tab):
    """Figures above, plot below."""

    PARTS = ("#sums", "#plot", "#told")

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.shown, self.interval, self.hours = VIEWS[0], INTERVALS[0], HOURS[0]

    def compose(self) -> Iterable[Any]:
        """Two panels."""
        yield Paper(id="sums", classes="panel")
        with Vertical(id="timeline", classes="panel"):
            yield Plot(id="plot")
            yield Paper(id="told")

    def feeds(self) -> tuple[str, ...]:
        """The days, and the counters, which plots by hours are made of."""
        return (self.of.timeline_feed, feeds.ANALYTICS)

    def focus_feed(self) -> str:
        """The one behind the plot."""
        return feeds.ANALYTICS if self.interval == "hour" else self.of.timeline_feed

    @property
    def days(self) -> list[TimelineDay]:
        """The known days of the period."""
        return periods.within(self.state.workspace.timeline, self.of.period)

    def buckets(self) -> list[Bucket]:
        """The period in the places of the plot."""
        return periods.buckets(self.state.workspace.timeline, self.of.period, weeks=self.interval == "week")

    def draw(self) -> None:
        """Both panels."""
        period = self.of.period
        sums, plot, told = self.query_one("#sums", Paper), self.query_one(Plot), self.query_one("#told", Paper)
        columns = sums.size.width or self.of.size.width - 4
        title(sums, f"{self.of.period_text} · {ages.told(self.of.timeline_age)}")
        days, failure = self.days, self.state.failure(self.of.timeline_feed)
        if not days:
            why = failure or (
                "no mail in these days" if self.of.timeline_age is not None else self.state.unread("the timeline")
            )
            sums.show([line((why, "warn" if failure else "muted")), *[BLANK] * 4])
        else:
            before = periods.within(self.state.workspace.timeline, period.before)
            whole = len(before) == period.days
            sums.show(
                view.table(figures.total(days), figures.total(before) if whole else None, self.buckets(), columns)
            )
        panel = self.query_one("#timeline", Vertical)
        title(panel, f"{_TITLES[self.shown]} per {'UTC ' if self.interval == 'day' else ''}{self.interval}")
        if self.interval == "hour":
            seen = self._by_hours()
            plot.picture(plots.hour_picture(seen.told, self.now, self.shown))
            told.show([self._told_of_hours(seen)])
        else:
            picture = plots.by_days(self.buckets(), self.shown)
            plot.picture(picture if days else picture._replace(note=failure or "no days to plot yet"))
            told.show([self._told_of_days(len(days))])

    def _told_of_hours(self, seen: Hours) -> Line:
        """Whose figures the plot shows, how far they reach, and what is missing of them."""
        start, began = self.now - timedelta(hours=self.hours), self.state.store.watched_since()
        unseen = wording.not_seen(self.state.store.gaps(start), start)
        if seen.unplaced.sent:
            unseen += f", {wording.plural(seen.unplaced.sent, 'mail')} in it"
        parts = [f"last {self.hours} h as this console saw them"]
        parts += [f"watched since {began:%d %b %H:%M}" if began else "not watched yet", unseen]
        parts.append(ages.told(self.state.age(feeds.ANALYTICS)))
        return joined([line((one, "muted")) for one in parts if one])

    def _told_of_days(self, known: int) -> Line:
        period, now = self.of.period, self.now
        parts = [f"{known} of {period.days} days as the API tells them"]
        if period.last == now.date():
            parts.append(f"today until {now:%H:%M} UTC")
        parts.append("opens and replies count on the day they come")
        return joined([line((one, "muted")) for one in parts])

    def _by_hours(self) -> Hours:
        store, now = self.state.store, self.now
        start = now - timedelta(hours=self.hours)
        samples = store.samples(None, start, max_points=20_000)
        return plots.by_hours(samples, store.gaps(start), store.watched_since(), now, self.hours)

    # -- what leaves ----------------------------------------------------------------------------------------------------

    def exports(self) -> Shown | None:
        """The days of the period; of a plot by hours the hours."""
        from coldsend_tui.tui.exporting import Shown, read_of

        if self.interval == "hour":
            from coldsend_tui.ops.reports import HourRow

            start = self.now - timedelta(hours=self.hours)
            at = self.state.fetched_at(feeds.ANALYTICS)
            rows = [HourRow.of(_hour(start, number), told) for number, told in enumerate(self._by_hours().told)]
            return Shown("hours", [read_of(row, at) for row in rows], None, f"last {self.hours} hours")
        at = self.of.timeline_read
        return Shown("timeline", [read_of(day, at) for day in self.days], None, self.of.period_text)

    def drawing(self) -> Drawing | None:
        """Plot, figures and what is told of both."""
        from coldsend_tui.tui.plot_file import Drawing

        plot = self.query_one(Plot)
        if plot.drawn is None:
            return None
        span = f"last {self.hours} h" if self.interval == "hour" else self.of.period_text
        heading = f"{_TITLES[self.shown]} per {self.interval} · {span}"
        return Drawing(
            heading,
            plot.drawn,
            plot.lines,
            (*self.query_one("#sums", Paper).lines, self.query_one("#told", Paper).lines[0]),
        )

    # -- commands -----------------------------------------------------------------------------------------------------

    def do_view(self) -> None:
        self.shown = VIEWS[(VIEWS.index(self.shown) + 1) % len(VIEWS)]
        self.of.draw_all()

    def do_interval(self) -> None:
        self.interval = INTERVALS[(INTERVALS.index(self.interval) + 1) % len(INTERVALS)]
        self.of.attend()
        self.of.draw_all()

    def do_range(self) -> None:
        if self.interval == "hour":
            self.hours = HOURS[(HOURS.index(self.hours) + 1) % len(HOURS)]
            self.of.draw_all()
        else:
            self.of.do_range()


def _hour(start: datetime, number: int) -> datetime:
    return start + timedelta(hours=number)
