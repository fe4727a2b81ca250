"""Bulk writes of many rows from a screen: the job's progress on the flash line, then a result for each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coldsend_tui.actions.batch import batches
from coldsend_tui.actions.outcome import Fate, Outcome
from coldsend_tui.actions.plan import Plan
from coldsend_tui.tui.columns.row_results import RowResult
from coldsend_tui.tui.modals.row_results import RowResults
from coldsend_tui.tui.writes import offer

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

_GAUGE = 20


def offer_rows(
    app: ConsoleApp,
    plan: Plan,
    numbers: dict[str, int],
    again: Callable[[Outcome], Plan],
) -> None:
    """Put a bulk plan before the operator and show what became of each row. `numbers` are row numbers by name, `again` plans
    what was not done once more."""
    left_alone = [RowResult(*_numbered(r.name), "left alone", _reason(r.reason, r.instead)) for r in plan.refusals]
    if not plan.runnable and len(left_alone) > 1:
        app.push_screen(RowResults(f"{plan.title}: nothing to send", left_alone, 0))
        return
    before = 0
    for batch in batches(plan.items):
        batch.on_progress = _progress(app, plan.verb, before, len(plan.items))
        before += len(batch.keys)

    def ended(outcome: Outcome | None) -> None:
        if outcome is None:
            return
        rows = [RowResult(numbers.get(item.name), item.name, item.fate.value, item.detail) for item in outcome.items]
        rows += left_alone
        failed = sum(item.fate is not Fate.DONE for item in outcome.items)

        def answered(retry: bool | None) -> None:
            if retry:
                offer_rows(app, again(outcome), numbers, again)

        app.push_screen(RowResults(plan.title, rows, failed), answered)

    offer(app, plan, ended, results=False)


def _progress(app: ConsoleApp, verb: str, before: int, total: int) -> Callable[[int, int], None]:
    def told(done: int, _of: int) -> None:
        filled = (before + done) * _GAUGE // max(1, total)
        app.state.say(f"{verb}: job {'━' * filled}{'─' * (_GAUGE - filled)} {before + done}/{total}")

    return told


def _numbered(name: str) -> tuple[int | None, str]:
    word, number, *rest = [*name.split(" ", 2), "", ""][:3]
    return (int(number), rest[0]) if word == "row" and number.isdigit() else (None, name)


def _reason(reason: str, instead: str) -> str:
    return f"{reason}; {instead}" if instead else reason
