"""The kill switch on a hundred ACTIVE campaigns behind the real rate limit. Run: python -m tests.bench.kill_switch [--process]

Seconds of the request budget's clock until the last pause is verified, requests, 429s, order by harm; the same with a fifth
of the answers failing; then a restore, which must bring back the very set. The clock jumps over every wait, so the figures
are those of the budget and the server's limits; what the machine itself needs is told beside them.

With --process the last case is real: `coldsend-tui stop --all` in a process of its own against a sandbox in another, killed
with SIGKILL at half, then `journal resume` and `restore`, on the machine's clock (three to four minutes: the minute's budget is
waited for).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from coldsend_tui.actions.kill_switch import Reach, Scope, plan_stop
from coldsend_tui.actions.outcome import Outcome, Progress
from coldsend_tui.actions.restore import plan_restore, stops
from coldsend_tui.actions.retry import plan_again
from coldsend_tui.live import feeds
from coldsend_tui.ops.evidence import Z99, wilson_lower
from coldsend_tui.sandbox.world import World
from tests.actions.desk import Desk, desk_over
from tests.sandbox.local import LocalSandbox

CAMPAIGNS = 100
COMMAND = [sys.executable, "-m", "coldsend_tui"]


def fill(world: World) -> None:
    """Launch campaigns until a hundred are ACTIVE."""
    inboxes = [world.uid("inbox", 1), world.uid("inbox", 2)]
    variants = [{"email_content": "Hello {{first_name}}, shall we talk?", "subject_template": "A question"}]
    active = world.db.execute("SELECT count(*) FROM campaign WHERE status = 'ACTIVE'").fetchone()[0]
    for number in range(CAMPAIGNS - active):
        id = world.campaigns.create({"name": f"Outreach wave {number:03d}"})
        world.leads.add(id, {"email": f"lead{number}@prospect.example"})
        world.campaigns.update(id, {"inbox_ids": inboxes, "variants": variants, "launch": True})


async def stop_all(desk: Desk) -> tuple[Outcome, float, float, float]:
    """Stop everything; seconds on the budget's clock to the last write and the last verified result, and real seconds."""
    await desk.session.reread(feeds.ANALYTICS)
    started, real = desk.clock.real(), time.perf_counter()
    written = verified = 0.0

    def since() -> float:
        return (desk.clock.real() - started).total_seconds()

    def note_written(_result: object) -> None:
        nonlocal written
        written = since()

    def note_verified(progress: Progress) -> None:
        nonlocal verified
        verified = since() if progress.item.verified else verified

    plan = plan_stop(Scope(Reach.ALL), desk.store.workspace(), now=desk.clock.now())
    outcome = await desk.run(plan, on_progress=note_verified, on_written=note_written)
    return outcome, written, verified, time.perf_counter() - real


def report(name: str, desk: Desk, outcome: Outcome, written: float, verified: float, real: float) -> None:
    """One case as text."""
    rows = {row.id: row for row in desk.store.campaigns()}
    proven = [wilson_lower(rows[item.id].bounced, rows[item.id].sent, Z99) for item in outcome.items]
    counts = ", ".join(f"{number} {fate}" for fate, number in outcome.counts.items())
    print(
        f"{name}: last pause written after {written:.1f} s, last verified after {verified:.1f} s ({real:.2f} s of computing)"
    )
    pauses, others = desk.count("POST", "/pause"), len(desk.tap.requests) - desk.count("POST", "/pause")
    print(f"  {counts}; {pauses} pause requests, {others} others, {desk.tap.statuses.count(429)} answers 429")
    print(f"  by harm: {proven == sorted(proven, reverse=True)}; still ACTIVE on the server: {active_on_server(desk)}")


def active_on_server(desk: Desk) -> int:
    """What the sandbox itself counts."""
    return int(desk.sandbox.world.db.execute("SELECT count(*) FROM campaign WHERE status = 'ACTIVE'").fetchone()[0])


