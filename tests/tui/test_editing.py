"""`e`, `n` and `N`: the campaign as text in an editor, faults back into it, then the plan, the write and the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.new_campaign import NewCampaign
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.fake_editor import FakeEditor, fake
from tests.tui.test_writes import on_campaign

__all__ = ["fake"]


async def planned(console: Driver) -> None:
    """Until the plan is on screen."""
    await console.until(lambda: isinstance(console.app.screen, Confirm), "a plan")


async def told(console: Driver, words: str) -> None:
    """Until the flash line says so."""
    await console.until(lambda: words in console.flash, f"{words!r} on the flash line, it says {console.flash!r}")


def drafts(cache: Path) -> list[Path]:
    """Texts that are kept."""
    return sorted((cache.parent / "drafts").glob("*/*.toml"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the cache would be; texts are kept beside it."""
    return tmp_path / "cache" / "acme.db"


async def test_an_edit_is_shown_as_a_difference_then_written_and_read_back(
    sandbox: LocalSandbox, fake: FakeEditor, cache: Path
) -> None:
    fake.will({"replace": [("daily_limit_per_inbox = ", "daily_limit_per_inbox = 17 # ")]})
    async with opened(sandbox, store_path=cache) as console:
        campaign_id = await on_campaign(console, "DRAFT")
        before = await sandbox.get(f"/campaigns/{campaign_id}")
        await console.press("e")
        await planned(console)
        assert f"daily_limit_per_inbox: {before['daily_limit_per_inbox'] or 'none'} → 17" in console.text
        assert "PUT daily_limit_per_inbox" in console.text
        await console.press("tab", "enter")
        await told(console, "Edited ")
        after = await sandbox.get(f"/campaigns/{campaign_id}")
        assert {key for key in after if after[key] != before[key]} - {"updated_at", "campaign"} == {
            "daily_limit_per_inbox"
        }
        [entry] = console.state.store.journal.entries()
        assert (entry.action, entry.result) == ("edit", "done")
        assert "→ 17" in entry.detail
        await console.press("7")
        await console.until(lambda: "DRAFT #" in console.text, "the edit in the journal")
        assert f"#{entry.before[-10:-6]} → #{entry.after[-10:-6]}" in console.text
        [call] = fake.calls
        assert call.modes == ["0o600", "0o700"]
        assert call.text.startswith("# ")
        assert drafts(cache) == []


async def test_leaving_the_text_as_it_is_changes_nothing(sandbox: LocalSandbox, fake: FakeEditor, cache: Path) -> None:
    fake.will({})
    async with opened(sandbox, store_path=cache) as console:
        await on_campaign(console, "ACTIVE")
        await console.press("e")
        await told(console, "nothing changed")
        assert drafts(cache) == []


async def test_faults_reopen_the_editor_at_the_line_with_the_message(
    sandbox: LocalSandbox, fake: FakeEditor, cache: Path
) -> None:
    fake.will(
        {"replace": [("daily_limit_per_inbox = ", "daily_limt = 500 # "), ('timezone = "', 'timezone = "X')]},
        {"replace": [("daily_limt = 500", "daily_limit_per_inbox = 500"), ('timezone = "X', 'timezone = "')]},
        {"replace": [("daily_limit_per_inbox = 500", "daily_limit_per_inbox = 50  ")]},
    )
    async with opened(sandbox, store_path=cache) as console:
        await on_campaign(console, "DRAFT")
        await console.press("e")
        await planned(console)
        first, second, third = fake.calls
        assert len(first.arguments) == 1
        assert '#!! daily_limt: there is no such key. Did you mean "daily_limit_per_inbox"?' in second.text
        assert "#!! timezone: there is no time zone" in second.text
        assert "2 faults" in second.text.split("\n")[0]
        line = int(second.arguments[0].removeprefix("+"))
        assert second.text.split("\n")[line - 1].startswith('timezone = "X')
        assert "#!! daily_limit_per_inbox: must be a whole number from 1 to 100, not 500" in third.text
        assert third.text.count("#!! ") == 2
        assert "→ 50" in console.text
        await console.press("escape")
        await told(console, "your text is in")
        [kept] = drafts(cache)
        assert "daily_limit_per_inbox = 50" in kept.read_text()
        assert "#!! " not in kept.read_text()
        assert console.state.store.journal.entries() == []


async def test_giving_up_with_faults_keeps_the_text_and_names_it(
    sandbox: LocalSandbox, fake: FakeEditor, cache: Path
) -> None:
    fake.will({"replace": [("enable_unsubscribe = ", "enable_unsubscribe = maybe # ")]}, {})
    async with opened(sandbox, store_path=cache) as console:
        await on_campaign(console, "DRAFT")
        await console.press("e")
        await told(console, "1 fault left: nothing was sent")
        [kept] = drafts(cache)
        assert kept.name in console.flash
        assert "maybe" in kept.read_text()


