"""`login`: only a key that the API takes is stored, and a second one replaces the first when that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.config import find_key, load
from coldsend_tui.errors import ExitCode
from coldsend_tui.launch import Target
from tests.commands.test_apply import Shell

WRONG = "cs_live_" + "wrong0" * 7


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    """An empty workspace."""
    process = SandboxProcess(("--scale", "empty", "--speed", "0", "--no-rate-limit"))
    yield process.wait_for_greeting().target
    process.stop()


@pytest.fixture
def shell(server: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell without a key of its own."""
    shell = Shell(server, tmp_path, monkeypatch, capsys)
    for name in ("COLDSEND_API_KEY", "COLDSEND_BASE_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLDSEND_CONFIG", str(tmp_path / "config.toml"))
    return shell


def stored(shell: Shell, name: str = "acme") -> str:
    return find_key(load(shell.home / "config.toml").profiles[name]).get_secret_value()


def test_a_key_is_tried_before_it_is_stored(shell: Shell) -> None:
    key, url = shell.server.api_key.get_secret_value(), shell.server.base_url
    for typed in (WRONG, "hello"):
        refused = shell.run("login", "--profile", "acme", "--base-url", url, stdin=typed)
        assert (refused.status, refused.out) == (ExitCode.AUTH, "") and "Nothing was stored" in refused.err
        assert typed not in refused.err and not (shell.home / "config.toml").exists()
    done = shell.run("login", "--profile", "acme", "--base-url", url, stdin=key)
    assert (done.status, done.out) == (0, "") and "the API takes it" in done.err
    assert stored(shell) == key


def test_a_second_key_replaces_the_first_when_that_is_wanted(shell: Shell) -> None:
    key, url = shell.server.api_key.get_secret_value(), shell.server.base_url
    words = ("login", "--profile", "acme")
    assert shell.run(*words, "--base-url", url, "--no-check", stdin=WRONG).status == 0
    file = shell.home / "config.toml"
    file.write_text("# mine\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    refused = shell.run(*words, stdin=key)
    assert refused.status == ExitCode.USAGE and "--replace" in refused.err
    assert shell.run(*words, stdin="n\n", terminal=True).status == ExitCode.USAGE
    assert stored(shell) == WRONG
    assert shell.run(*words, "--replace", stdin=key).status == 0
    assert stored(shell) == key and file.read_text(encoding="utf-8").startswith("# mine\n[profiles.acme]\n")
    elsewhere = shell.run(*words, "--replace", "--base-url", "https://other.example/v1", stdin=key)
    assert elsewhere.status == ExitCode.USAGE and "Edit base_url" in elsewhere.err
