"""The API requests behind `t` on the journal: what was asked, as it comes, while somebody looks."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from coldsend_tui.tui.screens.journal.requests import RequestsScreen
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    made = LocalSandbox()
    yield made
    made.close()


async def requests(console: Driver) -> None:
    """Open the list."""
    await console.ready()
    await console.press("7", "t")
    assert isinstance(console.app.screen, RequestsScreen)


async def ask(console: Driver) -> None:
    """One request of this console."""
    session = console.state.session
    assert session is not None
    await session.read(lambda client: client.campaigns.list(page=7, limit=3))


async def test_it_follows_while_it_is_in_sight_and_is_told_of_nothing_else(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await requests(console)
        session = console.state.session
        assert session is not None and session.client is not None
        log, known = session.client.requests, len(console.rows.rows)
        assert known == log.number >= 5
        assert [row.number for row in console.rows.present] == list(range(known, 0, -1))
        await ask(console)
        await console.until(lambda: "/campaigns?page=7&limit=3" in console.text, "drawn by itself")
        assert console.rows.current.query == "page=7&limit=3", "the cursor stays with the newest"
        await console.press("j", "enter")
        assert f"number    {console.rows.current.number} of this console" in console.text
        await console.press("t")
        assert log.on_more is None and console.place.NAME == "journal"
        await console.press("t", "question_mark")
        assert log.on_more is None, "nothing is drawn under a dialog"


async def test_it_is_filtered_and_exported_without_the_key(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(sandbox) as console:
        await requests(console)
        await ask(console)
        await console.press("slash")
        await console.write("#filter", 'method:get "page=7"')
        await console.until(lambda: "API requests · 1 of" in console.text, "filtered")
        await console.press("enter", "x")
        console.app.screen.query_one("#field-path", Input).value = str(tmp_path / "asked")
        await console.press("ctrl+s")
        await console.until(lambda: "1 requests are in" in console.flash, "written")
        text = (tmp_path / "asked.csv").read_text()
        (row,) = csv.DictReader(text.splitlines())
        assert (row["method"], row["path"], row["query"], row["status"]) == (
            "GET",
            "/campaigns",
            "page=7&limit=3",
            "200",
        )
        assert sandbox.api_key not in text
        await console.press("escape")
        await console.until(lambda: "· filtered" not in console.text, "all again")
        await console.press("escape")
        assert not isinstance(console.app.screen, RequestsScreen)


async def test_an_empty_journal_says_what_will_stand_in_it(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await console.ready()
        await console.press("7")
        await console.until(lambda: "t shows the API requests" in console.text, "what it is for")
        assert "Nothing has been written yet." in console.text
        assert "t API requests" in console.paper("#footer")