async def test_an_editor_that_fails_sends_nothing(sandbox: LocalSandbox, fake: FakeEditor, cache: Path) -> None:
    fake.will({"replace": [("daily_limit_per_inbox = ", "daily_limit_per_inbox = 17 # ")], "status": 3})
    async with opened(sandbox, store_path=cache) as console:
        await on_campaign(console, "DRAFT")
        await console.press("e")
        await told(console, "the editor ended with status 3: nothing was sent")


async def test_an_active_campaign_is_paused_edited_and_resumed(sandbox: LocalSandbox, fake: FakeEditor) -> None:
    fake.will({"replace": [("daily_limit_per_inbox = ", "daily_limit_per_inbox = 17 # ")]})
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        await console.press("enter", "e")
        await planned(console)
        for step in ("1. pause: ACTIVE → PAUSED", "2. edit", "3. resume: PAUSED → ACTIVE"):
            assert step in console.text
        await console.press("tab", "enter")
        await told(console, "Edited ")
        assert (await sandbox.get(f"/campaigns/{campaign_id}"))["daily_limit_per_inbox"] == 17
        assert console.status(campaign_id) == "ACTIVE"
        entries = console.state.store.journal.entries()
        assert [(entry.action, entry.result) for entry in reversed(entries)] == [
            ("pause", "done"),
            ("edit", "done"),
            ("activate", "done"),
        ]


async def test_when_the_edit_fails_after_the_pause_resuming_is_offered(
    sandbox: LocalSandbox, fake: FakeEditor, cache: Path
) -> None:
    fake.will({"replace": [("daily_limit_per_inbox = ", "daily_limit_per_inbox = 17 # ")]})
    async with opened(sandbox, store_path=cache) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        await console.press("e")
        await planned(console)
        plan = console.app.screen
        # Somebody else changes it between the pause and the edit.
        world = sandbox.world

        def meddle() -> None:
            world.db.execute(
                "UPDATE campaign SET daily_limit_per_inbox = 99 WHERE id = ?", (world.find("campaign", campaign_id),)
            )

        original = world.campaigns.pause

        def pause(campaign: int) -> None:
            original(campaign)
            meddle()

        world.campaigns.pause = pause  # type: ignore[method-assign]
        await console.press("tab", "enter")
        await console.until(
            lambda: isinstance(console.app.screen, Confirm) and console.app.screen is not plan, "resuming is offered"
        )
        assert "It stays PAUSED" in console.text
        assert (await sandbox.get(f"/campaigns/{campaign_id}"))["status"] == "PAUSED"
        await console.press("tab", "enter")
        await console.until(lambda: console.status(campaign_id) == "ACTIVE", "active again")
        assert (await sandbox.get(f"/campaigns/{campaign_id}"))["daily_limit_per_inbox"] == 99
        assert len(drafts(cache)) == 1


async def test_a_conflict_is_shown_and_planned_anew(sandbox: LocalSandbox, fake: FakeEditor) -> None:
    fake.will({"replace": [("daily_limit_per_inbox = ", "daily_limit_per_inbox = 17 # ")]})
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "DRAFT")
        await console.press("e")
        await planned(console)
        first = console.app.screen
        answer = await sandbox.call("PUT", f"/campaigns/{campaign_id}", json={"name": "Renamed by a colleague"})
        assert answer.status_code == 200
        await console.press("tab", "enter")
        await console.until(
            lambda: isinstance(console.app.screen, Confirm) and console.app.screen is not first, "a new plan"
        )
        assert "changed on the server while you wrote: name" in " ".join(console.text.split())
        await console.press("tab", "enter")
        await told(console, "Edited Renamed by a colleague")
        now = await sandbox.get(f"/campaigns/{campaign_id}")
        assert (now["name"], now["daily_limit_per_inbox"]) == ("Renamed by a colleague", 17)


async def test_changes_that_are_wrong_together_open_the_text_once_more(sandbox: LocalSandbox, fake: FakeEditor) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "DRAFT")
        before = await sandbox.get(f"/campaigns/{campaign_id}")
        mails = [{key: v[key] for key in ("subject_template", "email_content")} for v in before["variants"][:1]]
        two = [mails[0] | {"variant_name": name, "distribution_percent": 50} for name in "AB"]
        assert (await sandbox.call("PUT", f"/campaigns/{campaign_id}", json={"variants": two})).status_code == 200
        # Mine: 40 + 60. Theirs, meanwhile: a third variant.
        fake.will(
            {"replace": [("share = 50", "share = 40"), ("share = 50", "share = 60")]},
            {"replace": [("share = 60", "share = 0")]},
            {"replace": [("share = 40", "share = 75")]},
        )
        await console.press("e")
        await planned(console)
        three = [
            *two[:1],
            two[1] | {"distribution_percent": 25},
            two[1] | {"variant_name": "C", "distribution_percent": 25},
        ]
        await sandbox.call("PUT", f"/campaigns/{campaign_id}", json={"variants": three})
        first = console.app.screen
        await console.press("tab", "enter")
        await console.until(lambda: len(fake.calls) > 1, "opened again")
        await console.until(
            lambda: isinstance(console.app.screen, Confirm) and console.app.screen is not first, "a new plan"
        )
        assert "shares must add up to exactly 100: 40 + 60 + 25 = 125" in fake.calls[1].text
        assert "shares must add up to exactly 100: 40 + 0 + 25 = 65" in fake.calls[2].text


