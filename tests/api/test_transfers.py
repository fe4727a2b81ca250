"""Uploads from disk, downloads to disk, and the jobs behind them."""

from __future__ import annotations

import base64
import stat
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from coldsend_tui.api import UnknownOutcome, errors
from coldsend_tui.api.files import attachment
from coldsend_tui.api.limits import ATTACHMENT_BYTES_MAX, UPLOAD_BYTES_MAX
from coldsend_tui.errors import UsageError
from tests.api.server import Server, ok, refuse

ID = "0b0e5a3c-0000-4000-8000-000000000001"
ACCEPTED = ok({"job_id": "j1", "status": "PENDING", "total_rows": 3})


def csv(
    body: bytes | AsyncIterator[bytes] = b"email\nada@example.com\n", kind: str = "text/csv; charset=utf-8"
) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": kind}, content=body)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_file_is_streamed_with_progress(tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_bytes(b"email\n" + b"someone@example.com\n" * 20_000)
    server = Server(ACCEPTED)
    told: list[tuple[int, int | None]] = []
    async with server.client() as cs:
        job = await cs.leads.upload(
            ID, file, mapping={"email": "email"}, on_sent=lambda done, total: told.append((done, total))
        )
    assert job.job_id == "j1"
    assert job.accepted.total_rows == 3
    body = server.requests[0].content
    assert b'name="mapping"\r\n\r\n{"email": "email"}' in body
    assert b'name="file"; filename="leads.csv"\r\nContent-Type: text/csv' in body
    assert file.read_bytes() in body
    assert "delete_existing" not in body.decode()
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == (file.stat().st_size, file.stat().st_size)


class Sink(httpx.AsyncBaseTransport):
    """A server that lets an upload run through its hands, and answers with a long export."""

    def __init__(self) -> None:
        self.taken: list[int] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        self.taken.append(sum([len(chunk) async for chunk in request.stream]))
        return ACCEPTED if request.method == "POST" else csv(long_export())


async def long_export() -> AsyncIterator[bytes]:
    for _ in range(512):
        yield b"x" * 65_536


async def test_files_go_by_in_pieces_and_are_never_in_memory(tmp_path: Path) -> None:
    file, back, sink = tmp_path / "leads.csv", tmp_path / "back.csv", Sink()
    with file.open("wb") as handle:
        handle.truncate(32 * 2**20)
    async with Server().client(wire=sink) as cs:
        await cs.leads.upload(ID, Path(__file__).with_name("people.csv"))  # everything is imported now
        tracemalloc.start()
        await cs.leads.upload(ID, file)
        await cs.leads.export(ID, back)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert sink.taken[1] > file.stat().st_size
    assert file.stat().st_size == back.stat().st_size == 32 * 2**20
    assert peak < 2 * 2**20


