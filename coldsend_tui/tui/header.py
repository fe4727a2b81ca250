"""The header of every screen, from what the console knows. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coldsend_tui.tui.widgets import frame

if TYPE_CHECKING:
    from coldsend_tui.tui.console import Console
    from coldsend_tui.tui.lines import Line


def header(state: Console, columns: int) -> Line:
    """What the header says now, in `columns` cells."""
    age = state.data_age
    session, budget = state.session, state.budget
    return frame.header(
        columns,
        profile=state.launch.profile,
        mode=state.mode,
        verdict=state.verdict.headline,
        level=state.verdict.level.name,
        age=None if age is None else age.total_seconds(),
        minute=(budget.minute_left, budget.minute_limit) if budget else None,
        hour=(budget.hour_left, budget.hour_limit) if budget else None,
        clock=f"{state.clock.now():%H:%M} UTC",
        frozen=bool(session and session.paused),
        lost=state.lost,
        waits=f"{budget.waiting_until:%H:%M:%S}" if budget and budget.waiting_until else "",
    )
