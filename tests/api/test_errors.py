"""Every documented failure has its exception, its words and its facts."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncGenerator

import httpx
import pytest

from coldsend_tui.api import errors
from coldsend_tui.api.failures import COLLECTIONS
from coldsend_tui.api.record import RequestInfo
from coldsend_tui.api.wire import Stream
from coldsend_tui.errors import ExitCode
from tests.api.server import BASE_URL, Server, html, ok, refuse
from tests.contract.validator import Contract

ID = "0b0e5a3c-0000-4000-8000-000000000001"
SCOPES = {"error": "insufficient_scopes", "required": ["campaigns:read"], "granted": ["leads:read"]}
ITEM = {
    "loc": ["body", "name"],
    "msg": "ensure this value has at least 8 characters",
    "type": "value_error.any_str.min_length",
}


async def failure(reply: httpx.Response | Exception) -> errors.ApiError:
    server = Server(reply)
    async with server.client(retries=0) as cs:
        with pytest.raises(errors.ApiError) as caught:
            await cs.campaigns.get(ID)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.Refused),
        (401, errors.Unauthorized),
        (402, errors.OutOfCredits),
        (403, errors.MissingScope),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (422, errors.Invalid),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (502, errors.Unavailable),
        (503, errors.Unavailable),
        (504, errors.Unavailable),
        (418, errors.UnexpectedStatus),
        (304, errors.UnexpectedStatus),
    ],
)
async def test_status_and_words(status: int, kind: type[errors.ApiError]) -> None:
    error = await failure(refuse(status, "the server's own words", x_request_id="r-1"))
    assert type(error) is kind
    assert (error.status, error.detail, error.request_id) == (status, "the server's own words", "r-1")
    assert str(error.request) == f"GET /campaigns/{ID}"
    assert error.title
    assert "\n" not in error.message


async def test_refused_launch_names_what_is_missing() -> None:
    error = await failure(refuse(400, "Not ready", {"missing_requirements": ["leads", "inboxes"]}))
    assert isinstance(error, errors.Refused)
    assert error.missing_requirements == ("leads", "inboxes")
    assert error.hint == "Missing: leads, inboxes."


@pytest.mark.parametrize("reply", [refuse(404, "Not Found"), html(404), ok({}, 404)])
async def test_a_missing_collection_means_another_server(reply: httpx.Response) -> None:
    server = Server(reply)
    async with server.client(retries=0) as cs:
        with pytest.raises(errors.NotTheApi) as caught:
            await cs.campaigns.list()
        assert str(caught.value).startswith(f"{BASE_URL} is not the ColdSend API: it has no /campaigns (")
        assert "base_url" in caught.value.hint
        with pytest.raises(errors.NotFound, match="deleted"):
            await cs.campaigns.get(ID)
        with pytest.raises(errors.NotFound):
            await cs.me()
        with pytest.raises(errors.NotFound):
            await cs.campaigns.create(name="new")


def test_collections_are_those_of_the_contract(contract: Contract) -> None:
    """But whose key it is, which not every server tells, and what is asked about a campaign or a filter."""
    unnamed = {
        operation["path"]
        for operation in contract.operations.values()
        if operation["method"] == "GET" and "{" not in operation["path"]
    }
    assert unnamed - COLLECTIONS <= {"/me", "/sender-accounts/quotas", "/contacts/lists/preview"}
    assert unnamed >= COLLECTIONS


async def test_what_cannot_be_reached_is_named() -> None:
    refused = httpx.ConnectError("no")
    refused.__cause__ = ConnectionRefusedError()
    for base_url, hint in (
        (BASE_URL, "running on this machine?"),
        ("https://api.coldsend.test/v1", "Check the network"),
    ):
        for error, text in (
            (refused, f"reached at {base_url}: the connection was refused"),
            (httpx.ConnectTimeout("slow"), base_url),
        ):
            async with Server(error).client(retries=0, base_url=base_url) as cs:
                with pytest.raises(errors.Unreachable) as caught:
                    await cs.campaigns.list()
            assert text in caught.value.message
            assert hint in caught.value.hint


async def test_missing_scope_tells_both_sides() -> None:
    error = await failure(refuse(403, "Missing required scopes: campaigns:read", SCOPES))
    assert isinstance(error, errors.MissingScope)
    assert (error.required, error.granted) == (("campaigns:read",), ("leads:read",))
    assert error.exit_code is ExitCode.AUTH


@pytest.mark.parametrize("body", [{"required": 1, "available": 0}, {"detail": {"required": 1, "available": 0}}])
async def test_credits(body: dict[str, object]) -> None:
    error = await failure(ok(body, 402))
    assert isinstance(error, errors.OutOfCredits)
    assert (error.required, error.available) == (1, 0)


@pytest.mark.parametrize("status", [400, 422])
async def test_validation_items(status: int) -> None:
    error = await failure(refuse(status, [ITEM, "odd", {"msg": "bad"}]))
    assert isinstance(error, (errors.Invalid, errors.Refused))
    assert error.items[0] == errors.FieldProblem(("body", "name"), ITEM["msg"], ITEM["type"])
    assert error.detail == "name: ensure this value has at least 8 characters; bad"


async def test_suppressed_contact() -> None:
    error = await failure(refuse(409, "Suppressed", {"suppression_reason": "unsubscribed"}))
    assert isinstance(error, errors.Conflict)
    assert error.suppression_reason == "unsubscribed"


@pytest.mark.parametrize("status", [200, 403, 500, 502])
async def test_a_web_page_becomes_one_line(status: int) -> None:
    error = await failure(html(status))
    assert "web page" in error.message
    assert "<" not in str(error)
    assert len(str(error)) < 250


@pytest.mark.parametrize("body", [b'{"campaign_id": "x', b"\xff\xfe", b"[" * 100_000, b"nonsense"])
async def test_unreadable_bodies(body: bytes) -> None:
    error = await failure(httpx.Response(200, content=body))
    assert type(error) is errors.BadBody
    assert error.status == 200


@pytest.mark.parametrize("data", [["x"], "text", 7, {"name": "no id here", "status": {}}])
async def test_wrong_types_name_the_field_and_not_its_value(data: object) -> None:
    error = await failure(ok(data))
    assert type(error) is errors.BadBody
    assert "no id here" not in str(error)


async def test_an_error_body_of_any_shape_is_survived() -> None:
    for body in (b"", b"null", b"[1]", b'{"detail": {"deep": [1]}}', b'{"message": "m"}', b"[" * 100_000):
        error = await failure(httpx.Response(400, content=body))
        assert type(error) is errors.Refused


async def test_foreign_words_cannot_drive_the_terminal() -> None:
    error = await failure(refuse(400, "red \x1b[31m\u202eevil\nline"))
    assert error.detail == "red \x1b[31m\u202eevil\nline"
    assert not set("\x1b\u202e\n") & set(str(error))


@pytest.mark.parametrize(
    ("cause", "kind", "sent", "words"),
    [
        (httpx.ConnectError("All connection attempts failed"), errors.Unreachable, False, "no connection"),
        (httpx.ProxyError("407"), errors.Unreachable, False, "proxy"),
        (httpx.ConnectTimeout(""), errors.TimedOut, False, "in time"),
        (httpx.ReadTimeout(""), errors.TimedOut, True, "in time"),
        (httpx.WriteTimeout(""), errors.TimedOut, True, "in time"),
        (httpx.ReadError(""), errors.Unreachable, True, "broke"),
        (httpx.RemoteProtocolError(""), errors.Unreachable, True, "broke"),
    ],
)
async def test_no_answer(cause: Exception, kind: type[errors.Unreachable], sent: bool, words: str) -> None:
    error = await failure(cause)
    assert type(error) is kind
    assert error.sent is sent
    assert words in error.message
    assert error.exit_code is ExitCode.UNREACHABLE


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "host name is not known"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "may be no network"),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "certificate is not trusted"),
        (ssl.SSLError(1, "wrong version number"), "no encrypted connection"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "refused"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "no way to its network"),
        (ExceptionGroup("all", [OSError(errno.EHOSTUNREACH, "x")]), "no way to its network"),
    ],
    ids=str,
)
async def test_why_there_is_no_connection(cause: Exception, words: str) -> None:
    def no_way(request: httpx.Request) -> httpx.Response:
        try:
            raise OSError("All connection attempts failed") from cause
        except OSError as error:
            raise httpx.ConnectError("All connection attempts failed") from error

    server = Server(no_way)
    async with server.client(retries=0) as cs:
        with pytest.raises(errors.Unreachable, match=words):
            await cs.campaigns.get(ID)


async def endless() -> AsyncGenerator[bytes, None]:
    while True:
        yield b"x" * 1000
        await asyncio.sleep(0)


async def test_an_answer_without_end_is_left() -> None:
    request = RequestInfo("GET", "/campaigns")
    with pytest.raises(errors.BadBody, match="larger"):
        await Stream(request, 200, {}, endless()).read(most=2**20)
    with pytest.raises(errors.TimedOut) as caught:
        await Stream(request, 200, {}, endless()).read(seconds=0)
    assert caught.value.sent
