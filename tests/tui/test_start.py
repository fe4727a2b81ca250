"""What the first frame may not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FIRST_FRAME = """
import asyncio, sys
from coldsend_tui.clock import SystemClock
from coldsend_tui.launch import Launch, Mode
from coldsend_tui.tui.app import ConsoleApp

frames = []

def painted(app):
    if app.is_running and app.place is not None and app.screen.query("#header") and app.screen.query_one("#header").lines:
        frames.append(sorted(sys.modules))

ConsoleApp.post_display_hook = painted

async def connect():
    await asyncio.Event().wait()

async def main():
    app = ConsoleApp(Launch("test", Mode.LIVE, SystemClock(), connect, None))
    async with app.run_test() as pilot:
        while not frames:
            await pilot.pause()
        print(*frames[0])

asyncio.run(main())
"""
LATER = {"pydantic", "httpx", "plotext", "fastapi", "uvicorn"}


def test_the_first_frame_loads_neither_client_nor_plots_nor_sandbox() -> None:
    """The connection is asked for only after the first paint; until then nothing heavy has been imported."""
    command = [sys.executable, "-c", FIRST_FRAME]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    loaded = set(done.stdout.split())
    assert "textual" in loaded
    assert loaded & LATER == set()
    assert not any(name.startswith(("coldsend_tui.sandbox", "coldsend_tui.api.")) for name in loaded)
