from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.sent_today import SentToday, sent_today, shares_inboxes
from coldsend_tui.workspace import Gap, Workspace
from tests.ops.rows import NOW, campaign, sample, sender, settings, workspace

TODAY = NOW.hour * 60 + NOW.minute
"""Minutes since midnight UTC."""


def world(**changes: Any) -> Workspace:
    """A campaign on two inboxes of its own, which sent 12 each of 50."""
    values: dict[str, Any] = {"senders": (sender("s1"), sender("s2")), "settings": {"c1": settings("c1", "s1", "s2")}}
    return workspace(campaign("c1"), **(values | changes))


def test_inboxes_of_its_own_tell_the_day_of_a_campaign_that_nobody_watched() -> None:
    known = world(settings={"c1": settings("c1", "s1", "s2", daily_limit_per_inbox=None)})
    told = sent_today(campaign("c1"), known.settings["c1"], known, NOW, [sample(3, 597), sample(0, 600)])
    assert (told, told.text()) == (SentToday(24, 24, 100), "24/100")


def test_what_an_inbox_sent_for_others_too_is_an_upper_bound() -> None:
    ours = settings("c1", "s1", daily_limit_per_inbox=20)
    shared = workspace(
        campaign("c1"), campaign("c2"), senders=(sender("s1"),), settings={"c1": ours, "c2": settings("c2", "s1")}
    )
    told = sent_today(campaign("c1"), ours, shared, NOW, [sample(3, 597), sample(0, 600)])
    assert (told, told.text()) == (SentToday(3, 12, 20), "≤ 12/20")
    unread = workspace(campaign("c1"), campaign("c2"), senders=(sender("s1"),), settings={"c1": ours})
    assert shares_inboxes(campaign("c1"), ours, unread), "nobody knows through which inboxes the other one sends"
    alone = workspace(campaign("c1"), campaign("c2", status="PAUSED"), senders=(sender("s1"),), settings={"c1": ours})
    assert not shares_inboxes(campaign("c1"), ours, alone)


def test_growth_that_was_seen_is_a_lower_bound_unless_midnight_was_watched() -> None:
    late, early = [sample(3, 597), sample(0, 600)], [sample(TODAY + 5, 590), sample(10, 600)]
    assert sent_today(campaign(), None, world(), NOW, late).text() == "≥ 3"
    assert sent_today(campaign(), None, world(), NOW, early).text() == "10"
    asleep = [Gap(NOW - timedelta(minutes=TODAY + 5), NOW - timedelta(minutes=10))]
    assert sent_today(campaign(), None, world(), NOW, early, asleep).text() == "–", "it may all be of yesterday"
    assert sent_today(campaign(), None, world(), NOW).text() == "–"


def test_what_never_sent_or_was_launched_today_needs_nobody_to_have_watched() -> None:
    assert sent_today(campaign(sent=0), None, world(), NOW).text() == "0"
    assert sent_today(campaign(launched_at=NOW - timedelta(hours=2)), None, world(), NOW).text() == "600"


def test_an_inbox_without_a_figure_leaves_the_counter_alone() -> None:
    known = world(senders=(sender("s1"), sender("s2", sent_today=None)))
    assert sent_today(campaign(), known.settings["c1"], known, NOW, [sample(3, 597), sample(0, 600)]).text() == "≥ 3"


def test_the_limit_goes_where_there_is_no_room_for_it() -> None:
    assert SentToday(0, 1_200, 1_800).text(9) == "≤ 1,200"
    assert SentToday(200, 200, 200).text(9) == "200/200"


@given(st.lists(st.integers(0, 9), max_size=20), st.integers(0, 2_000), st.booleans())
def test_the_bounds_never_cross(steps: list[int], first: int, gap: bool) -> None:
    total, samples = 100, [sample(first + len(steps) + 1, 100)]
    for at, step in enumerate(steps):
        total += step
        samples.append(sample(len(steps) - at, total))
    gaps = [Gap(samples[0].at, samples[-1].at)] if gap else []
    told = sent_today(campaign(sent=total), None, world(), NOW, samples, gaps)
    assert 0 <= told.least <= total - 100
    assert told.most is None or told.exact
