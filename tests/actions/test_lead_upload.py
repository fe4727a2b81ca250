"""Uploads of lists against a real server: batches, results by row, answers that get lost, and going on after a kill."""

from __future__ import annotations

import asyncio
import csv
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from coldsend_tui.actions.lead_upload import upload as uploads
from coldsend_tui.actions.lead_upload.plan import plan_upload
from coldsend_tui.actions.lead_upload.prepare import prepare
from coldsend_tui.actions.lead_upload.result import finish, result_of
from coldsend_tui.actions.lead_upload.resume import same_source, settle_journal
from coldsend_tui.actions.lead_upload.sending import BatchSend, trace
from coldsend_tui.actions.lead_upload.standing import Standing, read_standing
from coldsend_tui.actions.lead_upload.upload import Stage, Upload, unfinished
from coldsend_tui.actions.list_source import Source
from coldsend_tui.actions.outcome import Fate, Outcome
from coldsend_tui.ops.lead_list import columns
from coldsend_tui.ops.lead_list.batches import Batch
from coldsend_tui.ops.lead_list.qualify import qualify
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

ROWS = 30
BATCH = 8


@asynccontextmanager
async def desk_whose_jobs_go_on(sandbox: LocalSandbox, path: Path | None = None) -> AsyncIterator[Desk]:
    """Waiting moves the sandbox's own clock too: its jobs live by it."""
    async with desk_over(sandbox, path=path) as desk:
        wait = desk.client._caller.sleep  # type: ignore[attr-defined]

        async def sleep(seconds: float) -> None:
            sandbox.advance(seconds / 3600)
            await wait(seconds)

        for part in (desk.client.leads, desk.client.campaigns, desk.client.contacts):
            part._caller.sleep = sleep
        yield desk


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A list with a bad row, a double one and a formula."""
    rows = [f"p{number}@acme{number}.example,Person {number},=1+{number}" for number in range(ROWS)]
    rows[3], rows[5] = "not an address,=Bad,x", "P1@ACME1.example,Double,x"
    file = tmp_path / "people.csv"
    file.write_text("\r\n".join(["E-Mail,First Name,Note", *rows]), encoding="utf-8")
    return file


async def draft_of(desk: Desk) -> str:
    page = await desk.client.campaigns.list(status="DRAFT")
    return next(iter(page)).campaign_id


async def prepared(
    desk: Desk, near: Path, file: Path, campaign_id: str, duplicates: str = "skip"
) -> tuple[Upload, Standing]:
    standing = await read_standing(desk.client, campaign_id)
    source = Source(file)
    against = standing.judged_with(updates=duplicates != "skip", leave_roles=False)
    judged = qualify(source.table, columns.guess(source.table), against)
    ready = prepare(near, source, judged, standing, duplicates=duplicates, now=desk.clock.now(), most_leads=BATCH)
    return ready, standing


async def carry_out(desk: Desk, ready: Upload) -> Outcome:
    plan = plan_upload(ready, "DRAFT", now=desk.clock.now, sleep=desk.client.leads._caller.sleep)
    return await desk.run(plan)


async def addresses_of(desk: Desk, campaign_id: str) -> list[str]:
    return sorted([lead.email async for lead in desk.client.leads.iter(campaign_id)])


async def test_batches_are_sent_followed_and_told_row_by_row(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        before = await addresses_of(desk, campaign_id)
        near = tmp_path / "cache" / "acme.db"
        ready, _ = await prepared(desk, near, people, campaign_id)
        assert [batch.leads for batch in ready.batches] == [8, 8, 8, 4]
        assert stat.S_IMODE(ready.directory.stat().st_mode) == 0o700
        told: list[tuple[int, int]] = []
        plan = plan_upload(
            ready, "DRAFT", now=desk.clock.now, on_rows=lambda batch, done, whole: told.append((done, whole))
        )
        assert plan.lines()[0].startswith("Upload 28 leads to ")
        outcome = await desk.run(plan)
        assert outcome.ok, outcome.lines()
        assert told[-1] == (4, 4)
        assert len(await addresses_of(desk, campaign_id)) == len(before) + 28
        assert desk.count("POST", "/leads") == 4
        assert result_of(ready).summary == "30 rows: 28 new leads, 2 left out here"
        assert len(desk.results()) == 4 and {result for _, _, result in desk.results()} == {"done"}
        saved, trouble = finish(ready)
        assert (saved, trouble) == (people.with_name("people.rejected.csv"), "")
        assert saved is not None and stat.S_IMODE(saved.stat().st_mode) == 0o600
        rejected = list(csv.DictReader(saved.open(encoding="utf-8")))
        assert [(row["row"], row["E-Mail"]) for row in rejected] == [("5", "not an address"), ("7", "P1@ACME1.example")]
        assert rejected[0]["First Name"] == "'=Bad"
        assert not ready.directory.exists() and unfinished(near) == ()


async def test_a_second_upload_leaves_out_what_the_campaign_has(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        near = tmp_path / "acme.db"
        first, _ = await prepared(desk, near, people, campaign_id)
        assert (await carry_out(desk, first)).ok
        finish(first)
        again, standing = await prepared(desk, near, people, campaign_id)
        assert again.batches == [] and again.rejected == 30
        plan = plan_upload(again, standing.status, now=desk.clock.now)
        assert not plan.runnable and plan.refusals[0].reason == "no row of the list can be sent"
        changed, _ = await prepared(desk, near, people, campaign_id, duplicates="update")
        assert (await carry_out(desk, changed)).ok
        assert (result_of(changed).success, result_of(changed).duplicates) == (0, 28)
        finish(changed)
        assert (tmp_path / "people.rejected-2.csv").exists()


async def test_a_row_that_the_server_refuses_has_its_number_of_the_original(
    sandbox: LocalSandbox, tmp_path: Path
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        content = b"email,first_name\r\nnew1@x.example,A\r\nbad address,B\r\nnew2@x.example,C\r\n"
        ready = uploads.begin(
            tmp_path / "acme.db", campaign_id=campaign_id, campaign="Draft", source=tmp_path / "list.csv", digest="0",
            began_at=desk.clock.now(), duplicates="skip", fields=["email", "first_name"], header=["Mail", "Name"],
            mapping=["email", "first_name"], batches=[Batch(content, (2, 17, 40))], rejects="row,reason,Mail,Name\r\n",
            rejected=0, known_batches=[],
        )  # fmt: skip
        assert (await carry_out(desk, ready)).ok
        assert result_of(ready).refused == ((17, "bad address", "Invalid email format"),)
        saved, _ = finish(ready)
        assert saved is not None
        assert (
            saved.read_text("utf-8").splitlines()[1] == "17,refused by the server: Invalid email format,bad address,B"
        )


async def test_a_lost_answer_is_found_by_reading_and_nothing_is_sent_twice(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        before = len(await addresses_of(desk, campaign_id))
        ready, _ = await prepared(desk, tmp_path / "acme.db", people, campaign_id)
        sandbox.faults("cut on uploadLeads")
        outcome = await carry_out(desk, ready)
        assert outcome.ok, outcome.lines()
        assert "no answer came, but" in outcome.items[0].detail
        assert desk.count("POST", "/leads") == 4
        assert len(await addresses_of(desk, campaign_id)) == before + 28
        assert all(batch.job_id == "" and batch.batch_id for batch in ready.batches)


async def test_a_request_that_never_arrived_is_not_taken_for_one_that_did(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        before = len(await addresses_of(desk, campaign_id))
        ready, _ = await prepared(desk, tmp_path / "acme.db", people, campaign_id)

        def lose(request: httpx.Request) -> None:
            if request.method == "POST":
                raise httpx.ReadTimeout("lost on the way", request=request)

        desk.tap.before = lose
        outcome = await carry_out(desk, ready)
        assert [item.fate for item in outcome.items] == [Fate.FAILED, Fate.CANCELLED, Fate.CANCELLED, Fate.CANCELLED]
        assert len(await addresses_of(desk, campaign_id)) == before
        desk.tap.before = lambda request: None
        assert [batch.stage for batch in ready.batches] == [Stage.PLANNED] * 4
        assert (await carry_out(desk, ready)).ok
        assert len(await addresses_of(desk, campaign_id)) == before + 28


@pytest.mark.parametrize("taken", [True, False])
async def test_after_a_kill_between_request_and_answer(
    sandbox: LocalSandbox, tmp_path: Path, people: Path, taken: bool
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        near = tmp_path / "acme.db"
        before = len(await addresses_of(desk, campaign_id))
        ready, _ = await prepared(desk, near, people, campaign_id)
        ready.batches[0].stage, ready.batches[0].sent_at = Stage.SENDING, desk.clock.now().isoformat()
        ready.save()
        if taken:
            await desk.client.leads.upload(campaign_id, ready.file(ready.batches[0]), duplicate_action="skip")
        del ready
        [found] = unfinished(near)
        assert same_source((found,), campaign_id, Source(people).digest) is found
        plan = plan_upload(found, "DRAFT", now=desk.clock.now)
        assert "its answer was lost" in plan.items[0].steps[0]
        posts = desk.count("POST", "/leads")
        assert (await carry_out(desk, found)).ok
        assert desk.count("POST", "/leads") - posts == (3 if taken else 4)
        assert len(await addresses_of(desk, campaign_id)) == before + 28
        assert result_of(found).success == 28


async def test_a_batch_is_found_by_its_people_where_the_server_names_no_files(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        ready, _ = await prepared(desk, tmp_path / "acme.db", people, campaign_id)
        batch = ready.batches[0]
        batch.sent_at = desk.clock.now().isoformat()
        job = await desk.client.leads.upload(campaign_id, ready.file(batch), duplicate_action="skip")
        await job.finish()
        batch.name = "another-name.csv"
        ready.directory.joinpath(batch.name).write_bytes(next(ready.directory.glob("*1of4.csv")).read_bytes())
        sends = BatchSend(ready, batch, desk.clock.now, sleep=desk.client.leads._caller.sleep)
        assert await trace(desk.client, sends) == job.accepted.batch_id
        sends.upload.known_batches = [job.accepted.batch_id or ""]
        assert await trace(desk.client, sends) == ""


async def test_the_journal_is_settled_by_reading(sandbox: LocalSandbox, tmp_path: Path, people: Path) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        campaign_id = await draft_of(desk)
        near = tmp_path / "acme.db"
        ready, _ = await prepared(desk, near, people, campaign_id)

        def die(request: httpx.Request) -> None:
            if request.method == "GET" and "/upload/" in request.url.path:
                raise asyncio.CancelledError

        desk.tap.before = die
        intents = desk.store.journal.entries
        with pytest.raises(asyncio.CancelledError):
            await carry_out(desk, ready)
        desk.tap.before = lambda request: None
        assert [entry.result for entry in intents()].count("cancelled") == 3
        [left] = unfinished(near)
        await settle_journal(left, client=desk.client, store=desk.store, clock=desk.clock)
        assert (await carry_out(desk, left)).ok
        assert desk.store.journal.verify() > 0


async def test_two_programs_do_not_send_one_upload(sandbox: LocalSandbox, tmp_path: Path, people: Path) -> None:
    async with desk_whose_jobs_go_on(sandbox) as desk:
        near = tmp_path / "acme.db"
        ready, _ = await prepared(desk, near, people, await draft_of(desk))
        [other] = unfinished(near)
        with ready.held() as first, other.held() as second:
            assert (first, second) == (True, False)
        with other.held() as free:
            assert free


async def test_what_cannot_be_read_is_said_and_an_upload_that_is_damaged_is_passed_over(
    sandbox: LocalSandbox, tmp_path: Path, people: Path
) -> None:
    async with desk_over(sandbox, api_key=sandbox.key("campaigns:read", "leads:create")) as desk:
        campaign_id = await draft_of(desk)
        standing = await read_standing(desk.client, campaign_id)
        assert standing.against.campaign is None and "could not be read" in standing.context.campaign_unread
        assert standing.against.suppressed is None and "could not be read" in standing.context.suppressed_unread
        near = tmp_path / "acme.db"
        ready, _ = await prepared(desk, near, people, campaign_id)
        (ready.directory / "state.json").write_text("{", encoding="utf-8")
        assert unfinished(near) == ()
