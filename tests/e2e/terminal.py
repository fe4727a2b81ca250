"""A person at a terminal: runs a program in a pseudo-terminal, reads its screen, presses keys, drops the line.

Everything waits for output with a deadline; nothing sleeps. `unrestored` tells what the program left behind.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte

DEADLINE = 20.0
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl+c": "\x03",
}
ALTERNATE_SCREEN = {47, 1047, 1049}
LEFT_ON = {
    1000: "mouse",
    1002: "mouse drag",
    1003: "mouse motion",
    1004: "focus reports",
    1005: "mouse UTF-8",
    1006: "mouse SGR",
    1015: "mouse urxvt",
    1016: "mouse pixels",
    2004: "bracketed paste",
    2026: "synchronized update",
    2048: "resize reports",
}
# One escape sequence: CSI, a string (OSC, DCS, APC, PM, SOS), or a short one. The last branch is an unfinished tail.
SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b[]PX^_](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)"
    r"|\x1b[ -/]*[0-Z\\`-~]"
    r"|(?P<tail>\x1b[^\x1b]*)\Z"
)
FOR_THE_SCREEN = frozenset("ABCDEFGHJKLMPXabcdefghilmnr@`")


class Terminal:
    """One program in one pseudo-terminal. A context manager: what still runs at its end is killed."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (120, 40), environment: Mapping[str, str] | None = None
    ) -> None:
        self.columns, self.rows = size
        self.screen = pyte.Screen(self.columns, self.rows)
        self.output = ""
        self.modes: set[int] = set()
        self.kitty_levels = 0
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._master, slave = pty.openpty()
        self._slave: int | None = slave
        self.resize(size)
        self._line_before = termios.tcgetattr(self._master)
        # The test runner's own size is not the terminal's.
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        # The shell opens the terminal by name as leader of a new session, which makes it the controlling one.
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(slave), *command],
            start_new_session=True,
            env={**inherited, "TERM": "xterm-256color", **(environment or {})},
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)
        self.hang_up()

    @property
    def text(self) -> str:
        """The screen, line by line; in the middle of a frame too, when half of a wide character has been written over."""
        rows = (self.screen.buffer[y] for y in range(self.rows))
        return "\n".join("".join(row[x].data for x in range(self.columns)).rstrip() for row in rows)

    def wait_for(self, *texts: str) -> str:
        """Wait until all `texts` are on the screen at once; the screen."""
        return self.wait_until(lambda: all(text in self.text for text in texts), f"{texts} on screen")

    def wait_until(self, done: Callable[[], bool], what: str) -> str:
        """Read output until `done`; the screen. `AssertionError` with the screen when it takes too long or the program ends."""
        end = time.monotonic() + DEADLINE
        while not done():
            left = end - time.monotonic()
            if left <= 0 or not self._read(left):
                reason = "in time" if left <= 0 else f"before the program ended ({self.process.poll()})"
                raise AssertionError(f"no {what} {reason}; the screen was:\n{self.text}")
        return self.text

    def press(self, *keys: str) -> None:
        """Type keys: names of `KEYS`, or text as it is."""
        for key in keys:
            self.press_bytes(KEYS.get(key, key).encode())

    def press_bytes(self, data: bytes) -> None:
        """Send what no keyboard sends."""
        os.write(self._master, data)

    def resize(self, size: tuple[int, int]) -> None:
        """Make the terminal `size` (columns, rows); the kernel tells the program."""
        self.columns, self.rows = size
        self.screen.resize(self.rows, self.columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Drop the line, as when an SSH connection breaks."""
        for fd in (self._slave, self._master):
            if fd is not None:
                with contextlib.suppress(OSError):
                    os.close(fd)
        self._slave, self._master = None, -1

    def wait_for_exit(self) -> int:
        """Read on until the program has ended; its exit status (minus the number of the signal that killed it)."""
        end = time.monotonic() + DEADLINE
        while self._master >= 0 and self._read(max(0.0, end - time.monotonic())):
            assert time.monotonic() < end, f"still running; the screen was:\n{self.text}"
        return self.process.wait(max(0.1, end - time.monotonic()))

    def unrestored(self) -> list[str]:
        """What the program left behind in the terminal; empty when it is as it was found."""
        left = [name for number, name in LEFT_ON.items() if number in self.modes]
        if self.modes & ALTERNATE_SCREEN:
            left.append("alternate screen")
        if 25 not in self.modes and "\x1b[?25l" in self.output:
            left.append("hidden cursor")
        if self.kitty_levels:
            left.append("kitty keyboard")
        if termios.tcgetattr(self._master) != self._line_before:
            left.append("line discipline")
        return left

    def _read(self, seconds: float) -> bool:
        """Take what the program wrote, waiting up to `seconds`; False when it has ended and all is read."""
        ended = self.process.poll() is not None
        ready, _, _ = select.select([self._master], [], [], 0 if ended else min(seconds, 0.25))
        if not ready:
            return not ended
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        if self._slave is not None:
            # From now on the program holds the terminal by itself, and its end is the end of the output.
            os.close(self._slave)
            self._slave = None
        self._take(self._decoder.decode(data))
        return True

    def _take(self, text: str) -> None:
        self.output += text
        text, self._held = self._held + text, ""
        shown = SEQUENCE.sub(self._sequence, text)
        self._stream.feed(shown)

    def _sequence(self, match: re.Match[str]) -> str:
        """What the screen shall see of one escape sequence; modes are noted, questions answered."""
        if match["tail"] is not None:
            self._held = match["tail"]
            return ""
        private, numbers, between, final = (match[name] or "" for name in ("private", "numbers", "between", "final"))
        if not final:
            return "" if len(match[0]) > 3 or match[0][1] in "]PX^_(" else match[0]
        if final == "u" and private in ("<", ">", "="):
            self.kitty_levels = max(0, self.kitty_levels + {">": 1, "<": -1, "=": 0}[private])
        if private == "?" and between == "$" and final == "p":
            self._answer(f"\x1b[?{numbers};2$y")
        if private == "?" and final in "hl":
            self._set_modes([int(number) for number in numbers.split(";") if number], on=final == "h")
        if final == "n" and not private and numbers == "6":
            self._answer(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        if final == "c" and not private:
            self._answer("\x1b[?62;22c")
        if private or between or final not in FOR_THE_SCREEN or final in "cn":
            return ""
        return match[0].replace(":", ";")

    def _set_modes(self, numbers: Sequence[int], *, on: bool) -> None:
        for number in numbers:
            if number in ALTERNATE_SCREEN and (number in self.modes) != on:
                self.screen.erase_in_display(2)
            (self.modes.add if on else self.modes.discard)(number)

    def _answer(self, text: str) -> None:
        os.write(self._master, text.encode())


def descendants(pid: int) -> list[int]:
    """Process ids of all children of `pid`, and of theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                status = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                parents.setdefault(int(status.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


class Watched:
    """A process that is not our child, held by a handle that outlives its number."""

    def __init__(self, pid: int) -> None:
        self._handle = os.pidfd_open(pid)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: Any) -> None:
        os.close(self._handle)

    def ends(self, seconds: float = DEADLINE) -> bool:
        """Whether it ends within `seconds`."""
        return bool(select.select([self._handle], [], [], seconds)[0])
