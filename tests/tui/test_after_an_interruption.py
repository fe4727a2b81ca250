"""What an earlier run left behind is said, verified and continued; and what a key or a guard does not allow is dark."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coldsend_tui.config import GuardRules
from coldsend_tui.store import Store
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.screens.place import Place
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

LEFT_BEHIND = """
import asyncio, sys
from pathlib import Path
from coldsend_tui.actions.plan import Plan, PlanItem
from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel
from coldsend_tui.actions.record import Record
from coldsend_tui.clock import SystemClock
from coldsend_tui.store import Store

items = tuple(PlanItem("campaign", id, id, "pause", "ACTIVE", "PAUSED", ()) for id in sys.argv[2:])
plan = Plan("Pause them", "pause", items, (), (), (), Confirmation(ConfirmationLevel.KEY), 2)
asyncio.run(Record.open(plan, Store.open(Path(sys.argv[1])), SystemClock(), profile="acme-prod", actor="robin"))
"""


def left_behind(path: Path, *campaign_ids: str) -> None:
    """What a process leaves in the journal that was killed after its intents."""
    subprocess.run([sys.executable, "-c", LEFT_BEHIND, str(path), *campaign_ids], check=True)


def exported(directory: Path) -> str:
    """The one timeline in a directory."""
    (file,) = directory.glob("coldsend-acme-prod-*.md")
    return file.read_text(encoding="utf-8")


async def connected(console: Driver) -> None:
    await console.ready()
    await console.until(lambda: console.state.write_refusal == "", "connected")


async def test_writes_without_a_result_are_verified_and_the_rest_continued(
    make_sandbox: Callable[..., LocalSandbox], tmp_path: Path
) -> None:
    sandbox = make_sandbox(scale="medium")
    listed = await sandbox.get("/campaigns", limit=100, status="ACTIVE")
    ids = [row["campaign_id"] for row in listed["campaigns"]][:3]
    path = tmp_path / "cache.db"
    left_behind(path, *ids)
    await sandbox.call("POST", f"/campaigns/{ids[0]}/pause")
    async with opened(sandbox, store=Store.open(path)) as console:
        await connected(console)
        await console.until(lambda: "3 writes have no result" in console.paper("#standing"), "said on Now")
        await console.press("7")
        assert "3 writes have no result" in console.paper("#standing")
        assert "? no result" in console.text
        await console.press("v")
        await console.until(lambda: "1 happened, 2 did not" in console.flash, "verified")
        assert "2 writes of a broken-off plan not done" in console.paper("#standing")
        await console.press("C")
        await console.until(lambda: isinstance(console.app.screen, Confirm), "planned")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        assert dialog.plan.title == "Continue: Pause them"
        assert {item.id for item in dialog.plan.items} == set(ids[1:])
        await console.press("enter")
        await console.until(lambda: all(console.status(id) == "PAUSED" for id in ids), "done")
        await console.until(lambda: not console.app.writes[-1].running, "finished")
        await console.press("escape")
        await console.until(lambda: console.paper("#standing") == "", "nothing is left")
        assert console.state.store.journal.verify() == 3 * 2 + 2 * 2


async def test_the_rest_can_be_left_as_it_is(sandbox: LocalSandbox, tmp_path: Path) -> None:
    listed = await sandbox.get("/campaigns", limit=100, status="ACTIVE")
    path = tmp_path / "cache.db"
    left_behind(path, listed["campaigns"][0]["campaign_id"])
    async with opened(sandbox, store=Store.open(path)) as console:
        await connected(console)
        await console.press("v")
        await console.until(lambda: "not done" in console.paper("#standing"), "verified")
        await console.press("colon")
        await console.write("#find", "journal leave")
        await console.press("enter")
        await console.until(lambda: console.paper("#standing") == "", "left")
        await console.press("C")
        assert "no plan was broken off" in console.flash


async def test_a_write_that_lacks_its_scope_darkens_just_what_it_concerns(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    sandbox = make_sandbox()
    key = sandbox.key("campaigns:read", "sender_accounts:read", "domains:read", "replies:read", "campaigns:pause")
    store = Store.open(None)
    async with opened(sandbox, api_key=key, store=store) as console:
        await connected(console)
        active = console.campaign("ACTIVE")
        draft = console.campaign("DRAFT")
        await console.press("2")
        await console.select(draft.id)
        await console.press("L", "tab", "enter")
        await console.until(lambda: console.state.granted is not None, "learned")
        assert "campaigns:update" in console.flash
        before = len(store.journal.entries())
        for wanted, scope in (("L", "campaigns:update"), ("D", "campaigns:delete")):
            await console.press(wanted)
            assert isinstance(console.app.screen, Place)
            assert f"the API key lacks the scope {scope}" in console.flash
        assert len(store.journal.entries()) == before
        assert "READ-ONLY" not in console.paper("#header")
        await console.press("colon")
        await console.write("#find", "delete status:draft")
        await console.press("enter")
        assert "lacks the scope campaigns:delete" in console.flash
        await console.select(active.id)
        await console.press("P", "enter")
        await console.until(lambda: console.status(active.id) == "PAUSED", "pausing is allowed")
        fingerprint = console.state._fingerprint
        assert key not in str(store._database.read("SELECT * FROM key_scopes"))
        assert store.scopes(fingerprint, console.state.clock.real()) is not None
        await console.press("colon")
        await console.write("#find", "scopes")
        await console.press("enter")
        assert console.state.granted is None


async def test_a_key_that_only_reads_is_read_only_in_the_header(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox()
    key = sandbox.key("campaigns:read", "sender_accounts:read", "domains:read", "replies:read")
    async with opened(sandbox, api_key=key) as console:
        await connected(console)
        await console.press("2")
        await console.select(console.campaign("ACTIVE").id)
        await console.press("P", "enter")
        await console.until(lambda: "READ-ONLY" in console.paper("#header"), "learned")
        await console.press("K")
        assert isinstance(console.app.screen, Place)
        assert "lacks the scope campaigns:pause" in console.flash


@pytest.mark.parametrize("text", ["stop all", "pause status:active", "restore", "resume status:paused"])
async def test_read_only_refuses_every_typed_write(sandbox: LocalSandbox, text: str) -> None:
    async with opened(sandbox, read_only=True) as console:
        await console.ready()
        await console.press("colon")
        await console.write("#find", text)
        await console.press("enter")
        assert isinstance(console.app.screen, Place)
        assert "read-only" in console.flash
        await console.press("K")
        assert "read-only" in console.flash
        assert console.state.store.journal.entries() == []


async def test_guard_rules_hold_in_the_console(sandbox: LocalSandbox) -> None:
    guard = GuardRules({"pause": "type", "delete": "deny"})
    async with opened(sandbox, guard=guard) as console:
        await connected(console)
        active, draft = console.campaign("ACTIVE"), console.campaign("DRAFT")
        await console.press("2")
        await console.select(draft.id)
        await console.press("D")
        assert "guard rules of this profile deny delete" in console.flash
        await console.select(active.id)
        await console.press("P")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        assert dialog.word == active.name


async def test_the_prompt_goes_places_and_changes_colours(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await connected(console)
        campaign = console.campaign("ACTIVE")
        for text, there in (("goto senders", "senders"), (f'goto campaign "{campaign.name}"', "campaigns")):
            await console.press("colon")
            await console.write("#find", text)
            await console.press("enter")
            await console.until(lambda name=there: name == console.place.NAME, there)  # type: ignore[misc]
        assert campaign.name in console.text
        await console.press("colon")
        await console.write("#find", "theme nord")
        await console.press("enter")
        assert console.app.theme == "nord"
        await console.press("colon")
        await console.write("#find", "theme nrod")
        await console.press("enter")
        assert 'Did you mean "nord"?' in console.flash


async def test_the_journal_shows_filters_and_exports(
    sandbox: LocalSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(sandbox) as console:
        await connected(console)
        active = console.campaign("ACTIVE")
        await console.press("2")
        await console.select(active.id)
        await console.press("P", "enter")
        await console.until(lambda: console.status(active.id) == "PAUSED", "paused")
        await console.until(lambda: console.state.flash.level == "done", "told")
        await console.press("7")
        await console.until(lambda: "chain of 2 lines whole" in console.text, "the chain is checked by itself")
        await console.press("enter")
        assert "ACTIVE → PAUSED" in console.paper("#side")
        assert active.id in console.paper("#side")
        today = console.state.clock.now()
        here = console.state.store.journal.entries(1)[0].at
        assert f"{today:%d %b %H:%M}" in console.text
        assert f"meant     {today:%d %b %Y %H:%M}" in console.paper("#side")
        assert f"  here    {here:%d %b %Y %H:%M:%S} UTC" in console.paper("#side")
        await console.press("slash")
        await console.write("#filter", "action:delete")
        assert "no entry passes" in console.text
        await console.press("escape", "escape")
        assert active.name[:12] in console.text
        await console.press("x")
        await console.until(lambda: "2 events in" in console.flash, "exported")
        assert f"to {today:%d %b %H:%M} UTC" in console.flash
    text = exported(tmp_path)
    assert f"| {today:%Y-%m-%d %H:%M}:00 | write | pause" in text
