"""Quieting a finding: how long and why is asked, then it is kept, journalled and drawn at the end of the list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from coldsend_tui.actions import quieting
from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.live import judgement
from coldsend_tui.ops.findings import Finding, Quiet
from coldsend_tui.ops.spans import parse_span
from coldsend_tui.text import cut, safe
from coldsend_tui.tui.lines import Line, wrap
from coldsend_tui.tui.modals.form import Field, Form

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.console import Console

ACKNOWLEDGE: Final = "acknowledge"
SPANS: Final = ("15m", "1h", "4h", "24h")
"""How long a finding is snoozed [field.md §4]."""
LONGEST: Final = timedelta(days=7)
"""What may be typed; a guard that is blind for longer is how peers overlooked harm [field.md §1]."""


def toggle(app: ConsoleApp, finding: Finding) -> None:
    """Ask how long and why; a quiet finding speaks again at once."""
    if finding.quiet is not None:
        _start(app, lambda: quieting.wake(finding, app.state.store, app.state.clock, profile=app.state.launch.profile),
               f"speaks again: {_named(finding)}")  # fmt: skip
        return
    fields = (
        Field("how", "How long", "1h", choices=(*SPANS, ACKNOWLEDGE)),
        Field("reason", "Why", hint="for whoever comes next; may stay empty"),
    )

    def check(values: Mapping[str, str]) -> dict[str, str]:
        try:
            _until(values["how"], app.state.clock.now())
        except UsageError as error:
            return {"how": str(error)}
        return {}

    def preview(values: Mapping[str, str]) -> Sequence[Line]:
        if check(values):
            return ()
        until = _until(values["how"], app.state.clock.now())
        told = "for as long as it stands" if until is None else f"until {until:%d %b %H:%M} UTC"
        return wrap(f"Quiet {told}. It speaks again when it gets worse or fires anew; a takes it back.", 68, "muted")

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            quiet(app, finding, _until(values["how"], app.state.clock.now()), values["reason"].strip())

    heading = cut(f"Quiet {_named(finding)}", 60)
    app.push_screen(Form(heading, fields, check, preview=preview, then="quiets it"), answered)


def quiet(app: ConsoleApp, finding: Finding, until: datetime | None, reason: str) -> None:
    """Keep `finding` quiet until a time (workspace time), or for as long as it stands."""
    state = app.state
    note = Quiet(until, reason)
    _start(
        app,
        lambda: quieting.quiet(finding, until, reason, state.store, state.clock, profile=state.launch.profile),
        f"{note.says(state.clock.now())} · {_named(finding)}",
    )


def until_of(text: str, now: datetime) -> tuple[datetime, str]:
    """`1h list is being cleaned` as the end of the snooze and its reason. Raises `UsageError`."""
    word, _, reason = text.strip().partition(" ")
    span = parse_span(word)
    if not timedelta() < span <= LONGEST:
        raise UsageError(f"{word} is too long for a snooze." if span else "That is no time at all.",
                         "Write 15m, 1h, 4h, 24h, at most 7d; :acknowledge quiets a finding for as long as it stands.")  # fmt: skip
    return now + span, reason.strip()


def _until(how: str, now: datetime) -> datetime | None:
    return None if how.strip() == ACKNOWLEDGE else until_of(how, now)[0]


def _named(finding: Finding) -> str:
    return safe(f"{finding.topic} {finding.name}")


def _start(app: ConsoleApp, work: Callable[[], None], done: str) -> None:
    app.run_worker(_run(app.state, work, done), name="quiet", group="quiet", exit_on_error=False)


async def _run(state: Console, work: Callable[[], None], done: str) -> None:
    try:
        await asyncio.to_thread(work)
    except ColdSendError as error:
        state.say(str(error), "error")
        return
    state.verdict = judgement.hushed(state.verdict, state.store, state.clock)
    state.say(done, "done")
    state.on_change(frozenset())
