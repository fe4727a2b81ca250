"""A live session on a sandbox that is recorded, with what it knew at several moments."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from coldsend_tui.live import feeds, judgement
from coldsend_tui.live.recording.lines import Line
from coldsend_tui.live.recording.recorder import Recorder
from coldsend_tui.ops.findings import Verdict
from coldsend_tui.store import Store
from coldsend_tui.store.rows import UNRECORDED
from tests.live.bench_seat import Seat

NOW_SCREEN = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD)


class Known(NamedTuple):
    """What was known at one moment."""

    seat: Seat
    real: Any
    now: Any
    rows: dict[str, list[tuple[Any, ...]]]
    verdict: Verdict


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a recording keeps, sorted."""

    def work(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        wanted = [name for name in names if name not in UNRECORDED and not name.startswith("sqlite_")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in wanted}

    return store._database.read_with(work)


def record(recorder: Recorder, seat: Seat) -> None:
    """Have every refresh of the session recorded at once, the way the console does, judgement included."""

    def refreshed(news: Any) -> None:
        judgement.look(seat.store, seat.clock)
        connection = seat.session.connection
        error = connection.error
        recorder._line = None
        noted = recorder_note({news.feed: "failed" if news.error else "new" if news.changed else "same"}, connection, error)
        recorder._look(noted)

    seat.session.subscribe(refreshed)


def recorder_note(news: dict[str, str], connection: Any, error: Any) -> Any:
    """What the console would tell the recorder."""
    from coldsend_tui.live.recording.recorder import _Note

    line = Line(connection.state, connection.since, error.title if error else "", str(error) if error else "")
    return _Note(news, True, line, None)


def known(seat: Seat) -> Known:
    """What is known now."""
    look = judgement.look(seat.store, seat.clock)
    return Known(seat, seat.clock.real(), seat.clock.now(), rows_of(seat.store), look.verdict)


def opened(path: Path, profile: str = "acme") -> Recorder:
    """A recorder of the workspace `profile`."""
    return Recorder.open(path, profile=profile, mode="LIVE", address="https://api.example.com")
