"""The sandbox as a process: what it prints, how it ends, what a broken connection looks like on a real wire."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from coldsend_tui.sandbox.serve import main
from tests.sandbox.served import COMMAND, Start, client, starting


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a sandbox with these options; gives the process and its greeting once it listens."""
    with starting() as begin:
        yield begin


@pytest.fixture
def own_signals() -> Iterator[None]:
    """What the server does with the signals of this process is undone."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_line_then_silence_and_a_clean_end(start: Start, number: signal.Signals) -> None:
    process, greeting = start()
    assert greeting["base_url"].endswith("/api/public/v1")
    assert greeting["control_url"].endswith("/_sandbox")
    assert greeting["clock"].keys() == {"virtual", "real", "speed"}
    with client(greeting) as http:
        answer = http.get("/campaigns")
        assert answer.status_code == 200
        assert len(answer.headers.get_list("date")) == 1
        assert "server" not in answer.headers
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, b"", b"")


def test_the_child_answers_an_upload_that_is_too_large_and_ends_with_its_parent(start: Start) -> None:
    process, greeting = start("--parent-pipe")
    with client(greeting) as http:
        campaign = http.post("/campaigns", json={"name": "A place for leads"}).json()["campaign_id"]
        answer = http.post(f"/campaigns/{campaign}/leads", files={"file": ("a.csv", b"email\n" + b"x" * 60_000_000)})
        assert answer.status_code == 400
        assert http.get("/campaigns").status_code == 200
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_faults_on_a_real_connection_beside_those_of_a_scenario(start: Start) -> None:
    faults = "cut on listCampaigns; truncate on listDomains; timeout 10ms on getTimeline"
    process, greeting = start("--scenario", "clock_skew", "--faults", faults, "--speed", "0")
    with client(greeting, judged=False) as http:
        with pytest.raises(httpx.RemoteProtocolError):
            http.get("/campaigns")
        with pytest.raises(json.JSONDecodeError):
            http.get("/domains").json()
        with pytest.raises(httpx.RemoteProtocolError):
            http.get("/analytics/campaigns/timeline")
        answer = http.get("/sender-accounts")
        assert answer.status_code == 200
        late = datetime.fromisoformat(greeting["clock"]["virtual"]) - parsedate_to_datetime(answer.headers["date"])
        assert late == timedelta(seconds=90)
    process.terminate()
    _, err = process.communicate(timeout=10)
    assert err == b"", "a deliberate fault is no news"


def test_a_database_file_survives_the_server(start: Start, tmp_path: Path) -> None:
    file = str(tmp_path / "world.db")
    process, greeting = start("--db", file, "--speed", "0")
    with client(greeting) as http:
        made = http.post("/campaigns", json={"name": "Kept for tomorrow"}).json()["campaign_id"]
    process.kill()
    process.communicate()
    _, greeting = start("--db", file, "--speed", "0")
    with client(greeting) as http:
        assert http.get(f"/campaigns/{made}").json()["name"] == "Kept for tomorrow"


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (["serve", "--faults", "boom"], 1, "unknown fault"),
        (["serve", "--scenario", "boom"], 1, "unknown scenario"),
        (["serve", "--scenario", "stalled_campaign", "--scale", "empty"], 1, "demo workspace"),
        (["serve", "--host", "192.0.2.1", "--port", "1"], 1, "cannot listen on 192.0.2.1:1"),
        (["serve", "--host", "no-such-host.invalid"], 1, "cannot listen on no-such-host.invalid:0"),
        (["serve", "--db", "/dev/null/world.db", "--scale", "empty"], 1, "/dev/null/world.db cannot be opened"),
        (["serve", "--port", "http"], 2, "between 0 and 65535"),
        (["serve", "--seed", "lucky"], 2, "a seed is a whole number"),
        (["serve", "--speed", "fast"], 2, "between 0 and 1000000"),
        (["serve", "--scale", "tiny"], 2, "invalid choice: 'tiny'"),
        (["serve", "--frobnicate"], 2, "--frobnicate"),
        (["serve", "--port", "70000"], 2, "between 0 and 65535"),
        (["serve", "--speed", "-1"], 2, "between 0 and 1000000"),
        (["dance"], 2, "invalid choice"),
    ],
)
def test_mistakes_are_told_in_one_line(
    words: list[str], status: int, reason: str, own_signals: None, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        ended = main(words)
    except SystemExit as end:
        ended = int(end.code or 0)
    out, err = capsys.readouterr()
    assert (ended, out) == (status, "")
    [line] = err.splitlines()
    assert reason in line


def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        words = [*COMMAND, "serve", "--port", port, "--scale", "empty"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"coldsend-tui sandbox: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_all_addresses_are_told_as_one_that_can_be_called(start: Start) -> None:
    _, greeting = start("--host", "0.0.0.0", "--speed", "0")
    assert greeting["base_url"].startswith("http://127.0.0.1:")
    assert httpx.get(greeting["control_url"] + "/clock").json()["speed"] == 0


def test_limits_run_on_the_real_clock_and_control_is_not_counted(start: Start) -> None:
    _, greeting = start("--speed", "1000000", "--seed", "3")
    with client(greeting) as http:
        before = time.time()
        first = http.get("/campaigns")
        assert before < int(first.headers["x-ratelimit-reset"]) <= time.time() + 60
        for _ in range(5):
            assert "x-ratelimit-limit" not in http.get(greeting["control_url"] + "/clock").headers
        second = http.head("/campaigns")
        left = [int(answer.headers["x-ratelimit-remaining"]) for answer in (first, second)]
        assert left in ([99, 98], [99, 99])  # a minute may have turned in between


def test_an_option_for_everything(start: Start) -> None:
    options = [
        "--port",
        "0",
        "--seed",
        "11",
        "--speed",
        "0",
        "--scale",
        "small",
        "--no-rate-limit",
        "--faults",
        "503 on getMe",
    ]
    _, greeting = start("--host", "127.0.0.2", *options)
    assert greeting["base_url"].startswith("http://127.0.0.2:")
    assert greeting["clock"]["speed"] == 0
    with client(greeting) as http:
        assert {http.get("/campaigns").headers["x-ratelimit-remaining"] for _ in range(3)} == {"100"}
        assert http.get("/me").status_code == 503
        moved = http.post(greeting["control_url"] + "/advance", json={"hours": 1}).json()
        assert moved["virtual"] > greeting["clock"]["virtual"]


def test_scenarios_are_listed() -> None:
    done = subprocess.run([*COMMAND, "scenarios"], capture_output=True, text=True, timeout=30, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) >= 6
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)
