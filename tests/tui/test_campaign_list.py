"""The list of campaigns: what it tells and what it does not know, its columns, its keys on a narrow screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from coldsend_tui.ops.forecast import forecast
from coldsend_tui.store import Store
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.screens.campaigns.screen import CampaignsScreen
from coldsend_tui.workspace import Campaign
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

WIDE = (250, 50)


@pytest.fixture
async def console(make_sandbox: Callable[..., LocalSandbox]) -> AsyncIterator[Driver]:
    """The list of a workspace of twenty campaigns whose settings have been read, with every column in sight."""
    async with opened(make_sandbox(scale="medium"), size=WIDE) as console:
        await on_list(console)
        yield console


async def on_list(console: Driver) -> None:
    await console.ready()
    await console.press("2")
    workspace = lambda: console.state.workspace  # noqa: E731
    await console.until(
        lambda: {c.id for c in workspace().campaigns if c.status == "ACTIVE"} <= set(workspace().settings),
        "settings of ACTIVE campaigns",
    )


def cell(console: Driver, campaign: Campaign, key: str) -> str:
    """What stands in a column of a row."""
    for column, _ in console.rows.layout_of.columns:
        if column.key == key:
            return plain(column.cell(campaign))
    raise AssertionError(f"no column {key}")


def shown(console: Driver) -> list[str]:
    return [column.key for column, _ in console.rows.layout_of.columns]


def active(console: Driver) -> list[Campaign]:
    return [campaign for campaign in console.state.workspace.campaigns if campaign.status == "ACTIVE"]


async def test_today_is_what_the_inboxes_sent_and_not_what_this_console_saw(console: Driver) -> None:
    used = {sender.id: sender.sent_today or 0 for sender in console.state.workspace.senders}
    for campaign in active(console):
        settings = console.state.workspace.settings[campaign.id]
        sent = sum(used[inbox.id] for inbox in settings.inboxes or ())
        told = cell(console, campaign, "today")
        assert told.removeprefix("≤ ").startswith(f"{sent}/"), campaign.name
    old = next(c for c in console.state.workspace.campaigns if c.status == "PAUSED")
    assert cell(console, old, "today") == "–", "nobody watched it at midnight"


async def test_what_nobody_saw_or_nobody_counts_is_no_zero(console: Driver) -> None:
    untracked = next(c for c in active(console) if console.state.workspace.settings[c.id].tracking is False)
    assert cell(console, untracked, "opened") == "not tracked"
    tracked = next(c for c in active(console) if c.opened)
    assert cell(console, tracked, "opened").startswith(f"{tracked.opened} ")
    assert set(cell(console, tracked, "spark")) == {"·"}


async def test_inboxes_and_finish_stand_where_they_are_known(console: Driver) -> None:
    state = console.state
    await console.until(lambda: all(cell(console, c, "finish") != "…" for c in active(console)), "worked out")
    ends = {
        c.id: forecast(c, state.workspace.settings[c.id], state.workspace, state.clock.now()).p50
        for c in active(console)
    }
    assert sum(end is not None for end in ends.values()) > 4
    for campaign in active(console):
        end = ends[campaign.id]
        assert cell(console, campaign, "finish") == ("–" if end is None else f"~{end.day} {end:%b}")
        inboxes = state.workspace.settings[campaign.id].inboxes or ()
        assert cell(console, campaign, "inboxes").endswith(f"/{len(inboxes)}")
    for status in ("PAUSED", "DRAFT", "COMPLETED"):
        assert cell(console, console.campaign(status), "finish") == "–"


async def test_columns_are_chosen_and_remembered_by_the_profile(
    make_sandbox: Callable[..., LocalSandbox], tmp_path: Path
) -> None:
    sandbox = make_sandbox()
    async with opened(sandbox, size=(120, 40), store=Store.open(tmp_path / "cache.sqlite")) as console:
        await on_list(console)
        assert "finish" not in shown(console)
        await console.press("c")
        dialog = console.app.screen
        assert isinstance(dialog, Pick)
        await console.press("ctrl+a")
        for word in ("assigned", "finish", "opened"):
            await console.write("#only", word)
            await console.press("space")
        await console.press("enter")
        assert shown(console) == ["state", "name", "opened", "inboxes", "finish"]
        await console.press("s", "s")
        assert console.app.screen.query_one("#list").sort_key in ("name", "opened")  # type: ignore[attr-defined]
    async with opened(sandbox, size=(120, 40), store=Store.open(tmp_path / "cache.sqlite")) as console:
        await on_list(console)
        assert shown(console) == ["state", "name", "opened", "inboxes", "finish"]
        await console.press("c", "ctrl+a", "enter")
        assert "next" in shown(console)
        assert console.state.store.columns(CampaignsScreen.NAME) is None
        await console.press("c", "escape")
        assert console.state.store.columns(CampaignsScreen.NAME) is None


async def test_a_narrow_footer_has_the_moves_that_are_legal(make_sandbox: Callable[..., LocalSandbox]) -> None:
    async with opened(make_sandbox(scale="medium"), size=(80, 24)) as console:
        await on_list(console)
        await console.until(lambda: console.state.write_refusal == "", "connected")
        for status, words in (
            ("ACTIVE", ["P pause"]), ("PAUSED", ["A resume", "Z archive"]), ("DRAFT", ["L launch", "D delete"]),
            ("FAILED", ["D delete"]), ("ARCHIVED", ["D delete"]),
        ):  # fmt: skip
            await console.select(console.campaign(status).id)
            footer = console.paper("#footer")
            assert all(word in footer for word in words), (status, footer)
            assert "? help" in footer


def test_a_year_ahead_is_told_with_its_year() -> None:
    from coldsend_tui.tui.columns import campaigns as columns

    class Known:
        """Only what the column asks."""

        def __init__(self, ready: bool, day: date | None) -> None:
            self.finish = lambda _campaign: (ready, day)

    seen = Campaign(
        "c", "c", "ACTIVE", 9, 1, 0, 0, 0, None, None, None, datetime.combine(date(2026, 3, 4), time(), UTC)
    )
    texts = []
    for ready, day in ((True, date(2026, 4, 1)), (True, date(2027, 2, 1)), (True, None), (False, None)):
        made = columns.columns(Known(ready, day))  # type: ignore[arg-type]
        texts.append(plain(next(column for column in made if column.key == "finish").cell(seen)))
    assert texts == ["~1 Apr", "~Feb 2027", "–", "…"]
