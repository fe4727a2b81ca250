"""Writes from the keyboard, end to end: refused with a reason, or planned, confirmed, sent, read back and journalled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coldsend_tui.tui.modals.confirm import Confirm
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened


async def on_campaign(console: Driver, status: str) -> str:
    """The list with the cursor on a campaign in `status`, connected."""
    await console.ready()
    await console.until(lambda: console.state.write_refusal == "", "connected")
    campaign = console.campaign(status)
    await console.press("2")
    await console.select(campaign.id)
    return campaign.id


async def test_pausing_takes_one_key_on_the_plan(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        await console.press("P")
        assert isinstance(console.app.screen, Confirm)
        assert "ACTIVE → PAUSED" in console.text
        await console.press("enter")
        await console.until(lambda: console.status(campaign_id) == "PAUSED", "paused and read back")
        await console.until(lambda: console.state.flash.level == "done", "result on the flash line")
        [entry] = console.state.store.journal.entries()
        assert (entry.object_id, entry.result, entry.before, entry.after) == (campaign_id, "done", "ACTIVE", "PAUSED")
        assert console.state.store.journal.verify() > 0


async def test_escape_sends_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        await console.press("P", "escape")
        assert "nothing was sent" in console.flash
        assert console.state.store.journal.entries() == []
        assert (await sandbox.get(f"/campaigns/{campaign_id}"))["status"] == "ACTIVE"


async def test_resuming_needs_the_button_that_has_not_the_focus(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        await console.press("P", "enter")
        await console.until(lambda: console.status(campaign_id) == "PAUSED", "paused")
        await console.select(campaign_id)
        await console.press("A", "enter")
        assert "cancelled" in console.flash
        await console.press("A", "tab", "enter")
        await console.until(lambda: console.status(campaign_id) == "ACTIVE", "active again")


async def test_deleting_needs_the_typed_name(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "DRAFT")
        await console.press("D")
        dialog = console.app.screen
        assert isinstance(dialog, Confirm)
        await console.write("#word", "something else")
        await console.press("enter")
        assert "nothing was sent" in console.paper("#question")
        await console.write("#word", dialog.word)
        await console.press("enter")
        await console.until(lambda: console.status(campaign_id) is None, "gone")
        assert (await sandbox.call("GET", f"/campaigns/{campaign_id}")).status_code == 404


async def test_an_illegal_move_says_why_and_opens_nothing(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await on_campaign(console, "DRAFT")
        await console.press("P")
        assert console.place.NAME == "campaigns"
        assert "not been launched" in console.flash


async def test_read_only_refuses_with_its_reason(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, read_only=True) as console:
        await console.ready()
        campaign = console.campaign("ACTIVE")
        await console.press("2")
        await console.select(campaign.id)
        await console.press("P")
        assert "read-only" in console.flash
        assert "READ-ONLY" in console.paper("#header")
        assert console.state.store.journal.entries() == []


async def test_marked_campaigns_act_together_and_each_is_told(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await on_campaign(console, "ACTIVE")
        every = console.state.workspace.campaigns
        active = {c.id for c in every if c.status == "ACTIVE"}
        await console.press("M", "P")
        assert "Left alone" in console.text or len(active) == len(every)
        await console.press("enter")
        await console.until(lambda: all(console.status(c) == "PAUSED" for c in active), "all paused")
        assert {entry.object_id for entry in console.state.store.journal.entries()} == active


@pytest.mark.slow
async def test_what_cannot_be_undone_is_in_sight_however_long_the_plan(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    async with opened(make_sandbox(scale="medium"), size=(80, 24)) as console:
        await console.ready()
        await console.until(lambda: console.state.write_refusal == "", "connected")
        await console.press("2", "M", "D")
        await console.until(lambda: "more lines ↓" in console.text, "the dialog says that it is cut")
        rows = console.text.split("\n")
        words = ("Cannot be undone", "DRAFT → gone", "Left alone", "more lines ↓", "to delete")
        told = [next(at for at, row in enumerate(rows) if word in row) for word in words]
        assert told == sorted(told)
        await console.press(*["pagedown"] * 5)
        await console.until(lambda: "more line" not in console.text, "all of it was seen")
        await console.press("escape")


async def test_offline_nothing_is_written(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await on_campaign(console, "ACTIVE")
        sandbox.faults("503")
        await console.press("r", "r", "r")
        await console.until(lambda: console.state.offline, "offline")
        for key in "PALZD":
            console.state.say("")
            await console.press(key)
            assert console.place.NAME == "campaigns"
            assert "offline" in console.flash
        assert "OFFLINE" in console.paper("#header")
        assert console.state.store.journal.entries() == []


async def test_a_domain_is_activated_from_its_screen(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.until(lambda: console.state.write_refusal == "", "connected")
        await console.press("4")
        await console.until(lambda: bool(console.rows.rows), "domains drawn")
        active = next(d for d in console.state.workspace.domains if d.status == "ACTIVE")
        await console.select(active.id)
        await console.press("A")
        assert "already active" in console.flash
        waiting = next((d for d in console.state.workspace.domains if d.status in ("DNS_PENDING", "FAILED")), None)
        assert waiting is not None, "the seeded workspace has a domain that waits"
        await console.select(waiting.id)
        await console.press("A")
        assert isinstance(console.app.screen, Confirm)
        assert waiting.name in console.text
        await console.press("tab", "enter")
        await console.until(lambda: len(console.state.store.journal.entries()) == 1, "journalled")
