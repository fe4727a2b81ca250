"""The tabs of Analytics: one line each. A tab's module is imported when it is first shown."""

from __future__ import annotations

from functools import partial

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.tabbed.spec import TabSpec

_tab = partial(TabSpec, "analytics")
_RANGE = Command(
    "range", "t", "range", "The last 7, 30 or 90 days (plots by hours: 24 hours, 48 hours, 7 days)", footer=3
)
_DATES = Command("dates", "d", "dates", "Any range: 14d, 6w, 2026-09-01..2026-09-30", footer=6)
_INTERVAL = "Places of the plot: days, weeks, or hours out of this console's own readings"
_SORT = (
    Command("sort", "s", "sort", "Sort by the next column", footer=8),
    Command("reverse", "S", "reverse", "Turn the order around"),
)
_OPEN = Command("open", "enter", "open", "Open what the cursor is on", footer=1)

TABS = (
    _tab(
        "overview", "o", "Overview", "OverviewTab",
        (
            _RANGE, _DATES,
            Command("view", "v", "counts/rates", "Plot counts, rates over mails sent, or replies and bounces alone", footer=4),
            Command("interval", "i", "day/week/hour", _INTERVAL, footer=5),
        ),
    ),
    _tab(
        "breakdown", "b", "Breakdown", "BreakdownTab",
        (
            _OPEN,
            Command("by", "right", "group by", "By campaign, by inbox, by domain", footer=3),
            Command("by_back", "left", "before", "The other way round"),
            Command("range", "t", "range", "All time, or the last 7, 30 or 90 days as this console saw them", footer=6),
            Command("dates", "d", "dates", "Any range, as this console saw it"),
            Command("mark", "space", "mark", "Mark a campaign for Compare", footer=4),
            Command("filter", "slash", "filter", "Filter by words and fields", footer=5),
            *_SORT,
        ),
    ),
    _tab(
        "heat", "h", "Heat map", "HeatTab",
        (
            _OPEN,
            Command("by", "right,left", "inboxes/domains", "One row an inbox, or one a domain", footer=3),
            Command("interval", "i", "day/hour", "One place a UTC day, or an hour", footer=4),
            _RANGE, *_SORT,
        ),
    ),
    _tab(
        "compare", "c", "Compare", "CompareTab",
        (
            Command("by", "right,left", "periods/campaigns", "Compare two periods, or campaigns", footer=3),
            _RANGE, _DATES,
            Command("choose", "m", "choose", "Choose the campaigns that are compared", footer=4),
        ),
    ),
    _tab(
        "funnel", "f", "Funnel", "FunnelTab",
        (
            _OPEN,
            Command("next", "full_stop,greater_than_sign,right", "next campaign", "The next campaign by mails sent", footer=3),
            Command("previous", "comma,less_than_sign,left", "campaign before", "The campaign before; the first is the whole workspace"),
        ),
    ),
)  # fmt: skip
