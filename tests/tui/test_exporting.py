"""`x`: what a screen shows, in a file; long lists page by page."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from coldsend_tui.live.pages import PageRead
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def export(console: Driver, form: str, path: Path, columns: str = "all") -> None:
    """Fill in the form and wait for the file."""
    await console.press("x")
    await console.write("#field-format", form)
    await console.write("#field-columns", columns)
    await console.write("#field-path", str(path))
    await console.press("ctrl+s")
    await console.until(lambda: " are in " in console.flash, "exported")


async def test_campaigns_as_they_are_filtered_and_sorted(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2", "slash")
        await console.write("#filter", "status:active")
        await console.press("enter", "s")
        shown = [row.id for row in console.rows.rows]
        await export(console, "csv", tmp_path / "out")
        rows = list(csv.DictReader((tmp_path / "out.csv").open(newline="")))
        assert [row["id"] for row in rows] == shown
        assert {row["status"] for row in rows} == {"ACTIVE"}
        assert all(row["read_at"].endswith("Z") for row in rows)
        assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


async def test_only_the_marked_ones_and_only_the_columns_in_sight(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2", "space", "space")
        marked = set(console.rows.marks)
        await export(console, "json", tmp_path / "out.json", columns="shown")
        document = json.loads((tmp_path / "out.json").read_text())
        assert document["workspace"] == "acme-prod"
        assert {row["id"] for row in document["rows"]} == marked
        assert "bounce_rate" in document["rows"][0] and "created_at" not in document["rows"][0]


@pytest.mark.parametrize("key", "34")
async def test_senders_and_domains(sandbox: LocalSandbox, tmp_path: Path, key: str) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press(key)
        await console.until(lambda: bool(console.rows.rows), "rows")
        await export(console, "toml", tmp_path / "out")
        document = tomllib.loads((tmp_path / "out.toml").read_text())
        rows = document[document["export"]]
        assert len(rows) == len(console.rows.rows)
        assert all(row["read_at"] for row in rows)


async def test_analytics_exports_the_days(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("6")
        await console.until(lambda: "sent" in console.paper("#sums"), "timeline read")
        await export(console, "csv", tmp_path / "days")
        rows = list(csv.DictReader((tmp_path / "days.csv").open(newline="")))
        days = console.state.store.timeline(30)
        assert [(row["day"], int(row["sent"])) for row in rows] == [(f"{day.day}", day.sent) for day in days]


@pytest.mark.parametrize("key", "58")
async def test_a_long_list_is_read_to_its_end(sandbox: LocalSandbox, tmp_path: Path, key: str) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press(key)
        await console.until(lambda: len(console.rows.rows) > 0, "list read")
        total = len(console.rows.rows)
        await export(console, "csv", tmp_path / "people")
        rows = list(csv.DictReader((tmp_path / "people.csv").open(newline="")))
        assert len(rows) == total and len({row["id"] for row in rows}) == total


async def test_an_existing_file_stays_and_the_form_says_so(sandbox: LocalSandbox, tmp_path: Path) -> None:
    taken = tmp_path / "taken.csv"
    taken.write_text("mine")
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2", "x")
        await console.write("#field-path", str(taken))
        await console.press("ctrl+s")
        assert "there already" in console.text
        await console.press("escape")
        assert "nothing was written" in console.flash
    assert taken.read_text() == "mine"


async def test_the_command_writes_without_asking(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2")
        console.app.open_prompt(f"export csv {tmp_path / 'typed.csv'}")
        await console.pilot.pause()
        await console.press("enter")
        await console.until(lambda: " are in " in console.flash, "exported")
        assert (tmp_path / "typed.csv").exists()


async def halfway(console: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin an export of contacts whose second page never comes."""
    never = asyncio.Event()

    async def page(number: int, size: int) -> PageRead[Any]:
        if number > 1:
            await never.wait()
        return PageRead(people[:size], 100_000)

    await console.ready()
    await console.press("8")
    await console.until(lambda: len(console.rows.rows) > 0, "list read")
    people = list(console.rows.present)
    monkeypatch.setattr(type(console.place), "reader", lambda _screen, _session: page)
    console.app.open_prompt(f"export csv {path}")
    await console.pilot.pause()
    await console.press("enter")
    await console.until(lambda: "100/100,000" in console.text, "first page written")


async def test_leaving_during_an_export_is_asked_twice_and_leaves_no_half_file(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sandbox) as console:
        await halfway(console, tmp_path / "half.csv", monkeypatch)
        await console.press("q")
        assert console.place.NAME == "contacts"
        await console.press("q")
        assert "q again leaves, and nothing of it is kept" in console.flash
        # Whoever looks at it again is asked again.
        await console.press("x")
        assert "100/100,000" in console.text
        await console.press("escape", "q")
        assert console.app.return_code is None
        assert os.listdir(tmp_path) == [f".half.csv.{os.getpid()}.part"]  # noqa: PTH208
        await console.press("q")
        assert console.app.return_code == 0
    assert not os.listdir(tmp_path)  # noqa: PTH208


async def test_a_cancelled_export_leaves_nothing(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sandbox) as console:
        await halfway(console, tmp_path / "half.csv", monkeypatch)
        await console.press("escape")
        assert console.place.NAME == "contacts"
        await console.press("x")
        assert "100/100,000" in console.text
        await console.press("c")
        await console.until(lambda: "cancelled after 100 rows" in console.flash, "ended")
    assert not os.listdir(tmp_path)  # noqa: PTH208


async def test_the_picker_copies_several_values(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("3")
        await console.until(lambda: bool(console.rows.rows), "senders")
        sender = console.rows.current
        await console.press("y")
        assert console.app.clipboard == sender.email
        await console.press("Y", "space", "space", "enter")
        assert console.app.clipboard == f"{sender.id}\n{sender.email}"


async def test_what_is_copied_cannot_run_where_it_is_pasted(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        console.app.copy_to_clipboard("rm\x1b]52;c;eA==\x07 \x9b31m\u202e-rf\x00\nsecond line")
        assert console.app.clipboard == "rm]52;c;eA== 31m-rf\nsecond line"


@pytest.mark.parametrize("kind", ["campaigns", "senders", "findings", "timeline", "replies", "lists"])
async def test_a_kind_is_exported_from_any_screen(sandbox: LocalSandbox, tmp_path: Path, kind: str) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("6")
        await console.until(lambda: "sent" in console.paper("#sums"), "timeline read")
        console.app.open_prompt(f"export {kind} json {tmp_path / kind}")
        await console.press("enter")
        await console.until(lambda: " are in " in console.flash, "exported")
        document = json.loads((tmp_path / f"{kind}.json").read_text())
        assert document["export"] == kind
        if kind == "campaigns":
            assert {row["id"] for row in document["rows"]} == {row.id for row in console.state.workspace.campaigns}


async def test_what_an_export_will_write_is_told_while_it_is_typed(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        for typed, said in (
            ("export campaigns csv", "writes campaigns as csv"),
            ("export campaings csv", "Did you mean campaigns?"),
            ("export csv /tmp/x", "writes what is shown as csv to /tmp/x"),
            ("export campaigns xml", "xml is no format"),
        ):
            console.app.open_prompt(typed)
            await console.pilot.pause()
            assert said in console.text, typed
            await console.press("escape")
