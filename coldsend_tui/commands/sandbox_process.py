"""The demo's sandbox as a child process, so that its engine never costs the console a frame."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from coldsend_tui.errors import SandboxError, UsageError
from coldsend_tui.launch import Target
from coldsend_tui.secret import Secret
from coldsend_tui.text import cut, safe

if TYPE_CHECKING:
    from concurrent.futures import Future

START_TIMEOUT = 20.0  # seconds; a slow machine under load takes three
EXTRA = ("fastapi", "uvicorn")


class Greeting(NamedTuple):
    """What the sandbox says once it listens: where it is, and what time it has (`virtual`) at which real time, how fast."""

    target: Target
    virtual: datetime
    real: float
    speed: float


def missing_packages() -> list[str]:
    """The sandbox's packages that are not installed; looked for without importing them."""
    return [name for name in EXTRA if find_spec(name) is None]


def require_extra() -> None:
    """`UsageError` when the sandbox's packages are not installed."""
    missing = missing_packages()
    if missing:
        raise UsageError(
            f"The local sandbox needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed.",
            "Type: pip install 'coldsend-tui[sandbox]'",
        )


class SandboxProcess:
    """A running sandbox on loopback. It ends with `stop`, and by itself when its standard input closes, that is with us."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        """Start it; `arguments` are further options of `python -m coldsend_tui.sandbox`. Returns at once."""
        command = [sys.executable, "-m", "coldsend_tui.sandbox", "--json", "--parent-pipe", "--port", "0", *arguments]
        try:
            # A process group of its own: ctrl+c in the terminal is the console's business, not the sandbox's.
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
            )
        except OSError as error:
            raise SandboxError(f"The local sandbox could not be started ({error.strerror}).") from None
        # Imported once the sandbox is on its way: logging and futures load while it starts.
        from coldsend_tui.commands.background import start_in_background

        self.greeting: Future[Greeting] = start_in_background(self._read_greeting)

    @property
    def pid(self) -> int:
        """The process id of the sandbox."""
        return self._process.pid

    def wait_for_greeting(self) -> Greeting:
        """Its greeting, waited for; `SandboxError` when it does not come."""
        try:
            return self.greeting.result(START_TIMEOUT)
        except TimeoutError:
            raise too_late() from None

    def stop(self) -> None:
        """End it at once, with all that it started; twice does no harm. Its database is in memory: nothing is lost."""
        process = self._process
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()

    def _read_greeting(self) -> Greeting:
        from coldsend_tui.commands.background import start_in_background

        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line:
            start_in_background(self._drain)
            return _parsed(line)
        raise SandboxError(f"The local sandbox ended before it was ready{self._last_words()}.")

    def _drain(self) -> None:
        """Read what it complains about and forget it: a full pipe would stop the sandbox."""
        assert self._process.stderr is not None
        while os.read(self._process.stderr.fileno(), 65536):
            pass

    def _last_words(self) -> str:
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        return f": {cut(safe(lines[-1]), 200)}" if lines else ""


def too_late() -> SandboxError:
    """The error for a sandbox that runs but does not listen."""
    return SandboxError(
        f"The local sandbox was not ready within {START_TIMEOUT:.0f} s.", "Is the machine very busy? Try again."
    )


def _parsed(line: bytes) -> Greeting:
    try:
        said: dict[str, Any] = json.loads(line)
        clock = said["clock"]
        virtual = datetime.fromisoformat(clock["virtual"]).astimezone(UTC)
        target = Target(str(said["base_url"]).rstrip("/"), Secret(said["api_key"]))
        return Greeting(target, virtual, float(clock["real"]), float(clock["speed"]))
    except (ValueError, KeyError, TypeError):
        raise SandboxError("The local sandbox answered in a way this version does not understand.") from None
