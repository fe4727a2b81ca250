"""The planner: never beyond a window, nobody forgotten, the budget where the attention is."""

from __future__ import annotations

import math

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coldsend_tui.api.budget import Budget, Reading
from coldsend_tui.live import feeds
from coldsend_tui.live.budget_view import SpentByUs
from coldsend_tui.live.feeds import Attention, Goal, Presence
from coldsend_tui.live.planner import (
    BUSY_CREDIT,
    LOOKS_SHARE,
    NEEDS_SHARE,
    SLOWEST_PACE,
    Want,
    Windows,
    intervals,
    pace,
    plan,
)
from tests.live.simulated_hour import Hour, Server

goals = st.tuples(st.floats(1, 100), st.floats(1, 10)).map(lambda pair: Goal(pair[0], pair[0] * pair[1]))
moments = st.floats(0, 10_000)
wants = st.builds(
    Want,
    name=st.text(min_size=1, max_size=8),
    cost=st.integers(1, 3),
    attention=st.sampled_from(Attention),
    goal=goals,
    last=st.none() | moments,
    not_before=st.just(-math.inf) | moments,
    needed=st.just(math.inf) | st.floats(100, 1000),
)
wanted = st.lists(wants, max_size=12, unique_by=lambda want: want.name)
windows = st.builds(
    Windows,
    minute=st.integers(0, 90),
    hour=st.integers(0, 950),
    minute_wait=st.floats(0, 60),
    refills=st.lists(st.floats(0.001, 3600), max_size=100).map(sorted),
    foreign=st.floats(0, 1),
)


NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]


@settings(phases=NO_SHRINKING)
@given(wanted, windows, moments)
def test_it_asks_only_for_what_is_due_and_fits(wanted: list[Want], windows: Windows, now: float) -> None:
    decision = plan(wanted, windows, now)
    if decision.name is None:
        assert decision.wake_at > now
        assert decision.wake_at < math.inf or not wanted
        return
    chosen = next(want for want in wanted if want.name == decision.name)
    assert chosen.cost <= windows.minute
    assert chosen.cost <= windows.hour
    assert chosen.not_before <= now
    assert chosen.last is None or chosen.last <= now


@settings(phases=NO_SHRINKING)
@given(wanted, st.floats(SLOWEST_PACE, 2))
def test_intervals_together_stay_within_the_pace(wanted: list[Want], rate: float) -> None:
    spacing = intervals(wanted, rate)
    assert set(spacing) == {want.name for want in wanted}
    assert (
        sum(want.cost / spacing[want.name] for want in wanted)
        <= rate * (1.001 + BUSY_CREDIT) + len(wanted) * 3 / 86_400
    )
    for want in wanted:
        assert spacing[want.name] >= want.goal.fast * 0.999


@given(windows)
def test_the_pace_never_runs_dry(windows: Windows) -> None:
    rate = pace(windows)
    if rate <= SLOWEST_PACE or windows.hour >= 0.9 * (windows.hour + len(windows.refills)):
        return
    for returned, seconds in enumerate(windows.refills):
        if seconds >= 60:
            assert rate * seconds <= windows.hour + returned + 0.001


@settings(max_examples=6, deadline=None, phases=NO_SHRINKING)
@given(
    shown=st.lists(
        st.sampled_from(["usage", "quotas:a", "campaign:a", "timeline:30", "domain:a", "unread"]),
        unique=True,
        max_size=4,
    ),
    foreign_every=st.sampled_from([math.inf, 18.0, 9.0]),
    latency=st.sampled_from([0.05, 0.5, 3.0]),
    offset=st.floats(0, 3600),
    busy=st.booleans(),
)
def test_a_simulated_hour_exceeds_no_window_and_forgets_nobody(
    shown: list[str], foreign_every: float, latency: float, offset: float, busy: bool
) -> None:
    wanted = dict.fromkeys(feeds.BACKGROUND, Attention.BACKGROUND) | dict.fromkeys(feeds.FINDINGS, Attention.FINDINGS)
    wanted |= dict.fromkeys(shown, Attention.VISIBLE) | {feeds.ANALYTICS: Attention.FOCUSED}
    hour = Hour(
        watched=lambda now: wanted,
        changes=lambda name, now: busy,
        latency=latency,
        foreign_every=foreign_every,
        server=Server(offset=offset),
    ).run()
    minute, whole = hour.server.worst
    assert minute <= 100
    assert whole <= 1000
    for name in wanted:
        assert hour.longest_gap(name) < 2700, name
    for name in feeds.FINDINGS:
        assert hour.longest_gap(name) < 150, name


def test_the_first_look_goes_to_the_focused_panel() -> None:
    unread = [
        Want("a", 1, Attention.BACKGROUND, Goal(60, 600), None),
        Want("b", 1, Attention.VISIBLE, Goal(8, 16), None),
        Want("c", 1, Attention.FOCUSED, Goal(3, 15), None),
    ]
    order = []
    while unread:
        name = plan(unread, Windows(90, 900), 0.0).name
        order.append(name)
        unread = [want for want in unread if want.name != name]
    assert order == ["c", "b", "a"]


@pytest.mark.parametrize("hour", [900, 300, 100, 20])
def test_findings_keep_their_freshness_when_the_hour_gets_short(hour: int) -> None:
    refills = [1800.0 + second for second in range(950 - hour)]
    rate = pace(Windows(90, hour, refills=refills))
    findings = [Want(name, 1, Attention.FINDINGS, Goal(40, 75), 0.0, needed=75.0) for name in feeds.FINDINGS]
    screens = [Want(f"screen {number}", 1, Attention.VISIBLE, Goal(8, 16), 0.0) for number in range(4)]
    spacing = intervals([*findings, *screens], rate)
    worst_finding = max(spacing[want.name] for want in findings)
    worst_screen = max(spacing[want.name] for want in screens)
    affordable = 4 / (NEEDS_SHARE * (1 - LOOKS_SHARE) * rate)
    assert worst_finding <= max(75.0, affordable) * 1.001
    assert worst_finding <= 75.001 or worst_screen >= 75


