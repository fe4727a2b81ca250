"""One whole run in a pseudo-terminal, and the command line, against a server that strangers filled."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from tests.command_line import run
from tests.e2e.terminal import SEQUENCE, Terminal
from tests.hostile.corpus import CORPUS
from tests.hostile.harm import harm_in
from tests.hostile.wire import Spoiler, hostile_port

# What the console itself writes: cursor, colours, erasing, modes, kitty's keys, questions that Textual asks at its start.
OURS = re.compile(
    r"\x1b\[[<=>?]?[0-9;:]*[ $]?[ABCDGHJKXmhlpqrstux]|\x1b[78=>]|\x1b\(B|\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\x1b\]22;[a-z-]*\x07"
)


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """The environment that leads to it."""
    process = SandboxProcess(("--scale", "small", "--speed", "0"))
    target = process.wait_for_greeting().target
    origin, _, path = target.base_url.partition("/api")
    with hostile_port(origin, Spoiler(CORPUS)) as address:
        yield {"COLDSEND_BASE_URL": f"{address}/api{path}", "COLDSEND_API_KEY": target.api_key.get_secret_value()}
    process.stop()


@pytest.fixture
def environment(server: dict[str, str], tmp_path: Path) -> dict[str, str]:
    home = {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    return server | home


def test_no_sequence_but_our_own_reaches_the_terminal(environment: dict[str, str]) -> None:
    """The second start begins with a glance at what the first one left in the cache."""
    for _start in range(2):
        with Terminal([sys.executable, "-m", "coldsend_tui"], size=(100, 30), environment=environment) as terminal:
            terminal.wait_for("Campaigns", "data")
            terminal.press("2")
            terminal.wait_for("─ Campaigns 4")
            terminal.press("enter")
            terminal.wait_for("Readiness")
            terminal.press("escape")
            terminal.wait_for("─ Campaigns 4")
            terminal.press("5")
            terminal.wait_for("─ Replies", "unread")
            terminal.press("8")
            terminal.wait_for("─ Contacts 6")
            terminal.press("3", "y")
            terminal.wait_for("copied")
            terminal.press("q")
            assert terminal.wait_for_exit() == 0
            assert terminal.unrestored() == []
            output = terminal.output
        sent = {found.group() for found in SEQUENCE.finditer(output)}
        assert [one for one in sent if not OURS.fullmatch(one)] == []
        assert harm_in(SEQUENCE.sub("", output).replace("\r", "").replace("\x1b", "")) == []


def coldsend(environment: dict[str, str], *words: str) -> str:
    done = run({**os.environ, **environment}, *words)
    assert "Traceback" not in done.stderr
    assert harm_in(done.stderr) == []
    return done.stdout


@pytest.mark.slow
def test_what_the_command_line_prints(environment: dict[str, str]) -> None:
    assert harm_in(coldsend(environment, "status").replace("\r", "")) == []
    json.loads(coldsend(environment, "status", "--json"))
    plan = coldsend(environment, "campaign", "pause", "--where", "sent>0", "--dry-run")
    assert plan and harm_in(plan) == []
    coldsend(environment, "campaign", "pause", "--where", "sent>0", "--yes")
    for words in (("journal", "list"), ("journal", "export", "--format", "markdown")):
        assert harm_in(coldsend(environment, *words)) == []


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("campaigns", "csv"),
        ("campaigns", "json"),
        pytest.param("campaigns", "toml", marks=pytest.mark.slow),
        *(pytest.param(kind, "csv", marks=pytest.mark.slow) for kind in ("senders", "replies", "lists", "findings")),
    ],
)
def test_what_is_exported(environment: dict[str, str], kind: str, form: str) -> None:
    text = coldsend(environment, "export", kind, "--format", form)
    # Line breaks and tabs are data in a file; joined emoji stay joined.
    assert (
        not set(harm_in(text))
        - {"U+000D", "U+0009", "U+200B", "U+200C", "U+200D", "U+FEFF", "U+2060", "U+00AD"}
        - {found for found in harm_in(text) if found.startswith("U+E0")}
    )
    if form == "csv":
        rows = csv.reader(io.StringIO(text, newline=""))
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


@pytest.mark.slow
def test_a_masked_recording_holds_nothing_of_it(environment: dict[str, str], tmp_path: Path) -> None:
    import gzip

    tape, masked = tmp_path / "a.rec", tmp_path / "b.rec"
    command = [sys.executable, "-m", "coldsend_tui", "--record", str(tape)]
    with Terminal(command, size=(100, 30), environment=environment) as terminal:
        terminal.wait_for("REC", "data")
        terminal.press("2")
        terminal.wait_for("─ Campaigns 4")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    coldsend(environment, "replay", str(tape), "--masked", str(masked))
    text = gzip.decompress(masked.read_bytes()).decode()
    for payload in ("HYPERLINK", "pwned", "@click", "DROP TABLE", "evil.example"):
        assert payload not in text
    once = coldsend(environment, "replay", str(tape), "--once")
    assert once and harm_in(once) == []
