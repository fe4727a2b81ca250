from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.ops.evidence import Ratio
from coldsend_tui.ops.health import untracked
from coldsend_tui.ops.overview import today, totals
from coldsend_tui.ops.trend import buckets, per_minute, unseen, with_beginning
from coldsend_tui.workspace import Gap, TimelineDay
from tests.ops.rows import NOW, campaign, feeds, sample, sender, workspace

HOUR = timedelta(hours=1)


def test_increments_fall_into_the_part_in_which_they_were_seen() -> None:
    samples = [sample(70, 100), sample(59, 110), sample(31, 111), sample(29, 115), sample(0, 120)]
    assert buckets(samples, "sent", NOW - HOUR, NOW, 2) == [11, 9]


def test_parts_wholly_in_a_gap_are_unseen() -> None:
    gaps = [Gap(NOW - timedelta(minutes=41), NOW - timedelta(minutes=19))]
    assert unseen(gaps, NOW - HOUR, NOW, 6) == {2, 3}
    assert unseen([], NOW - HOUR, NOW, 6) == unseen(gaps, NOW, NOW + HOUR, 6) == frozenset()


def test_a_counter_that_falls_is_no_increment() -> None:
    assert buckets([sample(50, 100), sample(40, 3), sample(10, 8)], "sent", NOW - HOUR, NOW, 1) == [5]


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 30))
def test_nothing_is_lost_between_parts(steps: list[int], number: int) -> None:
    total, samples = 0, [sample(60, 0)]
    for index, step in enumerate(steps, start=1):
        total += step
        samples.append(sample(60 - index, total))
    assert sum(buckets(samples, "sent", NOW - HOUR, NOW, number)) == total


def test_no_samples_draw_a_flat_line() -> None:
    assert buckets([], "opened", NOW - HOUR, NOW, 3) == [0, 0, 0]
    assert buckets([sample(5, 1), sample(4, 2)], "sent", NOW, NOW, 3) == [0, 0, 0]


def test_rates_per_minute() -> None:
    assert per_minute([30, 60], NOW - HOUR, NOW) == [1.0, 2.0]


def test_today_sums_usage_and_takes_replies_from_the_timeline() -> None:
    days = (TimelineDay(NOW.date() - timedelta(days=1), 9, 9, 9, 9), TimelineDay(NOW.date(), 40, 10, 2, 1))
    world = workspace(
        campaign("c1"), campaign("c2", status="PAUSED"),
        senders=(sender("s1"), sender("s2", status="PAUSED", sent_today=None)), timeline=days, unread_replies=9,
    )  # fmt: skip
    now = today(world, NOW)
    assert (now.sent, now.capacity, now.replied, now.bounced, now.unread) == (12, 50, 2, 1, 9)
    assert now.states == {"ACTIVE": 1, "PAUSED": 1}


def test_todays_bounces_are_of_todays_mails() -> None:
    world = workspace(
        campaign(sent=6_000, bounced=103),
        timeline=(TimelineDay(NOW.date(), 310, 10, 2, 8),),
        feeds=feeds(HOUR, "timeline:90"),
    )
    now = today(world, NOW)
    assert (now.bounces, now.counted_at) == (Ratio(8, 310), NOW - HOUR)
    assert today(workspace(campaign()), NOW).bounces is None


def test_the_time_before_the_first_reading_was_watched_by_nobody() -> None:
    start, gap = NOW - HOUR, Gap(NOW - timedelta(minutes=20), NOW - timedelta(minutes=10))
    assert with_beginning([gap], NOW - timedelta(minutes=40), start, NOW) == (
        Gap(start, NOW - timedelta(minutes=40)), gap,
    )  # fmt: skip
    assert with_beginning([gap], start - HOUR, start, NOW) == (gap,)
    assert with_beginning([], None, start, NOW) == (Gap(start, NOW),)


def test_today_does_not_invent_figures() -> None:
    now = today(workspace(senders=()), NOW)
    assert (now.sent, now.capacity, now.replied, now.bounced, now.unread) == (None, None, None, None, None)


def test_totals_are_ratios_of_sums() -> None:
    world = workspace(campaign("c1", sent=10, bounced=5), campaign("c2", sent=990, bounced=5))
    assert totals(world).bounced == Ratio(10, 1_000)


def test_mails_whose_opens_are_not_counted_are_no_denominator() -> None:
    world = workspace(campaign("c1", sent=10, opened=5), campaign("c2", sent=990, opened=0))
    assert world.settings["c2"].tracking is False
    assert totals(world).opened == Ratio(5, 10)
    assert totals(world).replied.whole == 1_000
    assert untracked(campaign(opened=0), world.settings["c2"])
    assert not untracked(campaign(opened=3), world.settings["c2"]), "it was tracked once"
    assert not untracked(campaign(opened=0), None), "nobody has read it"
