"""A live session on a sandbox, with a clock that stands still until told: the seat from which tests drive the real thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.api import ColdSend
from coldsend_tui.api.record import RequestRecord
from coldsend_tui.clock import ManualClock
from coldsend_tui.live import Connection, LiveSession, LiveSettings, Refreshed
from coldsend_tui.store import Store

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox


def world_time(sandbox: LocalSandbox) -> datetime:
    """The sandbox's time."""
    return datetime.fromtimestamp(sandbox.world.now, UTC)


class Seat:
    """`requests` are the finished requests, `refreshed` and `connections` what the session announced."""

    def __init__(self, sandbox: LocalSandbox, *, key: str | None = None, path: Path | None = None) -> None:
        self.sandbox = sandbox
        self.clock = ManualClock(world_time(sandbox), real=datetime.fromtimestamp(sandbox.real.unix, UTC))
        self.store = Store.open(path)
        self.requests: list[RequestRecord] = []
        self.refreshed: list[Refreshed] = []
        self.connections: list[Connection] = []
        self.client = self.make_client(key)
        self.session = self.make_session()

    def make_client(self, key: str | None = None) -> ColdSend:
        """A client of the sandbox."""

        return ColdSend(
            key or self.sandbox.api_key,
            base_url=self.sandbox.base_url,
            wire=self.sandbox.transport,
            clock=self.clock,
            on_request=self.requests.append,
            pace="raise",  # the clock stands still: waiting would take for ever
        )

    def make_session(self) -> LiveSession:
        """A session that announces to this seat."""
        session = LiveSession.of(self.client, self.store, self.clock, settings=LiveSettings(chance=lambda: 1.0))
        session.subscribe(self.refreshed.append)
        session.subscribe_connection(self.connections.append)
        return session

    def pass_time(self, seconds: float) -> None:
        """Let time pass for the console, the sandbox's world and its limits."""
        self.clock.advance(seconds)
        self.sandbox.real.unix += seconds
        self.sandbox.advance(seconds / 3600)

    async def live(self, seconds: float) -> None:
        """Let the session do what falls due within so many seconds."""
        end = self.clock.monotonic() + seconds
        while True:
            wake_at = await self.session.catch_up()
            now = self.clock.monotonic()
            if wake_at >= end:
                self.pass_time(end - now)
                return
            self.pass_time(wake_at - now)

    def paths(self) -> list[str]:
        """The paths asked for since the last call."""
        paths = [record.path for record in self.requests]
        self.requests.clear()
        return paths

    def outcomes(self, feed: str) -> Iterator[Refreshed]:
        """What was announced of one feed."""
        return (refreshed for refreshed in self.refreshed if refreshed.feed == feed)
