"""Inboxes or domains by days or hours, as this console saw them send."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coldsend_tui.live import feeds
from coldsend_tui.ops import usage_map, wording
from coldsend_tui.ops.usage_map import Grain, Strand
from coldsend_tui.text import safe
from coldsend_tui.tui.columns.spec import Column
from coldsend_tui.tui.lines import Line, line
from coldsend_tui.tui.screens.analytics import ages
from coldsend_tui.tui.screens.analytics.heat import cells
from coldsend_tui.tui.screens.analytics.tab import Tab
from coldsend_tui.tui.widgets.table import GUTTER, Rows, Table
from coldsend_tui.tui.widgets.title import subtitle, title

if TYPE_CHECKING:
    from coldsend_tui.tui.exporting import Shown
    from coldsend_tui.tui.plot_file import Drawing

HOURS: Final = (24, 48, 168)
_NAME, _TODAY, _SEEN, _GAPS = 18, 9, 7, 6
_MORE_NAME: Final = 34


class Map(NamedTuple):
    """What was read of the cache: rows and where their cells begin; `of` is what it was made for."""

    of: object
    rows: tuple[Strand, ...]
    places: tuple[datetime, ...]

    @property
    def highest(self) -> int:
        """The largest cell."""
        return usage_map.highest(self.rows)


_NOTHING: Final = Map(None, (), ())


class HeatTab(Tab):
    """One list; a row an inbox or a domain."""

    PARTS = ("#heat",)

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.grain, self.hours, self.domains = Grain.DAY, HOURS[0], False
        self.map = _NOTHING
        self._pending: object = None

    def compose(self) -> Iterable[Any]:
        """The list."""
        table: Table[Strand] = Table((), lambda row: row.id, sort="seen", id="heat")
        table.body.can_focus = False
        table.descending = True
        yield table

    def feeds(self) -> tuple[str, ...]:
        """Today's usage moves, the lists hardly do."""
        return (feeds.USAGE, feeds.SENDERS, *((feeds.DOMAINS,) if self.domains else ()))

    @property
    def table(self) -> Table[Strand]:
        """The list."""
        return self.query_one("#heat", Table)

    @property
    def rows(self) -> Rows[Strand]:
        """Its rows."""
        return self.table.body

    # -- reading ------------------------------------------------------------------------------------------------------

    def _wanted(self) -> tuple[object, tuple[datetime, ...]]:
        now, period = self.now, self.of.period
        places = usage_map.hours(now, self.hours) if self.grain is Grain.HOUR else usage_map.days(*period)
        return (id(self.state.workspace), self.grain, self.domains, places[0], len(places)), tuple(places)

    def _go_on(self) -> None:
        """Read the cache beside the keys: thousands of inboxes have a long history."""
        key, places = self._wanted()
        if key not in (self.map.of, self._pending):
            self._pending = key
            self.run_worker(self._read(key, places), group="heat", exclusive=True, exit_on_error=False)

    async def _read(self, key: object, places: tuple[datetime, ...]) -> None:
        made = await asyncio.to_thread(self._made, places, self.grain, domains=self.domains)
        self.map, self._pending = Map(key, tuple(made), places), None
        self.of.draw_all()

    def _made(self, places: Sequence[datetime], grain: Grain, *, domains: bool) -> list[Strand]:
        store, senders, now = self.state.store, self.state.workspace.senders, self.now
        ids = [sender.id for sender in senders]
        seen = store.gauge_spans("sender", ids, "sent_today", places[0], grain.span)
        gaps, began = store.gaps(places[0]), store.watched_since()
        rows = usage_map.strands(senders, seen, places, grain, now, began=began, gaps=gaps)
        return usage_map.by_domain(rows, {sender.id: sender for sender in senders}, grain) if domains else rows

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
        known = sum(row.known for row in self.map.rows)
        every = sum(len(row.cells) for row in self.map.rows)
        ramp = "" if numbers else f"{cells.DENSITY[0]} none {cells.DENSITY[1:]} quarters "
        if self.grain is Grain.DAY:
            of = "stronger: more of the daily limit" if numbers else "of the daily limit"
        elif self.domains:
            of = "stronger: more of 100 an hour" if numbers else "of 100 an hour"
        else:
            of = "stronger: more mails" if numbers else "of the highest"
        more = " · 9+ at least" if numbers else ""
        share = f" · {known:,}/{every:,} places seen" if self.of.size.width >= 100 else ""
        return f"{ramp}{of} · {cells.UNSEEN} not seen{more}{share}"

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
        from coldsend_tui.ops.reports import UsageRow
        from coldsend_tui.tui.exporting import Shown, read_of

        kind = "domain" if self.domains else "inbox"
        at = self.state.fetched_at(feeds.USAGE)
        rows = [
            UsageRow(
                kind, row.id, row.name, start, str(self.grain), cell.mails if cell else None,
                "not seen" if cell is None else "whole" if cell.whole else "at least", row.limit,
            )
            for row in self.map.rows
            for start, cell in zip(self.map.places, row.cells, strict=True)
        ]  # fmt: skip
        return Shown("usage", [read_of(row, at) for row in rows], None, f"by {kind} and {self.grain}")

    def drawing(self) -> Drawing | None:
        """The rows in sight."""
        from coldsend_tui.tui.plot_file import Drawing

        if not self.map.rows:
            return None
        layout, top = self.rows.layout_of, round(self.rows.scroll_y)
        seen = self.rows.rows[top : top + max(1, self.rows.size.height)]
        lines = [layout.header(self.table.sort_key, self.table.descending)]
        lines += [layout.line(row) for row in seen if row is not None]
        _, width = self._fit()
        legend = self._legend(numbers=width > len(str(self.map.highest)))
        since = self.state.store.watched_since()
        watched = f"this console has watched since {since:%Y-%m-%d %H:%M} UTC" if since else "not watched yet"
        gaps = wording.not_seen(self.state.store.gaps(self.map.places[0]), self.map.places[0])
        told = [f"{len(seen)} of {len(self.map.rows):,} rows", legend, watched, gaps]
        heading = f"Mails by {'domain' if self.domains else 'inbox'} and UTC {self.grain}"
        return Drawing(heading, None, lines, [line((one, "muted")) for one in told if one])

    # -- keys ---------------------------------------------------------------------------------------------------------

    def step(self, lines: int) -> None:
        self.rows.action_move(lines)

    def page(self, pages: int) -> None:
        self.rows.action_page(pages)

    def edge(self, where: int) -> None:
        self.rows.action_edge(where)

    def on_rows_opened(self) -> None:
        """A double click."""
        self.do_open()

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

    def do_sort(self) -> None:
        self.table.sort_next()

    def do_reverse(self) -> None:
        self.table.sort_reverse()


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
