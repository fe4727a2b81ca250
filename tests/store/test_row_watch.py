"""What changed between two looks at the cache, and the same rows in another cache."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from coldsend_tui.store import Store
from coldsend_tui.store.refresh import Gone, SenderRows
from coldsend_tui.store.rows import HISTORY, Difference, Table
from coldsend_tui.store.times import seconds
from tests.store.rows import T0, campaign, figures, later, refresh, sender

HOUR = 3600.0


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A cache of three days: a campaign that grows every hour, a sender that sends."""
    store = Store.open(None if request.param == "memory" else tmp_path / "cache.sqlite")
    for hour in range(72):
        store.store(figures(campaign(1, sent=100 + hour), campaign(2, sent=5), seconds=hour * HOUR))
        store.store(refresh(SenderRows([sender(1, sent_today=hour)]), feed="senders", seconds=hour * HOUR))
    return store


def test_the_first_look_goes_a_day_back_with_a_baseline(store: Store) -> None:
    now = later(72 * HOUR)
    watch = store.watch_rows(now)
    first = watch.look()
    times = [row[1] for row in first.rows["sample"] if row[0] != 2]
    since = seconds(now - HISTORY)
    assert sum(at < since for at in times) == 2  # one of the campaign, one of the workspace
    assert sum(at >= since for at in times) == 2 * 24
    assert [row[2] for row in first.rows["sample"] if row[0] == 2] == [5]
    other = Store.open(None)
    other.apply(watch.tables, first)
    assert other.workspace().campaigns == store.workspace().campaigns
    assert other.samples("campaign-1", now - timedelta(hours=6)) == store.samples(
        "campaign-1", now - timedelta(hours=6)
    )
    assert other.gauges("sender", "sender-1", "sent_today", now - timedelta(hours=5)) == store.gauges(
        "sender", "sender-1", "sent_today", now - timedelta(hours=5)
    )


def test_later_looks_tell_the_difference_only(store: Store) -> None:
    watch = store.watch_rows(later(72 * HOUR))
    watch.look()
    assert not watch.look()
    store.store(figures(campaign(1, sent=171), campaign(2, sent=5), seconds=73 * HOUR))
    assert set(watch.look().rows) == {"feed_state", "fact", "watched"}
    store.store(figures(campaign(1, sent=200), campaign(2, sent=5), seconds=74 * HOUR))
    assert set(watch.look(thorough=False).rows) == {"feed_state", "fact", "watched"}
    changed = watch.look()
    assert [row[0] for row in changed.rows["campaign"]] == ["campaign-1"]
    # Two series grew; each marks how long its old figures held.
    assert len(changed.rows["sample"]) == 4
    store.store(refresh(Gone("campaign", "campaign-2"), feed="campaign:campaign-2", seconds=75 * HOUR))
    gone = watch.look().gone
    assert gone == {"campaign": [("campaign-2",)], "state": [("campaign", "campaign-2")]}


def test_a_list_keeps_its_order() -> None:
    one, other = Store.open(None), Store.open(None)
    one.store(figures(*(campaign(number) for number in range(5))))
    watch = one.watch_rows(T0)
    other.apply(watch.tables, watch.look())
    one.store(figures(*(campaign(number, sent=900 if number == 1 else 100) for number in range(5)), seconds=20))
    other.apply(watch.tables, watch.look())
    assert other.campaigns() == one.campaigns()


@pytest.mark.parametrize(
    "rows",
    [
        {"console": [("me", 1, "")]},
        {"sqlite_master": [(1,)]},
        {"fact": [("unread_replies",)]},
        {"fact": [(7, 7)]},
        {"campaign) --": [("x",)]},
    ],
)
def test_what_does_not_fit_changes_nothing(rows: dict[str, list[tuple[object, ...]]]) -> None:
    store = Store.open(None)
    tables = {
        **store.watch_rows(T0).tables,
        "sqlite_master": Table(("name",), ("name",)),
        "campaign) --": Table(("id",), ("id",)),
    }
    with pytest.raises(ValueError, match=r"no table|length|type"):
        store.apply(tables, Difference({"fact": [("unread_replies", 3)], **rows}, {}))
    assert store.unread_replies() is None
