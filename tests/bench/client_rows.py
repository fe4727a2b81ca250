"""What the client costs: imports, and the wide analytics answer with 10,000 campaigns. Run: python -m tests.bench.client_rows"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable

import httpx

from coldsend_tui.api import Budget, ColdSend

ROWS = 10_000
KEY = "cs_live_" + "k3y0" * 10


def answer() -> bytes:
    """The analytics answer of a workspace with `ROWS` campaigns."""
    rows = [
        {
            "campaign_id": str(uuid.uuid5(uuid.NAMESPACE_DNS, str(number))),
            "campaign_name": f"Outreach number {number}",
            "status": "ACTIVE",
            "total_leads": 500,
            "total_sent": 400,
            "total_opened": 120,
            "total_replied": 14,
            "total_bounced": 5,
            "open_rate": 0.3,
            "reply_rate": 0.035,
            "bounce_rate": 0.0125,
            "created_at": "2027-03-01T09:00:00Z",
        }
        for number in range(ROWS)
    ]
    return json.dumps({"success": True, "message": "", "workspace_kpis": {}, "campaigns": rows}).encode()


def milliseconds(work: Callable[[], object], rounds: int = 9) -> str:
    """Median and fastest time of `work`."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return told(times)


def told(times: list[float]) -> str:
    """Median and fastest."""
    return f"{statistics.median(times):7.1f} ms median, {min(times):7.1f} ms fastest"


def imports(module: str) -> Callable[[], object]:
    """Import `module` in a fresh interpreter."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


async def main() -> None:
    """Print the figures."""
    print(f"bare interpreter        {milliseconds(imports('sys'))}")
    print(f"import coldsend_tui.api {milliseconds(imports('coldsend_tui.api'))}")
    print(f"import ...api.client    {milliseconds(imports('coldsend_tui.api.client'))}")
    body = answer()
    wire = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    async with ColdSend(KEY, wire=wire, budget=Budget(10_000, 10_000)) as cs:
        raw, typed = [], []
        for _ in range(9):
            started = time.process_time()
            figures = await cs.analytics.campaigns()
            raw.append((time.process_time() - started) * 1000)
            assert len(figures.items) == ROWS
            typed.append((time.process_time() - started) * 1000 - raw[-1])
    print(
        f"{ROWS} rows, {len(body) / 1e6:.1f} MB: plain rows {statistics.median(raw):.1f} ms, typed items {statistics.median(typed):.1f} ms more"
    )


if __name__ == "__main__":
    asyncio.run(main())
