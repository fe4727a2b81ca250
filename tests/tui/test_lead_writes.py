"""Leads written by keys: added, edited, deleted, exported, uploaded from a file to the result, gone on with after a kill."""

from __future__ import annotations

import asyncio
import csv
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from coldsend_tui.actions.lead_upload import sending
from coldsend_tui.actions.lead_upload.upload import Stage
from coldsend_tui.store import Store
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.path import AskPath, completed, entries
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.modals.scorecard import Scorecard
from coldsend_tui.tui.modals.upload_result import ShowUpload
from coldsend_tui.tui.screens.leads.operating import custom_fields
from coldsend_tui.tui.screens.leads.screen import LeadsScreen
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


@asynccontextmanager
async def leads_of(
    sandbox: LocalSandbox, status: str, *, near: Path | None = None, size: tuple[int, int] = (120, 40), **launch: object
) -> AsyncIterator[Driver]:
    """The leads of a campaign in this state; waiting for a job moves the sandbox's clock."""

    async def sleep(seconds: float) -> None:
        sandbox.advance(seconds / 3600)
        await asyncio.sleep(0)

    store = Store.open(near) if near else None
    async with opened(sandbox, size=size, sleep=sleep, store=store, store_path=near, **launch) as console:
        await console.ready()
        await console.until(lambda: console.state.connection is not None and not console.state.offline, "connected")
        await console.press("2")
        await console.until(lambda: console.rows.current is not None, "campaigns")
        await console.select(console.campaign(status).id)
        await console.press("l")
        await console.until(lambda: isinstance(console.app.screen, LeadsScreen), "leads")
        await console.until(lambda: console.rows.current is not None, "leads read")
        yield console


async def to(console: Driver, screen: type) -> None:
    await console.until(lambda: isinstance(console.app.screen, screen), screen.__name__)


async def done(console: Driver) -> None:
    await console.until(lambda: console.state.flash.level in ("done", "error"), "a result")
    assert console.state.flash.level == "done", console.flash


async def agree(console: Driver) -> None:
    await to(console, Confirm)
    await console.press("tab", "enter")


def journal(console: Driver) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.result) for entry in console.state.store.journal.entries()]


async def test_a_lead_is_added(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "DRAFT") as console:
        total = len(console.rows.rows)
        await console.press("n")
        await to(console, Form)
        await console.write("#field-email", "no address")
        await console.press("ctrl+s")
        assert "the address has no @ in it" in console.text
        await console.write("#field-email", "new@acme.example")
        await console.write("#field-first_name", "Jane")
        console.app.screen.query_one("#field-custom", TextArea).text = "city: Oslo"
        await console.press("ctrl+s")
        await to(console, Confirm)
        assert "+ city: Oslo" in console.text
        await agree(console)
        await done(console)
        await console.until(lambda: len(console.rows.rows) == total + 1, "the list read again")
        assert journal(console) == [("add lead", "done")]


async def test_a_lead_is_edited_and_a_field_removed(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "DRAFT") as console:
        lead = console.rows.current
        assert lead is not None and lead.custom
        await console.press("e")
        await to(console, Form)
        await console.press("ctrl+s")
        assert "nothing to change" in console.flash
        await console.press("e")
        await to(console, Form)
        await console.write("#field-company", "Other Ltd")
        console.app.screen.query_one("#field-custom", TextArea).text = "seat: 4B"
        await console.press("ctrl+s")
        await to(console, Confirm)
        assert "+ company: Other Ltd" in console.text and f"- {next(iter(lead.custom))}:" in console.text
        await agree(console)
        await done(console)
        await console.until(
            lambda: console.rows.current is not None and console.rows.current.company == "Other Ltd", "read"
        )
        assert dict(console.rows.current.custom) == {"seat": "4B"}


async def test_marked_pending_leads_are_deleted_by_typing_their_number(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "DRAFT") as console:
        total = len(console.rows.rows)
        await console.press("space", "space", "D")
        await to(console, Confirm)
        await console.write("#word", "2")
        await console.press("enter")
        await done(console)
        await console.until(lambda: len(console.rows.rows) == total - 2, "the list read again")
        assert journal(console) == [("delete leads", "done")]


async def test_a_lead_that_was_mailed_is_not_deleted(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "ACTIVE") as console:
        await console.press("D")
        assert "only PENDING leads can be deleted" in console.flash
        assert journal(console) == []


