"""Commands that write, from outside, against a sandbox in a process of its own: plans, confirmation, exit status, kill -9."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Done, run

COMMAND = [sys.executable, "-m", "coldsend_tui"]


class Server:
    """A sandbox that listens, and the environment that leads to it."""

    def __init__(self, process: subprocess.Popen[str], home: Path) -> None:
        assert process.stdout is not None
        greeting = json.loads(process.stdout.readline())
        self.url, self.control, self.key = greeting["base_url"], greeting["control_url"], greeting["api_key"]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COLDSEND_", "XDG_"))}
        self.environment = {
            **inherited, "HOME": str(home), "COLDSEND_API_KEY": self.key, "COLDSEND_BASE_URL": self.url,
        }  # fmt: skip

    def run(self, *words: str, config: str = "") -> Done:
        """One command, in this process: starting Python takes longer than most of them."""
        environment = dict(self.environment)
        if config:
            path = Path(self.environment["HOME"]) / "rules.toml"
            path.write_text(config)
            environment["COLDSEND_CONFIG"] = str(path)
        return run(environment, *words)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A command that goes on."""
        return subprocess.Popen(
            [*COMMAND, *words], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, path: str, body: object = None, *, base: str = "") -> Any:
        """JSON of the API or of the control routes."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-API-Key": self.key, "Content-Type": "application/json"}
        request = urllib.request.Request((base or self.url) + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def states(self) -> dict[str, str]:
        """State of each campaign by id."""
        return {row["campaign_id"]: row["status"] for row in self.ask("/campaigns?limit=100")["campaigns"]}

    def active(self) -> set[str]:
        """Ids of the ACTIVE campaigns."""
        return {id for id, state in self.states().items() if state == "ACTIVE"}

    def faults(self, spec: str) -> None:
        """Replace all faults."""
        self.ask("/faults", {"spec": spec}, base=self.control)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One sandbox for this module; its time stands still."""
    command = [*COMMAND, "sandbox", "serve", "--json", "--speed", "0", "--no-rate-limit", "--parent-pipe"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(process, tmp_path_factory.mktemp("home"))
        finally:
            process.terminate()


@pytest.fixture(autouse=True)
def everything_runs(server: Server) -> Iterator[None]:
    """Each test begins and ends with the same campaigns ACTIVE and no stop standing."""
    before = server.active()
    yield
    server.faults("off")
    paused = sorted(before - server.active())
    if paused:
        server.run("campaign", "activate", *paused, "--yes", str(len(paused)))
    assert before <= server.active()


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for another process."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, what


def test_a_dry_run_prints_the_plan_that_is_carried_out(server: Server) -> None:
    number = len(server.active())
    dry = server.run("stop", "--all", "--dry-run")
    assert dry.returncode == 0
    assert f"Kill switch: stop everything ({number} campaigns)" in dry.stdout
    assert len(server.active()) == number
    done = server.run("stop", "--all", "--yes", str(number))
    assert done.returncode == 0

    def of(text: str) -> list[str]:
        """The plan without what is left of the budget."""
        return [line for line in text.splitlines() if not line.startswith(("Takes", "["))]

    assert of(done.stdout) == of(dry.stdout)
    assert done.stdout.count(": done, ACTIVE → PAUSED") == number
    assert server.active() == set()
    back = server.run("restore", "--rung", "1/3", "--dry-run")
    assert "step 1 of 3" in back.stdout
    assert server.run("restore", "--yes").returncode == 0
    again = server.run("restore", "--yes")
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing to restore" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stop", "--all"), "Add --yes "),
        (("stop", "--all", "--yes"), "confirmed with a word: nothing was sent. It takes --yes"),
        (("stop", "--all", "--yes", "everything"), "does not confirm this plan: nothing was sent"),
        (("campaign", "pause", "--where", "bounc>3%"), "Did you mean bounce"),
        (("campaign", "pause", "--where", "status:actve", "--yes"), "Did you mean status:active"),
        (("campaign", "pause"), "Which campaigns?"),
        (("campaign", "pause", "no such name"), 'There is no campaign "no such name"'),
        (("stop", "--domain", "acme.exmple"), "There is no domain"),
        (("restore", "--rung", "5/3"), "Write 1/3"),
        (("stop",), "required"),
    ],
)
def test_what_is_not_confirmed_or_understood_ends_with_two(server: Server, words: tuple[str, ...], said: str) -> None:
    before = server.states()
    done = server.run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert server.states() == before


def test_one_campaign_by_its_name(server: Server) -> None:
    id = min(server.active())
    name = server.ask(f"/campaigns/{id}")["name"]
    refused = server.run("stop", "--campaign", name, "--yes", "another name")
    assert refused.returncode == 2
    assert server.run("stop", "--campaign", name, "--yes", name).returncode == 0
    assert server.states()[id] == "PAUSED"
    for words in (("--read-only", "pause", id), ("pause", id, "--read-only")):
        assert "read-only" in server.run("campaign", *words, "--yes").stdout
    twice = server.run("campaign", "pause", id, "--yes")
    assert twice.returncode == 1
    assert "it is already paused" in twice.stdout


