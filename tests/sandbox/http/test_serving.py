"""The sandbox as a process: what it prints, how it ends, what a broken connection looks like on a real wire."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

Start = Callable[..., tuple[subprocess.Popen[bytes], dict[str, Any]]]
COMMAND = [sys.executable, "-m", "coldsend_tui.sandbox"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a sandbox with these options; gives the process and its greeting once it listens."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*options: str) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
        words = [*COMMAND, "--json", "--scale", "empty", *options]
        pipe = subprocess.PIPE
        process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe)
        running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read().decode()
        return process, json.loads(line)

    yield begin
    for process in running:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def client(greeting: dict[str, Any]) -> httpx.Client:
    """An HTTP client below the public API."""
    return httpx.Client(base_url=greeting["base_url"], headers={"X-API-Key": greeting["api_key"]}, timeout=10)


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
    with client(greeting) as http:
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
        (["serve", "--port", "70000"], 2, "between 0 and 65535"),
        (["serve", "--speed", "-1"], 2, "between 0 and 1000000"),
        (["dance"], 2, "invalid choice"),
    ],
)
def test_mistakes_are_told_in_one_line(words: list[str], status: int, reason: str) -> None:
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == status
    assert done.stdout == ""
    assert reason in done.stderr.splitlines()[-1]


def test_scenarios_are_listed() -> None:
    done = subprocess.run([*COMMAND, "scenarios"], capture_output=True, text=True, timeout=30, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) >= 6
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)
