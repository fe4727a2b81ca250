"""The campaign screen by keys: its head, every tab at every size, what-if, content for leads, branches and inboxes to a plan."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, TextArea

from coldsend_tui.text import width
from coldsend_tui.tui.modals.confirm import Confirm
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.screens.campaign.screen import CampaignScreen
from coldsend_tui.tui.screens.campaign.tabs import TABS
from coldsend_tui.tui.widgets.paper import Paper
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coldsend_tui.workspace import Campaign

SIZES = [(80, 24), (200, 60)]


@asynccontextmanager
async def at_campaign(
    sandbox: LocalSandbox, which: Callable[[Driver], Campaign] | None = None, *, status: str = "ACTIVE", **launch: Any
) -> AsyncIterator[Driver]:
    """A console with the screen of one campaign in sight, its settings read."""
    async with opened(sandbox, **launch) as console:
        await console.ready()
        campaign = which(console) if which else console.campaign(status)
        console.app.open_object("campaign", campaign.id)
        await console.pilot.pause()
        await console.until(lambda: console.state.store.campaign_settings(campaign.id) is not None, "settings read")
        await console.until(lambda: console.state.store.quotas(campaign.id) is not None, "quotas read")
        await console.pilot.pause()
        yield console


def screen(console: Driver) -> CampaignScreen:
    assert isinstance(console.app.screen, CampaignScreen)
    return console.app.screen


async def tab(console: Driver, key: str) -> str:
    """Open a tab by its key and wait until its feeds were read; the text of the whole screen."""
    await console.press(key)
    await console.until(
        lambda: all(console.state.fetched_at(name) is not None for name in screen(console).feeds()[0]), "feeds read"
    )
    await console.pilot.pause()
    await console.pilot.pause()
    return console.text


async def test_it_opens_with_the_machine_readiness_and_progress(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        campaign = screen(console).campaign
        assert campaign is not None
        drawn = console.paper("#lifecycle")
        assert all(state in drawn for state in ("DRAFT", "ACTIVE", "PAUSED", "COMPLETED", "FAILED", "ARCHIVED"))
        assert "P pause → PAUSED" in drawn and "launch" not in drawn
        assert f"{campaign.total_leads:,} leads" in console.paper("#readiness")
        progress = console.paper("#progress")
        assert f"{campaign.replied}/{campaign.sent}" in progress
        assert "first mails" in progress and "P90" in progress and "what if" in progress
        await console.press("escape")
        assert not isinstance(console.app.screen, CampaignScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_every_tab_is_whole_at_every_size(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with at_campaign(sandbox, size=size) as console:
        for spec in TABS:
            text = await tab(console, spec.key)
            assert "not read yet" not in text
            assert all(width(row) == size[0] for row in text.split("\n"))
            assert spec.label in text
            papers = console.app.screen.query(Paper)
            before = [paper.lines for paper in papers]
            console.place.draw_all()
            assert [paper.lines for paper in papers] == before, spec.name


async def test_tabs_are_made_when_they_are_first_shown(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        assert set(screen(console)._made) == {"overview"}
        await console.press("tab", "tab")
        assert screen(console).spec.name == "content"
        await console.press("shift+tab", "left_square_bracket")
        assert screen(console).spec.name == "overview"
        await console.press("right_square_bracket")
        assert set(screen(console)._made) == {"overview", "readiness", "content"}
        # A key of another tab does nothing here.
        text = await tab(console, "d")
        await console.press("X", "w", "plus")
        assert console.text == text


async def test_keys_faster_than_a_new_tab_do_no_harm(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        at = screen(console)
        for spec in TABS:
            at.show_tab(spec.name)
            for command in spec.commands:
                if not command.writes:
                    console.app.run_command(command.name)
            for move in (at.do_down, at.do_page_up, at.do_last, at.draw_all):
                move()
        await console.pilot.pause()
        assert screen(console).spec is TABS[-1]


async def test_leads_are_read_only_while_a_tab_shows_them(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        campaign_id = screen(console).campaign_id
        sample = f"sample:{campaign_id}"
        await console.until(lambda: console.state.store.lead_sample(campaign_id) is not None, "a page for the overview")
        read = console.state.store.lead_sample(campaign_id)
        assert read is not None and read.leads
        for key, wanted in (("f", False), ("d", True), ("c", True), ("h", False), ("o", True)):
            await tab(console, key)
            assert (sample in console.place.feeds()[0]) is wanted, key


@pytest.mark.parametrize("slow", [False, True])
async def test_levers_move_the_dates_at_once_and_change_nothing(
    sandbox: LocalSandbox, slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if slow:
        # Every answer is then worked out in a thread.
        monkeypatch.setattr("coldsend_tui.tui.screens.campaign.overview.tab.SLOW", -1.0)
    async with at_campaign(sandbox) as console:
        settings = console.state.store.campaign_settings(screen(console).campaign_id)
        assert settings is not None and settings.inboxes
        now = len(settings.inboxes)
        await console.press("plus", "equals_sign")
        await console.until(lambda: f"▸inboxes {now} → {now + 2}" in console.paper("#progress"), "more inboxes")
        assert "a preview, nothing is changed" in console.paper("#progress")
        await console.press("right", "minus")
        await console.until(lambda: "▸window" in console.paper("#progress"), "the window")
        await console.press("backspace")
        await console.until(lambda: "→" not in console.paper("#progress").replace("← →", ""), "as it is")
        await console.press("left")
        await console.until(lambda: "▸inboxes" in console.paper("#progress"), "inboxes again")
        assert console.state.store.campaign_settings(screen(console).campaign_id) == settings


async def test_a_paused_campaign_previews_its_resume(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, status="PAUSED") as console:
        assert "on A" in console.paper("#progress")
        assert "first mails left" in console.paper("#progress")
        assert "mails an hour" in console.paper("#progress")


async def test_the_plot_changes_measure_and_span(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        plot = console.app.screen.query_one("#plot")
        titles = [str(plot.border_title)]
        for _ in range(3):
            await console.press("v")
            titles.append(str(plot.border_title))
        assert [text.partition(" · ")[0] for text in titles] == ["cumulative", "per hour", "per day", "cumulative"]
        await console.press("t")
        assert "30 days" in str(plot.border_title)


async def test_content_turns_leads_mails_words_and_source(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        await tab(console, "c")
        sample = console.state.store.lead_sample(screen(console).campaign_id)
        assert sample is not None
        assert sample.leads[0].email in console.text
        await console.press("greater_than_sign")
        assert sample.leads[1].email in console.text
        await console.press("comma")
        assert sample.leads[0].email in console.text
        assert "{{" not in console.text
        await console.press("v")
        assert "{{" in console.text
        await console.press("v", "right")
        assert "▸2" in console.text


async def test_changes_show_what_was_done(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        await console.until(lambda: console.state.write_refusal == "", "connected")
        await console.press("P", "enter")
        await console.until(lambda: console.flash.startswith("Paused"), "paused")
        text = await tab(console, "h")
        assert "ACTIVE → PAUSED" in text
        assert "pause" in text and "done" in text


async def test_a_branch_is_created_by_keys(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        await console.until(lambda: console.state.write_refusal == "", "connected")
        await tab(console, "b")
        await console.press("B")
        form = console.app.screen
        assert isinstance(form, Form)
        await console.press("ctrl+s")
        assert "needs a label" in console.paper("#form-error")
        form.query_one("#field-label", Input).value = "Pricing"
        await console.press("tab", "right")
        assert form.query_one("#field-trigger", Input).value == "STATUS"
        await console.press("left")
        form.query_one("#field-value", Input).value = "price, cost"
        form.query_one("#field-wait1", Input).value = "2d"
        form.query_one("#field-subject1", Input).value = "Pricing"
        form.query_one("#field-body1", TextArea).text = "The list is attached."
        await console.press("ctrl+s")
        assert isinstance(console.app.screen, Confirm)
        await console.press("tab", "enter")
        await console.until(lambda: console.flash.startswith("Created branch"), "created")
        await console.until(lambda: "reply says price, cost" in console.text, "in the tree")
        # Edited: the text changes, so the wait that the API does not tell has to be filled in.
        await console.press("E")
        form = console.app.screen
        assert isinstance(form, Form)
        form.query_one("#field-body1", TextArea).text = "A new text."
        await console.press("ctrl+s")
        assert "the API does not tell this wait" in console.paper("#form-error")
        form.query_one("#field-wait1", Input).value = "4h"
        await console.press("ctrl+s", "tab", "enter")
        await console.until(lambda: console.flash.startswith("Edited branch"), "edited")


async def test_inboxes_of_an_active_campaign_say_the_way_out(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox) as console:
        await console.until(lambda: console.state.write_refusal == "", "connected")
        await tab(console, "i")
        await console.press("I")
        assert isinstance(console.app.screen, CampaignScreen)
        assert "pause it with P" in console.flash


async def test_an_inbox_is_assigned_by_keys(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, status="PAUSED") as console:
        await console.until(lambda: console.state.write_refusal == "", "connected")
        await tab(console, "i")
        settings = console.state.store.campaign_settings(screen(console).campaign_id)
        assert settings is not None
        before = len(settings.inboxes or ())
        await console.press("I")
        pick = console.app.screen
        assert isinstance(pick, Pick)
        first = pick.choices[0]
        await console.press("space", "enter")
        assert isinstance(console.app.screen, Confirm)
        await console.press("tab", "enter")
        await console.until(lambda: console.flash.startswith("Assigned inboxes"), "assigned")
        settings = console.state.store.campaign_settings(screen(console).campaign_id)
        assert settings is not None
        assert first.id in {inbox.id for inbox in settings.inboxes or ()}
        assert len(settings.inboxes or ()) == before + 1


async def test_scrolling_tells_what_is_below(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, size=(80, 24)) as console:
        await tab(console, "d")
        sheet = console.app.screen.query(".sheet").last()
        assert "more ↓" in str(sheet.border_subtitle)
        await console.press("G")
        await console.pilot.pause()
        assert str(sheet.border_subtitle) == ""
        await console.press("g")
        await console.pilot.pause()
        assert "more ↓" in str(sheet.border_subtitle)


async def test_read_only_darkens_the_writes_of_tabs(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, read_only=True) as console:
        await tab(console, "b")
        await console.press("B")
        assert isinstance(console.app.screen, CampaignScreen)
        assert "read-only" in console.flash
