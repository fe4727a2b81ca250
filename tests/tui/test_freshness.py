"""What the screen says about its age, and that it is silent while nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coldsend_tui.live import Refreshed, feeds, judgement
from coldsend_tui.store import Store
from coldsend_tui.tui.tick import seconds_to_next_age
from coldsend_tui.tui.widgets.frame import age_text
from tests.tui.driver import opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sandbox.local import LocalSandbox


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "no data yet"),
        (0, "data <20s"),
        (19.9, "data <20s"),
        (20, "data 20s"),
        (59, "data 40s"),
        (61, "data 1m"),
        (301, "data 5m ⚠"),
        (1320, "stale 22m"),
    ],
)
def test_an_age_never_reads_younger_than_it_is_nor_ticks_while_fresh(seconds: float | None, text: str) -> None:
    assert age_text(seconds) == text


async def test_a_reading_without_news_draws_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, drawn=True) as console:
        await console.ready()
        state, app = console.state, console.app
        assert state.session is not None
        state.session.pause()
        console.place.draw_frame()
        for _ in range(20):
            await console.pilot.pause()
        drawn: list[object] = []
        app._display = lambda screen, renderable: drawn.append(renderable)  # type: ignore[method-assign]
        heard: list[Refreshed] = []
        state.session.subscribe(heard.append)
        for _ in range(3):
            await state.session.reread(feeds.ANALYTICS)
            await console.pilot.pause()
        assert heard == [Refreshed(feeds.ANALYTICS, False, None)] * 3
        assert drawn == []
        assert "data <20s" in console.paper("#header")
        wait = seconds_to_next_age(state)
        assert wait is not None
        assert 15 < wait <= 20.1


async def test_with_many_campaigns_the_remembered_verdict_comes_first(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cache.sqlite"
    async with opened(sandbox, store=Store.open(path)) as console:
        await console.ready()
        found = [finding.key for finding in console.state.verdict.findings]
    monkeypatch.setattr(judgement, "MANY", 1)
    async with opened(sandbox, store=Store.open(path)) as console:
        state = console.state
        await console.until(lambda: not state.recalled, "rows read")
        assert len(state.workspace.campaigns) > 1
        assert {finding.key for finding in state.verdict.findings} >= set(found)
        await console.until(lambda: "campaigns" in console.paper("#today"), "sums drawn")


def test_before_the_rows_are_read_nothing_is_claimed_about_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coldsend_tui.clock import SystemClock
    from coldsend_tui.launch import Launch, Mode
    from coldsend_tui.tui.console import Console
    from tests.glance.cached import fill

    async def connect() -> None:
        raise AssertionError("nothing is asked for")

    fill(tmp_path / "cache.sqlite", 60)
    monkeypatch.setattr(judgement, "MANY", 1)
    state = Console(Launch("acme", Mode.LIVE, SystemClock(), connect, tmp_path / "cache.sqlite"))  # type: ignore[arg-type]
    assert state.recalled
    assert state.verdict.crit > 0
    assert not state.workspace.campaigns
    state.reload()
    assert len(state.workspace.campaigns) == 60
    state.store.close()
