"""The Now screen: today's own figures, nothing claimed of time that nobody watched, every part within reach at 80x24."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from coldsend_tui.ops.findings import Quiet, Verdict
from coldsend_tui.ops.health import Level
from coldsend_tui.store import Store
from coldsend_tui.tui import prompt
from coldsend_tui.tui.lines import Line, cells, plain
from coldsend_tui.tui.prompt.line import run_typed
from coldsend_tui.tui.screens.now import view
from coldsend_tui.workspace import Gap, TimelineDay, Workspace
from tests.ops.rows import NOW, campaign, feeds, sample, sender, workspace
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened

HOUR = timedelta(hours=1)


def text(lines: list[Line]) -> str:
    return "\n".join(map(plain, lines))


def a_day(**changes: object) -> Workspace:
    days = (TimelineDay(NOW.date() - timedelta(days=1), 900, 9, 9, 9), TimelineDay(NOW.date(), 310, 10, 3, 8))
    values = {"timeline": days, "unread_replies": 19, "feeds": feeds(HOUR / 12, "timeline:90")} | changes
    return workspace(campaign(sent=6_000, replied=197, bounced=103), campaign("c2", status="PAUSED"), **values)


def test_today_is_about_today_and_the_rest_says_since_when() -> None:
    lines = view.today(a_day(), NOW, NOW, 60)
    above, _, below = text(lines).partition("since launch")
    assert "sent      12  cap 50" in above and "24 %" in above
    assert "replies   3  19 unread" in above
    assert "bounces   8/310 2.6 %" in above
    assert "6,0" not in above and "103" not in above
    assert "bounced   109/6,600 1.7 %" in below


def test_figures_of_an_old_timeline_carry_their_age() -> None:
    assert " old" not in text(view.today(a_day(), NOW, NOW, 60))
    late = a_day(feeds=feeds(timedelta(minutes=12), "timeline:90"))
    assert "19 unread  12m old" in text(view.today(late, NOW, NOW, 60))


@pytest.mark.parametrize("columns", [30, 32, 40, 76])
def test_no_figure_of_today_is_cut(columns: int) -> None:
    states = [
        campaign(f"c{at}", status=status)
        for at, status in enumerate(["ACTIVE", "PAUSED", "DRAFT", "FAILED", "COMPLETED", "ARCHIVED", "ODD"])
    ]
    lines = view.today(a_day(campaigns=states), NOW, NOW, columns)
    assert max(map(cells, lines)) <= columns
    assert "1 unknown state" in text(lines) and "1 archived" in text(lines)


def test_sums_of_the_hour_say_since_when_it_was_watched() -> None:
    samples = [sample(10, 100, replied=7), sample(4, 103, replied=9)]
    watched = [Gap(NOW - HOUR, NOW - timedelta(minutes=10))]
    replies, bounces = (plain(one) for one in view.pulse(samples, NOW, 44, watched))
    assert replies.endswith("2 since 15:54") and bounces.endswith("0 since 15:54")
    assert replies.count("·") == 16 and "▁" not in replies.partition("2 since")[0][8:24]
    assert plain(view.pulse(samples, NOW, 44)[0]).endswith("2 in 60m")


def test_what_grew_before_the_watch_went_on_is_not_of_this_hour() -> None:
    samples = [sample(300, 100, replied=7), sample(30, 900, replied=50), sample(5, 901, replied=51)]
    gap = [Gap(NOW - 5 * HOUR, NOW - HOUR / 2)]
    assert plain(view.pulse(samples, NOW, 60, gap)[0]).endswith("1 since 15:34")


def test_a_plot_without_a_mail_says_since_when_it_looked() -> None:
    assert view.plot([], NOW, [Gap(NOW - HOUR, NOW - timedelta(minutes=2))]).note == "no mail seen since 16:02"
    assert view.plot([], NOW).note == "no mail seen in 60m"


def test_minutes_that_nobody_watched_are_no_zeros_in_the_mean() -> None:
    assert view.smoothed([None, None, 6.0, 0.0], 3) == [None, None, 6.0, 3.0]
    samples = [sample(10, 100), sample(8, 104), sample(6, 108)]
    values = view.plot(samples, NOW, [Gap(NOW - 2 * HOUR, NOW - timedelta(minutes=10))]).series[0].values
    assert values[:50] == (None,) * 50
    assert values[53] == pytest.approx(4 / 4, abs=1.1) and values[53] > 0.9


def test_before_anything_was_read_today_claims_nothing() -> None:
    told = text(view.today(Workspace(), NOW, NOW, 60))
    assert told.count("–") == 3 and "campaigns not read yet" in told and "0" not in told


def test_campaigns_that_were_not_judged_are_counted_beside_findings() -> None:
    world = workspace(campaign("c1"), campaign("c2"), campaign("c3", status="PAUSED"), senders=(sender(),), settings={})
    blind = ("domains have not been read", "settings of 2 ACTIVE campaigns have not been read")
    verdict = Verdict(Level.WARN, (), 0, 1, HOUR, blind, "")
    told = view.unjudged(verdict, world, reading=True)
    assert told == "0 of 2 ACTIVE campaigns judged, settings being read · domains have not been read"
    assert view.unjudged(verdict, world, reading=False).startswith("0 of 2 ACTIVE campaigns judged, settings not read")
    assert view.unjudged(verdict._replace(blind=()), a_day(), reading=True) == ""


async def test_a_fresh_console_claims_no_hour_that_it_did_not_watch(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        now = f"{console.state.clock.now():%H:%M}"
        await console.until(lambda: f"0 since {now}" in console.paper("#pulse"), "watching began")
        assert "in 60m" not in console.paper("#pulse")


def broken(sandbox: LocalSandbox) -> LocalSandbox:
    """Two campaigns whose launch failed."""
    sandbox.world.db.execute("UPDATE campaign SET status = 'FAILED' WHERE status != 'ACTIVE'")
    return sandbox


async def test_what_is_not_judged_yet_is_told_beside_the_findings(sandbox: LocalSandbox) -> None:
    async with opened(broken(sandbox)) as console:
        await console.ready()
        console.state.workspace = console.state.workspace._replace(settings={})
        console.state.verdict = console.state.verdict._replace(
            blind=("settings of 1 ACTIVE campaign have not been read",)
        )
        console.place.draw_all()
        assert "ACTIVE campaigns judged, settings being read" in console.text


async def test_at_80x24_tab_reaches_every_line_and_every_part(sandbox: LocalSandbox) -> None:
    async with opened(broken(sandbox), size=(80, 24)) as console:
        await console.ready()
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        seen = console.paper("#detail")
        assert "more ↓ tab" in console.text
        while "more ↓" in console.text:
            await console.press("tab")
            seen += "\n" + console.paper("#detail")
        assert "leads mailed" in seen and "reach" in seen
        await console.press("tab")
        assert "Last hour" in console.text and "The selected finding" not in console.text
        assert "replies" in console.paper("#pulse") and "bounces" in console.paper("#pulse")
        assert len(console.paper("#pulse")) <= 76
        await console.press("tab")
        assert "Today" in console.text and "bounces" in console.text and "Last hour" not in console.text
        await console.press("shift+tab")
        assert "Last hour" in console.text
        await console.press("tab", "tab")
        assert "The selected finding" in console.text and "Its launch failed" in console.text


async def test_the_list_names_what_is_wrong_at_every_width(sandbox: LocalSandbox) -> None:
    for columns in (80, 100, 120, 200):
        async with opened(broken(sandbox), size=(columns, 30)) as console:
            await console.until(lambda: bool(console.rows.rows), "findings drawn")
            assert "what" in [column.title for column, _ in console.rows.layout_of.columns]


async def quieted(console: Driver, *keys: str, reason: str = "") -> None:
    """Quiet the finding under the cursor by `a`: keys change how long, then the reason."""
    await console.press("a", *keys)
    await console.write("#field-reason", reason)
    await console.press("ctrl+s")
    await console.until(lambda: console.state.verdict.snoozed > 0, "quieted")
    await console.pilot.pause()


async def test_a_snoozes_a_finding_with_a_reason_and_takes_it_back(sandbox: LocalSandbox) -> None:
    async with opened(broken(sandbox)) as console:
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        before = console.state.verdict
        finding = console.rows.current
        assert finding.severity.name == "CRIT"
        until = f"{console.state.clock.now() + timedelta(hours=4):%H:%M}"
        await quieted(console, "right", reason="list is being [cleaned")
        verdict = console.state.verdict
        assert (verdict.crit, verdict.snoozed) == (before.crit - 1, 1)
        assert "1 snoozed" in console.paper("#header")
        assert verdict.findings[-1].key == finding.key
        assert f"snoozed to {until}: list is being [cleaned" in console.text
        assert console.flash.startswith(f"snoozed to {until}")
        entry = console.state.store.journal.entries(1)[0]
        assert (entry.action, entry.object_kind, entry.result, entry.detail) == (
            "snooze",
            "finding",
            "done",
            "list is being [cleaned",
        )
        await console.select("\0".join(finding.key))
        assert "a takes it back" in console.paper("#detail")
        await console.press("a")
        await console.until(lambda: console.state.verdict.snoozed == 0, "woken")
        assert console.state.verdict.headline == before.headline
        assert console.state.store.journal.entries(1)[0].action == "wake"


async def test_how_long_may_be_typed_and_a_mistake_is_told(sandbox: LocalSandbox) -> None:
    async with opened(broken(sandbox)) as console:
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        await console.press("a")
        await console.write("#field-how", "soon")
        await console.press("ctrl+s")
        assert "soon is no time span" in console.text
        await console.write("#field-how", "2h")
        await console.press("ctrl+s")
        await console.until(lambda: console.state.verdict.snoozed == 1, "quieted")
        assert console.state.verdict.findings[-1].quiet == Quiet(console.state.clock.now() + timedelta(hours=2), "")


async def test_an_acknowledgement_survives_a_restart_and_ends_when_it_fires_again(
    sandbox: LocalSandbox, tmp_path: Path
) -> None:
    file = tmp_path / "cache.sqlite"
    async with opened(broken(sandbox), store=Store.open(file)) as console:
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        key, crit = console.rows.current.key, console.state.verdict.crit
        await quieted(console, "right", "right", "right")
        await console.state.read_again()
        assert console.state.verdict.crit == crit - 1
    async with opened(sandbox, store=Store.open(file)) as console:
        await console.until(lambda: console.state.verdict.snoozed == 1, "remembered")
        assert console.state.verdict.findings[-1].quiet == Quiet(None, "")
        console.state.store.findings.note([], console.state.clock.now())
        await console.state.read_again()
        assert console.state.verdict.snoozed == 0
        assert key in [finding.key for finding in console.state.verdict.findings]


async def test_snooze_is_typed_too(sandbox: LocalSandbox) -> None:
    async with opened(broken(sandbox)) as console:
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        await console.press("colon")
        await console.write("#find", "snooze 30m waiting for the list")
        assert "quiets the finding under the cursor until" in console.text
        await console.press("enter")
        await console.until(lambda: console.state.verdict.snoozed == 1, "quieted")
        assert console.state.verdict.findings[-1].quiet == Quiet(
            console.state.clock.now() + timedelta(minutes=30), "waiting for the list"
        )
        run_typed(console.app, next(c for c in prompt.COMMANDS if c.name == "snooze"), "9d")
        assert "at most 7d" in console.flash
        await console.press("2")
        run_typed(console.app, next(c for c in prompt.COMMANDS if c.name == "snooze"), "1h")
        assert "No finding is selected" in console.flash


async def test_a_read_only_console_quiets_nothing(sandbox: LocalSandbox) -> None:
    async with opened(broken(sandbox), read_only=True) as console:
        await console.until(lambda: bool(console.rows.rows), "findings drawn")
        await console.press("a")
        assert "read-only" in console.flash
        assert console.place.NAME == "now"


async def test_the_worst_is_never_one_that_somebody_quieted(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        verdict = console.state.verdict
        silent = tuple(finding._replace(quiet=Quiet(None, "known")) for finding in verdict.findings)
        console.state.verdict = verdict._replace(findings=silent)
        await console.press("exclamation_mark")
        assert console.place.NAME == "now"
        assert console.flash == "nothing found that needs you"
