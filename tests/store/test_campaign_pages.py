"""The flow graph and the page of leads of a campaign in the cache."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.details import FlowEdge, FlowGraph, FlowNode, FlowVariant, LeadSample, SampleLead
from coldsend_tui.live import feeds
from coldsend_tui.live.feeds import Attention, Presence
from coldsend_tui.store import Refresh, Store
from coldsend_tui.store.refresh import Content, FlowRows, Gone, LeadSampleRows
from coldsend_tui.store.schema import SCHEMA_VERSION, migrate

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
texts = st.text(max_size=8)
variants = st.builds(FlowVariant, texts, texts, texts, texts, st.integers(0, 100))
nodes = st.builds(
    FlowNode, texts, texts, texts, texts, st.none() | st.integers(0, 9), st.lists(variants, max_size=2).map(tuple)
)
edges = st.builds(
    FlowEdge, texts, texts, texts, texts, st.none() | st.integers(0, 9), texts, texts, st.integers(-9, 9), texts, st.booleans()
)  # fmt: skip
graphs = st.builds(
    FlowGraph, st.none() | st.booleans(), st.lists(nodes, max_size=3).map(tuple), st.lists(edges, max_size=3).map(tuple)
)
leads = st.builds(
    SampleLead, texts, texts, texts, texts, texts, texts, texts, st.none() | st.integers(0, 9),
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple), st.none() | st.just(NOW),
)  # fmt: skip
samples = st.builds(LeadSample, st.lists(leads, max_size=3).map(tuple), st.none() | st.integers(0, 9))


def keep(store: Store, *contents: Content, minutes: int = 0) -> bool:
    at = NOW + timedelta(minutes=minutes)
    return store.store(Refresh("x", at, at, at, contents)).changed


@given(graphs, samples)
def test_what_is_kept_comes_back(graph: FlowGraph, sample: LeadSample) -> None:
    store = Store.open(None)
    assert store.flow("c") is None and store.lead_sample("c") is None
    assert keep(store, FlowRows("c", graph))
    assert keep(store, LeadSampleRows("c", sample))
    assert store.flow("c") == graph
    assert store.lead_sample("c") == sample
    assert store.lead_sample("c") is store.lead_sample("c")
    assert not keep(store, FlowRows("c", graph), LeadSampleRows("c", sample))
    store.close()


def edge(**changes: Any) -> FlowEdge:
    made = FlowEdge("e1", "EVENT", "m", "b", None, "KEYWORD", '{"phrases": ["x"]}', 0, "Pricing", True)
    return made._replace(**changes)


def test_a_changed_branch_enters_the_history() -> None:
    store = Store.open(None)
    keep(store, FlowRows("c", FlowGraph(True, (), (edge(),))))
    assert store.changes("campaign", "c") == []
    keep(store, FlowRows("c", FlowGraph(True, (), (edge(active=False), edge(id="e2", label="New")))), minutes=5)
    found = {change.what: (change.before, change.after) for change in store.changes("campaign", "c")}
    assert found["branches"] == ('["Pricing"]', '["New", "Pricing"]')
    before, after = found["branch Pricing"]
    assert before.startswith("active, KEYWORD") and after.startswith("paused, KEYWORD")


def test_they_go_with_their_campaign() -> None:
    store = Store.open(None)
    keep(store, FlowRows("c", FlowGraph(True, (), ())), LeadSampleRows("c", LeadSample((), 0)))
    keep(store, Gone("campaign", "c"))
    assert store.flow("c") is None and store.lead_sample("c") is None


def test_an_older_cache_gets_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, 2)
    connection.close()
    store = Store.open(path)
    assert store.warnings == []
    assert keep(store, LeadSampleRows("c", LeadSample((), 3)))
    store.close()
    with sqlite3.connect(path) as again:
        assert again.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_pages_that_hardly_change_are_read_seldom() -> None:
    def fast(name: str) -> float:
        return feeds.goal(name, Attention.VISIBLE, Presence.THERE).fast

    assert fast(feeds.sample("c")) > fast(feeds.flow("c")) > fast(feeds.campaign("c"))
    assert feeds.needed(feeds.sample("c"), Attention.VISIBLE) > feeds.needed(feeds.campaign("c"), Attention.VISIBLE)
