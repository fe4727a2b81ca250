"""The transport on real connections to this machine: what leaves, and what happens when the other side misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from coldsend_tui.api import ColdSend, errors
from tests.api.server import KEY

EMPTY = b'{"campaigns": []}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(EMPTY), EMPTY)


class Peer:
    """A server that reads a request's head and answers with fixed bytes, then hangs up if told to."""

    def __init__(self, answer: bytes, *, hang_up: bool) -> None:
        self.answer = answer
        self.hang_up = hang_up
        self.heads: list[bytes] = []
        self.connections = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(self.answer)
                await writer.drain()
                if self.hang_up:
                    return
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def talking_to(answer: bytes, *, hang_up: bool = True) -> AsyncIterator[tuple[ColdSend, Peer]]:
    peer = Peer(answer, hang_up=hang_up)
    server = await asyncio.start_server(peer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, ColdSend(KEY, base_url=f"http://127.0.0.1:{port}/v1", retries=0) as cs:
        yield cs, peer


async def test_what_leaves_and_that_the_connection_is_kept() -> None:
    async with talking_to(ANSWER, hang_up=False) as (cs, peer):
        await cs.campaigns.list()
        await cs.campaigns.list(page=2)
        assert peer.connections == 1
    head = peer.heads[0].decode().lower()
    assert head.startswith("get /v1/campaigns?page=1&limit=20 http/1.1\r\n")
    assert head.count(KEY.lower()) == 1
    assert f"\r\nx-api-key: {KEY.lower()}\r\n" in head
    assert "authorization" not in head
    assert "cookie" not in head


@pytest.mark.parametrize(
    "answer",
    [b"", ANSWER[:40], ANSWER[:-5], b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"],
    ids=["nothing", "head cut", "body cut", "no http", "bad length"],
)
async def test_a_broken_answer_is_a_broken_connection(answer: bytes) -> None:
    async with talking_to(answer) as (cs, _):
        with pytest.raises(errors.Unreachable) as caught:
            await cs.campaigns.list()
        assert caught.value.sent


async def test_a_body_that_cannot_be_decompressed() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"
    async with talking_to(answer) as (cs, _):
        with pytest.raises(errors.BadBody, match="decompressed"):
            await cs.campaigns.list()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_nobody_listens(scheme: str, unused_tcp_port_factory: Callable[[], int]) -> None:
    async with ColdSend(KEY, base_url=f"{scheme}://127.0.0.1:{unused_tcp_port_factory()}", retries=0) as cs:
        with pytest.raises(errors.Unreachable, match="refused") as caught:
            await cs.campaigns.list()
    assert not caught.value.sent


async def test_a_proxy_never_sees_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with talking_to(ANSWER) as (cs, peer):
        await cs.campaigns.list()
    assert len(peer.heads) == 1
