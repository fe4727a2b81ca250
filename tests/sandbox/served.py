"""A sandbox as a process of its own, for what only a real wire can show."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.contract.validator import load

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


def client(greeting: dict[str, Any], *, judged: bool = True) -> httpx.Client:
    """An HTTP client below the public API; the contract judges its answers, which broken ones would not stand."""

    def judge(response: httpx.Response) -> None:
        name = load().operation_of(response.request.method, response.request.url.path)
        if name is not None:
            load().check(name, response.status_code, response.headers, response.read())

    hooks = {"response": [judge] if judged else []}
    headers = {"X-API-Key": greeting["api_key"]}
    # Without TLS there is nothing to verify; reading all authorities of the machine takes longer than a test's calls.
    return httpx.Client(base_url=greeting["base_url"], headers=headers, timeout=10, event_hooks=hooks, verify=False)
