"""Two consoles as processes on one cache and a served sandbox: the one that polls is killed, the other goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from coldsend_tui.commands.sandbox_process import SandboxProcess
from coldsend_tui.launch import Target

CONSOLE = """
import asyncio, sys
from pathlib import Path
from coldsend_tui.api import ColdSend
from coldsend_tui.clock import SystemClock
from coldsend_tui.live import LiveSession, feeds
from coldsend_tui.store import Store

async def main(path, base_url, key):
    clock, store = SystemClock(), Store.open(Path(path))
    async def connect():
        return ColdSend(key, base_url=base_url, clock=clock, on_request=lambda record: print("asked", record.path, flush=True))
    session = LiveSession(connect, store, clock)
    session.watch("now", [feeds.ANALYTICS], feeds.ANALYTICS)
    session.subscribe(lambda refreshed: print("knows", refreshed.feed, session.role, flush=True))
    await session.run()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def server() -> Iterator[Target]:
    """A small workspace whose time stands still."""
    process = SandboxProcess(("--scale", "small", "--speed", "0"))
    yield process.wait_for_greeting().target
    process.stop()


def until(console: subprocess.Popen[str], words: str) -> list[str]:
    """What the console prints up to a line with these words."""
    assert console.stdout is not None
    lines = []
    for line in console.stdout:
        lines.append(line.strip())
        if words in line:
            return lines
    raise AssertionError(f"ended without {words!r}: {lines}")


def test_the_other_one_goes_on_within_ten_seconds(server: Target, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CONSOLE, str(tmp_path / "cache.sqlite")]
    command += [server.base_url, server.api_key.get_secret_value()]
    with ExitStack() as ends:

        def console() -> subprocess.Popen[str]:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            ends.callback(process.communicate)
            ends.callback(process.kill)
            return process

        first = console()
        until(first, "knows analytics leader")
        second = console()
        seen = until(second, "knows analytics follower")
        assert not [line for line in seen if line.startswith("asked")]
        first.kill()
        first.wait()
        killed = time.monotonic()
        until(second, "asked")
        until(second, "leader")
        assert time.monotonic() - killed < 10
