"""What came of the mails, in tabs. The period and the marked campaigns are the same in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding
from textual.widgets import Input

from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import feeds
from coldsend_tui.ops import periods
from coldsend_tui.ops.breakdown import ENTRY_FIELDS, By
from coldsend_tui.ops.periods import RANGES, Period
from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.analytics.ranked import Ranked
from coldsend_tui.tui.screens.analytics.tab import Tab
from coldsend_tui.tui.screens.analytics.tabs import TABS
from coldsend_tui.tui.screens.filtering import Filtered
from coldsend_tui.tui.screens.tabbed import spec
from coldsend_tui.tui.screens.tabbed.screen import Tabbed
from coldsend_tui.tui.widgets.boxes import Down
from coldsend_tui.tui.widgets.paper import Paper

if TYPE_CHECKING:
    from coldsend_tui.tui.copying import Copy
    from coldsend_tui.tui.exporting import Shown


class AnalyticsScreen(Tabbed, Filtered):
    """Tabs below one line that names them."""

    NAME = "analytics"
    # Nothing has the focus but a filter that is typed: the keys are the screen's.
    AUTO_FOCUS = ""
    FIELDS = ENTRY_FIELDS
    EXAMPLE = "reply>3% bounce<2% sent>200 -name:test"
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = (
        Command("save", "p", "save", "Save what is drawn as text or SVG, by the ending of the file", footer=7),
        *spec.openers(TABS),
        *spec.MOVES,
        Command("back", "escape", "back", "Clear filter and marks"),
    )
    MORE_KEYS: ClassVar[tuple[Binding, ...]] = spec.keys_of(TABS)
    TABS = TABS

    def __init__(self) -> None:
        super().__init__()
        self.days: int | None = RANGES[1]
        self.dates: Period | None = None
        self.all_time = True
        """Whether campaigns are told of since their beginning, not of the period as this console saw it."""
        self.by = By.CAMPAIGN
        self.ranked = Ranked(self)
        self.marked: tuple[str, ...] = ()
        """Ids of what is compared, in the order of the list: campaigns, inboxes or domains by `by`."""
        self.campaign_id: str | None = None
        """The campaign in hand: under the cursor of the breakdown, or of the funnel."""

    def compose_body(self) -> Iterable[Any]:
        """The names of the tabs, the tab."""
        with Down(id="body"):
            yield Paper(id="tab-names", classes="frame")
            yield Down(id="tab")

    # -- the period ---------------------------------------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The days that are looked at; they end today (workspace time, UTC) unless dates were typed."""
        if self.dates is not None:
            return self.dates
        return periods.last_days(self.days or RANGES[1], self.state.clock.now().date())

    @property
    def period_text(self) -> str:
        """`Last 30 days · 16 Sep–15 Oct`, or the dates alone."""
        text = self.period.text
        return text if self.dates is not None else f"Last {self.days} days · {text}"

    @property
    def timeline_feed(self) -> str:
        """The feed of the days of the period and of the one before, which it is held against: one request.

        Short ranges share the one that is kept in the background anyway.
        """
        if self.period.last == self.state.clock.now().date():
            return feeds.timeline(max(RANGES[-1], 2 * self.period.days))
        return feeds.timeline_between(self.period.before.first, self.period.last)

    @property
    def timeline_age(self) -> timedelta | None:
        """How old the period's days are at most: whichever reading of the timeline reaches back far enough is the newest."""
        today = self.state.clock.now().date()
        found = [
            state.fetched_at
            for state in self.state.workspace.feeds.values()
            if state.fetched_at is not None and feeds.covers(state.name, self.period.first, self.period.last, today)
        ]
        return self.state.clock.real() - max(found) if found else None

    @property
    def timeline_read(self) -> datetime | None:
        """When that was, by the operator's clock."""
        age = self.timeline_age
        return None if age is None else self.state.clock.real() - age

    @property
    def seen_text(self) -> str:
        """Which time the figures of campaigns are of: `since the beginning`, `last 30 days, seen since 20 Sep 09:00`."""
        if self.all_time:
            return "since the beginning"
        began = self.state.store.watched_since()
        text = self.period.text if self.dates is not None else f"last {self.days} days"
        if began is None:
            return f"{text}, not watched yet"
        return f"{text}, seen since {began:%d %b %H:%M}" if began.date() > self.period.first else f"{text} as seen here"

    # -- drawing ------------------------------------------------------------------------------------------------------

    @property
    def analytics_tab(self) -> Tab | None:
        """The tab in sight."""
        return cast("Tab | None", self.tab)

    def feeds(self) -> tuple[tuple[str, ...], str | None]:
        """What the tab in sight needs, and nothing for the others."""
        tab = self.analytics_tab
        return (tab.feeds(), tab.focus_feed()) if tab else ((self.timeline_feed, feeds.ANALYTICS), self.timeline_feed)

    def draw(self) -> None:
        """Names and tab."""
        self.query_one("#tab-names", Paper).show([spec.names(TABS, self.spec, self.size.width)])
        self.draw_tab()

    def exports(self) -> Shown | None:
        """The numbers behind what the tab shows."""
        return self.analytics_tab.exports() if self.analytics_tab and self.ready_tab else None

    def copies(self) -> Sequence[Copy]:
        """What the tab says, as text."""
        from coldsend_tui.tui.copying import Copy

        drawing = self.analytics_tab.drawing() if self.analytics_tab and self.ready_tab else None
        text = drawing.words if drawing else ""
        return (Copy("figures", text),) if text.strip() else ()

    # -- commands -----------------------------------------------------------------------------------------------------

    def do_range(self) -> None:
        """The next of the usual ranges."""
        at = RANGES.index(self.days) + 1 if self.dates is None and self.days in RANGES else 0
        self.days, self.dates = RANGES[at % len(RANGES)], None
        self.attend()
        self.draw_all()

    def do_range_or_all(self) -> None:
        """All time, then the usual ranges, then all time again."""
        if self.all_time:
            self.all_time, self.days, self.dates = False, RANGES[0], None
        elif self.dates is None and self.days != RANGES[-1]:
            self.do_range()
            return
        else:
            self.all_time = True
        self.attend()
        self.draw_all()

    def do_dates(self) -> None:
        """Any range, typed."""
        from coldsend_tui.tui.modals.form import Field, Form

        today = self.state.clock.now().date()

        def check(values: Mapping[str, str]) -> dict[str, str]:
            try:
                periods.parse(values["range"], today)
            except ColdSendError as error:
                return {"range": str(error)}
            return {}

        def answered(values: dict[str, str] | None) -> None:
            if values is not None:
                self.dates = periods.parse(values["range"], today)
                self.attend()
                self.draw_all()

        hint = "14d · 6w · 2026-09-01 · 2026-09-01..2026-09-30 (UTC days)"
        asked = (Field("range", "Range", f"{self.period.first}..{self.period.last}", hint),)
        self.app.push_screen(Form("Days that are looked at", asked, check, then="shows them"), answered)

    def do_save(self) -> None:
        """Ask for a file and draw into it."""
        from coldsend_tui.tui.screens.analytics import saving

        drawing = self.analytics_tab.drawing() if self.analytics_tab and self.ready_tab else None
        if drawing is None:
            self.state.say("save: nothing is drawn yet", "warn")
        else:
            saving.ask(self.console_app, drawing, self.spec.name)

    def close_filter(self) -> None:
        """Back to the rows; the line stays in sight as long as it filters."""
        line = self.query_one("#filter", Input)
        line.display = bool(line.value)
        self.set_focus(None)

    def do_back(self) -> None:
        """Leave what the tab has open."""
        if self.analytics_tab and self.ready_tab:
            self.analytics_tab.back()