async def case(name: str, faults: str) -> None:
    """One stop with these faults, retries of what is not done, and the restore."""
    sandbox = LocalSandbox(rate_limit=True)
    fill(sandbox.world)
    with tempfile.TemporaryDirectory() as directory:
        async with desk_over(sandbox, path=Path(directory) / "cache.db") as desk:
            await desk.session.reread(feeds.ANALYTICS)
            before = {row.id for row in desk.campaigns("ACTIVE")}
            sandbox.faults(faults)
            outcome, *times = await stop_all(desk)
            report(name, desk, outcome, *times)
            rounds = 0
            started = desk.clock.real()
            while not outcome.ok and rounds < 5:
                rounds += 1
                try:
                    await desk.session.reread(feeds.ANALYTICS)
                except Exception as error:  # noqa: BLE001 - told, and tried again
                    print(f"  reading again: {error}")
                    await desk.sleep(5)
                    continue
                again = plan_again(outcome, desk.store.workspace(), now=desk.clock.now())
                if not again.runnable:
                    break
                outcome = await desk.run(again)
            if rounds:
                took = (desk.clock.real() - started).total_seconds()
                print(f"  {rounds} times what was not done again, {took:.1f} s: still ACTIVE {active_on_server(desk)}")
            sandbox.faults("off")
            stopped = stops(desk.store)[0]
            await desk.session.reread(feeds.ANALYTICS)
            started = desk.clock.real()
            back = await desk.run(plan_restore(stopped, desk.store.workspace(), now=desk.clock.now()))
            await desk.session.reread(feeds.ANALYTICS)
            same = {row.id for row in desk.campaigns("ACTIVE")} == before
            took = (desk.clock.real() - started).total_seconds()
            print(
                f"  restore of {len(back.items)} in {took:.1f} s, the very set: {same}, journal lines {desk.store.journal.verify()}"
            )
    sandbox.close()


def process_case() -> None:
    """A real process killed at half, on the machine's clock."""
    with tempfile.TemporaryDirectory() as home:
        world = World.create(scale="small", path=Path(home) / "world.db")
        fill(world)
        world.close()
        serve = [*COMMAND, "sandbox", "serve", "--json", "--speed", "0", "--db", f"{home}/world.db", "--parent-pipe"]
        with subprocess.Popen(serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            greeting = json.loads(server.stdout.readline())
            environment = {
                **os.environ, "HOME": home, "COLDSEND_API_KEY": greeting["api_key"], "COLDSEND_BASE_URL": greeting["base_url"],
            }  # fmt: skip
            try:
                _killed(Path(home) / "world.db", environment)
            finally:
                server.terminate()


def _killed(world: Path, environment: dict[str, str]) -> None:
    watched = sqlite3.connect(f"file:{world}?mode=ro", uri=True)

    def active() -> set[str]:
        return {row[0] for row in watched.execute("SELECT id FROM campaign WHERE status = 'ACTIVE'")}

    def command(*words: str) -> tuple[subprocess.CompletedProcess[str], float]:
        started = time.perf_counter()
        done = subprocess.run(
            [*COMMAND, *words], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        return done, time.perf_counter() - started

    before = active()
    started = time.perf_counter()
    with subprocess.Popen(
        [*COMMAND, "stop", "--all", "--yes", str(len(before))], env=environment, stdout=subprocess.PIPE, text=True
    ) as stop:
        while len(active()) > len(before) // 2:
            time.sleep(0.02)
        stop.send_signal(signal.SIGKILL)
    print(f"kill -9 after {time.perf_counter() - started:.1f} s: {len(active())} of {len(before)} still ACTIVE")
    done, took = command("journal", "unfinished")
    print(f"  {done.stderr.strip()} ({took:.1f} s)")
    done, took = command("journal", "resume", "--dry-run")
    verified = done.stderr.count(": verified ")
    left = len(active())
    print(f"  verified {verified} by reading in {took:.1f} s; {left} left to stop")
    done, took = command("journal", "resume", "--yes", str(left))
    print(f"  resume ends with {done.returncode} after {took:.1f} s; still ACTIVE {len(active())}")
    done, took = command("restore", "--yes", str(len(before)))
    print(f"  restore ends with {done.returncode} after {took:.1f} s; the very set: {active() == before}")


async def main() -> None:
    """All cases on the jumping clock."""
    await case("100 campaigns, 100 requests a minute", "off")
    await case("a fifth of the answers fails (503)", "503 20%")
    await case("a fifth of the answers is lost (cut)", "cut 20%")


if __name__ == "__main__":
    asyncio.run(main())
    if "--process" in sys.argv[1:]:
        process_case()
    sys.exit(0)
