"""The console that `tests.bench.live` watches: on the sandbox of a greeting, counters read once a second."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from coldsend_tui.api import Budget, ColdSend
from coldsend_tui.clock import VirtualClock
from coldsend_tui.errors import ColdSendError
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live import feeds
from coldsend_tui.secret import Secret
from coldsend_tui.tui.app import ConsoleApp
from coldsend_tui.tui.console import Console


class EverySecond(Console):
    """A console that reads the counters once a second beside what its planner asks for."""

    async def live(self) -> None:
        """Both at once."""
        reading = asyncio.create_task(self._read_counters())
        try:
            await super().live()
        finally:
            reading.cancel()

    async def _read_counters(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            if self.session is not None:
                try:
                    await self.session.reread(feeds.ANALYTICS)
                except ColdSendError:
                    continue


def main() -> None:
    greeting, speed = json.loads(sys.argv[1]), float(sys.argv[2])
    clock = VirtualClock(datetime.fromisoformat(greeting["clock"]["virtual"]), greeting["clock"]["real"], speed)

    async def target() -> Target:
        return Target(greeting["base_url"], Secret(greeting["api_key"]))

    def client(at: Target) -> ColdSend:
        return ColdSend(at.api_key, base_url=at.base_url, clock=clock, budget=Budget(10**9, 10**9))

    with tempfile.TemporaryDirectory() as folder:
        launch = Launch("bench", Mode.LIVE, clock, target, Path(folder) / "cache.sqlite")
        ConsoleApp(launch, EverySecond(launch, make_client=client)).run()


if __name__ == "__main__":
    main()
