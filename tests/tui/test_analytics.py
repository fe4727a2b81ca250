"""Analytics by keys: figures with their bounds, the map of who sent when, comparisons, funnels, and what goes to files."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coldsend_tui.live import feeds
from coldsend_tui.ops import figures, periods, wording
from coldsend_tui.ops.breakdown import By
from coldsend_tui.store.gauges import add_gauges
from coldsend_tui.tui.modals.pick import Pick
from coldsend_tui.tui.screens.analytics.heat.tab import HeatTab
from coldsend_tui.tui.screens.analytics.screen import AnalyticsScreen
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver, opened
from tests.tui.test_exporting import export


def screen(console: Driver) -> AnalyticsScreen:
    assert isinstance(console.app.screen, AnalyticsScreen)
    return console.app.screen


async def at_analytics(console: Driver, *keys: str) -> AnalyticsScreen:
    """The screen, once its days were read."""
    await console.ready()
    await console.press("6")
    here = screen(console)
    await console.until(lambda: here.timeline_age is not None, "timeline read")
    await console.press(*keys)
    return here


def title(console: Driver, selector: str) -> str:
    return str(console.place.query_one(selector).border_title)


async def test_the_period_is_held_against_the_one_before(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        here = await at_analytics(console)
        await console.until(lambda: "┤" in console.paper("#plot"), "plot drawn")
        now = figures.total(periods.within(console.state.workspace.timeline, here.period))
        assert now.sent > 0
        for name in figures.RATES:
            row = next(line for line in console.paper("#sums").split("\n") if line.startswith(name))
            ratio = now.ratio(name)
            assert f"{ratio.part:,}/{ratio.whole:,}" in row and wording.percent(ratio.rate) in row
        assert "Last 30 days" in title(console, "#sums") and "read <1m ago" in title(console, "#sums")
        # The days before are asked for in the same request, which the background keeps anyway.
        assert here.timeline_feed == feeds.timeline(90)
        await console.press("t")
        assert "Last 90 days" in title(console, "#sums") and here.timeline_feed == feeds.timeline(180)
        await console.press("v")
        assert "opened / sent" in console.paper("#plot")
        await console.press("i")
        assert title(console, "#timeline").endswith("per week")


async def test_hours_are_what_this_console_saw_and_say_what_it_did_not(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        await at_analytics(console, "i", "i")
        assert "watched since" in console.paper("#told") and "last 24 h" in console.paper("#told")
        state, now = console.state, console.state.clock.now()
        began = state.store.watched_since()
        assert began is not None
        tab = screen(console).tab
        told = tab._by_hours().told  # type: ignore[union-attr]
        assert len(told) == 24 and told[0] is None
        assert now - began < timedelta(hours=1)
        await console.press("t")
        assert "last 48 h" in console.paper("#told")


async def test_any_range_is_typed_and_a_wrong_one_says_why(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        here = await at_analytics(console, "d")
        await console.write("#field-range", "2026-02-30")
        await console.press("ctrl+s")
        assert "no range of days" in console.text
        last = console.state.clock.now().date() - timedelta(days=3)
        await console.write("#field-range", f"{last - timedelta(days=9)}..{last}")
        await console.press("ctrl+s")
        assert here.period.days == 10 and here.period.last == last
        assert here.timeline_feed == feeds.timeline_between(here.period.before.first, last)
        await console.until(lambda: here.timeline_feed in console.state.workspace.feeds, "those days read")
        assert here.period.text in title(console, "#sums")


async def test_campaigns_inboxes_and_domains_are_ranked(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(160, 40)) as console:
        here = await at_analytics(console, "b")
        best = max(console.state.workspace.campaigns, key=lambda c: c.sent)
        first = console.text.split("\n")[5]
        assert best.name in first and f"{best.sent:,}" in first and "●" in first
        await console.press("slash")
        await console.write("#filter", f"sent>={best.sent}")
        await console.press("enter")
        assert "Campaigns 1 of 4" in title(console, "#breakdown")
        await console.press("escape")
        assert "Campaigns 4 " in title(console, "#breakdown")
        await console.press("right")
        assert here.by is By.INBOX and console.state.workspace.senders[0].email in console.text
        await console.press("right")
        assert here.by is By.DOMAIN and console.state.workspace.domains[0].name in console.text
        await console.press("left", "left", "enter")
        await console.until(lambda: best.name in console.text and "Overview" in console.text, "campaign opened")


async def test_a_ratio_shared_with_others_is_marked_as_such(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(160, 40)) as console:
        await console.ready()
        every = [feeds.campaign(campaign.id) for campaign in console.state.workspace.campaigns]
        await console.until(lambda: console.state.session is not None, "session")
        await console.state.session.reread(*every)  # type: ignore[union-attr]
        await at_analytics(console, "b", "right")
        assert "shared" in console.text and "~" in console.text
        assert "alone" in str(console.place.query_one("#breakdown").border_subtitle)


async def test_campaigns_are_told_of_a_range_as_this_console_saw_it(sandbox: LocalSandbox) -> None:
    async with opened(sandbox, size=(160, 40)) as console:
        here = await at_analytics(console, "b")
        subtitle = lambda: str(console.place.query_one("#breakdown").border_subtitle)  # noqa: E731
        assert "since the beginning" in subtitle()
        sandbox.advance(3)
        state = console.state
        state.clock.start = datetime.fromisoformat(str(sandbox.world.iso(sandbox.world.now)))  # type: ignore[attr-defined]
        before = {c.id: c.opened for c in state.workspace.campaigns}
        await state.session.reread(feeds.ANALYTICS)  # type: ignore[union-attr]
        await console.until(lambda: any(c.opened > before[c.id] for c in state.workspace.campaigns), "mails opened")
        await console.press("t")
        assert "last 7 days, seen since" in subtitle()
        rows = {row.id: row.figures.opened for row in here.ranked.rows().rows}  # type: ignore[union-attr]
        assert rows == {c.id: c.opened - before[c.id] for c in state.workspace.campaigns}
        await console.press("t", "t", "t")
        assert "since the beginning" in subtitle()


async def watched_inboxes(console: Driver) -> None:
    """Ten days of usage of the first inbox, with a night of three days in between."""
    state = console.state
    now = state.clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = state.workspace.senders[0].id

    def work(connection: object) -> None:
        connection.execute("DELETE FROM watched")  # type: ignore[attr-defined]
        for began, ended in ((10, 6), (3, -1)):
            span = (
                int((midnight - timedelta(days=began)).timestamp()),
                int(min(now, midnight - timedelta(days=ended)).timestamp()),
            )
            connection.execute("INSERT INTO watched VALUES (?, ?, ?)", (*span, 0))  # type: ignore[attr-defined]
        for back, mails in ((9, 40), (8, 20), (2, 31)):
            for hour, value in ((1, 0), (12, mails)):
                at = midnight - timedelta(days=back) + timedelta(hours=hour)
                add_gauges(connection, at, [("sender", first, "sent_today", float(value))])  # type: ignore[arg-type]

    state.store._database.write(work)


@pytest.mark.parametrize("size", [(200, 50), (80, 24)])
async def test_the_map_shows_who_sent_when_and_what_nobody_saw(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with opened(sandbox, size=size) as console:
        await console.ready()
        await watched_inboxes(console)
        here = await at_analytics(console, "h")
        tab = here.tab
        assert isinstance(tab, HeatTab)
        await console.until(lambda: bool(tab.map.rows), "map read")
        await console.pilot.pause()
        row = next(row for row in tab.map.rows if row.id == console.state.workspace.senders[0].id)
        seen = {start.date(): cell for start, cell in zip(tab.map.places, row.cells, strict=True)}
        today = console.state.clock.now().date()
        told = {back: seen[today - timedelta(days=back)] for back in (20, 9, 8, 5, 2)}
        assert told[20] is None and told[5] is None
        assert [(told[back].mails, told[back].whole) for back in (9, 8, 2)] == [(40, True), (20, True), (31, True)]  # type: ignore[union-attr]
        line = next(line for line in console.text.split("\n") if row.name[:12] in line)
        assert "·" in line and (" 40 " in line if size[0] == 200 else "░" in line or "█" in line)
        assert "not seen" in str(tab.table.border_subtitle)
        await console.press("right")
        await console.until(lambda: tab.map.rows[0].inboxes > 1, "domains summed up")
        await console.press("i")
        await console.until(lambda: len(tab.map.places) == 24, "by hours")
        assert "by UTC hour" in title(console, "#heat")


async def test_the_map_goes_to_a_file_with_what_was_not_seen(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await console.ready()
        await watched_inboxes(console)
        here = await at_analytics(console, "h")
        await console.until(lambda: bool(here.tab.map.rows), "map read")  # type: ignore[union-attr]
        await export(console, "csv", tmp_path / "usage")
        rows = list(csv.DictReader((tmp_path / "usage.csv").open(newline="")))
        assert len(rows) == 30 * len(console.state.workspace.senders)
        assert {row["seen"] for row in rows} == {"whole", "not seen"}
        assert all((row["mails"] == "") == (row["seen"] == "not seen") for row in rows)


async def test_marked_campaigns_are_compared_with_a_verdict_that_may_be_none(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        here = await at_analytics(console, "c")
        assert "against the 30 days before" in console.text
        await console.press("b")
        await console.press("space", "space")
        assert len(here.marked) == 2 and "2 marked: c compares" in title(console, "#breakdown")
        await console.press("c")
        text = console.text
        assert "Campaigns · 2 marked" in text and "├" in text and "held against" not in text
        assert "no verdict yet" in text or "too few mails" in text or "▼" in text or "▲" in text
        assert "replied / sent so far" in text
        await console.press("m")
        assert isinstance(console.app.screen, Pick)
        await console.press("space", "enter")
        assert len(here.marked) == 1 and "all others" in console.text


async def test_a_comparison_goes_to_a_file_with_its_bounds(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await at_analytics(console, "c", "right")
        await export(console, "csv", tmp_path / "rates")
        rows = list(csv.DictReader((tmp_path / "rates.csv").open(newline="")))
        replied = [row for row in rows if row["measure"] == "replied"]
        assert len(replied) == 2 and replied[1]["against"] == replied[0]["subject"] and replied[1]["verdict"]
        for row in replied:
            assert float(row["rate_low"]) <= float(row["rate"]) <= float(row["rate_high"])
            assert float(row["rate"]) == pytest.approx(int(row["part"]) / int(row["whole"]), abs=1e-6)


async def test_the_funnel_reads_clicks_once_somebody_stays(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        here = await at_analytics(console, "f")
        assert "All 4 campaigns" in console.text and "of leads" in console.text
        tracked = next(c for c in console.state.workspace.campaigns if c.name.startswith("Finance leads"))
        await console.press("full_stop")
        assert here.campaign_id == max(console.state.workspace.campaigns, key=lambda c: c.sent).id
        here.campaign_id = tracked.id
        here.show_tab("overview")
        await console.press("f")
        await console.until(lambda: "step 1" in console.text, "clicks read")
        assert "clicked" in console.text and "of mails" in console.text and "read 1" in console.text
        await console.press("comma")
        assert here.campaign_id != tracked.id


async def test_clicks_that_are_not_counted_are_no_zero(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        here = await at_analytics(console, "f")
        silent = next(c for c in console.state.workspace.campaigns if c.sent and not c.name.startswith("Finance leads"))
        await console.state.session.reread(feeds.campaign(silent.id))  # type: ignore[union-attr]
        here.campaign_id = silent.id
        here.show_tab("overview")
        await console.press("f")
        await console.until(lambda: "read 14:" in console.text, "clicks read")
        assert "Click tracking is off" in console.text and "clicked   " not in console.text


@pytest.mark.parametrize("ending", [".svg", ".txt"])
async def test_p_saves_what_is_drawn_and_never_over_another_file(
    sandbox: LocalSandbox, tmp_path: Path, ending: str
) -> None:
    async with opened(sandbox) as console:
        await at_analytics(console)
        await console.until(lambda: "┤" in console.paper("#plot"), "plot drawn")
        path = tmp_path / f"plot{ending}"
        await console.press("p")
        await console.write("#path", str(tmp_path / "plot.png"))
        await console.press("enter")
        assert "neither text nor SVG" in console.text
        await console.write("#path", str(path))
        await console.press("enter")
        await console.until(lambda: "saved in" in console.flash, "saved")
        assert str(path) in console.flash
        written = path.read_text()
        if ending == ".svg":
            root = ElementTree.fromstring(written)
            assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) >= 3
            assert "http" not in written.replace('xmlns="http://www.w3.org/2000/svg"', "")
        else:
            assert "┤" in written and "replied" in written and "acme-prod" in written
        await console.press("p")
        await console.write("#path", str(path))
        await console.press("enter")
        assert "there already" in console.text
        await console.press("escape")
        assert path.read_text() == written


async def test_every_tab_saves_and_copies(sandbox: LocalSandbox, tmp_path: Path) -> None:
    async with opened(sandbox) as console:
        await at_analytics(console)
        await console.until(lambda: "┤" in console.paper("#plot"), "plot drawn")
        for key in "obhcf":
            await console.press(key)
            here = screen(console)
            await console.until(lambda here=here: here.tab.drawing() is not None, f"{key} drawn")  # type: ignore[union-attr, misc]
            drawing = here.tab.drawing()  # type: ignore[union-attr]
            assert drawing is not None and len(drawing.words) > 100
            assert here.copies()[0].text == drawing.words
            await console.press("p")
            await console.write("#path", str(tmp_path / f"{key}.svg"))
            await console.press("enter")
            await console.until(lambda key=key: (tmp_path / f"{key}.svg").exists(), "saved")  # type: ignore[misc]
            ElementTree.fromstring((tmp_path / f"{key}.svg").read_text())


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(one, marks=pytest.mark.slow) for one in ((120, 40), (200, 60)))]
)
async def test_an_empty_workspace_is_told_so_in_every_tab(make_sandbox: object, size: tuple[int, int]) -> None:
    async with opened(make_sandbox(scale="empty"), size=size) as console:  # type: ignore[operator]
        await console.until(lambda: feeds.SENDERS in console.state.workspace.feeds, "read")
        await console.press("6")
        await console.until(lambda: screen(console).timeline_age is not None, "timeline read")
        await console.press("b")
        await console.until(lambda: "no campaign yet" in console.text, "none")
        await console.press("h")
        await console.until(lambda: "no inbox yet" in console.text, "none")
        await console.press("c", "right")
        assert "nothing to compare yet" in console.text
        await console.press("f")
        assert "no campaign yet" in console.text
        await console.press("p")
        assert "nothing is drawn yet" in console.flash


async def test_only_the_tab_in_sight_is_paid_for(sandbox: LocalSandbox) -> None:
    async with opened(sandbox) as console:
        here = await at_analytics(console)
        wanted = {}
        for key in "obhcf":
            await console.press(key)
            names, focus = here.feeds()
            assert focus in names and console.state._watching["screen"] == (names, focus)
            wanted[key] = set(names)
        assert wanted["o"] == {here.timeline_feed, feeds.ANALYTICS}
        assert wanted["h"] == {feeds.USAGE, feeds.SENDERS}
        assert wanted["c"] == {here.timeline_feed}
        assert not any(name.startswith("timeline") for name in wanted["b"] | wanted["h"] | wanted["f"])