async def test_read_only_opens_to_look(sandbox: LocalSandbox, fake: FakeEditor, cache: Path) -> None:
    fake.will({"replace": [("daily_limit_per_inbox = ", "daily_limit_per_inbox = 17 # ")]})
    async with opened(sandbox, read_only=True, store_path=cache) as console:
        await console.ready()
        campaign = console.campaign("DRAFT")
        await console.until(lambda: console.state.connection is not None, "connected")
        await console.press("2")
        await console.select(campaign.id)
        await console.press("e")
        await told(console, "; view only, nothing was sent")
        assert fake.calls[0].text.split("\n")[1].startswith("# View only")
        await console.press("n")
        assert "read-only" in console.flash
        assert len(fake.calls) == 1
        assert console.state.store.journal.entries() == []


async def test_a_new_campaign_from_the_starter(sandbox: LocalSandbox, fake: FakeEditor) -> None:
    sender = (await sandbox.get("/sender-accounts"))["sender_accounts"][0]["email_address"]
    fake.will(
        {
            "replace": [
                ('name = "New campaign"', 'name = "Short"'),
                ("inboxes = []", 'inboxes = ["nobody@acme.example"]'),
            ]
        },
        {
            "replace": [
                ('name = "Short"', 'name = "Winter outreach"'),
                ('["nobody@acme.example"', f'["{sender.upper()}"'),
            ]
        },
    )
    async with opened(sandbox) as console:
        await on_campaign(console, "DRAFT")
        await console.press("n")
        await planned(console)
        assert "there is no sender account" in fake.calls[1].text
        assert "8-255 characters, it has 5" in fake.calls[1].text
        assert "1. create" in console.text
        await console.press("tab", "enter")
        await told(console, "Created Winter outreach")
        [made] = (await sandbox.get("/campaigns", search="Winter outreach"))["campaigns"]
        detail = await sandbox.get(f"/campaigns/{made['campaign_id']}")
        assert [inbox["email_address"] for inbox in detail["inboxes"]] == [sender]
        assert (len(detail["variants"]), len(detail["sequences"]), detail["daily_limit_per_inbox"]) == (1, 1, 50)


async def test_a_copy_needs_a_name_of_its_own(sandbox: LocalSandbox, fake: FakeEditor) -> None:
    async with opened(sandbox) as console:
        campaign_id = await on_campaign(console, "ACTIVE")
        original = await sandbox.get(f"/campaigns/{campaign_id}")
        name = f"{original['name']} (copy)"
        fake.will({"replace": [(name, original["name"])]}, {"replace": [(original["name"] + '" ', 'Second wave" ')]})
        await console.press("N")
        await planned(console)
        assert "a campaign of that name exists" in fake.calls[1].text
        await console.press("tab", "enter")
        await told(console, "Created Second wave")
        [made] = (await sandbox.get("/campaigns", search="Second wave"))["campaigns"]
        copy = await sandbox.get(f"/campaigns/{made['campaign_id']}")
        assert copy["status"] == "DRAFT"
        assert [v["email_content"] for v in copy["variants"]] == [v["email_content"] for v in original["variants"]]


async def test_without_an_editor_it_says_so(sandbox: LocalSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/at/all --fast")
    async with opened(sandbox) as console:
        await on_campaign(console, "DRAFT")
        await console.press("e")
        await told(console, "$VISUAL names cannot be run")


async def test_a_campaign_begins_in_the_form(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(80, 24)) as console:
        await on_campaign(console, "DRAFT")
        taken = console.campaign("DRAFT").name
        await console.press("F")
        assert isinstance(console.app.screen, NewCampaign)
        assert "ctrl+s shows the plan" in console.text
        await console.press("enter")
        assert console.app.focused is not None
        assert console.app.focused.id == "timezone", "enter goes on, as in every form"
        await console.write("#name", taken)
        await console.write("#sending_window", "17:00-09:00")
        await console.press("ctrl+s")
        await console.until(lambda: "must end after it starts" in console.text, "the fault is told")
        assert "a campaign of that name exists" in console.text
        assert console.app.focused is not None
        assert console.app.focused.id == "name"
        await console.write("#name", "Begun in a form")
        await console.write("#sending_window", "8:30-24:00")
        await console.write("#sending_days", "mon, sat")
        await console.write("#daily_limit_per_inbox", "none")
        await console.press("ctrl+s")
        await planned(console)
        await console.press("tab", "enter")
        await told(console, "Created Begun in a form")
        [made] = (await sandbox.get("/campaigns", search="Begun in a form"))["campaigns"]
        detail = await sandbox.get(f"/campaigns/{made['campaign_id']}")
        assert detail["sending_days"] == [1, 6]
        assert (detail["sending_window_start"], detail["sending_window_end"]) == (8, 24)
        assert detail["daily_limit_per_inbox"] is None
        await console.press("F", "escape")
        assert "nothing was sent" in console.flash
