"""What the journal screen and `:journal` can do beside showing: check the chain, export a time span."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.errors import StoreError, UsageError
from coldsend_tui.ops.wording import plural

if TYPE_CHECKING:
    from datetime import datetime

    from coldsend_tui.tui.app import ConsoleApp

FORMATS = {"markdown": "md", "jsonl": "jsonl"}


def check_chain(app: ConsoleApp) -> None:
    """Walk the whole hash chain, aside from the keys; the result is on the flash line."""
    app.run_worker(_check(app), name="chain", group="chain", exclusive=True, exit_on_error=False)


async def _check(app: ConsoleApp) -> None:
    try:
        number = await asyncio.to_thread(app.state.store.journal.verify)
    except StoreError as error:
        app.state.say(str(error), "error")
    else:
        app.state.say(f"the chain of {number:,} lines is whole", "done")


def export(app: ConsoleApp, text: str) -> None:
    """`[SPAN] [markdown|jsonl]`: write a time span beside where the console was started. Raises `UsageError`."""
    from coldsend_tui.ops.spans import parse_span

    words = text.split()
    kind = next((word for word in words if word in FORMATS), "markdown")
    rest = [word for word in words if word not in FORMATS]
    if len(rest) > 1:
        raise UsageError(f"{' '.join(rest)} is no time span.", "Write for example: journal export 2h markdown.")
    state = app.state
    span = parse_span(rest[0] if rest else "24h")
    app.run_worker(_export(app, state.clock.real() - span, kind), name="export", group="export", exit_on_error=False)


async def _export(app: ConsoleApp, start: datetime, kind: str) -> None:
    from coldsend_tui.actions import incident

    state = app.state
    end = state.clock.real()
    path = Path.cwd() / f"coldsend-{state.launch.profile}-{end:%Y%m%dT%H%M%SZ}.{FORMATS[kind]}"

    def work() -> int:
        found = incident.gather(state.store, start, end)
        text = incident.markdown(found, state.launch.profile) if kind == "markdown" else incident.jsonl(found)
        path.write_text(text, encoding="utf-8")
        return len(found.events)

    try:
        number = await asyncio.to_thread(work)
    except OSError as error:
        state.say(f"{path}: cannot be written ({error.strerror})", "error")
    else:
        state.say(f"{plural(number, 'event')} in {path}", "done")
