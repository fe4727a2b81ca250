"""Who sent how much when, and what of it nobody saw; what can be told of an inbox's own rates."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.attribution import Attributed, attribute
from coldsend_tui.ops.domain_usage import by_domain
from coldsend_tui.ops.figures import Figures
from coldsend_tui.ops.usage_map import LEVELS, Cell, Grain, days, hours, level, strands
from coldsend_tui.store import Store
from coldsend_tui.store.database import Database
from coldsend_tui.store.gauges import add_gauges
from coldsend_tui.workspace import Gap
from tests.ops.rows import NOW, campaign, sender, settings

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MIDNIGHT = NOW.replace(hour=0, minute=0)
WEEK = days((NOW - 6 * DAY).date(), NOW.date())


class Read(NamedTuple):
    id: str
    place: int
    highest: float
    last: float
    grown: float


def day(back: int, highest: float, last: float | None = None) -> Read:
    place = int((MIDNIGHT - back * DAY).timestamp() // 86_400)
    return Read("s1", place, highest, highest if last is None else last, highest)


def test_a_day_is_whole_at_least_or_unknown() -> None:
    gap = Gap(MIDNIGHT - 3 * DAY + 20 * HOUR, MIDNIGHT - DAY + 2 * HOUR)
    seen = [day(5, 40), day(3, 31), day(1, 44), day(0, 12)]
    (row,) = strands([sender()], seen, WEEK, Grain.DAY, NOW, began=MIDNIGHT - 5 * DAY + HOUR, gaps=[gap])
    # Before the first look, whole, watched without a change after a count above zero, until 20:00, asleep, whole, so far.
    assert row.cells == (None, Cell(40, True), None, Cell(31, False), None, Cell(44, True), Cell(12, True))
    assert (row.mails, row.known) == (127, 4)


def test_an_idle_inbox_that_was_watched_sent_nothing() -> None:
    seen = [day(9, 0)]
    (row,) = strands([sender()], seen, WEEK[-3:], Grain.DAY, NOW, began=MIDNIGHT - 9 * DAY)
    assert row.cells == (Cell(0, True),) * 3
    (never,) = strands([sender()], [], WEEK[-3:], Grain.DAY, NOW, began=MIDNIGHT - 9 * DAY)
    assert never.cells == (None,) * 3 and never.known == 0


def test_an_hour_is_what_the_count_grew_by() -> None:
    here = int(NOW.timestamp() // 3600)
    seen = [Read("s1", here, 12, 12, 5), Read("s1", here - 2, 7, 7, 3)]
    gap = Gap(NOW - 4 * HOUR, NOW.replace(minute=0) - 2 * HOUR)
    (row,) = strands([sender()], seen, hours(NOW, 4), Grain.HOUR, NOW, began=NOW - 9 * DAY, gaps=[gap])
    assert row.cells == (None, Cell(3, True), Cell(0, True), Cell(5, True))
    assert row.limit is None and hours(NOW, 4)[-1] == NOW.replace(minute=0)


def test_an_hour_that_was_not_seen_from_its_beginning_is_at_least_and_a_leap_is_unknown() -> None:
    here = int(NOW.timestamp() // 3600)
    seen = [Read("s1", here - at, 9, 9, 5) for at in (0, 1, 3)]
    began = NOW.replace(minute=30) - 3 * HOUR
    # Asleep from 14:40 to 15:20: hour 14 is cut short, and what came in hour 15 may have been sent in hour 14.
    gap = Gap(NOW.replace(minute=40) - 2 * HOUR, NOW.replace(minute=20) - HOUR)
    (row,) = strands([sender()], seen, hours(NOW, 5), Grain.HOUR, NOW, began=began, gaps=[gap])
    assert row.cells == (None, Cell(5, False), Cell(0, False), None, Cell(5, True))


def test_a_domain_is_the_sum_of_its_inboxes() -> None:
    people = [sender("s1"), sender("s2"), sender("s3", domain="other.example", domain_id="d2", kind="CUSTOM_SMTP")]
    seen = [day(0, 12), day(0, 30)._replace(id="s2")]
    rows = strands(people, seen, WEEK[-1:], Grain.DAY, NOW, began=NOW - DAY)
    both, other = by_domain(rows, {one.id: one for one in people}, Grain.DAY)
    assert (both.name, both.inboxes, both.limit, both.cells) == ("acme.example", 2, 100, (Cell(42, True),))
    assert (other.inboxes, other.cells) == (1, (None,))
    hourly = by_domain(rows, {one.id: one for one in people}, Grain.HOUR)
    assert [row.limit for row in hourly] == [100, None]


@given(st.floats(0, 3), st.floats(0, 3))
def test_the_ramp_never_falls(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= level(low) <= level(high) <= LEVELS - 1
    assert (level(low) == 0) == (low == 0)


@given(st.lists(st.tuples(st.integers(0, 5 * 86_400), st.integers(0, 60)), max_size=50, unique_by=lambda p: p[0]))
def test_spans_of_the_cache_keep_growth_and_heights(points: list[tuple[int, int]]) -> None:
    store = Store(Database(None))
    begin = NOW - 5 * DAY
    for after, value in sorted(points):
        with_time = begin + timedelta(seconds=after)
        store._database.write(lambda c, at=with_time, v=value: add_gauges(c, at, [("sender", "s1", "sent_today", v)]))
    spans = {}
    for width in (DAY, HOUR):
        spans[width] = store.gauge_spans("sender", ["s1", "nobody"], "sent_today", begin - DAY, width)
        assert max((one.highest for one in spans[width]), default=0) == max((v for _, v in points), default=0)
        assert all(one.last <= one.highest for one in spans[width])
    values = [value for _, value in sorted(points)]
    grown = sum(b - a if b >= a else b for a, b in itertools.pairwise(values))
    assert sum(one.grown for one in spans[DAY]) == sum(one.grown for one in spans[HOUR]) == grown
    store.close()


def test_only_campaigns_of_one_owner_tell_of_it() -> None:
    rows = [
        campaign("a"),
        campaign("b", sent=400, opened=1, replied=2, bounced=3),
        campaign("c"),
        campaign("d", sent=0),
    ]
    known = {
        "a": settings("a", "s1"),
        "b": settings("b", "s1"),
        "c": settings("c", "s1", "s2"),
        "d": settings("d", "s2"),
    }
    told = attribute(rows, known, lambda inbox: inbox.id)
    mixed = Figures(600, 180, 24, 6)
    assert told.owners == {
        "s1": Attributed(Figures(1_000, 181, 26, 9), 2, mixed, 1),
        "s2": Attributed(Figures(), 0, mixed, 1),
    }
    assert told.unread == 0
    # One domain is one owner, whatever the inbox.
    assert attribute(rows, known, lambda inbox: "acme").owners["acme"].alone == 3
    assert attribute(rows, {}, lambda inbox: inbox.id).unread == 3
