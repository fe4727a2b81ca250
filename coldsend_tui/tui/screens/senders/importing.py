"""Many sender accounts from a CSV file: read and checked here, planned, made by jobs, with a result for each row."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops.sender_csv import COLUMNS, ImportRow, SenderFile, decoded, read
from coldsend_tui.tui.lines import Line, wrap
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.row_writes import offer_rows
from coldsend_tui.tui.writes import budget_left

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.tui.app import ConsoleApp

_MOST_BYTES = 20_000_000


def ask_for_file(app: ConsoleApp, path: str = "", wrong: Mapping[str, str] | None = None) -> None:
    """Ask for the file; it is read off the event loop."""

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        return {} if typed["path"].strip() else {"path": "the name of a file is needed"}

    def preview(_typed: Mapping[str, str]) -> Sequence[Line]:
        return [
            *wrap(f"columns: {', '.join(COLUMNS)}", 68, "muted"),
            *wrap("A row is managed where its domain is yours and it names no servers; type may say google or microsoft.", 68, "faint"),
        ]  # fmt: skip

    def answered(typed: dict[str, str] | None) -> None:
        if typed is None:
            app.state.say("from CSV: cancelled, nothing was sent")
            return
        name = typed["path"].strip()

        async def work() -> None:
            try:
                file = await asyncio.to_thread(_read, name, [d.name for d in app.state.workspace.domains])
            except ColdSendError as error:
                ask_for_file(app, name, {"path": str(error)})
                return
            if file.ignored:
                app.state.say(f"columns nobody knows are left out: {', '.join(file.ignored)}", "warn")
            _offer(app, file.rows)

        app.run_worker(work(), name="sender file", group="files", exit_on_error=False)

    field = Field("path", "CSV file", path, "~/senders.csv")
    app.push_screen(Form("Add sender accounts from a CSV file", [field], check, wrong=wrong, preview=preview), answered)


def _read(name: str, own_domains: Sequence[str]) -> SenderFile:
    path = Path(name).expanduser()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ColdSendError(f"{name} is larger than {_MOST_BYTES // 1_000_000} MB.", "Split it.")
        data = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ColdSendError(f"{name} cannot be read ({reason}).", "Check the path.") from None
    return read(decoded(data), own_domains)


def _offer(app: ConsoleApp, rows: Sequence[ImportRow]) -> None:
    from coldsend_tui.actions.sender_imports import rows_not_done, rows_of

    plan = _plan(app, rows)

    def again(outcome: Outcome) -> Plan:
        return _plan(app, rows_not_done(outcome))

    offer_rows(app, plan, rows_of(plan), again)


def _plan(app: ConsoleApp, rows: Sequence[ImportRow]) -> Plan:
    from coldsend_tui.actions.sender_imports import plan_import

    state = app.state
    return plan_import(rows, state.workspace, read_only=state.write_refusal, budget_left=budget_left(app))
