"""Requests a second of the served sandbox, over loopback HTTP. Run: python -m tests.bench.sandbox_requests [scale]

Random pages of the lists at a scale (huge by default), one call after the other on one connection. The machine's speed
drifts: compare figures of one run only.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import httpx

CALLS = 200
Call = tuple[str, dict[str, Any]]


def measure(http: httpx.Client, name: str, call: Callable[[], Call]) -> None:
    """Print median, 95th percentile and calls a second of `CALLS` calls."""
    times = []
    for _ in range(CALLS):
        path, query = call()
        started = time.perf_counter()
        http.get(path, params=query).raise_for_status()
        times.append(time.perf_counter() - started)
    median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{name:<44}{median * 1000:8.1f} ms  p95 {high * 1000:8.1f} ms {CALLS / sum(times):8.0f} /s")


def pages(http: httpx.Client, path: str, limit: int, **query: Any) -> Callable[[], Call]:
    """Calls of random pages of a list."""
    total = http.get(path, params={**query, "limit": 1}).json()
    rows = total["pagination"]["total"] if "pagination" in total else total["total_count"]
    last = max(1, rows // limit)
    return lambda: (path, {**query, "limit": limit, "page": random.randint(1, last)})


def main() -> None:
    """Start a sandbox, measure, end it."""
    scale = sys.argv[1] if len(sys.argv) > 1 else "huge"
    command = [
        sys.executable,
        "-m",
        "coldsend_tui.sandbox",
        "--json",
        "--scale",
        scale,
        "--speed",
        "0",
        "--no-rate-limit",
    ]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        greeting = json.loads(process.stdout.readline())
        print(f"{scale} workspace listening after {time.perf_counter() - started:.1f} s")
        headers = {"X-API-Key": greeting["api_key"]}
        with httpx.Client(base_url=greeting["base_url"], headers=headers, timeout=60) as http:
            largest = http.get("/campaigns", params={"sort_by": "sent_count", "limit": 1}).json()["campaigns"][0]
            leads = f"/campaigns/{largest['campaign_id']}/leads"
            measure(http, "GET /sender-accounts?limit=1 (the floor)", lambda: ("/sender-accounts", {"limit": 1}))
            measure(http, "GET /campaigns?limit=20", pages(http, "/campaigns", 20))
            measure(http, "GET /campaigns?limit=100", pages(http, "/campaigns", 100))
            measure(http, "GET /campaigns?limit=100&sort_by=name", pages(http, "/campaigns", 100, sort_by="name"))
            measure(http, "GET /campaigns/{id}/leads?limit=100", pages(http, leads, 100))
            measure(http, "GET /sender-accounts?limit=100", pages(http, "/sender-accounts", 100))
            measure(http, "GET /contacts?limit=100", pages(http, "/contacts", 100))
            measure(http, "GET /replies?limit=100", pages(http, "/replies", 100))
        process.terminate()


if __name__ == "__main__":
    main()
