"""`u` on the leads of a campaign: the way from a file to the result, and from an interrupted upload to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coldsend_tui.errors import ColdSendError
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.form import Form
from coldsend_tui.tui.modals.path import AskPath
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.uploading import mapping
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from collections.abc import Callable

    from coldsend_tui.actions.lead_upload.upload import Upload
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.api import ColdSend
    from coldsend_tui.tui.app import ConsoleApp

SUFFIXES = (".csv", ".tsv", ".txt")


def upload(app: ConsoleApp, campaign_id: str, ended: Callable[[], None]) -> None:
    """Go on with the interrupted upload of this campaign, if there is one; else ask for a file. `ended`: something was sent."""
    _start(app, _begin(app, campaign_id, ended))


def _start(app: ConsoleApp, work: Coroutine[Any, Any, None]) -> None:
    async def guarded() -> None:
        try:
            await work
        except ColdSendError as error:
            app.state.say(f"{error.title}: {error}", "error")

    app.run_worker(guarded(), name="upload", group="upload", exclusive=True, exit_on_error=True)


async def client_of(app: ConsoleApp) -> ColdSend | None:
    """A client that may use the requests kept for writes: the operator waits for it. None, and said, when there is none."""
    from coldsend_tui.api import Priority

    if app.state.session is None or app.state.offline:
        app.state.say(app.state.write_refusal or "not connected yet", "warn")
        return None
    return (await app.state.session.connected()).with_options(priority=Priority.WRITE)


async def _begin(app: ConsoleApp, campaign_id: str, ended: Callable[[], None]) -> None:
    from coldsend_tui.actions.lead_upload.upload import unfinished

    client = await client_of(app)
    if client is None:
        return
    left = await asyncio.to_thread(unfinished, app.launch.store_path)
    mine = [one for one in left if one.campaign_id == campaign_id]
    if mine:
        name, done = safe(Path(mine[0].source).name), sum(batch.stage == "done" for batch in mine[0].batches)
        choices = (
            Choice("go on", "go on with it", f"{done} of {len(mine[0].batches)} files are done"),
            Choice("forget", "forget it, choose a file", "what was sent stays"),
        )
        chosen = await app.push_screen_wait(Pick(f"The upload of {name} was interrupted", choices, one=True))
        if chosen is None:
            return
        if chosen[0] == "go on":
            await _go_on(app, client, mine[0], ended)
            return
        await asyncio.to_thread(mine[0].discard)
    await _new(app, client, campaign_id, ended)


async def _go_on(app: ConsoleApp, client: ColdSend, left: Upload, ended: Callable[[], None]) -> None:
    from coldsend_tui.actions.lead_upload.resume import settle_journal

    if left.finished:
        # It was killed, or its rejects could not be saved, when all had been sent: only the result is left to tell.
        await _result(app, left, ended)
        return
    app.state.say("an upload was interrupted: reading what became of it …")
    status = (await client.campaigns.get(left.campaign_id)).status
    await settle_journal(left, client=client, store=app.state.store, clock=app.state.clock, session=app.state.session)
    app.state.say(f"the upload of {safe(Path(left.source).name)} was interrupted; this is what is left of it", "warn")
    _offer(app, left, status, ended, fresh=False)


async def _new(app: ConsoleApp, client: ColdSend, campaign_id: str, ended: Callable[[], None]) -> None:
    from coldsend_tui.actions.lead_upload.prepare import Source, prepare
    from coldsend_tui.actions.lead_upload.standing import read_standing
    from coldsend_tui.ops.lead_list.qualify import qualify
    from coldsend_tui.ops.lead_list.scorecard import scorecard
    from coldsend_tui.tui.modals.scorecard import Scorecard

    path = await app.push_screen_wait(AskPath("Upload leads from a CSV file", "", suffixes=SUFFIXES, check=_readable))
    if path is None:
        return
    app.state.say(f"reading {safe(path.name)} …")
    source, standing = await asyncio.gather(
        asyncio.to_thread(Source, path), read_standing(client, campaign_id, budget_left=budget_left(app))
    )
    app.state.say("")
    width = len(source.table.header)
    rows = len(source.table.records)
    heading = f"{path.name} · {rows:,} rows · which column is which field"
    values = await app.push_screen_wait(
        Form(heading, mapping.fields_of(source.table), lambda answers: mapping.check(answers, width))
    )
    if values is None:
        _left(app)
        return
    choices = mapping.chosen(values, width)
    against = standing.judged_with(updates=choices.duplicates != "skip", leave_roles=choices.leave_roles)
    judged = await asyncio.to_thread(qualify, source.table, choices.fields, against)
    findings = await asyncio.to_thread(scorecard, judged, standing.context)
    goes_on = f"plan the upload of {len(judged.leads):,} of {rows:,} rows"
    notes = [*source.table.notes, *([standing.compared] if standing.compared else [])]
    card = Scorecard(f"{path.name} → {standing.name}", notes, findings, goes_on)
    if not await app.push_screen_wait(card):
        _left(app)
        return
    ready = await asyncio.to_thread(
        prepare,
        app.launch.store_path,
        source,
        judged,
        standing,
        duplicates=choices.duplicates,
        now=app.state.clock.now(),
    )
    _offer(app, ready, standing.status, ended, fresh=True)


def _left(app: ConsoleApp) -> None:
    app.state.say("upload: cancelled, nothing was sent")


def _readable(path: Path) -> str:
    return "" if path.is_file() else "there is no such file"


def _offer(app: ConsoleApp, ready: Upload, status: str, ended: Callable[[], None], *, fresh: bool) -> None:
    from coldsend_tui.actions.lead_upload.plan import plan_upload
    from coldsend_tui.actions.lead_upload.resume import Busy
    from coldsend_tui.actions.lead_upload.upload import Stage
    from coldsend_tui.tui.uploading.meter import Meter

    held = ExitStack()
    if not held.enter_context(ready.held()):
        held.close()
        raise Busy(ready)
    meter = Meter(app.state.say, len(ready.batches))
    plan = plan_upload(
        ready,
        status,
        now=app.state.clock.now,
        on_sent=meter.sent,
        on_rows=meter.taken,
        read_only=app.state.write_refusal,
        budget_left=budget_left(app),
    )

    def done(outcome: Outcome | None) -> None:
        held.close()
        if outcome is not None:
            _start(app, _result(app, ready, ended))
        elif fresh and all(batch.stage is Stage.PLANNED for batch in ready.batches):
            ready.discard()

    offer(app, plan, done, results=False)


async def _result(app: ConsoleApp, ready: Upload, ended: Callable[[], None]) -> None:
    from coldsend_tui.actions.lead_upload.result import finish, left_out, result_of
    from coldsend_tui.tui.modals.upload_result import ShowUpload

    result = result_of(ready)
    shown = await asyncio.to_thread(lambda: tuple(left_out(ready)))
    saved, trouble = await asyncio.to_thread(finish, ready)
    told = trouble or (f"Rows that became no lead are saved in {saved}" if saved is not None else "")
    clean = not result.open_batches and not trouble
    app.state.say(
        result.summary if clean else f"{result.summary}; not finished, u goes on", "done" if clean else "warn"
    )
    ended()
    app.push_screen(ShowUpload(f"Upload to {ready.campaign}", result, shown, told))
