"""Counters over time: nothing is invented, nothing lost, and thinning keeps sums."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.store import Store
from coldsend_tui.store.refresh import CampaignRows, Refresh
from coldsend_tui.workspace import Gap, Sample
from tests.store.rows import T0, campaign, figures, later

counters = st.integers(0, 500)


def growth(samples: list[Sample]) -> int:
    return samples[-1].sent - samples[0].sent if samples else 0


def test_a_sample_per_change_and_a_mark_where_the_old_figure_held() -> None:
    store = Store.open(None)
    for second, sent in ((0, 100), (10, 100), (20, 100), (30, 103), (40, 103)):
        store.store(figures(campaign(sent=sent), seconds=second))
    assert [(sample.at, sample.sent) for sample in store.samples("campaign-1")] == [
        (T0, 100),
        (later(20), 100),
        (later(30), 103),
    ]
    assert store.samples(None) == store.samples("campaign-1")


def test_the_workspace_adds_up_its_campaigns() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1, sent=10), campaign(2, sent=20)))
    store.store(figures(campaign(1, sent=13), campaign(2, sent=21), seconds=10))
    store.store(figures(campaign(2, sent=22), seconds=20))
    assert [sample.sent for sample in store.samples(None)] == [30, 34, 35]


def test_a_campaign_born_meanwhile_counts_from_zero_and_an_old_one_does_not() -> None:
    store = Store.open(None)
    store.store(figures(campaign(1, sent=10)))
    born = campaign(2, sent=7, opened=0, replied=0, bounced=0, created_at=later(5))
    store.store(figures(campaign(1, sent=10), born, campaign(3, sent=900), seconds=10))
    assert growth(store.samples(None)) == 7
    assert [(sample.at, sample.sent) for sample in store.samples("campaign-2")] == [(later(5), 0), (later(10), 7)]
    assert len(store.samples("campaign-3")) == 1


def test_a_reset_of_the_servers_counters_is_taken_out() -> None:
    store = Store.open(None)
    for second, sent in ((0, 500), (10, 510), (20, 0), (30, 4)):
        store.store(figures(campaign(sent=sent), seconds=second))
    assert [sample.sent for sample in store.samples("campaign-1")] == [500, 510, 510, 514]
    assert store.campaigns()[0].sent == 4


@given(st.lists(counters, min_size=1, max_size=40))
def test_samples_never_fall_and_count_no_rise_twice(readings: list[int]) -> None:
    store = Store.open(None)
    for number, sent in enumerate(readings):
        store.store(figures(campaign(sent=sent), seconds=number * 10))
    samples = store.samples("campaign-1")
    assert all(a.sent <= b.sent and a.at < b.at for a, b in itertools.pairwise(samples))
    rises = sum(max(0, b - a) for a, b in itertools.pairwise(readings))
    assert max(readings) - readings[0] <= growth(samples) <= rises
    assert growth(store.samples(None)) == growth(samples)
    store.close()


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20))
def test_a_counter_that_dips_and_comes_back_did_not_grow(dips: list[tuple[int, int, int]]) -> None:
    """An answer that is older than the one before, or a confused server: only what came after counts."""
    store = Store.open(None)
    sent, second = 1000, 0
    store.store(figures(campaign(sent=sent)))
    for depth, back, more in dips:
        for figure in (sent - depth, sent + back, sent + back + more):
            second += 10
            store.store(figures(campaign(sent=figure), seconds=second))
        sent += back + more
    assert growth(store.samples("campaign-1")) == growth(store.samples(None)) == sent - 1000
    store.close()


def test_time_that_nobody_watched_is_a_gap() -> None:
    store = Store.open(None)
    for second in (0, 15, 90, 700, 715, 5000):
        store.store(figures(campaign(sent=100 + second), seconds=second))
    assert store.gaps(T0) == [Gap(later(90), later(700)), Gap(later(715), later(5000))]
    assert store.gaps(later(800)) == [Gap(later(715), later(5000))]
    assert store.gaps(later(5000)) == []


def test_a_set_clock_and_a_fast_demo_are_no_gaps() -> None:
    store = Store.open(None)
    for number, (at, real) in enumerate(((0, 0), (15, 3615), (30, 30), (3630, 45), (7230, 60))):
        rows = CampaignRows([campaign(sent=100 + number)], "analytics")
        store.store(Refresh("analytics", later(at), later(real), later(real), (rows,)))
    assert store.gaps(T0 - timedelta(days=1)) == []


@given(st.lists(st.tuples(st.integers(1, 7200), st.integers(0, 9)), min_size=2, max_size=60), st.integers(3, 20))
def test_fewer_points_and_thinning_keep_the_sum(steps: list[tuple[int, int]], points: int) -> None:
    store = Store.open(None)
    second, sent = 0, 0
    for wait, rise in steps:
        second, sent = second + wait, sent + rise
        store.store(figures(campaign(sent=sent), seconds=second))
    full = store.samples("campaign-1")
    few = store.samples("campaign-1", max_points=points)
    assert few[-1] == full[-1]
    assert len(few) <= points
    for age in (timedelta(hours=49), timedelta(days=31), timedelta(days=364)):
        store.maintain(later(second) + age)
        thinned = store.samples("campaign-1")
        assert thinned[-1] == full[-1]
        assert set(thinned) <= set(full)
    spans = [sample.at.timestamp() // 3600 for sample in store.samples("campaign-1")]
    assert len(set(spans)) == len(spans)
    store.close()


def test_a_span_starts_with_what_was_known_before_it() -> None:
    store = Store.open(None)
    for second in range(0, 100, 10):
        store.store(figures(campaign(sent=100 + second), seconds=second))
    assert [sample.sent for sample in store.samples("campaign-1", later(75))] == [170, 180, 190]
    recent = store.recent_samples(later(75))
    assert [sample.sent for sample in recent["campaign-1"]] == [170, 180, 190]
    assert store.recent_samples(later(100)) == {}


def test_what_is_older_than_a_year_is_dropped_but_for_its_last_figure() -> None:
    store = Store.open(None)
    for day in range(5):
        store.store(figures(campaign(sent=100 + day), seconds=day * 86_400))
    store.maintain(T0 + timedelta(days=400))
    assert [sample.sent for sample in store.samples("campaign-1")] == [104]


@given(st.lists(counters, min_size=1, max_size=12), st.integers(-5, 130), st.integers(-5, 130))
def test_growth_between_two_moments_is_what_the_samples_say(sent: list[int], one: int, other: int) -> None:
    since, until = sorted((one, other))
    store = Store.open(None)
    for at, number in enumerate(itertools.accumulate(sent)):
        store.store(figures(campaign(sent=number), seconds=10 * at))
    told = store.growth(later(since), later(until)).get("campaign-1")
    samples = store.samples("campaign-1")
    seen = [sample for sample in samples if sample.at <= later(until)]
    if not seen:
        assert told is None
        return
    base = [sample for sample in seen if sample.at <= later(since)] or samples
    first = base[-1] if base is not samples else samples[0]
    assert told is not None and (told.at, told.sent) == (first.at, seen[-1].sent - first.sent)
    assert told.sent >= 0


def test_growth_of_neighbouring_times_adds_up() -> None:
    store = Store.open(None)
    for at, sent in enumerate((5, 9, 9, 30, 31)):
        store.store(figures(campaign(1, sent=sent), campaign(2, sent=2 * sent), seconds=10 * at))
    edges = [later(at) for at in (0, 15, 28, 40)]
    parts = [store.growth(a, b) for a, b in itertools.pairwise(edges)]
    whole = store.growth(edges[0], edges[-1])
    for number in ("campaign-1", "campaign-2"):
        assert sum(part[number].sent for part in parts) == whole[number].sent > 0
