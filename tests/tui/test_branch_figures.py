"""What came of each branch, under its name in the tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coldsend_tui.live.projection.flow import branch_figures
from coldsend_tui.ops import flow
from coldsend_tui.ops.flow import BranchFigures
from coldsend_tui.tui.lines import cells, plain
from coldsend_tui.tui.screens.campaign.branches import view
from coldsend_tui.tui.screens.campaign.branches.tab import BranchesTab
from tests.sandbox.local import LocalSandbox
from tests.tui.test_campaign_screen import at_campaign, screen, tab
from tests.tui.test_campaign_views import GRAPH

WITH_A_BRANCH = "Midwest clinics"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_came_of_each_branch_is_told(
    make_sandbox: Callable[..., LocalSandbox], size: tuple[int, int]
) -> None:
    sandbox = make_sandbox(scale="medium")
    async with at_campaign(
        sandbox,
        lambda console: next(one for one in console.state.workspace.campaigns if one.name.startswith(WITH_A_BRANCH)),
        size=size,
    ) as console:
        await tab(console, "b")
        await console.until(lambda: "entered" in console.text, "figures read")
        path = f"/analytics/campaigns/{screen(console).campaign_id}/subsequences"
        (came,) = (await sandbox.call("GET", path)).json()["subsequences"]
        assert came["sent_count"] > 0
        row = next(line for line in console.text.split("\n") if "entered" in line)
        assert f"{came['enrolled_count']} leads entered, {came['completed_count']} through" in row
        assert f"opened {came['open_count']}/{came['sent_count']} " in row
        assert f"replied {came['reply_count']}/{came['sent_count']} " in row
        assert f"read {console.state.clock.now():%H:%M:%S} UTC" in console.text


async def test_an_outage_leaves_the_tree_and_r_tries_again(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(scale="medium")
    async with at_campaign(
        sandbox,
        lambda console: next(one for one in console.state.workspace.campaigns if one.name.startswith(WITH_A_BRANCH)),
    ) as console:
        sandbox.faults("503 on getSubsequenceAnalytics")
        await tab(console, "b")
        shown = screen(console).tab
        assert isinstance(shown, BranchesTab)
        await console.until(lambda: shown.figures.error is not None and "tries again" in console.text, "told")
        assert "Interested: offer a time" in console.text
        sandbox.faults("off")
        await console.press("r")
        await console.until(lambda: "entered" in console.text and "tries again" not in console.text, "read after all")


@pytest.mark.parametrize("columns", [66, 120])
def test_figures_stand_under_their_own_branch(columns: int) -> None:
    came = BranchFigures("x1", None, 12_345, 11_000, 20_000, 9_000, 1_000)
    lines, place = view.tree(GRAPH, None, "x1", columns, [came, BranchFigures(None, "gone", 1, 1, 1, 1, 1)])
    assert "12,345 leads entered, 11,000 through" in plain(lines[place + 1])
    assert "replied 1,000/20,000 5.0 %" in plain(lines[place + (1 if columns == 120 else 2)])
    assert all(cells(line) <= columns for line in lines[place + 1 : place + 3])


def test_a_branch_without_mails_has_no_rate_and_what_is_not_told_is_no_zero() -> None:
    (branch,) = [one for one in flow.branches(GRAPH) if one.id == "x1"]
    silent = branch_figures({"entry_node_id": branch.entry, "sent_count": 0, "open_count": 0, "enrolled_count": -1})
    assert silent is not None and silent.is_of(branch) and silent.entered is None
    lines, place = view.tree(GRAPH, None, "x1", 90, [silent])
    assert "0 mails" in plain(lines[place + 1]) and "%" not in plain(lines[place + 1])
    nothing, place = view.tree(GRAPH, None, "x1", 90, [BranchFigures("x1", None, None, None, None, None, None)])
    assert "the API told no figures" in plain(nothing[place + 1])
    assert branch_figures({"label": "without an id"}) is None
