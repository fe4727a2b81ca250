"""What the cache costs with ten thousand campaigns and two busy days. Run: python -m tests.bench.cache [campaigns]"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from coldsend_tui.store import Store
from tests.store.rows import T0, campaign, figures

MAILS_A_DAY = 100_000
"""What 1,000 inboxes of 100 mails may send."""
READING_EVERY = 15
CHART_SAMPLES = 48 * 3600 // READING_EVERY


def measure(name: str, work: Callable[[], object], times: int = 7) -> None:
    """Print the median and the best of several runs in milliseconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    print(f"{name:54} {statistics.median(taken):8.1f} ms   best {min(taken):8.1f} ms")


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    dice = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cache.sqlite"
        store = Store.open(path)
        rows = [campaign(number) for number in range(many)]
        started = time.perf_counter()
        store.store(figures(*rows))
        print(
            f"{'first refresh of ' + format(many, ',') + ' campaigns':54} {(time.perf_counter() - started) * 1000:8.1f} ms"
        )
        second = 0
        spent = []
        for hour in range(48):
            for _ in range(4):
                second = hour * 3600 + len(spent) % 4 * 900 + 15
                for number in dice.choices(range(many), k=MAILS_A_DAY // 96):
                    rows[number] = rows[number]._replace(sent=rows[number].sent + 1)
                started = time.perf_counter()
                store.store(figures(*rows, seconds=second))
                spent.append((time.perf_counter() - started) * 1000)
        print(f"{'refresh in which a thousand campaigns changed':54} {statistics.median(spent):8.1f} ms")
        measure("refresh without news", lambda: store.store(figures(*rows, seconds=second + 1)), 3)
        store.close()
        print(f"{'file':54} {path.stat().st_size / 1e6:8.1f} MB")
        for _ in range(3):
            started = time.perf_counter()
            store = Store.open(path)
            opened = time.perf_counter()
            store.workspace()
            print(
                f"{'cold: open, then the whole workspace':54} {(opened - started) * 1000:8.1f} ms"
                f" + {(time.perf_counter() - opened) * 1000:.1f} ms"
            )
            store.close()
        store = Store.open(path)
        measure("whole workspace", store.workspace)
        measure("chart of the workspace, 48 h", lambda: store.samples(None, T0, 500))
        measure("samples of the last two hours, all campaigns", lambda: store.recent_samples(T0 + timedelta(hours=46)))
        measure("generation", lambda: store.generation)
        store.close()
        busy = Store.open(Path(folder) / "busy.sqlite")
        for number in range(CHART_SAMPLES):
            busy.store(figures(campaign(1, sent=number), seconds=number * READING_EVERY))
        chart = f"chart of 48 h, {CHART_SAMPLES:,} raw samples, 500 points"
        measure(chart, lambda: busy.samples("campaign-1", T0 + timedelta(seconds=1), 500))
        busy.close()


if __name__ == "__main__":
    main()
