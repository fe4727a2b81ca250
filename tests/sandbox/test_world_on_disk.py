"""A world in a file: it goes on where it was left, also after kill -9 in the middle of a tick."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from coldsend_tui.sandbox.database import UnknownDatabase
from coldsend_tui.sandbox.world import World
from tests.sandbox.engine import worlds

LIVE_ON = """
import sys
from coldsend_tui.sandbox.world import World
world = World.create(scale="small", path=sys.argv[1])
print("ready", flush=True)
while True:
    world.advance(1)
    print(world.now, flush=True)
"""


# It kills itself inside the transaction of its tick: everything is written, nothing is committed.
DIE_WRITING = """
import os, signal, sys
from coldsend_tui.sandbox.world import World
world = World.create(scale="small", path=sys.argv[1])
world.advance(5)
print(world.now, flush=True)
written = world.simulation.ledger.write
def write_and_die(db):
    written(db)
    os.kill(os.getpid(), signal.SIGKILL)
world.simulation.ledger.write = write_and_die
world.advance(5)
"""


def sound_and_as_never_stopped(path: Path) -> World:
    """The world in the file: whole, by the rules, and with the history that it would have had anyway."""
    found = World.create(path=path, scale="empty")
    assert found.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    worlds.check(found)
    untouched = World.create(scale="small")
    untouched.advance_to(found.now)
    assert worlds.tables(found) == worlds.tables(untouched), "the same history as if nothing had happened"
    return found


def test_a_tick_that_was_not_committed_never_was(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    done = subprocess.run(
        [sys.executable, "-c", DIE_WRITING, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    found = sound_and_as_never_stopped(path)
    assert found.now == int(done.stdout)
    found.advance(5)
    worlds.check(found)
    found.close()


def test_a_served_world_outlives_its_server_in_the_middle_of_a_request(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    words = [
        sys.executable,
        "-m",
        "coldsend_tui.sandbox",
        "--json",
        "--scale",
        "small",
        "--speed",
        "0",
        "--db",
        str(path),
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            greeting = json.loads(process.stdout.readline())
            with httpx.Client(base_url=greeting["control_url"], timeout=30) as control:
                before = control.post("/advance", json={"hours": 2}).json()
                with contextlib.suppress(httpx.ReadTimeout):
                    control.post("/advance", json={"hours": 300}, timeout=0.05)
        finally:
            process.kill()
    found = sound_and_as_never_stopped(path)
    assert found.iso(found.now) >= before["virtual"]
    found.close()


def test_nothing_is_lost_when_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    with subprocess.Popen([sys.executable, "-c", LIVE_ON, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(30):
            told = int(process.stdout.readline())
        process.kill()
    found = sound_and_as_never_stopped(path)
    assert found.now >= told
    found.close()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, " * 200)
    with pytest.raises(UnknownDatabase, match="not a sandbox database"):
        World.create(path=path)
    assert path.read_text().startswith("Dear customer")


def test_a_workspace_that_was_never_finished_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "half.db"

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(World, "advance_to", interrupted)
    with pytest.raises(KeyboardInterrupt):
        World.create(scale="small", path=path)
    with pytest.raises(UnknownDatabase, match="delete it"):
        World.create(scale="small", path=path)


def test_a_refused_change_leaves_no_trace() -> None:
    world = World.create(scale="small")
    before = worlds.tables(world)
    with pytest.raises(Exception, match="total 100"):
        world.campaigns.update(
            4, {"name": "Quite another name", "variants": [{**worlds.LETTER, "distribution_percent": 60}]}
        )
    assert worlds.tables(world) == before
