"""Every screen on a living workspace: what it shows, and that it stays whole at every size."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widgets import Input

from coldsend_tui.text import width
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import opened

SIZES = [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow), (200, 60)]


async def test_now_shows_the_verdict_the_findings_and_the_day(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        verdict = console.state.verdict
        assert verdict.headline in console.paper("#header")
        assert len(console.rows.rows) == len(verdict.findings)
        if verdict.findings:
            assert verdict.findings[0].name[:12] in console.paper("#detail")
        assert "campaigns" in console.paper("#today")
        assert "bounced" in console.paper("#today")


async def test_campaigns_show_counters_with_their_rates(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2")
        assert len(console.rows.rows) == len(console.state.workspace.campaigns)
        sent = next(c for c in console.state.workspace.campaigns if c.sent and c.total_leads)
        row = next(line for line in console.text.split("\n") if sent.name[:14] in line)
        assert f"{sent.sent:,}/{sent.total_leads:,}" in row
        assert f"{sent.bounced / sent.sent * 100:.1f} %" in row


async def test_senders_show_usage_and_health_of_the_selected_one(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("3")
        await console.until(lambda: bool(console.rows.rows), "senders drawn")
        sender = console.rows.current
        assert sender.email in console.paper("#side")
        assert f"{sender.sent_today}/{sender.daily_limit}" in console.paper("#side")
        before = sender.id
        await console.press("down")
        assert console.rows.current.id != before
        assert console.rows.current.email in console.paper("#side")


async def test_domains_show_their_pipeline_and_nameservers(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("4")
        await console.until(lambda: bool(console.rows.rows), "domains drawn")
        await console.until(lambda: "not read yet" not in console.paper("#side"), "set-up read")
        assert "nameservers" in console.paper("#side")
        assert console.rows.current.name in console.paper("#side")


async def test_the_journal_is_empty_and_whole(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.press("7")
        assert "Nothing has been written yet" in console.text
        await console.press("h")
        await console.until(lambda: "whole" in console.flash, "chain checked")


@pytest.mark.parametrize("size", SIZES)
async def test_no_line_is_wider_than_the_screen_and_nothing_overlaps(
    sandbox: LocalSandbox, size: tuple[int, int]
) -> None:
    async with opened(sandbox, size=size) as console:
        await console.ready()
        for key in "123467":
            await console.press(key)
            lines = console.text.split("\n")
            assert len(lines) == size[1]
            assert {width(line) for line in lines} == {size[0]}
            assert "coldsend" in lines[0] and "? help" in lines[-1]
            # Every panel is closed: as many corners open as close.
            text = console.text
            assert text.count("╭") == text.count("╮") == text.count("╰") == text.count("╯")


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (1, 1)])
async def test_a_tiny_terminal_is_survived(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with opened(sandbox, size=size) as console:
        await console.ready()
        for key in ("2", "enter", "escape", "3", "4", "6", "7", "1"):
            await console.press(key)
        assert console.app.is_running


async def test_help_lists_every_key_of_the_screen(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(120, 60)) as console:
        await console.press("2")
        commands = console.place.commands()
        await console.press("question_mark")
        for command in commands:
            assert command.help[:40] in console.text
        await console.press("escape")
        assert console.place.NAME == "campaigns"


async def test_the_palette_finds_and_runs_a_command(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.press("colon")
        await console.write("#find", "sender")
        await console.press("enter")
        assert console.place.NAME == "senders"


async def test_the_filter_narrows_the_list_and_names_a_mistake(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2", "slash")
        await console.write("#filter", "status:active")
        shown = console.rows.rows
        assert shown and {row.status for row in shown} == {"ACTIVE"}
        await console.write("#filter", "status:actve")
        assert "Did you mean status:active" in console.flash
        await console.write("#filter", "statis:active")
        assert "status" in console.flash and "statis" in console.flash
        await console.write("#filter", "")
        await console.press("escape")
        assert len(console.rows.rows) == len(console.state.workspace.campaigns)


async def test_keys_that_arrive_bunched_with_the_filter_key_go_into_the_filter(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2")
        for key in ("slash", "P", "a"):
            console.app.post_message(Key(key, {"slash": "/"}.get(key, key)))
        field = console.place.query_one("#filter", Input)
        await console.until(lambda: field.value == "Pa", "typed into the filter")


async def test_marks_survive_a_refresh_and_escape_clears_them(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("2", "space", "space")
        assert len(console.rows.marks) == 2
        console.state.reload()
        console.app._workspace_changed(frozenset())
        await console.pilot.pause()
        assert len(console.rows.marks) == 2
        assert "2 marked" in str(console.place.query_one("#list").border_title)
        await console.press("escape")
        assert not console.rows.marks


async def test_freezing_stops_the_refresh_and_says_so(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await console.press("z")
        assert "FROZEN" in console.paper("#header")
        await console.press("z")
        assert "FROZEN" not in console.paper("#header")
