"""Who polls: never two for longer than a look, never nobody for longer than ten seconds, whatever happens to whom."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coldsend_tui.store.leadership import Leadership

LOOK_EVERY = 2
CONSOLES = 3
events = st.lists(
    st.tuples(st.sampled_from(["hang", "wake", "kill", "start", "freeze", "nothing"]), st.integers(0, CONSOLES - 1)),
    max_size=30,
)


class Desk:
    """A console: `alive` is its lock, None once it was killed; it looks at the lock every two seconds unless it hangs."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.alive: Leadership | None = Leadership(cache)
        self.hangs = False
        self.leads = False

    def suffer(self, event: str) -> None:
        """Something happens to it."""
        if event == "hang":
            self.hangs = True
        elif event == "wake":
            self.hangs = False
        elif event == "start":
            self.alive, self.hangs = self.alive or Leadership(self.cache), False
        elif self.alive is not None:
            self.alive.release()  # what the system does when a process dies; a frozen console does it itself
            if event == "kill":
                self.alive, self.leads = None, False

    def look(self, now: float) -> None:
        """Its turn."""
        if self.alive is not None and not self.hangs:
            self.leads = self.alive.take(now)


@given(events)
@example([("hang", 0), ("hang", 0), ("hang", 0), ("hang", 0), ("kill", 0)])  # killed when it was about to be replaced
@example([("wake", 0), ("hang", 0), ("hang", 0), ("hang", 0), ("kill", 0)])
@settings(max_examples=60, deadline=None)
def test_one_leads_and_soon(happenings: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desks = [Desk(Path(folder) / "cache.sqlite") for _ in range(CONSOLES)]
        nobody = 0
        for turn, (event, number) in enumerate([*happenings, *[("nothing", 0)] * 8]):
            if event != "nothing":
                desks[number].suffer(event)
            for desk in desks:
                desk.look(float(turn * LOOK_EVERY))
            up = [desk for desk in desks if desk.alive is not None and not desk.hangs]
            leaders = [desk for desk in up if desk.leads]
            assert len(leaders) <= 1
            nobody = 0 if leaders or not up else nobody + LOOK_EVERY
            assert nobody <= 10
        files = [path.name for path in Path(folder).iterdir()]
        assert set(files) <= {"cache.sqlite.leader"}
        for desk in desks:
            if desk.alive is not None:
                desk.alive.release()


def test_a_lock_that_cannot_be_made_stands_in_nobodys_way(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert Leadership(blocked / "cache.sqlite").take(0.0)
