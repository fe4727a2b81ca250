"""`new`, `export` and `apply`: campaigns as files, against a real server on loopback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import pytest

from coldsend_tui import cli
from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.errors import ExitCode
from coldsend_tui.launch import Target


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    """A small workspace whose time stands still."""
    process = SandboxProcess(("--scale", "small", "--speed", "0", "--no-rate-limit"))
    yield process.wait_for_greeting().target
    process.stop()


class Done(NamedTuple):
    """What a call left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


class Typed(io.TextIOWrapper):
    """Standard input with somebody at the keys."""

    def isatty(self) -> bool:
        return True


class Shell:
    """The command line in this process, on a server and in a home of its own."""

    def __init__(
        self, server: Target, home: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.server = server
        self.home = home
        self.patch = patch
        self.capsys = capsys
        key = server.api_key.get_secret_value()
        self.environment = {"HOME": str(home), "COLDSEND_BASE_URL": server.base_url, "COLDSEND_API_KEY": key}
        for name, value in self.environment.items():
            patch.setenv(name, value)
        for name in ("COLDSEND_CONFIG", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.delenv(name, raising=False)

    def run(self, *words: str, stdin: str = "", terminal: bool = False) -> Done:
        """One call."""
        self.capsys.readouterr()
        kind = Typed if terminal else io.TextIOWrapper
        self.patch.setattr(sys, "stdin", kind(io.BytesIO(stdin.encode()), encoding="utf-8"))
        status = cli.main(words)
        out, err = self.capsys.readouterr()
        assert self.server.api_key.get_secret_value() not in out + err
        return Done(status, out, err)

    def file(self, name: str, text: str) -> str:
        """A campaign file in the home."""
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def get(self, path: str) -> Any:
        """What the server says."""
        request = Request(self.server.base_url + path, headers={"X-API-Key": self.environment["COLDSEND_API_KEY"]})
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def campaign(self, status: str) -> dict[str, Any]:
        """Some campaign in this state."""
        [first, *_] = self.get(f"/campaigns?status={status}")["campaigns"]
        return dict(first)


@pytest.fixture
def shell(server: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell."""
    return Shell(server, tmp_path, monkeypatch, capsys)


def test_new_apply_apply_again_change_and_export(shell: Shell) -> None:
    """The whole life of a campaign file; applying twice changes nothing the second time."""
    template = shell.run("new", "campaign")
    assert (template.status, template.err) == (0, "")
    path = shell.file("new.toml", template.out.replace('"New campaign"', '"From a file"'))

    dry = shell.run("apply", path, "--dry-run")
    assert (dry.status, dry.err) == (0, "")
    assert dry.out.splitlines()[0] == "Create From a file"
    assert shell.run("apply", path, "--dry-run", "--detailed-exitcode").status == ExitCode.CHANGES
    assert shell.get("/campaigns?search=From%20a%20file")["campaigns"] == []

    made = shell.run("apply", path, "--yes")
    assert (made.status, made.err) == (0, "")
    assert made.out.splitlines()[-1] == "Created From a file"
    again = shell.run("apply", path, "--yes")
    assert (again.status, again.out) == (0, "Edit From a file\n  nothing to change\n")
    assert shell.run("apply", path, "--dry-run", "--detailed-exitcode").status == 0

    part = shell.file("part.toml", 'name = "From a file"\ndaily_limit_per_inbox = "none"\n')
    changed = shell.run("apply", part, "--yes")
    assert "daily_limit_per_inbox: 50 → none" in changed.out
    [row] = shell.get("/campaigns?search=From%20a%20file")["campaigns"]
    detail = shell.get(f"/campaigns/{row['campaign_id']}")
    assert (detail["daily_limit_per_inbox"], len(detail["variants"]), len(detail["sequences"])) == (None, 1, 1)

    exported = shell.run("export", "campaign", "From a file", "-o", str(shell.home / "out.toml"))
    assert (exported.status, exported.out) == (0, "")
    text = (shell.home / "out.toml").read_text(encoding="utf-8")
    assert text == shell.run("export", "campaign", row["campaign_id"]).out
    assert f'id = "{row["campaign_id"]}"' in text
    renamed = shell.run("apply", "-", "--yes", stdin=text.replace('"From a file"', '"Of another name"'))
    assert renamed.status == 0
    assert shell.get(f"/campaigns/{row['campaign_id']}")["name"] == "Of another name"


def test_every_exported_campaign_applies_without_a_change(shell: Shell) -> None:
    for status in ("DRAFT", "ACTIVE", "PAUSED", "COMPLETED"):
        campaign = shell.campaign(status)
        text = shell.run("export", "campaign", campaign["campaign_id"]).out
        done = shell.run("apply", "-", "--yes", stdin=text)
        if status == "COMPLETED":
            assert done.status == ExitCode.FAILED
            assert "every lead has been processed" in done.out
        else:
            assert (done.status, done.out) == (0, f"Edit {campaign['name']}\n  nothing to change\n")


def test_an_active_campaign_is_paused_for_the_edit_and_resumed(shell: Shell) -> None:
    campaign = shell.campaign("ACTIVE")
    path = shell.file("a.toml", f'id = "{campaign["campaign_id"]}"\ndaily_limit_per_inbox = 33\n')
    done = shell.run("apply", path, "--yes")
    assert done.status == 0
    assert "1. pause: ACTIVE → PAUSED" in done.out
    detail = shell.get(f"/campaigns/{campaign['campaign_id']}")
    assert (detail["status"], detail["daily_limit_per_inbox"]) == ("ACTIVE", 33)


def test_all_faults_of_all_files_at_once_and_nothing_is_sent(shell: Shell) -> None:
    campaign = shell.campaign("DRAFT")
    good = shell.file("good.toml", f'id = "{campaign["campaign_id"]}"\ndaily_limit_per_inbox = 21\n')
    bad = shell.file("bad.toml", 'name = "short"\ntimezon = "UTC"\n\ndaily_limit_per_inbox = 500\n')
    broken = shell.file("broken.toml", 'name = "Broken\n')
    done = shell.run("apply", good, bad, broken, "--yes")
    assert (done.status, done.out) == (ExitCode.USAGE, "")
    assert f"{bad}: nothing was sent:" in done.err
    assert "line 1: name: must have 8-255 characters, it has 5" in done.err
    assert 'line 2: timezon: there is no such key. Did you mean "timezone"?' in done.err
    assert "line 4: daily_limit_per_inbox" in done.err
    assert "line 1: this is not valid TOML" in done.err
    assert shell.get(f"/campaigns/{campaign['campaign_id']}")["daily_limit_per_inbox"] != 21


def test_what_is_not_clear_is_refused(shell: Shell) -> None:
    campaign = shell.campaign("DRAFT")
    by_id = shell.file("id.toml", f'id = "{campaign["campaign_id"]}"\n')
    by_name = shell.file("name.toml", f'name = "{campaign["name"]}"\n')
    twice = shell.run("apply", by_id, by_name, "--dry-run")
    assert (twice.status, twice.out) == (ExitCode.USAGE, "")
    assert "are about the same campaign" in twice.err
    nowhere = shell.file("gone.toml", 'id = "00000000-0000-4000-8000-000000000000"\n')
    assert "there is no campaign with the id" in shell.run("apply", nowhere, "--dry-run").err
    assert 'No campaign is called "Nobody knows"' in shell.run("export", "campaign", "Nobody knows").err
    for _ in range(2):
        request = Request(
            shell.server.base_url + "/campaigns",
            data=json.dumps({"name": "Twins of one name"}).encode(),
            headers={"X-API-Key": shell.environment["COLDSEND_API_KEY"], "Content-Type": "application/json"},
        )
        urlopen(request, timeout=10).close()
    twins = shell.file("twins.toml", 'name = "Twins of one name"\n')
    done = shell.run("apply", twins, "--dry-run")
    assert done.status == ExitCode.FAILED
    assert "2 campaigns are called" in done.err


def test_without_a_terminal_it_wants_yes(shell: Shell) -> None:
    path = shell.file("a.toml", 'name = "Never created"\n')
    done = shell.run("apply", path)
    assert (done.status, done.out) == (ExitCode.USAGE, "")
    assert "--yes" in done.err
    missing = shell.run("apply", str(shell.home / "nothing.toml"), "--yes")
    assert (missing.status, len(missing.err.splitlines())) == (ExitCode.USAGE, 1)


def test_on_a_terminal_it_asks(shell: Shell) -> None:
    path = shell.file("a.toml", 'name = "Asked before"\n')
    done = shell.run("apply", path, stdin="no\n", terminal=True)
    assert done.status == ExitCode.FAILED
    assert "nothing was sent" in done.err
    assert shell.run("apply", path, stdin="yes\n", terminal=True).out.splitlines()[-1] == "Created Asked before"


def test_a_read_only_profile_sends_nothing(shell: Shell) -> None:
    config = Path(shell.file("config.toml", "[profiles.default]\nread_only = true\n"))
    config.chmod(0o600)
    shell.patch.setenv("COLDSEND_CONFIG", str(config))
    path = shell.file("a.toml", 'name = "Read only, never"\n')
    done = shell.run("apply", path, "--yes", "--profile", "default")
    assert done.status == ExitCode.FAILED
    assert "read-only" in done.out
    assert shell.get("/campaigns?search=Read%20only")["campaigns"] == []


def test_the_template_needs_no_configuration(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coldsend_tui", "new", "campaign"],
        env={"HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Fill in, save, then: coldsend-tui apply FILE")