def test_read_only_and_guard_rules_send_nothing(server: Server) -> None:
    before = server.states()
    for words in (("--read-only", "stop", "--all"), ("stop", "--all", "--read-only")):
        done = server.run(*words, "--yes", "9")
        assert done.returncode == 1
        assert "read-only" in done.stdout
    rules = '[guard]\npause = "deny"\n[profiles.acme.guard]\npause = "allow"\n'
    denied = server.run("campaign", "pause", "--where", "status:active", "--yes", config=rules)
    assert denied.returncode == 1
    assert "guard rules of this profile deny pause" in denied.stdout
    readers = "read_only = true\n[profiles.acme]\nread_only = false\n"
    assert "read-only" in server.run("stop", "--all", "--yes", "9", config=readers).stdout
    assert server.states() == before


def test_a_partial_failure_ends_with_five_and_names_what_is_missing(server: Server) -> None:
    """Of the drafts one is ready and the others are refused by the server."""
    done = server.run("campaign", "launch", "--where", "status:draft", "--yes")
    assert done.returncode == 5
    assert ": done, DRAFT → ACTIVE" in done.stdout
    assert "missing: " in done.stdout
    assert "1 done" in done.stderr
    assert server.run("campaign", "launch", "--where", "status:draft", "--yes").returncode == 1


def test_an_interrupt_finishes_the_object_under_way_and_says_what_is_left(server: Server) -> None:
    server.faults("latency 150ms on pauseCampaign")
    before = server.active()
    with server.start("campaign", "pause", "--where", "status:active", "--yes") as process:
        until(lambda: len(server.active()) < len(before), "the first is paused")
        process.send_signal(signal.SIGINT)
        told, complained = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "stopping after the present object" in complained
    assert 0 < told.count(": done") < len(before)
    assert "cancelled (stopped before its turn)" in told
    left = server.run("journal", "unfinished")
    assert f"{len(server.active())} writes of broken-off plans not done" in left.stderr
    assert server.run("journal", "resume", "--yes").returncode == 0
    assert server.active() == set()


def test_a_kill_in_the_middle_is_found_verified_and_finished(server: Server) -> None:
    server.faults("latency 150ms on pauseCampaign")
    before = server.active()
    with server.start("stop", "--all", "--yes", str(len(before))) as process:
        until(lambda: len(server.active()) <= len(before) // 2, "half are paused")
        process.kill()
        process.communicate()
    server.faults("off")
    left = server.run("journal", "unfinished")
    assert f"{len(before)} writes without a result" in left.stderr
    dry = server.run("journal", "resume", "--dry-run")
    assert "Continue: Kill switch: stop everything" in dry.stdout
    assert dry.stderr.count(": verified ") == len(before)
    rest = len(server.active())
    assert 0 < rest < len(before)
    assert server.run("journal", "resume", "--yes").returncode == 0
    assert server.active() == set()
    assert server.run("restore", "--yes").returncode == 0
    assert server.active() == before


def test_the_journal_is_listed_checked_and_exported(server: Server) -> None:
    id = min(server.active())
    server.run("campaign", "pause", id, "--yes")
    listed = server.run("journal", "list", "--where", f"action:pause name:{id}", "--limit", "1")
    assert re.fullmatch(r"\d{4}-.*  done       pause .*: ACTIVE → PAUSED\n", listed.stdout)
    assert server.run("journal", "verify").returncode == 0
    lines = server.run("journal", "export", "--from", "1h").stdout.splitlines()
    assert {json.loads(line)["kind"] for line in lines} >= {"write"}
    assert any(json.loads(line)["object_id"] == id for line in lines if json.loads(line)["kind"] == "write")
    assert "# Incident timeline" in server.run("journal", "export", "--from", "1h", "--format", "markdown").stdout
    assert server.run("journal", "export", "--from", "1h", "--to", "2h").returncode == 2


def test_a_changed_line_is_found_and_named(server: Server) -> None:
    import sqlite3

    server.run("campaign", "pause", min(server.active()), "--yes")
    cache = max(Path(server.environment["HOME"]).rglob("default*.db"), key=lambda path: path.stat().st_mtime)
    connection = sqlite3.connect(cache)
    seq, kept = connection.execute("SELECT seq, line FROM journal WHERE entry = 'result' ORDER BY seq").fetchone()
    connection.execute("DROP TRIGGER journal_is_not_edited")
    connection.execute("UPDATE journal SET line = replace(line, 'done', 'lost') WHERE seq = ?", (seq,))
    connection.commit()
    broken = server.run("journal", "verify")
    connection.execute("UPDATE journal SET line = ? WHERE seq = ?", (kept, seq))
    connection.commit()
    connection.close()
    assert broken.returncode == 1
    assert f"Line {seq} of the journal was changed" in broken.stderr
    assert server.run("journal", "verify").returncode == 0
