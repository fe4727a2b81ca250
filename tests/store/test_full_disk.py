"""A disk that is really full: the cache goes on in memory with all it knew, says so, and what is on the disk stays sound."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILLING = """
import sys
from pathlib import Path
from coldsend_tui.store import JournalLine, Store
from tests.store.rows import T0, campaign, figures

store = Store.open(Path(sys.argv[1]))
number = 0
while store.durable:
    number += 50
    store.store(figures(*(campaign(at) for at in range(number)), seconds=number))
    assert number < 20_000, "the disk never filled"
assert len(store.campaigns()) == number
for more in range(5):
    store.store(figures(*(campaign(at, sent=200 + more) for at in range(number)), seconds=number + 10 + more))
store.journal.intent(JournalLine(T0, "p", "a", "pause", "campaign", "c", "C", "ACTIVE", "PAUSED"))
assert store.journal.verify() == 1
assert store.samples("campaign-1")[-1].sent == 204
store.close()
print(len(store.warnings), store.warnings[0])
"""


def fill(path: Path, *before: str) -> str:
    """Write until the disk is full and a while longer, in a process of its own; what it warned of."""
    code = "\n".join([*before, FILLING])
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sound(path: Path, elsewhere: Path) -> None:
    """What is on the disk can be read where there is room."""
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, elsewhere)
    connection = sqlite3.connect(elsewhere / path.name)
    assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM campaign").fetchone()[0] >= 50
    connection.close()


def test_a_file_that_may_not_grow(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"
    warned = fill(tmp_path / "cache.sqlite", limit)
    assert warned.startswith("1 From now on kept in memory only")
    sound(tmp_path / "cache.sqlite", tmp_path_factory.mktemp("roomy"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a small file system here")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_file_system_without_room(small_disk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    warned = fill(small_disk / "cache.sqlite")
    assert warned.startswith("1 From now on kept in memory only")
    assert "full" in warned
    sound(small_disk / "cache.sqlite", tmp_path_factory.mktemp("roomy"))
