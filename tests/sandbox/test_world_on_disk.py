"""A world in a file: it goes on where it was left, also after kill -9 in the middle of a tick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def test_nothing_is_lost_when_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    with subprocess.Popen([sys.executable, "-c", LIVE_ON, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(30):
            told = int(process.stdout.readline())
        process.kill()
    found = World.create(path=path, scale="empty")
    assert found.now >= told
    assert found.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    worlds.check(found)
    untouched = World.create(scale="small")
    untouched.advance_to(found.now)
    assert worlds.tables(found) == worlds.tables(untouched), "the same history as if nothing had happened"
    found.close()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, " * 200)
    with pytest.raises(UnknownDatabase, match="not a sandbox database"):
        World.create(path=path)
    assert path.read_text().startswith("Dear customer")


def test_a_refused_change_leaves_no_trace() -> None:
    world = World.create(scale="small")
    before = worlds.tables(world)
    with pytest.raises(Exception, match="total 100"):
        world.campaigns.update(
            4, {"name": "Quite another name", "variants": [{**worlds.LETTER, "distribution_percent": 60}]}
        )
    assert worlds.tables(world) == before
