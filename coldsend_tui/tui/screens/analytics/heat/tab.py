"""Inboxes or domains by days or hours, as this console saw them send."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from coldsend_tui.live import feeds
from coldsend_tui.ops import usage_map, wording
from coldsend_tui.ops.usage_map import Grain, Strand
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line, line
from coldsend_tui.tui.screens.analytics import ages
from coldsend_tui.tui.screens.analytics.heat import cells
from coldsend_tui.tui.screens.analytics.heat.map import NOTHING, Map, read, usage_rows
from coldsend_tui.tui.screens.analytics.listed import ListTab
from coldsend_tui.tui.widgets.table import GUTTER, Table
from coldsend_tui.tui.widgets.title import subtitle, title

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing

HOURS: Final = (24, 48, 168)
_NAME, _TODAY, _SEEN, _GAPS = 18, 9, 7, 6
_MORE_NAME: Final = 34
_ROOMY: Final = 100


class HeatTab(ListTab[Strand]):
    """One list; a row an inbox or a domain."""

    PARTS = ("#heat",)
    LIST = "heat"

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.grain, self.hours, self.domains = Grain.DAY, HOURS[0], False
        self.map = NOTHING
        self._pending = NOTHING

    def compose(self) -> Iterable[Any]:
        """The list."""
        table: Table[Strand] = Table((), lambda row: row.id, sort="seen", id="heat")
        table.body.can_focus = False
        table.descending = True
        yield table

    def feeds(self) -> tuple[str, ...]:
        """Today's usage moves, the lists hardly do."""
        return (feeds.USAGE, feeds.SENDERS)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Read the cache beside the keys: thousands of inboxes have a long history."""
        now, workspace = self.now, self.state.workspace
        places = usage_map.hours(now, self.hours) if self.grain is Grain.HOUR else usage_map.days(*self.of.period)
        wanted = Map(workspace, (self.grain, self.domains), (), tuple(places))
        if not wanted.same_as(self.map) and not wanted.same_as(self._pending):
            self._pending = wanted
            self.run_worker(self._read(wanted), group="heat", exclusive=True, exit_on_error=False)

    async def _read(self, wanted: Map) -> None:
        asked = (self.state.store, wanted.workspace.senders, wanted.places, self.grain, self.now)
        rows = await asyncio.to_thread(partial(read, *asked, domains=self.domains))
        self.map, self._pending = wanted._replace(rows=rows), NOTHING
        self.of.draw_all()

    # -- drawing ------------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Rows, title, what the ramp means."""
        self._go_on()
        table, found = self.table, self.map
        shown, width = self._fit()
        table.columns = self._columns(shown, width)
        failure = self.state.failure(feeds.SENDERS)
        unread = self.state.recalled or self.state.age(feeds.SENDERS) is None
        nothing = "looking through what was seen …" if self.state.workspace.senders else "no inbox yet"
        table.show(found.rows, empty=failure or ("reading inboxes …" if unread else nothing))
        self.rows.redraw()
        what = "Domains" if self.domains else "Inboxes"
        span = f"last {self.hours} h" if self.grain is Grain.HOUR else self.of.period_text
        cut = f"{shown} of {len(found.places)} fit" if shown < len(found.places) else ""
        words = [f"{what} {len(found.rows):,} by UTC {self.grain}", span, cut, ages.told(self.state.age(feeds.USAGE))]
        title(table, " · ".join(word for word in words if word))
        subtitle(table, self._legend(numbers=width > len(str(found.highest))))

    def _legend(self, *, numbers: bool) -> str:
        known, every = self.map.known
        ramp = "stronger: more" if numbers else f"{cells.DENSITY[0]} none, {cells.DENSITY[1:]} quarters"
        if self.grain is Grain.DAY:
            of = "of the daily limit"
        else:
            of = "of 100 an hour" if self.domains else "mails" if numbers else "of the highest"
        more = ", 9+ at least 9" if numbers else ""
        share = f", {known:,}/{every:,} places seen" if self.of.size.width >= _ROOMY else ""
        return f"{ramp} {of}, {cells.UNSEEN} not seen{more}{share}"

    def _fit(self) -> tuple[int, int]:
        """How many places are shown, and the terminal cells of each."""
        columns = (self.table.size.width or self.of.size.width - 2) - 1 - GUTTER
        places = len(self.map.places)
        room = columns - _NAME - _TODAY - _SEEN - _GAPS
        width = cells.width_of(room, places, self.map.highest)
        return min(places, max(1, room // width)), width

    def _columns(self, shown: int, width: int) -> tuple[Column[Strand], ...]:
        highest = self.map.highest
        heads = cells.axis(self.map.places, shown, width, self.grain) if self.map.places else ""

        def drawn(row: Strand) -> Line:
            return cells.row(row, shown, width, highest)

        return (
            Column("name", "domain" if self.domains else "inbox", lambda r: ((safe(r.name), ""),), _NAME, lambda r: r.name, grow=True, most=_MORE_NAME),
            Column("today", "today", _today, _TODAY, lambda r: r.used or 0, right=True, descending=True),
            Column("heat", heads, drawn, max(1, shown * width)),
            Column("seen", "seen", _seen, _SEEN, lambda r: (r.mails, r.known), right=True, descending=True),
        )  # fmt: skip

    # -- what leaves ----------------------------------------------------------------------------------------------------

    def exports(self) -> Shown | None:
        """Every place of every row."""
        from coldsend_tui.tui.exporting import Shown, read_of

        kind = "domain" if self.domains else "inbox"
        at = self.state.fetched_at(feeds.USAGE)
        rows = [read_of(row, at) for row in usage_rows(self.map, kind, self.grain)]
        return Shown("usage", rows, None, f"by {kind} and {self.grain}")

    def drawing(self) -> Drawing | None:
        """The rows in sight."""
        from coldsend_tui.tui.plot_file import Drawing

        if not self.map.rows:
            return None
        lines = self.in_sight()
        _, width = self._fit()
        legend = self._legend(numbers=width > len(str(self.map.highest)))
        since = self.state.store.watched_since()
        watched = f"this console has watched since {since:%Y-%m-%d %H:%M} UTC" if since else "not watched yet"
        gaps = wording.not_seen(self.state.store.gaps(self.map.places[0]), self.map.places[0])
        told = [f"{len(lines) - 1:,} of {len(self.map.rows):,} rows", legend, watched, gaps]
        span = f"last {self.hours} h" if self.grain is Grain.HOUR else self.of.period_text
        heading = f"Mails by {'domain' if self.domains else 'inbox'} and UTC {self.grain} · {span}"
        return Drawing(heading, None, lines, [line((one, "muted")) for one in told if one])

    # -- keys ---------------------------------------------------------------------------------------------------------

    def do_open(self) -> None:
        if (row := self.rows.current) is not None:
            self.of.console_app.open_object("domain" if self.domains else "sender", row.id)

    def do_by(self) -> None:
        self.domains = not self.domains
        self._changed()

    def do_interval(self) -> None:
        self.grain = Grain.HOUR if self.grain is Grain.DAY else Grain.DAY
        self._changed()

    def do_range(self) -> None:
        if self.grain is Grain.HOUR:
            self.hours = HOURS[(HOURS.index(self.hours) + 1) % len(HOURS)]
            self._changed()
        else:
            self.of.do_range()

    def _changed(self) -> None:
        self.of.attend()
        self.of.draw_all()


def _today(row: Strand) -> Line:
    """Today's count over the limit, as the API tells them."""
    if row.used is None:
        return (("not known", "faint"),)
    limit = "?" if row.day_limit is None else f"{row.day_limit:,}"
    full = row.day_limit is not None and row.used >= row.day_limit > 0
    return line((f"{row.used:,}/{limit}", "warn" if full else "" if row.used else "muted"))


def _seen(row: Strand) -> Line:
    """All mails of the row, as far as they were seen."""
    return ((f"{row.mails:,}", "" if row.mails else "faint") if row.known else (cells.UNSEEN, "faint"),)
