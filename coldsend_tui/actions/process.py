"""Which process carries out a plan, and whether it still lives: a write under way is not a write that was left behind."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


@cache
def this_process() -> str:
    """`PID/START`: the start time keeps a number that was given out again from being taken for the old process."""
    return f"{os.getpid()}/{_started(os.getpid())}"


def alive(process: str) -> bool:
    """Whether the process that was noted runs on this machine. One that cannot be told is taken for dead."""
    number, _, started = process.partition("/")
    if not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except PermissionError:
        pass
    except (OSError, OverflowError):
        return False
    return _started(int(number)) == started


def _started(number: int) -> str:
    """Start time in the system's own ticks; "" where the system does not tell."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text("ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
