"""The key goes into one header of requests to one host, and nowhere else."""

from __future__ import annotations

import logging
import pickle
import traceback

import httpx
import pytest
from pydantic import SecretStr

from coldsend_tui.api import ColdSend, RequestRecord, errors
from coldsend_tui.api.address import check_base_url
from coldsend_tui.errors import ConfigError
from tests.api.server import KEY, Server, ok, refuse

ID = "0b0e5a3c-0000-4000-8000-000000000001"


async def test_the_key_is_sent_in_its_header() -> None:
    server = Server()
    async with server.client() as cs:
        await cs.campaigns.list()
    assert server.requests[0].headers["x-api-key"] == KEY
    assert KEY not in str(server.requests[0].url)


async def test_pydantic_secrets_are_taken() -> None:
    server = Server()
    async with ColdSend(SecretStr(f" {KEY}\n"), base_url="http://localhost:1", wire=server.wire) as cs:
        await cs.campaigns.list()
    assert server.requests[0].headers["x-api-key"] == KEY


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout(""), httpx.ConnectError("x"), refuse(401), refuse(500), ok(["x"])], ids=str
)
async def test_no_trace_of_the_key(failure: Exception | httpx.Response, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[RequestRecord] = []
    server = Server(failure)
    async with server.client(on_request=records.append, retries=1) as cs:
        with pytest.raises(errors.ApiError) as caught:
            await cs.campaigns.get(ID)
        told = [repr(cs), repr(vars(cs)), repr(cs.campaigns), repr(cs.budget)]
    chain: BaseException | None = caught.value
    while chain is not None:
        told += [repr(chain), str(chain), repr(chain.args), repr(vars(chain))]
        assert not isinstance(chain, httpx.HTTPError)
        chain = chain.__cause__ or chain.__context__
    told += traceback.format_exception(caught.value)
    told += [caplog.text, repr(records)]
    assert KEY not in "".join(told)
    assert records


@pytest.mark.parametrize(
    "target", ["http://evil.example/api", "https://127.0.0.1:9/x", "http://127.0.0.1:10/x", "//evil.example"]
)
async def test_no_redirect_to_another_origin_is_followed(target: str) -> None:
    server = Server(ok(status=307, location=target), ok())
    async with server.client(retries=0) as cs:
        with pytest.raises(errors.UnexpectedStatus, match="redirected"):
            await cs.campaigns.list()
    assert len(server.requests) == 1


async def test_a_read_follows_a_redirect_within_the_origin() -> None:
    server = Server(ok(status=307, location="/api/public/v1/campaigns/"), ok())
    async with server.client() as cs:
        await cs.campaigns.list()
    assert server.requests[1].url.path == "/api/public/v1/campaigns/"
    assert server.requests[1].headers["x-api-key"] == KEY


async def test_redirects_in_a_circle_end() -> None:
    server = Server(ok(status=302, location="/again"))
    async with server.client(retries=0) as cs:
        with pytest.raises(errors.UnexpectedStatus):
            await cs.campaigns.list()
    assert len(server.requests) == 4


async def test_a_write_follows_no_redirect() -> None:
    server = Server(ok(status=307, location="/api/public/v1/campaigns/"))
    async with server.client() as cs:
        with pytest.raises(errors.UnexpectedStatus):
            await cs.campaigns.create("Spring outreach")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://api.coldsend.pro/api/public/v1",
        "http://192.0.2.1/",
        "http://localhost.evil.example/",
        "ftp://localhost/",
        "api.coldsend.pro",
        "https://user:secret@api.coldsend.pro/",
        "https://",
        "http://[::1",
        "https://host:port/",
    ],
)
def test_unsafe_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_base_url(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:8000/v1", "http://127.0.0.2/", "http://[::1]:80/", "https://x.example/"]
)
def test_safe_addresses_lose_their_trailing_slash(url: str) -> None:
    assert check_base_url(url) == url.rstrip("/")


@pytest.mark.parametrize("key", ["", "  ", "two words", "line\nbreak", "schlüssel", "nul\x00"])
def test_keys_that_fit_no_header_are_refused_without_repeating_them(key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        ColdSend(key)
    assert not key.strip() or key not in str(caught.value)


def test_the_client_does_not_pickle() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(ColdSend(KEY))
