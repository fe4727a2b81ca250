"""Feeds of the workspace's days: which tell of which days, what they ask for, and how often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.api import ColdSend
from coldsend_tui.live import feeds
from coldsend_tui.live.feeds import Attention, Presence
from coldsend_tui.live.fetching import Cursor, Moment, fetch
from coldsend_tui.secret import Secret
from tests.ops.rows import NOW
from tests.sandbox.local import LocalSandbox

TODAY = date(2026, 3, 4)


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_a_feed_covers_what_lies_within_its_days(days: int, back: int, length: int) -> None:
    last = TODAY - timedelta(days=back)
    first = last - timedelta(days=length)
    assert feeds.covers(feeds.timeline(days), first, last, TODAY) == (back + length < days)
    assert feeds.covers(feeds.timeline_between(first, last), first, last, TODAY)
    assert not feeds.covers(feeds.timeline_between(first, last), first - timedelta(days=1), last, TODAY)
    assert not feeds.covers(feeds.ANALYTICS, first, last, TODAY)


def test_days_of_the_past_are_asked_for_less_often_and_cost_one_request() -> None:
    past, present = feeds.timeline_between(TODAY - timedelta(days=9), TODAY - timedelta(days=3)), feeds.timeline(90)
    slow = [feeds.goal(name, Attention.FOCUSED, Presence.THERE).slow for name in (past, present)]
    assert slow[0] == 10 * slow[1]
    assert feeds.needed(past, Attention.VISIBLE) == 10 * feeds.needed(present, Attention.VISIBLE)
    assert feeds.cost(past) == feeds.cost(present) == 1


@pytest.mark.parametrize("back", [0, 3])
async def test_just_the_days_that_are_named_are_fetched(sandbox: LocalSandbox, back: int) -> None:
    today = NOW.replace(year=2026, month=10, day=14)
    last = today.date() - timedelta(days=back)
    first = last - timedelta(days=6)
    async with ColdSend(Secret(sandbox.api_key), base_url=sandbox.base_url, wire=sandbox.transport) as client:
        fetched = await fetch(client, feeds.timeline_between(first, last), Moment(today, today), Cursor())
    (content,) = fetched.contents
    assert [row.day for row in content.rows] == [first + timedelta(days=at) for at in range(7)]  # type: ignore[union-attr]