async def test_read_only_refuses_every_write_of_leads(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "DRAFT", read_only=True) as console:
        for key, name in (("n", "add"), ("e", "edit"), ("D", "delete"), ("u", "upload")):
            await console.press(key)
            assert console.flash.startswith(f"{name}: ") and "read-only" in console.flash


async def test_all_leads_are_exported_to_a_new_file(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with leads_of(sandbox, "DRAFT") as console:
        lead = console.rows.current
        assert lead is not None
        client = console.state.session.client if console.state.session else None
        assert client is not None
        await client.leads.update(console.app.screen.campaign_id, lead.id, company="=cmd()")  # type: ignore[attr-defined]
        taken, free = tmp_path / "taken.csv", tmp_path / "leads.csv"
        taken.write_text("mine", encoding="utf-8")
        await console.press("x")
        await to(console, AskPath)
        assert console.app.screen.query_one("#path", Input).value.startswith("leads-")
        await console.write("#path", str(taken))
        await console.press("enter")
        await console.until(lambda: "nothing is overwritten" in console.text, "refused")
        await console.write("#path", str(free))
        await console.press("enter")
        await done(console)
        assert taken.read_text("utf-8") == "mine"
        assert ",'=cmd()," in free.read_text("utf-8")
        assert stat.S_IMODE(free.stat().st_mode) == 0o600
        assert {entry.name for entry in os.scandir(tmp_path)} == {"leads.csv", "taken.csv"}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list of six rows, two of which cannot be sent."""
    rows = [f"Jane {n};new{n}@acme.example;Oslo" for n in range(4)] + ["Bad;no address;x", "Twice;NEW1@acme.example;x"]
    file = tmp_path / "people.csv"
    file.write_text("\n".join(["Name;E-Mail;City", *rows]), encoding="utf-8")
    return file


async def choose(console: Driver, file: Path) -> None:
    """From the list to the plan."""
    await console.press("u")
    await to(console, AskPath)
    await console.write("#path", str(file))
    await console.press("enter")
    await to(console, Form)
    values = [field.value for field in console.app.screen.query(Input)]
    assert values == ["name", "email", "city", "skip", "keep"]
    await console.write("#field-c0", "first_name")
    await console.press("ctrl+s")
    await to(console, Scorecard)
    assert "5/6 83.3 %" in console.text
    await console.press("enter")
    await to(console, Confirm)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)])
async def test_a_list_is_uploaded_from_the_file_to_the_result(
    sandbox: LocalSandbox, tmp_path: Path, people: Path, size: tuple[int, int]
) -> None:
    near = tmp_path / "cache" / "acme.db"
    near.parent.mkdir()
    async with leads_of(sandbox, "DRAFT", near=near, size=size) as console:
        total = len(console.rows.rows)
        await choose(console, people)
        assert "Upload 4 leads to" in console.text
        await agree(console)
        await to(console, ShowUpload)
        assert "6 rows: 4 new leads, 2 left out here" in console.text
        assert "no address" in console.text and "the same address as row 3" in console.text
        await console.press("enter")
        await console.until(lambda: len(console.rows.rows) == total + 4, "the list read again")
        assert (tmp_path / "people.rejected.csv").exists()
        assert not list(near.parent.glob("uploads/*/*"))
        assert journal(console) == [("upload", "done")]


async def test_leaving_the_plan_sends_and_keeps_nothing(sandbox: LocalSandbox, tmp_path: Path, people: Path) -> None:
    near = tmp_path / "cache" / "acme.db"
    near.parent.mkdir()
    async with leads_of(sandbox, "DRAFT", near=near) as console:
        await choose(console, people)
        await console.press("escape")
        assert "nothing was sent" in console.flash
        assert not list(near.parent.glob("uploads/*/*"))


async def test_a_file_that_is_no_list_is_refused_with_the_reason(sandbox: LocalSandbox, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text('email,name\na@b.example,"Jane\nc@d.example,Joe\n', encoding="utf-8")
    async with leads_of(sandbox, "DRAFT") as console:
        await console.press("u")
        await to(console, AskPath)
        await console.write("#path", str(tmp_path / "absent.csv"))
        await console.press("enter")
        await console.until(lambda: "no such file" in console.text, "refused")
        await console.write("#path", str(bad))
        await console.press("enter")
        await console.until(lambda: "A quote is opened and not closed" in console.flash, "refused")


async def test_an_interrupted_upload_is_announced_and_gone_on_with(
    sandbox: LocalSandbox, tmp_path: Path, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_LOOKS", (0.0, 0.0))
    near = tmp_path / "cache" / "acme.db"
    near.parent.mkdir()
    async with leads_of(sandbox, "DRAFT", near=near) as console:
        await choose(console, people)
        plan = console.app.screen.plan  # type: ignore[attr-defined]
        upload = plan.items[0].sends.upload
        upload.batches[0].stage, upload.batches[0].sent_at = Stage.SENDING, console.state.clock.now().isoformat()
        upload.save()
        await console.press("escape")
    async with leads_of(sandbox, "DRAFT", near=near) as console:
        assert "an upload of people.csv was interrupted" in console.flash
        await console.press("u")
        await to(console, Pick)
        assert "0 of 1 files are done" in console.text
        await console.press("enter")
        await to(console, Confirm)
        assert "its answer was lost" in console.text
        await agree(console)
        await to(console, ShowUpload)
        assert "4 new leads" in console.text


async def test_a_person_is_found_in_every_campaign(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "DRAFT") as console:
        lead = console.rows.current
        client = console.state.session.client if console.state.session else None
        assert lead is not None and client is not None
        other = console.campaign("ACTIVE")
        await client.leads.add(other.id, lead.email)
        await console.press("8")
        await console.until(lambda: console.rows.current is not None, "contacts")
        console.place.search_for(lead.email)  # type: ignore[attr-defined]
        await console.until(lambda: len(console.rows.rows) == 1 and console.rows.current is not None, "found")
        await console.press("a")
        await to(console, Pick)
        assert other.name in console.text
        at = [choice.id for choice in console.app.screen.shown].index(other.id)  # type: ignore[attr-defined]
        await console.press(*["down"] * at)
        assert f"▸ {other.name[:20]}" in console.text
        await console.press("enter")
        await to(console, LeadsScreen)
        await console.until(lambda: console.rows.current is not None, "the lead")
        assert console.app.screen.campaign_id == other.id  # type: ignore[attr-defined]
        assert console.rows.current.email == lead.email and len(console.rows.rows) == 1


def test_custom_fields_as_lines() -> None:
    assert custom_fields("city: Oslo\n\n note : a: b\\nc \nempty:\n") == {"city": "Oslo", "note": "a: b\nc"}
    for text, words in (("city Oslo", "is not name: value"), ("a: 1\na: 2", "stands twice")):
        with pytest.raises(ValueError, match=words):
            custom_fields(text)


def test_paths_are_completed_as_far_as_they_are_clear(tmp_path: Path) -> None:
    for name in ("leads-a.csv", "leads-b.csv", "other.txt", ".hidden.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "lists").mkdir()
    at = f"{tmp_path}/"
    assert [entry.name for entry in entries(at, (".csv",))] == ["leads-a.csv", "leads-b.csv", "lists"]
    assert completed(f"{at}le", entries(f"{at}le", (".csv",))) == f"{at}leads-"
    assert completed(f"{at}leads-b", entries(f"{at}leads-b", (".csv",))) == f"{at}leads-b.csv"
    assert completed(f"{at}lis", entries(f"{at}lis", (".csv",))) == f"{at}lists/"
    assert completed(f"{at}zzz", entries(f"{at}zzz", ())) == f"{at}zzz"
    assert entries("~nobody-is-called-so/", ()) == [] and entries("/no/such/", ()) == []


@pytest.mark.slow
async def test_hostile_fields_are_edited_without_harm(sandbox: LocalSandbox) -> None:
    """A form shows them safely, and what is not touched is not changed by that."""
    async with leads_of(sandbox, "DRAFT") as console:
        lead = console.rows.current
        client = console.state.session.client if console.state.session else None
        assert lead is not None and client is not None
        campaign_id = console.app.screen.campaign_id  # type: ignore[attr-defined]
        hostile = {"first_name": "\x1b]52;c;x\x07[/b]", "company": " \u202eevil ", "title": "[@click=app.quit]x[/]"}
        await client.leads.update(campaign_id, lead.id, **hostile, custom_fields={"note": "a\n\x1b[2Jb", "k:ey": "v"})  # type: ignore[arg-type]
        await console.press("r")
        await console.until(lambda: console.rows.current is not None and "note" in console.rows.current.custom, "read")
        await console.press("e")
        await to(console, Form)
        assert not set(console.text) & {"\x1b", "\x07", "\u202e"}
        await console.press("ctrl+s")
        await console.until(lambda: console.flash != "" and not isinstance(console.app.screen, Form), "answered")
        assert "nothing to change" in console.flash


@pytest.mark.slow
async def test_a_hostile_list_is_drawn_without_harm(sandbox: LocalSandbox, tmp_path: Path) -> None:
    """Escapes, markup, bidirectional and zero-width characters, a cell of 100,000 letters: on every screen of an upload."""
    evil = "\x1b]52;c;eA==\x07\x1b[2J[@click=app.quit]x[/][/b]\u202e\u200bא👩\u200d👩"
    near, file = tmp_path / "cache" / "acme.db", tmp_path / "[b]list[@click=app.quit].csv"
    near.parent.mkdir()
    rows = [[f"{evil}@x.example", evil, evil], ["ok@x.example", evil, "=1+1"], ["big@x.example", "x" * 100_000, "y"]]
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows([[evil, f"{evil}name", f"Email{evil}"], *rows])

    def harmless() -> None:
        assert not set(console.text) & {"\x1b", "\x07", "\u202e", "\u200b"}

    async with leads_of(sandbox, "DRAFT", near=near) as console:
        await console.press("u")
        await to(console, AskPath)
        await console.write("#path", str(tmp_path) + "/")
        await console.until(lambda: "[b]list[@click=app.quit].csv" in console.text, "listed")
        harmless()
        await console.write("#path", str(file))
        await console.press("enter")
        await to(console, Form)
        harmless()
        for index, field in enumerate(("email", "first_name", "company")):
            await console.write(f"#field-c{index}", field)
        await console.press("ctrl+s")
        await to(console, Scorecard)
        harmless()
        await console.press("enter")
        await to(console, Confirm)
        harmless()
        await console.press("tab", "enter")
        await to(console, ShowUpload)
        assert "1 new lead" in console.text
        harmless()
        await console.press("enter")
        await console.press("G")
        await console.until(lambda: console.rows.current is not None, "the last lead")
        harmless()


async def test_a_result_that_nobody_was_told_is_told_by_the_next_console(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    near = tmp_path / "cache" / "acme.db"
    near.parent.mkdir()
    async with leads_of(sandbox, "DRAFT", near=near) as console:
        await choose(console, people)
        upload = console.app.screen.plan.items[0].sends.upload  # type: ignore[attr-defined]
        for batch in upload.batches:
            batch.stage, batch.success, batch.duplicates = Stage.DONE, batch.leads, 0
        upload.save()
        await console.press("escape")
    async with leads_of(sandbox, "DRAFT", near=near) as console:
        await console.press("u")
        await to(console, Pick)
        await console.press("enter")
        await to(console, ShowUpload)
        assert "6 rows: 4 new leads, 2 left out here" in console.text
        assert (tmp_path / "people.rejected.csv").exists()
        assert not list(near.parent.glob("uploads/*/*"))


async def test_marked_leads_are_moved_into_a_branch(sandbox: LocalSandbox) -> None:
    async with leads_of(sandbox, "PAUSED") as console:
        campaign = console.campaign("PAUSED").id
        made = await sandbox.call(
            "POST",
            f"/campaigns/{campaign}/flow/subsequences",
            json={
                "trigger_type": "KEYWORD",
                "trigger_params": {"phrases": ["price"]},
                "label": "Asked for the price",
                "steps": [{"wait_seconds": 0, "variants": [{"subject": "The price", "body": "The list is below."}]}],
            },
        )
        assert made.status_code == 201, made.text
        await console.press("f", "f", "f")
        await console.until(lambda: "· SENT" in console.text and console.rows.current is not None, "mailed leads")
        lead = console.rows.current
        await console.press("space", "B")
        await to(console, Pick)
        await console.until(lambda: "Asked for the price" in console.text, "branches")
        await console.press("enter")
        await agree(console)
        await done(console)
        journey = await sandbox.get(f"/campaigns/{campaign}/leads/{lead.id}/journey")
        assert [one["label"] for one in journey["enrollments"]] == ["Asked for the price"]
        assert journal(console) == [("move leads", "done")]
