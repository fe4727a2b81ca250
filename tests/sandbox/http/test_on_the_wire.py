"""Bytes on a real connection: what a framework hides from tests inside one process."""

import http.client
import json
import socket
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
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
        httpx.post(server["control_url"] + "/advance", json={"hours": 0.1}, verify=False)
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


def fault(server: dict[str, Any], spec: str) -> None:
    """Replace all faults of the running server."""
    assert httpx.post(server["control_url"] + "/faults", json={"spec": spec}, verify=False).status_code == 200


@pytest.fixture
def faulty(server: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The server; whatever faults a test sets are gone after it."""
    yield server
    fault(server, "off")


@pytest.mark.parametrize(
    ("spec", "status", "detail"),
    [
        ("429", 429, "Rate limit exceeded. Retry after 60 seconds."),
        ("429 for 1h every 2h", 429, "Rate limit exceeded. Retry after 60 seconds."),
        ("500 on GET /camp*", 500, "Internal server error"),
        ("503 on listCampaigns 100%", 503, "Service temporarily unavailable"),
    ],
)
def test_error_answers(faulty: dict[str, Any], spec: str, status: int, detail: str) -> None:
    fault(faulty, spec)
    with client(faulty, judged=False) as http_client:
        answer = http_client.get("/campaigns")
    assert (answer.status_code, answer.json()) == (status, {"detail": detail})
    assert answer.headers["x-ratelimit-limit"] == "100"


def test_silence_latency_and_cuts(faulty: dict[str, Any]) -> None:
    fault(
        faulty,
        "timeout 60s on listCampaigns; latency 50ms on listDomains; cut on getTimeline; truncate on getDailyUsage",
    )
    with client(faulty, judged=False) as http_client:
        with pytest.raises(httpx.ReadTimeout):
            http_client.get("/campaigns", timeout=0.2)
        slow = http_client.get("/domains")
        assert slow.status_code == 200
        assert slow.elapsed.total_seconds() >= 0.05
        with pytest.raises(httpx.RemoteProtocolError):
            http_client.get("/analytics/campaigns/timeline")
        half = http_client.get("/sender-accounts/daily-usage")
        assert int(half.headers["content-length"]) == len(half.content)
        with pytest.raises(json.JSONDecodeError):
            half.json()


def test_answers_that_are_wrong_inside(faulty: dict[str, Any]) -> None:
    with client(faulty, judged=False) as http_client:
        http_client.post("/campaigns", json={"name": "One to look at"})
        sound = http_client.get("/campaigns?limit=1").json()
        fault(faulty, "html")
        page = http_client.get("/campaigns")
        assert page.headers["content-type"].startswith("text/html")
        fault(faulty, "wrong-types")
        assert http_client.get("/campaigns?limit=1").json() != sound
        fault(faulty, "unknown-enum")
        assert http_client.get("/campaigns?limit=1").json()["campaigns"][0]["status"] == "HIBERNATING"
        usage = http_client.get("/analytics/campaigns").json()["workspace_kpis"]["total_campaigns"]
        fault(faulty, "falling-counters by 100%")
        assert usage > http_client.get("/analytics/campaigns").json()["workspace_kpis"]["total_campaigns"] == 0


def test_a_clock_that_is_wrong(faulty: dict[str, Any]) -> None:
    with client(faulty, judged=False) as http_client:
        right = parsedate_to_datetime(http_client.get("/campaigns").headers["date"])
        fault(faulty, "clock-skew -90s")
        wrong = parsedate_to_datetime(http_client.get("/campaigns").headers["date"])
    assert (right - wrong).total_seconds() == 90


def test_control_never_belongs_to_the_public_api(server: dict[str, Any]) -> None:
    origin = server["base_url"].removesuffix("/api/public/v1")
    document = httpx.get(origin + "/openapi.json").json()
    assert not [path for path in document["paths"] if not path.startswith("/api/public/v1/")]
    with client(server) as http_client:
        assert http_client.get("/_sandbox/clock").status_code == 404
    for headers in ({"Host": "coldsend.example"}, {"Origin": "https://evil.example"}, {"Host": "192.0.2.7:80"}):
        assert httpx.get(server["control_url"] + "/clock", headers=headers).status_code == 404
    for host in ("localhost", "127.0.0.1", "[::1]", "127.1.2.3"):
        assert httpx.get(server["control_url"] + "/clock", headers={"Host": host}).status_code == 200
