"""What the live console costs: `python -m tests.bench.live [SCALE]`. The Now screen at 120x40, counters read once a second.

The sandbox serves from a process of its own, whose work does not count; the console reads from it with its real client,
over HTTP, with a budget that allows a reading a second. Bytes are those written to the terminal, processor time is that of
all threads of the console. "Nothing changes": the workspace's time stands still, the same readings go on. Then keys in the
list of campaigns, still with a reading a second: from the key to the last byte of what it drew. Settings that are read in
the background right after the start are news too: the case without any waits until they are there.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.start import COLUMNS, ROWS, processor_time

SECONDS = 20.0
SETTLE, LONG_SETTLE = 15.0, 60.0
KEYS = 80
QUIET = 0.03
CASES = (("real time", "1"), ("demo, a minute a second", "60"), ("nothing changes", "0.000001"))


class Span(NamedTuple):
    """What happened between two moments: bytes and processor seconds per second, and writes per second."""

    size: float
    cpu: float
    writes: float


class Seat:
    """A console in a terminal that nobody reads but us."""

    def __init__(self, greeting: dict[str, object], speed: str) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            words = [sys.executable, "-m", "tests.bench.live_console", json.dumps(greeting), speed]
            os.execve(sys.executable, words, {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"})

    def read(self, seconds: float) -> tuple[int, int, float | None]:
        """Bytes and writes within so many seconds, and when the last one came."""
        end, size, writes, last = time.perf_counter() + seconds, 0, 0, None
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                size += len(os.read(self.terminal, 65_536))
                writes += 1
                last = time.perf_counter()
        return size, writes, last

    def span(self) -> Span:
        """Watch for a while."""
        cpu, began = processor_time(self.pid), time.perf_counter()
        size, writes, _ = self.read(SECONDS)
        took = time.perf_counter() - began
        return Span(size / took, (processor_time(self.pid) - cpu) / took, writes / took)

    def key(self, key: bytes) -> float:
        """Milliseconds from a key to the last byte that came before a moment of rest."""
        self.read(QUIET)
        began = time.perf_counter()
        os.write(self.terminal, key)
        last = began
        while select.select([self.terminal], [], [], QUIET)[0]:
            os.read(self.terminal, 65_536)
            last = time.perf_counter()
        return (last - began) * 1000

    def memory(self) -> float:
        """Proportional set size in MB."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="utf-8")
        return int(rollup.split("Pss:")[1].split()[0]) / 1024

    def leave(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def main() -> None:
    scale = sys.argv[1] if len(sys.argv) > 1 else "medium"
    print(f"one reading a second, workspace {scale}, load {os.getloadavg()[0]:.1f}")
    for name, speed in CASES:
        serve = [sys.executable, "-m", "coldsend_tui.sandbox", "--no-rate-limit", "--json", "--parent-pipe"]
        server = subprocess.Popen(
            [*serve, "--scale", scale, "--speed", speed], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert server.stdout is not None
        seat = Seat(json.loads(server.stdout.readline()), speed)
        try:
            seat.read(LONG_SETTLE if name == "nothing changes" else SETTLE)
            span = seat.span()
            print(
                f"{name:26} {span.size:8.1f} B/s {span.cpu * 100:6.2f} % processor {span.writes:6.2f} writes/s", end=""
            )
            print(f"   PSS {seat.memory():.1f} MB", flush=True)
            if name == CASES[0][0]:
                os.write(seat.terminal, b"2")
                seat.read(3.0)
                taken = sorted(seat.key(b"j" if at % 16 < 8 else b"k") for at in range(KEYS))
                print(
                    f"{'keys in the list':26} median {median(taken):.1f} ms, p95 {taken[int(KEYS * 0.95)]:.1f} ms, worst {taken[-1]:.1f} ms"
                )
        finally:
            seat.leave()
            server.kill()
            server.wait()


if __name__ == "__main__":
    main()
