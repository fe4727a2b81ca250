"""Page-down held on a list of a million rows: `python -m tests.bench.leads_list [SECONDS]`.

Serves the sandbox at scale huge (1,000,000 contacts; its largest campaign has 50,095 leads) with its rate limits on, opens the
console in a pseudo-terminal and holds page-down, as a keyboard repeats it, on both lists. Prints for each: milliseconds from a
key to its first byte and to the last byte before the terminal rests, bytes per key, what the list read, memory.
"""

from __future__ import annotations

import os
import select
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from coldsend_tui.commands.sandbox_process import SandboxProcess
from tests.e2e.terminal import Terminal

SECONDS = 30.0
REPEAT = 1 / 30
"""Seconds between two keys of one that is held."""
REST = 0.010
"""Seconds without a byte after which a key has had its effect."""
PAGE_DOWN = b"\x1b[6~"
LARGEST = "Referrals 10000"


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def memory(pid: int) -> tuple[float, float]:
    """Proportional set size now and peak resident size, in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    peak = next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    return pss / 1024, peak / 1024


def key(terminal: Terminal, data: bytes, until: float) -> tuple[float, float, int]:
    """Press; milliseconds to the first byte and to rest (at most `until`), and bytes."""
    terminal.press_bytes(data)
    pressed = last = time.perf_counter()
    first, size = 0.0, 0
    while True:
        now = time.perf_counter()
        wait = REST if size else until - now
        if wait <= 0 or now > until:
            break
        ready, _, _ = select.select([terminal._master], [], [], min(wait, max(0.0, until - now)))
        if not ready:
            break
        content = os.read(terminal._master, 65536)
        last = time.perf_counter()
        first = first or (last - pressed) * 1000
        size += len(content)
        terminal._take(terminal._decoder.decode(content))
    return first, (last - pressed) * 1000, size


def left_of_hour(terminal: Terminal) -> int:
    """What the header says is left of the hour's requests."""
    words = terminal.text.splitlines()[0].split()
    return next(int(word.split("/")[0].replace(",", "")) for word in words if word.endswith("h") and "/" in word)


def hold(terminal: Terminal, seconds: float, name: str) -> None:
    """Hold page-down and print what came of it."""
    before, requests = memory(terminal.process.pid), left_of_hour(terminal)
    firsts, rests, sizes = [], [], []
    missed = 0
    end = time.perf_counter() + seconds
    due = time.perf_counter()
    while due < end:
        first, rest, size = key(terminal, PAGE_DOWN, due + 0.5)
        if size:
            firsts.append(first)
            rests.append(rest)
            sizes.append(float(size))
        else:
            missed += 1
        due = max(due + REPEAT, time.perf_counter())
        time.sleep(max(0.0, due - time.perf_counter()))
    terminal.wait_for("1")
    key(terminal, b"", time.perf_counter() + 1.5)
    after = memory(terminal.process.pid)
    print(f"{name}: {len(rests) + missed} keys in {seconds:.0f} s, {missed} without a byte")
    print(f"  first byte  p50 {median(firsts):5.1f} ms   p95 {percentile(firsts, 0.95):5.1f} ms")
    print(
        f"  at rest     p50 {median(rests):5.1f} ms   p95 {percentile(rests, 0.95):5.1f} ms   max {max(rests):.0f} ms"
    )
    print(f"  bytes a key p50 {median(sizes):5.0f}      p95 {percentile(sizes, 0.95):5.0f}")
    print(f"  requests    {requests - left_of_hour(terminal)} of the hour's budget (findings and this list)")
    print(f"  memory      {before[0]:.1f} → {after[0]:.1f} MB PSS, peak {after[1]:.1f} MB RSS")


def main() -> None:
    """Both lists."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    process = SandboxProcess(("--scale", "huge", "--speed", "0"))
    try:
        target = process.greeting.result(300).target
        with tempfile.TemporaryDirectory() as home:
            environment = {
                "HOME": home,
                "COLDSEND_BASE_URL": target.base_url,
                "COLDSEND_API_KEY": target.api_key.get_secret_value(),
            }
            with Terminal([sys.executable, "-m", "coldsend_tui"], environment=environment) as terminal:
                terminal.wait_for("What needs you")
                terminal.press("8")
                terminal.wait_until(lambda: "Contacts 1,000,000" in terminal.text, "contacts")
                key(terminal, b"", time.perf_counter() + 3)
                hold(terminal, seconds, "1,000,000 contacts")
                terminal.press("2")
                terminal.wait_for("10,000")
                terminal.press("/")
                terminal.press(*LARGEST, "enter")
                terminal.wait_until(lambda: LARGEST in terminal.text, LARGEST)
                key(terminal, b"", time.perf_counter() + 2)
                terminal.press("l")
                terminal.wait_until(lambda: "Leads 50,095" in terminal.text, "leads")
                key(terminal, b"", time.perf_counter() + 3)
                hold(terminal, seconds, "50,095 leads of one campaign")
                terminal.press("q", "q")
    finally:
        process.stop()


if __name__ == "__main__":
    main()
