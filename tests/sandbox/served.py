"""A sandbox as a process of its own, for what only a real wire can show."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

Start = Callable[..., tuple[subprocess.Popen[bytes], dict[str, Any]]]
COMMAND = [sys.executable, "-m", "coldsend_tui.sandbox"]


@contextmanager
def starting() -> Iterator[Start]:
    """A function that starts a sandbox with given options and gives the process and its greeting once it listens."""
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

    try:
        yield begin
    finally:
        for process in running:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()


def client(greeting: dict[str, Any]) -> httpx.Client:
    """An HTTP client below the public API."""
    return httpx.Client(base_url=greeting["base_url"], headers={"X-API-Key": greeting["api_key"]}, timeout=10)
