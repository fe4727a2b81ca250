"""An internal error ends the console with a status, a restored terminal and a report that gives nothing away."""

from __future__ import annotations

import sys

from tests.e2e.terminal import Terminal

CRASHING = """
import sys
from coldsend_tui.clock import SystemClock
from coldsend_tui.launch import Launch, Mode
from coldsend_tui.tui.app import run

async def connect():
    key = "cs_live_" + "s" * 40
    lead = "somebody@example.com"
    raise ZeroDivisionError("deep inside\\x1b[31m")

sys.exit(run(Launch("test", Mode.LIVE, SystemClock(), connect, None)))
"""


def test_a_crash_is_told_without_variables() -> None:
    with Terminal([sys.executable, "-c", CRASHING], size=(100, 30)) as terminal:
        assert terminal.wait_for_exit() == 1
        assert terminal.unrestored() == []
        output = terminal.output if isinstance(terminal.output, str) else terminal.output.decode("utf-8", "replace")
        assert "internal error" in output and "ZeroDivisionError" in output
        assert "cs_live_" not in output and "somebody@example.com" not in output
        assert "deep inside\x1b" not in output
