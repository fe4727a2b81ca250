"""How soon the console is there: `python -m tests.bench.start [ROUNDS]`. A cache of 10,000 campaigns, 120x40, nobody answers.

Prints, from runs that take turns: the first glance beside a bare interpreter; the first real frame beside an empty Textual
app; the bytes of both; what is loaded by then. Milliseconds of processor time say more than those of a wall clock on a
machine that others use too.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from coldsend_tui.config import cache_path, config_path, load
from coldsend_tui.config import select as select_profile
from tests.glance.cached import fill

CAMPAIGNS = 10_000
COLUMNS, ROWS = 120, 40
KEY = "cs_live_" + "k3y0" * 10
EMPTY = """
from textual.app import App
from textual.widget import Widget

class Ready(Widget):
    def render(self):
        return "ready"

class Empty(App):
    def compose(self):
        yield Ready()

Empty().run()
"""


LOADED = {
    "bare interpreter": "pass",
    "first glance": "import coldsend_tui.cli, coldsend_tui.glance.note, coldsend_tui.glance.picture, signal, termios",
    "empty Textual app": "import textual.app, textual.widget, textual.drivers.linux_driver",
    "first frame": "import coldsend_tui.cli, coldsend_tui.commands.console, coldsend_tui.tui.app, coldsend_tui.tui.screens.now.screen",
}


class Run(NamedTuple):
    """One start until its mark was on the terminal: milliseconds of processor and of wall clock, bytes written by then."""

    cpu: float
    wall: float
    size: int


def start(command: Sequence[str], mark: bytes, environment: Mapping[str, str]) -> Run:
    """Start `command` in a terminal and end it once it wrote `mark`, or by itself where there is none."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execve(command[0], command, environment)
    output = b""
    cpu = 0.0
    while not mark or mark not in output:
        if not select.select([terminal], [], [], 20.0)[0]:
            raise SystemExit(f"{command} never wrote {mark!r}")
        try:
            output += os.read(terminal, 65_536)
        except OSError:
            break
    wall = time.perf_counter() - began
    if mark:
        cpu = processor_time(pid)
        os.kill(pid, signal.SIGKILL)
    _, _, usage = os.wait4(pid, 0)
    os.close(terminal)
    return Run(1000 * (cpu or usage.ru_utime + usage.ru_stime), 1000 * wall, len(output))


def processor_time(pid: int) -> float:
    """Seconds of processor time that all threads of a process have used so far."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def modules(statement: str, environment: Mapping[str, str]) -> int:
    """How many modules are loaded after `statement`."""
    code = f"import sys; {statement}; print(len(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout)


def prepared(home: Path) -> dict[str, str]:
    """An environment with one profile, a full cache and a note for the glance."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COLDSEND", "PYTHON"))}
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache")}
    # Compiled modules, as an installation has them, whatever the tree they come from allows.
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    os.environ.update(environment)
    configuration = config_path(environment)
    configuration.parent.mkdir(parents=True)
    configuration.touch(mode=0o600)
    configuration.write_text(f'[profiles.acme]\nbase_url = "http://127.0.0.1:9"\napi_key = "{KEY}"\n', encoding="utf-8")
    fill(cache_path(select_profile(load(configuration), None, {})), CAMPAIGNS)
    return environment


def main() -> None:
    """Print medians and fastest runs, and ratios of medians within this batch."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    # As the installed script does it; `-m` costs another eight milliseconds.
    console = [sys.executable, "-c", "import sys; from coldsend_tui.cli import main; sys.exit(main())"]
    with tempfile.TemporaryDirectory() as home:
        environment = prepared(Path(home))
        subjects = {
            "bare interpreter": ([sys.executable, "-c", "pass"], b""),
            "first glance": (console, "opening …".encode()),
            "empty Textual app": ([sys.executable, "-c", EMPTY], b"ready"),
            "first frame, no glance": ([*console, "--no-glance"], b"The selected finding"),
            "first frame after the glance": (console, b"The selected finding"),
        }
        # The first runs compile modules, and the first console leaves the note.
        for command, mark in reversed(subjects.values()):
            start(command, b"OFFLINE" if command == console else mark, environment)
        runs: dict[str, list[Run]] = {name: [] for name in subjects}
        for _ in range(rounds):
            for name, (command, mark) in subjects.items():
                runs[name].append(start(command, mark, environment))
        for name, made in runs.items():
            cpu, wall = ([getattr(run, field) for run in made] for field in ("cpu", "wall"))
            print(
                f"{name:<29} processor {median(cpu):6.1f} ms (least {min(cpu):6.1f})"
                f"   wall {median(wall):6.1f} ms (least {min(wall):6.1f})   {median(run.size for run in made):8,.0f} bytes"
            )
        empty, frame = (
            median(run.cpu for run in runs[name]) for name in ("empty Textual app", "first frame, no glance")
        )
        loaded = {name: modules(statement, environment) for name, statement in LOADED.items()}
        print("modules loaded: " + ", ".join(f"{name} {number}" for name, number in loaded.items()))
        print(f"first frame / empty app: {frame / empty:.2f}")


if __name__ == "__main__":
    main()
