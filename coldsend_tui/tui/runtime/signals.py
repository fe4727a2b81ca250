"""SIGTERM and SIGHUP end the console the way `q` does: the terminal is restored, the exit status tells which it was."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable


def install(leave: Callable[[int], None]) -> None:
    """Call `leave(128 + number)` on the running loop when a signal asks the console to end. Without such signals: nothing."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, leave, 128 + int(number))
        except (NotImplementedError, RuntimeError, ValueError):
            # Not the main thread (tests), or a platform without signal handlers.
            return
