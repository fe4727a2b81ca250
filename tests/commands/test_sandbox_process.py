"""The demo's sandbox: it comes up, says where it is, and never outlives us."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from coldsend_tui.clock import VirtualClock
from coldsend_tui.commands import sandbox_process
from coldsend_tui.commands.demo import connect
from coldsend_tui.commands.sandbox_process import SandboxProcess, require_extra
from coldsend_tui.errors import ExitCode, SandboxError, UsageError
from tests.e2e.terminal import Watched

QUICK = ("--scale", "empty", "--speed", "600")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    process = SandboxProcess(QUICK)
    yield process
    process.stop()


def test_it_says_where_it_listens_and_what_time_it_has(sandbox: SandboxProcess) -> None:
    greeting = sandbox.wait_for_greeting()
    assert greeting.target.base_url.startswith("http://127.0.0.1:")
    assert greeting.target.api_key.get_secret_value() not in repr(greeting)
    assert greeting.speed == 600
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{greeting.target.base_url}/campaigns", timeout=10)
    assert refused.value.code == 401


async def test_connecting_sets_the_clock_in_place_and_can_be_repeated(sandbox: SandboxProcess) -> None:
    clock = VirtualClock(datetime.now(UTC), time.time(), 1.0)
    target = await connect(sandbox, clock)
    greeting = sandbox.wait_for_greeting()
    assert target == greeting.target
    assert (clock.start, clock.real_start, clock.speed) == (greeting.virtual, greeting.real, 600.0)
    assert await connect(sandbox, clock) == target


async def test_waiting_for_it_can_be_given_up() -> None:
    process = SandboxProcess(QUICK)
    try:
        waiting = asyncio.ensure_future(connect(process, VirtualClock(datetime.now(UTC), time.time(), 1.0)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert (
            await connect(process, VirtualClock(datetime.now(UTC), time.time(), 1.0))
            == process.wait_for_greeting().target
        )
    finally:
        process.stop()


def test_stopping_it_twice_does_no_harm() -> None:
    process = SandboxProcess(QUICK)
    with Watched(process.pid) as watched:
        process.stop()
        process.stop()
        assert watched.ends()
    with pytest.raises(SandboxError, match="ended before it was ready"):
        process.wait_for_greeting()


def test_a_sandbox_that_cannot_start_says_why() -> None:
    process = SandboxProcess(("--scenario", "no-such-scenario"))
    try:
        with pytest.raises(SandboxError, match="no-such-scenario"):
            process.wait_for_greeting()
    finally:
        process.stop()


def test_a_greeting_of_another_version() -> None:
    for line in (b"hello\n", b"{}\n", b"[]\n", b'{"clock": {"virtual": "now"}}\n'):
        with pytest.raises(SandboxError, match="does not understand"):
            sandbox_process._parsed(line)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_when_we_are_killed(number: signal.Signals) -> None:
    program = (
        "import signal; from coldsend_tui.commands.sandbox_process import SandboxProcess\n"
        f"process = SandboxProcess({QUICK!r}); process.wait_for_greeting(); print(process.pid, flush=True); signal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        with Watched(int(parent.stdout.readline())) as child:
            parent.send_signal(number)
            parent.wait(20)
            assert child.ends()


def test_without_the_extra_one_line_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_process, "EXTRA", ("fastapi", "a_package_that_is_not_there"))
    with pytest.raises(UsageError) as caught:
        require_extra()
    assert caught.value.exit_code == ExitCode.USAGE
    assert "a_package_that_is_not_there, which is not installed" in str(caught.value)
    assert "coldsend-tui[sandbox]" in str(caught.value)
