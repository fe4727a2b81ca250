"""What a recording costs: `python -m tests.bench.recording [FILE]`. Prints; asserts nothing.

Without a file it records a made-up workspace of 200 and of 10,000 campaigns, one refresh of the counters in 20 s for half an
hour, a tenth of the campaigns with news each time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coldsend_tui.clock import ManualClock
from coldsend_tui.live import judgement
from coldsend_tui.live.recording.playback import Playback
from coldsend_tui.live.recording.reading import read
from coldsend_tui.store import Store
from tests.live.recording.taped import opened
from tests.store.rows import T0, campaign, figures

MOMENTS = 90


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def spread(times: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return f"median {statistics.median(ordered):.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms"


def record(path: Path, campaigns: int, cache: Path) -> None:
    """Record and print what it took."""
    store, clock, recorder = Store.open(cache), ManualClock(T0), opened(path)
    sent = [100] * campaigns
    store.store(figures(*(campaign(number, sent=sent[number]) for number in range(campaigns))))
    print(f"{campaigns:,} campaigns")
    print(
        f"  the cache at the beginning: {timed(lambda: recorder.begin_now(store, clock)):.0f} ms, {path.stat().st_size >> 10:,} KB"
    )
    base, looks, stored = path.stat().st_size, [], []
    for moment in range(1, MOMENTS):
        clock.advance(20)
        for number in range(moment % 10, campaigns, 10):
            sent[number] += 3
        news = figures(*(campaign(number, sent=sent[number]) for number in range(campaigns)), seconds=moment * 20.0)
        stored.append(timed(lambda news=news: store.store(news)))  # type: ignore[misc]
        looks.append(timed(recorder.look))
    recorder.close()
    print(f"  storing a refresh: {spread(stored)}")
    print(f"  recording it:      {spread(looks)}")
    print(
        f"  a moment: {(path.stat().st_size - base) / MOMENTS:,.0f} bytes, the file: {path.stat().st_size >> 10:,} KB"
    )
    store.close()


def play(path: Path) -> None:
    """Read and play it and print what that took."""
    print(f"  reading it: {timed(lambda: read(path)):.0f} ms")
    recording = read(path)
    playback = Playback(recording)
    end = playback.length - 1
    print(f"  to the end at once: {timed(lambda: playback.seek(end)):.0f} ms, {playback.length:,} moments")
    places = list(range(0, end, max(1, end // 40)))

    def step(by: int) -> list[float]:
        times = []
        for place in places:
            playback.seek(place + 1)
            times.append(timed(lambda place=place: playback.seek(place + 1 + by)))  # type: ignore[misc]
        return times

    print(f"  a step on:    {spread(step(1))}")
    print(f"  a step back:  {spread(step(-1))}")
    print(
        f"  judging it:   {spread([timed(lambda: judgement.look(playback.store, playback.clock, remember=False)) for _ in range(20)])}"
    )


def main() -> None:
    """A file, or made-up workspaces."""
    if len(sys.argv) > 1:
        play(Path(sys.argv[1]))
        return
    for campaigns in (200, 10_000):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "rec")
            record(path, campaigns, Path(directory, "cache.sqlite"))
            play(path)


if __name__ == "__main__":
    main()
