"""Bytes on a real connection: what a framework hides from tests inside one process."""

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.sandbox.served import client, starting

MAX = 1024 * 1024


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, Any]]:
    """The greeting of one server for all tests here; none of them may bring it down."""
    with starting() as start:
        process, greeting = start("--no-rate-limit", "--speed", "0")
        yield greeting
        process.terminate()
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err) == (0, b"", b"")


def address(server: dict[str, Any]) -> tuple[str, int]:
    """Host and port."""
    parts = urlsplit(server["base_url"])
    return parts.hostname or "", parts.port or 0


def head(server: dict[str, Any], method: str, path: str, *more: str) -> bytes:
    """A request up to its body."""
    lines = [f"{method} /api/public/v1{path} HTTP/1.1", "Host: 127.0.0.1", f"X-API-KEY: {server['api_key']}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_caller_that_waits_to_be_asked_for_the_body(server: dict[str, Any]) -> None:
    body = b'{"name": "Sent when asked for"}'
    with socket.create_connection(address(server), timeout=10) as wire:
        expecting = [f"Content-Length: {len(body)}", "Content-Type: application/json", "Expect: 100-continue"]
        wire.sendall(head(server, "POST", "/campaigns", *expecting))
        assert wire.recv(MAX).startswith(b"HTTP/1.1 100 ")
        wire.sendall(body)
        assert wire.recv(MAX).startswith(b"HTTP/1.1 201 ")


def test_many_calls_on_one_connection(server: dict[str, Any]) -> None:
    wire = http.client.HTTPConnection(*address(server), timeout=10)
    headers = {
        "X-API-Key": server["api_key"],
        "Accept-Encoding": "gzip, deflate, br",
        "Content-Type": "application/json",
    }
    opened = None
    for method, path, body, status in [
        ("GET", "/campaigns", None, 200),
        ("HEAD", "/campaigns", None, 200),
        ("POST", "/campaigns", b"{", 422),
        ("GET", "/nowhere", None, 404),
        ("DELETE", "/campaigns", None, 405),
        ("POST", "/campaigns", iter([b'{"name": ', b'"Sent in chunks"}']), 201),
        ("GET", "/campaigns/7", None, 422),
    ]:
        wire.request(method, "/api/public/v1" + path, body, headers, encode_chunked=True)
        opened = opened or wire.sock
        assert wire.sock is opened, "the connection was closed in between"
        answer = wire.getresponse()
        content = answer.read()
        assert answer.status == status, content
        assert (content == b"") == (method == "HEAD")
        assert answer.headers["x-ratelimit-remaining"]
    wire.close()


def test_the_oldest_http_gets_one_answer_and_the_end(server: dict[str, Any]) -> None:
    with socket.create_connection(address(server), timeout=10) as wire:
        wire.sendall(head(server, "GET", "/campaigns").replace(b"HTTP/1.1", b"HTTP/1.0"))
        answer = b"".join(iter(lambda: wire.recv(MAX), b""))
    assert b" 200 " in answer.splitlines()[0]
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["campaigns"] is not None


@pytest.mark.parametrize(
    "noise",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"HELLO\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/9\r\n\r\n",
        b"A" * 200_000,
        b"",
    ],
    ids=["tls", "word", "no host", "version", "endless line", "nothing"],
)
def test_what_is_no_http_ends_that_connection_alone(server: dict[str, Any], noise: bytes) -> None:
    with socket.create_connection(address(server), timeout=10) as wire:
        try:
            wire.sendall(noise)
            wire.shutdown(socket.SHUT_WR)
            while wire.recv(MAX):
                pass
        except OSError:  # it was faster
            pass
    with client(server) as http_client:
        assert http_client.get("/campaigns").status_code == 200


def test_a_caller_that_hangs_up_in_the_middle(server: dict[str, Any]) -> None:
    for path, kind in (("/campaigns", "application/json"), ("/contacts/import", "multipart/form-data; boundary=x")):
        with socket.create_connection(address(server), timeout=10) as wire:
            wire.sendall(head(server, "POST", path, f"Content-Type: {kind}", "Content-Length: 1000") + b"--x\r\n")
    with client(server) as http_client:
        assert http_client.get("/campaigns").status_code == 200


GOOD = b"email,company\nann@leads.example.com,Acme\n"
FILES: dict[str, tuple[bytes, int, str]] = {
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, 200, ""),
    "quotes over lines": (b'email,company\n"ann@leads.example.com","Two\nlines, one ""cell"""\n', 200, ""),
    "formula": (b"email,company\nann@leads.example.com,=HYPERLINK(1)\n", 200, ""),
    "utf-16": (GOOD.decode().encode("utf-16"), 400, "UTF-16"),
    "utf-16 without a mark": (GOOD.decode().encode("utf-16-le"), 400, "NUL"),
    "latin-1": ("email,company\nann@leads.example.com,Müller\n".encode("latin-1"), 400, "UTF-8"),
    "semicolons": (b"email;company\nann@leads.example.com;Acme\n", 400, "separated by commas"),
    "NUL": (b"email\nann\0@leads.example.com\n", 400, "NUL"),
    "duplicate headers": (b"email,company,company\nann@leads.example.com,1,2\n", 400, "duplicate columns: company"),
    "open quote": (b'email\n"ann@leads.example.com\n', 400, "malformed"),
    "empty": (b"", 400, "empty"),
    "a row too many": (
        b"email\n" + b"".join(b"a%d@leads.example.com\n" % n for n in range(10_001)),
        400,
        "10,001 rows",
    ),
    "60 MB": (b"email\n" + b"x" * 60_000_000, 400, "at most 50 MB"),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files_get_their_error_and_the_server_goes_on(server: dict[str, Any], name: str) -> None:
    content, status, reason = FILES[name]
    with client(server) as http_client:
        campaign = http_client.post("/campaigns", json={"name": "A place for leads"}).json()["campaign_id"]
        for path in (f"/campaigns/{campaign}/leads", "/contacts/import"):
            answer = http_client.post(path, files={"file": ("a.csv", content, "text/csv")})
            assert answer.status_code == status, answer.text
            assert reason in answer.text
        httpx.post(server["control_url"] + "/advance", json={"hours": 0.1})
        leads = http_client.get(f"/campaigns/{campaign}/leads").json()["leads"]
        assert [lead["email"] for lead in leads] == (["ann@leads.example.com"] if status == 200 else [])
        if name == "formula":
            assert leads[0]["company"] == "=HYPERLINK(1)", (
                "data stays what it is; who shows or exports it makes it harmless"
            )


def test_a_broken_document_is_422_and_the_server_goes_on(server: dict[str, Any]) -> None:
    with client(server) as http_client:
        for content in (b"{", b"\xff\xfe{\0}\0", b"[" * 200_000, b'{"name": "\\ud800 half a letter"}', b'{"a":1}' * 2):
            answer = http_client.post("/campaigns", content=content, headers={"Content-Type": "application/json"})
            assert answer.status_code == 422, answer.text
            assert all(item.keys() == {"loc", "msg", "type"} for item in answer.json()["detail"])
        assert http_client.get("/campaigns").status_code == 200