async def test_an_upload_is_sent_anew_only_if_it_never_left(tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("email\nada@example.com\n")
    server = Server(httpx.ConnectError(""), ACCEPTED)
    async with server.client() as cs:
        await cs.leads.upload(ID, file)
    assert b"ada@example.com" in server.requests[1].content
    server = Server(httpx.WriteError(""), ACCEPTED)
    async with server.client() as cs:
        with pytest.raises(UnknownOutcome):
            await cs.leads.upload(ID, file)


async def test_files_that_cannot_be_sent_are_refused_before_any_request(tmp_path: Path) -> None:
    empty, huge = tmp_path / "empty.csv", tmp_path / "huge.csv"
    empty.touch()
    with huge.open("wb") as file:
        file.truncate(UPLOAD_BYTES_MAX + 1)
    server = Server()
    async with server.client() as cs:
        for path in (empty, huge, tmp_path / "missing.csv", tmp_path):
            with pytest.raises(UsageError) as caught:
                await cs.leads.upload(ID, path)
            assert path.name in caught.value.message
    assert server.requests == []


async def test_a_job_tells_each_change_and_its_end() -> None:
    looks = [("PENDING", 0), ("PENDING", 0), ("IN_PROGRESS", 40), ("IN_PROGRESS", 40), ("COMPLETED", 100)]
    server = Server(
        ACCEPTED, *(ok({"job_id": "j1", "status": status, "progress_percentage": n}) for status, n in looks)
    )
    async with server.client() as cs:
        job = await cs.leads.upload(ID, Path(__file__).with_name("people.csv"))
        seen = [(progress.status, progress.progress_percentage) async for progress in job]
    assert seen == [("PENDING", 0), ("IN_PROGRESS", 40), ("COMPLETED", 100)]
    assert server.waits == [1.0, 2.0, 3.0, 5.0]


async def test_the_setup_of_a_domain_is_followed_slowly() -> None:
    going = {"domain_id": ID, "domain_name": "acme.example", "status": "IN_PROGRESS", "is_failed": False}
    looks = [{**going, "progress_percentage": 10}, {**going, "progress_percentage": 70}, {**going, "is_failed": True}]
    server = Server(*map(ok, looks))
    async with server.client() as cs:
        seen = [progress.progress_percentage async for progress in cs.domains.follow(ID)]
    assert seen == [10, 70, None]
    assert server.waits == [5.0, 15.0]


async def test_a_failed_job_is_an_answer() -> None:
    server = Server(ACCEPTED, ok({"status": "FAILED", "errors": [{"row": 2, "error": "no email"}]}))
    async with server.client() as cs:
        end = await (await cs.leads.upload(ID, Path(__file__).with_name("people.csv"))).finish()
    assert end is not None
    assert (end.status, end.ended) == ("FAILED", True)
    assert end.errors is not None
    assert end.errors[0].error == "no email"


async def test_bulk_work_that_ends_at_once_has_no_job() -> None:
    server = Server(ok({"success": True, "message": "", "total": 1, "deleted_count": 1, "failed_count": 0}))
    async with server.client() as cs:
        job = await cs.sender_accounts.bulk_delete([ID])
        assert job.job_id is None
        assert job.accepted.deleted_count == 1
        assert await job.finish() is None
    assert len(server.requests) == 1


async def test_progress_inside_a_job_object_is_found() -> None:
    nested = {"success": True, "job": {"job_id": "j", "status": "IN_PROGRESS", "progress_percentage": 7}}
    server = Server(ok(nested))
    async with server.client() as cs:
        progress = await cs.sender_accounts.smtp_bulk_progress("j")
    assert (progress.job_id, progress.status, progress.progress_percentage) == ("j", "IN_PROGRESS", 7)


async def test_an_export_is_written_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "leads.csv"
    told: list[int] = []
    server = Server(csv())
    async with server.client() as cs:
        download = await cs.leads.export(ID, target, on_received=lambda done, _: told.append(done))
    assert target.read_bytes() == b"email\nada@example.com\n"
    assert download == (target, 22)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert told == [22]
    assert names_in(tmp_path) == ["leads.csv"]


async def test_an_export_replaces_nothing_unasked(tmp_path: Path) -> None:
    target = tmp_path / "leads.csv"
    target.write_text("mine")
    server = Server(csv())
    async with server.client() as cs:
        with pytest.raises(UsageError, match="exists"):
            await cs.leads.export(ID, target)
        assert (server.requests, target.read_text()) == ([], "mine")
        await cs.leads.export(ID, target, overwrite=True)
    assert target.read_text().startswith("email")


async def broken() -> AsyncIterator[bytes]:
    yield b"email\nada@"
    raise httpx.ReadError("cut")


async def test_a_cut_export_is_asked_for_again(tmp_path: Path) -> None:
    server = Server(lambda _: csv(broken()), csv())
    async with server.client() as cs:
        await cs.leads.export(ID, tmp_path / "leads.csv")
    assert (tmp_path / "leads.csv").read_bytes() == b"email\nada@example.com\n"


@pytest.mark.parametrize(
    "reply",
    [lambda _: csv(broken()), refuse(404), csv(b"<html>", "text/html"), ok({"success": True})],
    ids=["cut", "refused", "page", "json"],
)
async def test_half_an_export_leaves_nothing(tmp_path: Path, reply: httpx.Response) -> None:
    server = Server(reply)
    async with server.client(retries=0) as cs:
        with pytest.raises(errors.ApiError):
            await cs.leads.export(ID, tmp_path / "leads.csv")
        assert cs.budget.in_flight == 0
    assert names_in(tmp_path) == []


async def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    server = Server(csv())
    async with server.client() as cs:
        with pytest.raises(UsageError, match="cannot be written"):
            await cs.leads.export(ID, tmp_path / "nowhere" / "leads.csv")
        assert cs.budget.in_flight == 0


async def test_attachments(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"plan")
    made = await attachment(file)
    assert made == {
        "filename": "plan.pdf",
        "content_type": "application/pdf",
        "content_base64": base64.b64encode(b"plan").decode(),
    }
    with file.open("wb") as handle:
        handle.truncate(ATTACHMENT_BYTES_MAX + 1)
    with pytest.raises(UsageError, match="10 MB"):
        await attachment(file)


async def test_passwords_of_mailboxes_show_in_no_error() -> None:
    server = Server(refuse(400, "SMTP connection failed"))
    async with server.client() as cs:
        with pytest.raises(errors.Refused) as caught:
            await cs.sender_accounts.create_smtp(
                email_address="mina@acme-outreach.example",
                display_name="Mina",
                inbox_type="CUSTOM_SMTP",
                smtp_host="smtp.example.com",
                smtp_port=587,
                smtp_username="mina",
                smtp_password="open sesame",
            )
    assert b"open sesame" in server.requests[0].content
    assert "sesame" not in repr(vars(caught.value)) + str(caught.value)
