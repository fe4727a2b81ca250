"""Campaigns, inboxes or domains with their rates and bounds, ranked by what is sure of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from textual.widgets import Input

from coldsend_tui.live import feeds
from coldsend_tui.ops import figures, wording
from coldsend_tui.ops.breakdown import Breakdown, By, Entry
from coldsend_tui.tui.columns import breakdown as columns
from coldsend_tui.tui.lines import line
from coldsend_tui.tui.screens.analytics import ages
from coldsend_tui.tui.screens.analytics.listed import ListTab
from coldsend_tui.tui.widgets.table import Table
from coldsend_tui.tui.widgets.title import subtitle, title

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing

_ROOMY: Final = 100
_FEEDS: Final = {
    By.CAMPAIGN: (feeds.ANALYTICS, feeds.CAMPAIGNS),
    By.INBOX: (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS),
    By.DOMAIN: (feeds.ANALYTICS, feeds.USAGE, feeds.DOMAINS, feeds.SENDERS),
}
_LISTED: Final = {By.CAMPAIGN: feeds.ANALYTICS, By.INBOX: feeds.SENDERS, By.DOMAIN: feeds.DOMAINS}
_WORDS: Final = {By.CAMPAIGN: "Campaigns", By.INBOX: "Inboxes", By.DOMAIN: "Domains"}


class BreakdownTab(ListTab[Entry]):
    """One list; what its rows are is turned by ← and →."""

    PARTS = ("#breakdown", "#filter")
    LIST = "breakdown"

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self._scales: dict[str, float] = {}
        self._every = 0

    def compose(self) -> Iterable[Any]:
        """The list, and the filter below it."""
        table: Table[Entry] = Table(self._columns(), lambda row: row.id, sort="sent", markable=True, id="breakdown")
        table.body.can_focus = False
        yield table
        yield self.of.filter_line()

    def feeds(self) -> tuple[str, ...]:
        """Counters, and what the rows are."""
        return _FEEDS[self.of.by]

    def _columns(self) -> tuple[Any, ...]:
        return columns.columns(
            self.of.by,
            lambda name: self._scales.get(name, 0.1),
            lambda row: row.figures.sent / self._every if self._every else None,
        )

    # -- drawing ------------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Rows, titles."""
        found = self.of.ranked.rows()
        rows = found.rows if found else ()
        shown = self.of.passing(rows)
        self._measure(rows)
        self.table.show(shown, empty=self._empty(found))
        self.rows.marks = {row.id for row in shown} & set(self.of.marked)
        self.rows.redraw()
        words = [f"{_WORDS[self.of.by]} {len(shown):,}" + (f" of {len(rows):,}" if len(shown) != len(rows) else "")]
        words.append(ages.told(self.state.age(feeds.ANALYTICS)))
        words += [f"{len(self.rows.marks)} marked: c compares"] * bool(self.rows.marks)
        if self.of.by is By.CAMPAIGN:
            total = figures.total(row.figures for row in shown)
            words += [f"{name} {wording.ratio(getattr(total, name), total.sent)}" for name in ("replied", "bounced")]
        title(self.table, " · ".join(words))
        subtitle(self.table, self._told(found))

    def _told(self, found: Breakdown | None) -> str:
        roomy = self.of.size.width >= _ROOMY
        if self.of.by is By.CAMPAIGN:
            unsubscribes = f" · unsubscribes {ages.told(self.state.age(feeds.CAMPAIGNS))}" * (
                roomy and self.of.all_time
            )
            return f"{self.of.seen_text} · rates sort by their lower bound{unsubscribes}"
        unread = f" · {found.unread:,} not read yet" if found and found.unread else ""
        own = f"of campaigns that use one {self.of.by} alone; " if roomy else ""
        return f"{self.of.seen_text} · {own}~ shared with others{unread}"

    def _empty(self, found: Breakdown | None) -> str:
        if found is None:
            return "looking who sends what …"
        if found.rows:
            return "nothing passes the filter (esc clears it)"
        listed = _LISTED[self.of.by]
        unread = self.state.recalled or self.state.age(listed) is None
        return self.state.unread(_WORDS[self.of.by].lower(), listed) if unread else f"no {self.of.by} yet"

    def _measure(self, rows: Iterable[Entry]) -> None:
        """Where the pictures of rates end: at the highest rate of those with enough mails."""
        told = list(rows)
        self._every = sum(row.figures.sent for row in told)
        scales = columns.scales(told)
        if scales != self._scales:
            self._scales = scales
            self.table.columns = self._columns()

    # -- what leaves ----------------------------------------------------------------------------------------------------

    def exports(self) -> Shown | None:
        """The rows in sight and below, or the marked ones."""
        from coldsend_tui.ops.reports import rated_entry
        from coldsend_tui.tui.exporting import Shown, read_of

        rows = [row for row in self.rows.present if not self.rows.marks or row.id in self.rows.marks]
        at = self.state.fetched_at(feeds.ANALYTICS)
        narrowed = f"by {self.of.by}" + (f": {self.of.filter}" if self.of.filter else "")
        made = [read_of(one, at) for row in rows for one in rated_entry(row)]
        return Shown("rates", made, None, narrowed)

    def drawing(self) -> Drawing | None:
        """The rows in sight."""
        from coldsend_tui.tui.plot_file import Drawing

        lines = self.in_sight()
        heading = f"{_WORDS[self.of.by]}: rates over mails sent"
        told = f"{len(lines) - 1:,} of {len(self.rows.rows):,} rows · {self._told(self.of.ranked.rows())} · {ages.told(self.state.age(feeds.ANALYTICS))}"
        return Drawing(heading, None, lines, (line((told, "muted")),)) if len(lines) > 1 else None

    # -- keys ---------------------------------------------------------------------------------------------------------

    def on_rows_moved(self) -> None:
        """The campaign in hand is the one under the cursor."""
        if self.of.by is By.CAMPAIGN and (row := self.rows.current) is not None:
            self.of.campaign_id = row.id

    def on_rows_marked(self) -> None:
        """What is compared is what is marked."""
        self.of.marked = tuple(row.id for row in self.rows.present if row.id in self.rows.marks)
        self.of.draw_all()

    def back(self) -> bool:
        typed = self.query_one("#filter", Input)
        if typed.has_focus:
            self.of.close_filter()
        elif self.rows.clear_marks():
            pass
        elif typed.value:
            typed.value = ""
            self.of.close_filter()
        else:
            return False
        return True

    def do_open(self) -> None:
        if (row := self.rows.current) is not None:
            kind = {By.CAMPAIGN: "campaign", By.INBOX: "sender", By.DOMAIN: "domain"}[self.of.by]
            self.of.console_app.open_object(kind, row.id)

    def do_range(self) -> None:
        self.of.do_range_or_all()

    def do_dates(self) -> None:
        self.of.all_time = False
        self.of.do_dates()

    def do_mark(self) -> None:
        self.rows.action_mark()
        self.on_rows_marked()

    def do_by(self) -> None:
        self._turn(1)

    def do_by_back(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        every = list(By)
        self.of.by = every[(every.index(self.of.by) + by) % len(every)]
        self.rows.marks.clear()
        self.of.marked = ()
        self._scales = {}
        self.table.recolumn(self._columns(), "sent")
        self.of.attend()
        self.of.draw_all()
