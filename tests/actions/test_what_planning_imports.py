"""Plans are shown before the client is loaded: planning and judging must not bring it in."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import coldsend_tui.actions.domains, coldsend_tui.actions.guard, coldsend_tui.actions.kill_switch
import coldsend_tui.actions.edits, coldsend_tui.actions.outcome, coldsend_tui.actions.transitions
import coldsend_tui.campaign_file.read, coldsend_tui.campaign_file.remarks, coldsend_tui.campaign_file.template
import coldsend_tui.ops.alerts, coldsend_tui.ops.forecast, coldsend_tui.ops.overview, coldsend_tui.ops.pace
import coldsend_tui.ops.preflight, coldsend_tui.ops.query_fields, coldsend_tui.ops.trend
print(*sorted({"pydantic", "httpx", "sqlite3", "asyncio", "textual"} & set(sys.modules)))
"""


def test_planning_and_judging_load_neither_client_nor_cache() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"pydantic", "httpx", "sqlite3", "textual"}
