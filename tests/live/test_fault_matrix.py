"""Whatever goes wrong around it, the console says so, lives on, loses no sample and recovers by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.faults import FAULTS, Fault, spoil_file, suffer
from tests.live.post import Post, busy

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox


_busy: list[bytes] = []
"""The workspace in which mails leave around the clock: two thousand leads are uploaded once in a process."""


@pytest.fixture
async def busy_sandbox(make_sandbox: Callable[..., LocalSandbox]) -> LocalSandbox:
    """One like that."""
    if not _busy:
        sandbox = make_sandbox()
        await busy(sandbox)
        _busy.append(sandbox.world.snapshot())
    return make_sandbox(snapshot=_busy[0])


def set_aside(path: Path) -> list[Path]:
    """The damaged files, without what belongs to them."""
    return list(path.parent.glob(f"{path.name}.damaged-*[0-9]"))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
async def test_the_operator_lives_through(fault: Fault, busy_sandbox: LocalSandbox, tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    outcome = await suffer(fault, busy_sandbox, path)
    for words in fault.header:
        assert words in outcome.header
    assert fault.flash in outcome.flash
    assert bool(outcome.gaps) is fault.gap
    assert outcome.recovery <= fault.recovery
    if fault.new_file:
        (aside,) = set_aside(path)
        assert aside.stat().st_size > 4096
    else:
        assert outcome.lost == 0


async def test_an_outage_costs_few_requests(busy_sandbox: LocalSandbox, tmp_path: Path) -> None:
    fault = next(fault for fault in FAULTS if fault.name == "503 for 5 min")
    outcome = await suffer(fault, busy_sandbox, tmp_path / "c")
    assert 8 <= outcome.requests <= 20


async def test_a_read_only_console_follows_and_sees_the_outage(sandbox: LocalSandbox, tmp_path: Path) -> None:
    leader = Post(sandbox, tmp_path / "cache.sqlite")
    reader = Post(sandbox, tmp_path / "cache.sqlite", read_only=True)
    for spec, words in (("off", " READ-ONLY "), ("503", " OFFLINE   READ-ONLY  since "), ("off", " READ-ONLY ")):
        sandbox.faults(spec)
        for _ in range(30):
            await leader.live(3)
            await reader.live(3)
        assert words in reader.sights[-1].header
        assert reader.console.write_refusal.startswith("this console is read-only")
        # (A row that did not change is kept with the time it was first read at.)
        known = [[row[:-1] for row in post.console.workspace.campaigns] for post in (reader, leader)]
        assert known[0] == known[1] != []
    assert (leader.session.role, reader.session.role, reader.requests) == ("leader", "follower", [])
    for post in (leader, reader):
        post.session._company.leave()
        post.store.close()


async def test_a_file_without_a_place_is_left_to_its_new_owner(sandbox: LocalSandbox, tmp_path: Path) -> None:
    """Two consoles on a file that gets damaged: the one that finds out second must not set the first one's new file aside."""
    path = tmp_path / "cache.sqlite"
    first, second = Post(sandbox, path), Post(sandbox, path)
    for post in (first, second):
        await post.live(4)
    assert (first.session.role, second.session.role) == ("leader", "follower")
    spoil_file(first)
    first.session.refresh()
    await first.live(30)
    await second.live(30)
    assert len(set_aside(path)) == 1
    assert first.store.durable
    assert second.store.durable
    assert second.store.campaigns() == first.store.campaigns() != []
    for post in (first, second):
        post.session._company.leave()
        post.store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
