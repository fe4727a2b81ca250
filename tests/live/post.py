"""A whole console without its terminal, on a sandbox and virtual clocks: what its operator reads while the API misbehaves."""

from __future__ import annotations

import socket
import ssl
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import httpx

from coldsend_tui.api import ColdSend
from coldsend_tui.launch import Launch, Mode, Target
from coldsend_tui.live import feeds
from coldsend_tui.text import width
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.header import header
from coldsend_tui.tui.lines import plain
from coldsend_tui.tui.widgets import frame
from tests.live.bench_seat import Seat

if TYPE_CHECKING:
    from coldsend_tui.workspace import Gap
    from tests.sandbox.local import LocalSandbox

SHOWN = (feeds.ANALYTICS, feeds.USAGE, feeds.SENDERS, feeds.DOMAINS, feeds.UNREAD)
SPEED = 20.0
"""How much faster the workspace's time runs, so that counters move within seconds."""
PEOPLE = "email\n" + "".join(f"person{number}@example.com\n" for number in range(2000))
MAIL = {"subject_template": "A question", "email_content": "Would a short call make sense?"}


class Sight(NamedTuple):
    """What was to be read at one moment (virtual seconds), and whether all feeds on screen were sound."""

    at: float
    header: str
    flash: str
    level: str
    sound: bool


async def busy(sandbox: LocalSandbox) -> None:
    """Launch a campaign that mails around the clock."""

    async def sleep(seconds: float) -> None:
        sandbox.advance(seconds / 3600)

    cs = ColdSend(sandbox.api_key, base_url=sandbox.base_url, wire=sandbox.transport, sleep=sleep)
    campaign = await cs.campaigns.create(
        "Around the clock",
        timezone="UTC",
        sending_days=(1, 2, 3, 4, 5, 6, 7),
        sending_window_start=0,
        sending_window_end=24,
    )
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(PEOPLE)
        file.flush()
        await (await cs.leads.upload(campaign.campaign_id, Path(file.name))).finish()
    inboxes = [row.inbox_id for row in (await cs.sender_accounts.list(status="ACTIVE")).items]
    await cs.campaigns.update(campaign.campaign_id, inbox_ids=inboxes, variants=[MAIL])  # type: ignore[list-item]
    await cs.campaigns.launch(campaign.campaign_id)


class Wire(httpx.AsyncBaseTransport):
    """The way to the sandbox; `broken` stands in it while it is set."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.broken: Callable[[httpx.Request], httpx.Response] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        return self.broken(request) if self.broken else await self._inner.handle_async_request(request)


def no_name(request: httpx.Request) -> httpx.Response:
    """The host name cannot be looked up."""
    raise httpx.ConnectError("", request=request) from socket.gaierror(socket.EAI_AGAIN, "")


def no_way(request: httpx.Request) -> httpx.Response:
    """There is no network."""
    raise httpx.ConnectError("", request=request) from OSError(101, "")


def foreign_certificate(request: httpx.Request) -> httpx.Response:
    """A captive portal answers the encrypted connection."""
    raise httpx.ConnectError("", request=request) from ssl.SSLCertVerificationError("")


def to_login_page(request: httpx.Request) -> httpx.Response:
    """A captive portal sends everybody to its own page."""
    return httpx.Response(302, headers={"location": "http://portal.example/login"})


def revoked(request: httpx.Request) -> httpx.Response:
    """Somebody revoked the key."""
    return httpx.Response(401, json={"detail": "Invalid or revoked API key"})


class Post(Seat):
    """A seat with a console on it. `sights` is everything its operator could read, oldest first."""

    def __init__(self, sandbox: LocalSandbox, path: Path, *, read_only: bool = False) -> None:
        self.wire = sandbox.transport = Wire(sandbox.transport)  # type: ignore[assignment]
        self._last_unix = sandbox.real.unix
        self.sights: list[Sight] = []
        self.ends = ExitStack()
        super().__init__(sandbox, path=path)

        async def connect() -> Target:
            raise AssertionError("the session is there already")

        launch = Launch("acme-prod", Mode.LIVE, self.clock, connect, path, read_only=read_only)
        self.console = Console(launch, self.store)
        self.console.session = self.session
        self.session.subscribe(self.console._refreshed)
        self.session.subscribe_connection(self.console._connection_changed)
        self.session.watch("now", SHOWN, feeds.ANALYTICS)

    def pass_time(self, seconds: float) -> None:
        """Let time pass; the workspace's runs faster. Stays together with a sandbox that let somebody wait."""
        waited = self.sandbox.real.unix - self._last_unix
        self.clock.advance(waited + seconds, speed=SPEED)
        self.sandbox.advance((waited + seconds) * SPEED / 3600)
        self.sandbox.real.unix += seconds
        self._last_unix = self.sandbox.real.unix

    async def live(self, seconds: float) -> None:
        """Live on in small steps, and look at the console after each."""
        end = self.clock.monotonic() + seconds
        while (now := self.clock.monotonic()) < end:
            wake_at = await self.session.catch_up()
            await self.look()
            self.pass_time(max(0.0, min(wake_at, end) - now) if wake_at > now else 0.0)

    async def look(self) -> Sight:
        """Read the console."""
        self.console.time_passed()
        await self.console.take_news()
        known = self.store.feed_states()
        line = plain(header(self.console, 120))
        assert width(line) == 120
        if self.sights and line != self.sights[-1].header:
            for columns in (60, 80, 100):
                assert width(plain(header(self.console, columns))) <= columns
        flash = self.console.flash
        sound = not self.console.offline and not any(known[name].error for name in SHOWN if name in known)
        self.sights.append(
            Sight(self.clock.monotonic(), line, plain(frame.flash(flash.message, flash.level, 200)), flash.level, sound)
        )
        return self.sights[-1]

    async def recover(self, within: float) -> float:
        """Seconds until every feed on screen has been read again without a fault; fails after `within`."""
        began, real = self.clock.monotonic(), self.clock.real()
        while self.clock.monotonic() - began <= within:
            wake_at = await self.session.catch_up()
            sight = await self.look()
            states = self.store.feed_states()
            fresh = all(name in states and (states[name].fetched_at or real) >= real for name in SHOWN[:1])
            if fresh and sight.sound:
                return self.clock.monotonic() - began
            self.pass_time(max(0.1, min(wake_at - self.clock.monotonic(), 1.0)))
        raise AssertionError(f"not back after {within} s: {self.sights[-1]}")

    async def read_counters(self) -> None:
        """Let the console read the counters now."""
        self.session.refresh(feeds.ANALYTICS)
        await self.session.catch_up()
        await self.look()

    async def mailed(self) -> int:
        """Mails the server counted so far, asked past the console."""
        return sum(row["total_sent"] for row in (await self.sandbox.get("/analytics/campaigns"))["campaigns"])

    def gaps(self) -> list[Gap]:
        """Marked gaps, in workspace time."""
        return self.store.gaps(self.clock.now() - timedelta(days=30))