def test_a_feed_that_never_changes_is_asked_less_often_than_one_that_does() -> None:
    wanted = {"usage": Attention.VISIBLE, "quotas:a": Attention.VISIBLE}
    hour = Hour(watched=lambda now: wanted, changes=lambda name, now: name == "usage", hot=lambda now: False).run(1800)
    assert len(hour.refreshed["usage"]) > 1.5 * len(hour.refreshed["quotas:a"])
    assert hour.longest_gap("quotas:a", 1800) < 20


def test_nothing_wanted_means_nothing_to_wake_for() -> None:
    assert plan([], Windows(90, 900), 5.0) == (None, math.inf)


def test_a_pending_backoff_is_waited_for() -> None:
    want = Want("usage", 1, Attention.FOCUSED, Goal(3, 15), None, not_before=40.0)
    assert plan([want], Windows(90, 900), 10.0) == (None, 40.0)
    assert plan([want], Windows(90, 900), 40.0).name == "usage"


headers = st.one_of(
    st.none(), st.tuples(st.sampled_from([None, 1, 60, 100, 1000]), st.integers(0, 1000), st.floats(-5, 120))
)
"""(limit, remaining, seconds to the reset) as a server or something in between might claim; None for no headers at all."""


@settings(max_examples=40, deadline=None, phases=NO_SHRINKING)
@given(
    wanted=st.lists(wants, min_size=1, max_size=8, unique_by=lambda want: want.name),
    turns=st.lists(st.tuples(st.floats(0.0, 2.0), headers), min_size=1, max_size=40),
    jumps=st.lists(st.floats(0, 5000), max_size=3),
)
def test_no_window_is_exceeded_whatever_feeds_clocks_and_headers_say(
    wanted: list[Want], turns: list[tuple[float, tuple[int | None, int, float] | None]], jumps: list[float]
) -> None:
    """Everything is wanted again at once, for as long as two windows last; some answers take no time, the clock jumps on."""
    budget, spent, sent = Budget(20, 60, reserve_minute=2, reserve_hour=5), SpentByUs(), list[float]()
    now, turn, left = 0.0, 0, list(jumps)
    while len(sent) < 150 and turn < 400:
        took, header = turns[turn % len(turns)]
        turn += 1
        due = [want._replace(last=None, not_before=-math.inf) for want in wanted]
        decision = plan(due, spent.windows(budget, now), now)
        if decision.name is None:
            assert decision.wake_at > now
            now = decision.wake_at + (left.pop() if left else 0.0)
            continue
        want = next(want for want in due if want.name == decision.name)
        assert budget.allows(now, want.cost)
        for _ in range(want.cost):
            budget.launch()
            now += took
            budget.complete(now, None if header is None else Reading(*header))
            sent.append(now)
        spent.add(now, want.cost)
    for window, most in ((60.0, 18), (3600.0, 55)):
        first = 0
        for last, moment in enumerate(sent):
            while sent[first] <= moment - window:
                first += 1
            assert last - first + 1 <= most


@given(
    age=st.floats(0, 10_000),
    attention=st.sampled_from([Attention.FOCUSED, Attention.VISIBLE]),
    beside=st.lists(st.sampled_from(["quotas:a", "campaign:a", "timeline:30"]), unique=True, max_size=2),
)
def test_what_comes_into_focus_is_read_at_once_when_it_is_older_than_its_goal(
    age: float, attention: Attention, beside: list[str]
) -> None:
    now = 20_000.0
    watched = dict.fromkeys(feeds.BACKGROUND, Attention.BACKGROUND) | dict.fromkeys(feeds.FINDINGS, Attention.FINDINGS)
    watched |= dict.fromkeys(beside, Attention.VISIBLE) | {feeds.USAGE: attention}
    wanted = [
        Want(name, 1, look, feeds.goal(name, look, Presence.THERE), now, needed=feeds.needed(name, look))
        for name, look in watched.items()
    ]
    wanted = [want._replace(last=now - age) if want.name == feeds.USAGE else want for want in wanted]
    decision = plan(wanted, Windows(90, 950), now)
    if age >= feeds.goal(feeds.USAGE, attention, Presence.THERE).slow:
        assert decision.name == feeds.USAGE
    if age < feeds.goal(feeds.USAGE, attention, Presence.THERE).fast:
        assert decision.name is None


def test_what_others_spend_is_known_within_two_minutes() -> None:
    budget, spent, server = Budget(), SpentByUs(), Server()
    for second in range(0, 120, 5):
        for _ in range(second % 15 == 0):
            server.take(float(second))
        budget.launch()
        budget.complete(float(second), server.take(float(second)))
        spent.add(float(second), 1)
    assert spent.windows(budget, 120.0).foreign == pytest.approx(4 / 60, rel=0.3)


@pytest.mark.parametrize("attention", Attention)
@pytest.mark.parametrize("pages", [1, 2, 10, 100])
def test_a_long_list_takes_no_more_than_a_page_every_few_seconds(attention: Attention, pages: int) -> None:
    for name in feeds.PAGED:
        goal = feeds.goal(name, attention, Presence.THERE, hot=True, pages=pages)
        single = feeds.goal(name, attention, Presence.THERE, hot=True)
        assert goal.fast <= goal.slow
        if pages > 1:
            assert goal.slow >= feeds.PAGE_EVERY.get(attention, feeds.ATTENDED_PAGE_EVERY)
            assert goal.slow <= max(single.slow, 60.0)
