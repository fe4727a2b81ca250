from __future__ import annotations

import pytest

from coldsend_tui.actions.outcome import Fate, ItemResult, Outcome
from coldsend_tui.actions.transitions import plan_transition
from coldsend_tui.errors import ExitCode
from coldsend_tui.ops.lifecycle import Transition
from tests.ops.rows import NOW, campaign


def outcome(*results: ItemResult) -> Outcome:
    rows = [campaign(result.id, name=result.name) for result in results]
    return Outcome(plan_transition(Transition.PAUSE, rows, settings={}, now=NOW), results)


DONE = ItemResult("c1", "Q4 CFO outreach", Fate.DONE, "ACTIVE", "PAUSED", True)
REFUSED = ItemResult("c2", "Series B", Fate.REFUSED, "ACTIVE", None, False, "not now", ("leads", "inboxes"))
UNKNOWN = ItemResult("c3", "Old \x1b[31mlist", Fate.UNKNOWN, "ACTIVE", None, False, "no answer in time")


@pytest.mark.parametrize(
    ("results", "summary", "code"),
    [
        ((DONE,), "Paused Q4 CFO outreach", ExitCode.OK),
        ((DONE, DONE), "Paused 2 campaigns", ExitCode.OK),
        ((REFUSED,), "Pause of Series B was refused: not now", ExitCode.FAILED),
        ((DONE, REFUSED), "Pause: 1 done, 1 refused. Series B: not now", ExitCode.PARTIAL),
        ((UNKNOWN,), "Pause of Old \ufffd[31mlist may or may not have happened: no answer in time", ExitCode.PARTIAL),
        ((), "Paused 0 objects", ExitCode.OK),
    ],
)
def test_one_line_for_the_flash_and_a_status_for_the_shell(
    results: tuple[ItemResult, ...], summary: str, code: ExitCode
) -> None:
    told = outcome(*results)
    assert (told.summary, told.exit_code) == (summary, code)


def test_each_result_has_its_line() -> None:
    assert outcome(DONE, REFUSED, UNKNOWN).lines() == (
        "Q4 CFO outreach: done, ACTIVE → PAUSED",
        "Series B: refused (not now; missing: leads, inboxes)",
        "Old \ufffd[31mlist: unknown (no answer in time)",
    )
