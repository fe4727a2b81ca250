"""Clicks of a campaign by keys: by step and by link, and what is said where there are none."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.live.projection import clicks as projection
from coldsend_tui.live.projection.fields import project
from coldsend_tui.ops.clicks import ClickFigures, Clicks, LinkClicks
from coldsend_tui.tui.lines import Line, cells, plain
from coldsend_tui.tui.screens.campaign.clicks import view
from coldsend_tui.tui.screens.campaign.clicks.tab import ClicksTab
from coldsend_tui.workspace import Campaign
from tests.sandbox.local import LocalSandbox
from tests.tui.driver import Driver
from tests.tui.test_campaign_screen import at_campaign, screen

URL = "https://www.acme-outreach.example/notes/month-end"


def tracked(console: Driver) -> Campaign:
    """The campaign of the small workspace that counts clicks."""
    return next(one for one in console.state.workspace.campaigns if one.name.startswith("Finance leads"))


def text(lines: list[Line]) -> str:
    return "\n".join(plain(line) for line in lines)


async def opened_tab(console: Driver) -> ClicksTab:
    await console.press("s")
    tab = screen(console).tab
    assert isinstance(tab, ClicksTab)
    await console.until(lambda: tab.reading.known is not None or tab.reading.error is not None, "read")
    await console.pilot.pause()
    return tab


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_clicks_are_told_by_step_and_link(sandbox: LocalSandbox, size: tuple[int, int]) -> None:
    async with at_campaign(sandbox, tracked, size=size) as console:
        tab = await opened_tab(console)
        answer = (await sandbox.call("GET", f"/analytics/campaigns/{screen(console).campaign_id}/ctr")).json()
        clicks = tab.reading.known
        assert clicks is not None and answer["unique_verified_clickers"] > 0
        drawn = console.text
        for name, figures in (
            ("all mails", answer),
            *((f"step {one['sequence_step']}", one) for one in answer["by_step"]),
        ):
            row = next(line for line in drawn.split("\n") if name in line)
            assert f"{figures['unique_verified_clickers']:,}/{figures['total_sent']:,} " in row
            assert f"{figures['unique_raw_clickers']:,}/{figures['total_sent']:,} " in row
        assert URL in drawn and "▸Clicks" in drawn and "Leads" in drawn
        assert f"read {console.state.clock.now():%H:%M:%S} UTC" in drawn
        await console.press("y")
        assert console.flash == f"copied {URL}"


async def test_opening_reads_once_and_r_reads_again(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, tracked) as console:
        tab = await opened_tab(console)
        first = tab.reading.known
        await console.press("o", "s")
        console.place.draw_all()
        await console.pilot.pause()
        assert tab.reading.known is first
        await console.press("r")
        await console.until(lambda: tab.reading.known is not first, "read again")
        assert tab.reading.known == first


async def test_without_tracking_it_says_how_to_turn_it_on(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, status="PAUSED") as console:
        await opened_tab(console)
        assert "Click tracking is off" in console.text
        assert "enable_click_tracking = true" in console.text
        assert "0.0 %" not in console.text
        campaign_id = screen(console).campaign_id
        await console.press("y")
        assert console.flash == f"copied {campaign_id}"


async def test_an_outage_is_told_and_r_tries_again(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, tracked) as console:
        sandbox.faults("503 on getCtrLinks")
        tab = await opened_tab(console)
        assert tab.reading.error is not None
        assert "r tries again" in console.text and "all mails" not in console.text
        sandbox.faults("off")
        await console.press("r")
        await console.until(lambda: "all mails" in console.text, "read after all")
        assert "tries again" not in console.text


async def test_a_key_without_the_scope_is_told_what_it_lacks(sandbox: LocalSandbox) -> None:
    async with at_campaign(sandbox, tracked) as console:
        sandbox.world.db.execute("UPDATE api_key SET scopes = ?", ('["leads:read"]',))
        tab = await opened_tab(console)
        assert tab.reading.error is not None
        assert "campaigns:read" in console.text and "r tries again" in console.text


def test_nothing_sent_is_no_rate() -> None:
    nothing = Clicks(ClickFigures(None, 0, 0, 0, 0, 0), (), ())
    assert "nothing to click on" in text(view.table(nothing, 76))
    assert "%" not in text(view.table(nothing, 76))


def test_mails_of_branches_are_in_no_step() -> None:
    clicks = Clicks(ClickFigures(None, 12, 1, 1, 1, 1), (ClickFigures(1, 10, 1, 1, 1, 1),), ())
    assert "2 mails of branches" in text(view.table(clicks, 76))


counts = st.none() | st.integers(0, 10**7)
figures = st.builds(ClickFigures, counts, counts, counts, counts, counts, counts)
some_links = st.builds(LinkClicks, counts, counts, st.text(max_size=200), counts, counts, counts)


@given(figures, st.lists(figures, max_size=4), st.lists(some_links, min_size=1, max_size=4), st.integers(20, 160))
def test_any_answer_fits_and_no_address_steers_the_terminal(
    total: ClickFigures, steps: list[ClickFigures], links: list[LinkClicks], columns: int
) -> None:
    clicks = Clicks(total, steps, links)
    lines, place = view.links(clicks, len(links) - 1, columns)
    assert plain(lines[place]).startswith("▸")
    for drawn in (*lines, *view.table(clicks, columns)):
        assert cells(drawn) <= columns
        assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in plain(drawn))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_whatever_is_answered_makes_figures(value: object) -> None:
    names = ("total_sent", "unique_verified_clickers", "by_step", "sequence_step", "link_index", "original_url")
    payload = dict.fromkeys(names, value)
    assert projection.figures(payload).raw is None
    assert isinstance(projection.steps(payload | {"by_step": [payload]}), tuple)
    rows, left_out = project([payload], projection.link)
    assert len(rows) + left_out == 1
