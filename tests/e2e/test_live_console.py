"""The console on a server of its own: a second start without the server, a key that is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.launch import Target
from tests.e2e.conftest import Open


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    process = SandboxProcess(("--scale", "small", "--speed", "0"))
    yield process
    process.stop()


def environment(target: Target) -> dict[str, str]:
    return {"COLDSEND_BASE_URL": target.base_url, "COLDSEND_API_KEY": target.api_key.get_secret_value()}


def test_the_last_known_workspace_is_there_when_the_server_is_gone(coldsend: Open, sandbox: SandboxProcess) -> None:
    target = sandbox.wait_for_greeting().target
    first = coldsend(environment=environment(target))
    first.wait_for("LIVE")
    first.press("2")
    known = first.wait_for("─ Campaigns 4", "ACTIVE")
    first.press("q")
    assert first.wait_for_exit() == 0
    sandbox.stop()
    names = re.findall(r"● ACTIVE\s+(\S.*?)\s{2}", known)
    assert names
    second = coldsend(environment=environment(target))
    second.wait_for("OFFLINE")
    second.press("2")
    second.wait_for("─ Campaigns 4", *names)
    second.press("P")
    second.wait_for("offline")
    second.press("q")
    assert second.wait_for_exit() == 0
    assert second.unrestored() == []
    key = target.api_key.get_secret_value()
    assert key not in first.output + second.output


def test_a_refused_key_is_said_and_the_console_stays(coldsend: Open, sandbox: SandboxProcess) -> None:
    wrong = "cs_live_" + "wr0ng" * 8
    target = sandbox.wait_for_greeting().target
    terminal = coldsend(environment={**environment(target), "COLDSEND_API_KEY": wrong})
    terminal.wait_for("Invalid or revoked API key")
    terminal.press("2")
    terminal.wait_for("─ Campaigns")
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    assert wrong not in terminal.output
