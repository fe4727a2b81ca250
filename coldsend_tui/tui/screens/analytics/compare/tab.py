"""Periods or campaigns against each other: bounds, differences, verdicts that may be none, and how the reply rate came to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from coldsend_tui.live import feeds
from coldsend_tui.ops import subjects, wording
from coldsend_tui.ops.breakdown import Breakdown, By
from coldsend_tui.ops.subjects import Comparison
from coldsend_tui.tui.lines import Line, line, wrap
from coldsend_tui.tui.plotting import Picture
from coldsend_tui.tui.screens.analytics import ages
from coldsend_tui.tui.screens.analytics.compare import plots, view
from coldsend_tui.tui.screens.analytics.tab import SheetTab
from coldsend_tui.tui.widgets.plot import Plot
from coldsend_tui.tui.widgets.title import title

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing

CHOICES: Final = 500
"""Campaigns that can be chosen from in a dialog, those with most mails first."""
_TALL: Final = 34
_LOOK_BACK: Final = timedelta(days=30)


class CompareTab(SheetTab):
    """A sheet, and a plot below it where there is room."""

    PARTS = (".sheet > Paper", "#compare-plot")

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.campaigns = False
        self._known: tuple[Breakdown, object, Comparison] | None = None

    def compose(self) -> Iterable[Any]:
        """Sheet above, plot below."""
        yield from super().compose()
        yield Plot(id="compare-plot").add_class("panel")

    def feeds(self) -> tuple[str, ...]:
        """Days, or counters."""
        return (feeds.ANALYTICS, feeds.CAMPAIGNS) if self.campaigns else (self.of.timeline_feed,)

    def opened(self) -> None:
        """Who comes with marks wants them compared."""
        self.campaigns = self.campaigns or bool(self.of.marked)

    @property
    def found(self) -> Comparison | None:
        """What is compared; None while it is not known. Worked out once for what was read."""
        workspace = self.state.workspace
        if not self.campaigns:
            return subjects.of_periods(workspace.timeline, self.of.period)
        ranked = self.of.ranked.rows()
        if ranked is None:
            return None
        key = (self.of.by, self.of.marked)
        if self._known is not None and self._known[0] is ranked and self._known[1] == key:
            return self._known[2]
        found = subjects.of_entries(ranked.rows, self.of.marked)
        young = subjects.maturity(found.subjects, {c.id: c for c in workspace.campaigns}, self.now)
        found = found._replace(caveats=(*found.caveats, young)) if young else found
        self._known = ranked, key, found
        return found

    # -- drawing ------------------------------------------------------------------------------------------------------

    def heading(self) -> str:
        if not self.campaigns:
            return f"{self.of.period_text} against the {wording.plural(self.of.period.days, 'day')} before · {ages.told(self.of.timeline_age)}"
        what = {By.CAMPAIGN: "Campaigns", By.INBOX: "Inboxes", By.DOMAIN: "Domains"}[self.of.by]
        which = f"{len(self.of.marked)} marked" if self.of.marked else "the two with most mails"
        return f"{what} · {which} · {self.of.seen_text} · {ages.told(self.state.age(feeds.ANALYTICS))}"

    def lines(self, columns: int, rows: int) -> list[Line]:
        found = self.found
        if found is None:
            return self._unknown(columns)
        return view.sheet(found, columns, airy=self.of.size.height >= _TALL)

    def _unknown(self, columns: int) -> list[Line]:
        if self.campaigns:
            return [line(("looking who sends what …", "muted"))]
        if failure := self.state.failure(self.of.timeline_feed):
            return wrap(failure, columns, "warn")
        if self.of.timeline_age is None:
            return wrap(self.state.unread("the timeline"), columns, "muted")
        before = self.of.period.before
        told = f"the API does not tell all days of {before.text} and {self.of.period.text}: nothing to compare. t and d choose another range."
        return wrap(told, columns, "muted")

    def draw(self) -> None:
        """Sheet and plot."""
        super().draw()
        plot = self.query_one("#compare-plot", Plot)
        found = self.found
        plot.display = self.of.size.height >= _TALL and found is not None and len(found.subjects) > 1
        if plot.display and found is not None:
            title(
                plot,
                "replied / sent so far"
                + (" · as this console saw it" if self.campaigns else " · by day of the period"),
            )
            plot.picture(self._picture(found))

    def _picture(self, found: Comparison) -> Picture:
        if not self.campaigns:
            return plots.of_periods(self.state.workspace.timeline, self.of.period)
        store, now = self.state.store, self.now
        began = max(store.watched_since() or now, now - _LOOK_BACK)
        named = {one.id: one.name for one in found.subjects if one.id}
        samples = {id: store.samples(id, began) for id in named} if self.of.by is By.CAMPAIGN else {}
        return plots.of_campaigns(named, samples, store.gaps(began), began, now)

    # -- what leaves ----------------------------------------------------------------------------------------------------

    def exports(self) -> Shown | None:
        """Every rate of every subject, with its difference from the first."""
        from coldsend_tui.ops.reports import rated_comparison
        from coldsend_tui.tui.exporting import Shown, read_of

        found = self.found
        at = self.state.fetched_at(feeds.ANALYTICS) if self.campaigns else self.of.timeline_read
        return (
            Shown("rates", [read_of(row, at) for row in rated_comparison(found)], None, self.heading())
            if found
            else None
        )

    def drawing(self) -> Drawing | None:
        """The sheet as it is."""
        from coldsend_tui.tui.plot_file import Drawing

        lines = view.sheet(self.found, 110, airy=True) if self.found else []
        return Drawing(self.heading(), None, lines) if lines else None

    # -- keys ---------------------------------------------------------------------------------------------------------

    def do_by(self) -> None:
        self.campaigns = not self.campaigns
        self.of.attend()
        self.of.draw_all()

    def do_range(self) -> None:
        if self.campaigns:
            self.of.do_range_or_all()
        else:
            self.of.do_range()

    def do_dates(self) -> None:
        self.of.all_time = False
        self.of.do_dates()

    def do_choose(self) -> None:
        from coldsend_tui.tui.modals.pick import Choice, Pick

        ranked = sorted((c for c in self.state.workspace.campaigns if c.sent), key=lambda c: -c.sent)[:CHOICES]
        choices = [Choice(c.id, c.name, f"{c.replied:,}/{c.sent:,} replied") for c in ranked]

        def answered(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                self.of.by, self.of.marked, self.campaigns = By.CAMPAIGN, chosen, True
                self.of.attend()
                self.of.draw_all()

        self.app.push_screen(
            Pick("Campaigns to compare; one is held against all others", choices, empty="no campaign has sent mails"),
            answered,
        )
