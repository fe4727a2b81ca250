"""What is tried again and what never is."""

from __future__ import annotations

import httpx
import pytest

from coldsend_tui.api import ColdSend, UnknownOutcome, errors
from tests.api.server import Server, html, ok, refuse

ID = "0b0e5a3c-0000-4000-8000-000000000001"
STATE = {"message": "done", "campaign_id": ID, "status": "PAUSED"}
NO_HOST = httpx.ConnectError("[Errno -2] Name or service not known")
CUT = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
SILENCE = httpx.ReadTimeout("")


@pytest.mark.parametrize(
    "failure",
    [NO_HOST, CUT, SILENCE, httpx.ConnectTimeout(""), *(refuse(status) for status in (429, 500, 502, 503, 504))],
    ids=str,
)
async def test_a_read_is_tried_again(failure: Exception | httpx.Response) -> None:
    server = Server(failure, ok())
    async with server.client() as cs:
        assert (await cs.campaigns.list()).rows == []
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 422])
async def test_a_refusal_is_final(status: int) -> None:
    server = Server(refuse(status))
    async with server.client() as cs:
        with pytest.raises(errors.ApiError):
            await cs.campaigns.list()
    assert len(server.requests) == 1


async def test_delays_double_and_end() -> None:
    server = Server(refuse(503))
    async with server.client(retries=5) as cs:
        with pytest.raises(errors.Unavailable):
            await cs.campaigns.list()
    assert server.waits == [0.75, 1.5, 3.0, 6.0, 12.0]
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("limited", "wait"),
    [
        (refuse(429, "Rate limit exceeded. Retry after 60 seconds."), 60),
        (refuse(429, "slow down", retry_after="7"), 7),
        (refuse(429, "slow down", retry_after="Mon, 01 Mar 2027 15:00:09 GMT"), 9),
        (refuse(429, "slow down", x_ratelimit_reset="1803913211", x_ratelimit_remaining="0"), 11),
        (refuse(429, "slow down"), 60),
    ],
)
async def test_the_server_names_the_wait(limited: httpx.Response, wait: float) -> None:
    server = Server(limited, ok())
    async with server.client() as cs:
        await cs.campaigns.list()
    assert wait <= sum(server.waits) <= wait + 1


async def test_no_retries_when_the_caller_wants_none() -> None:
    server = Server(refuse(503))
    async with server.client() as cs:
        with pytest.raises(errors.Unavailable):
            await cs.with_options(retries=0).campaigns.list()
    assert len(server.requests) == 1


@pytest.mark.parametrize("failure", [CUT, SILENCE, refuse(500), refuse(503), html(502)], ids=str)
async def test_a_creation_of_unknown_fate_is_never_repeated(failure: Exception | httpx.Response) -> None:
    server = Server(failure, ok())
    async with server.client() as cs:
        with pytest.raises(UnknownOutcome) as caught:
            await cs.campaigns.create("Spring outreach")
    assert len(server.requests) == 1
    assert isinstance(caught.value.cause, errors.ApiError)
    assert "may or may not have happened" in caught.value.message


@pytest.mark.parametrize("failure", [NO_HOST, httpx.ConnectTimeout(""), httpx.PoolTimeout("")], ids=str)
async def test_a_creation_that_never_left_is_repeated(failure: Exception) -> None:
    server = Server(failure, ok({"campaign_id": ID, "status": "DRAFT"}, 201))
    async with server.client() as cs:
        assert (await cs.campaigns.create("Spring outreach")).status == "DRAFT"
    assert len(server.requests) == 2


async def test_a_limited_creation_did_not_happen_and_is_left_to_the_caller() -> None:
    server = Server(refuse(429))
    async with server.client() as cs:
        with pytest.raises(errors.RateLimited):
            await cs.campaigns.create("Spring outreach")
    assert len(server.requests) == 1


async def pause(cs: ColdSend) -> object:
    return await cs.campaigns.pause(ID)


async def activate(cs: ColdSend) -> object:
    return await cs.campaigns.activate(ID)


async def rename(cs: ColdSend) -> object:
    return await cs.campaigns.update(ID, name="Summer outreach")


async def launch(cs: ColdSend) -> object:
    return await cs.campaigns.launch(ID)


async def edit_steps(cs: ColdSend) -> object:
    return await cs.campaigns.update(ID, sequence_edits=[{"action": "delete", "sequence_id": ID}])


async def archive(cs: ColdSend) -> object:
    return await cs.campaigns.archive(ID)


async def delete(cs: ColdSend) -> object:
    return await cs.campaigns.delete(ID)


@pytest.mark.parametrize("write", [pause, activate, rename])
@pytest.mark.parametrize("failure", [CUT, SILENCE, refuse(429), refuse(500), refuse(503)], ids=str)
async def test_writes_idempotent_by_contract_are_repeated(write: object, failure: Exception | httpx.Response) -> None:
    server = Server(failure, ok(STATE))
    async with server.client() as cs:
        await write(cs)  # type: ignore[operator]
    assert len(server.requests) == 2


@pytest.mark.parametrize("write", [launch, edit_steps, archive, delete])
async def test_other_writes_are_not(write: object) -> None:
    server = Server(SILENCE, ok(STATE))
    async with server.client() as cs:
        with pytest.raises(UnknownOutcome):
            await write(cs)  # type: ignore[operator]
    assert len(server.requests) == 1


async def test_an_idempotent_write_that_stays_unanswered_is_unknown() -> None:
    server = Server(SILENCE)
    async with server.client(retries=2) as cs:
        with pytest.raises(UnknownOutcome):
            await pause(cs)
    assert len(server.requests) == 3


async def test_a_refusal_after_an_unanswered_try_is_still_unknown() -> None:
    server = Server(SILENCE, refuse(400, "Campaign is not active"))
    async with server.client() as cs:
        with pytest.raises(UnknownOutcome) as caught:
            await pause(cs)
    assert isinstance(caught.value.cause, errors.Refused)


async def test_a_write_whose_answer_cannot_be_read_is_unknown() -> None:
    for reply in (httpx.Response(200, content=b'{"message": "do'), html(200), ok(["x"])):
        server = Server(reply)
        async with server.client() as cs:
            with pytest.raises(UnknownOutcome):
                await archive(cs)
