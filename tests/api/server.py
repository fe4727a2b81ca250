"""A tiny server for tests of the transport: it answers what the test tells it, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from coldsend_tui.api import Budget, ColdSend
from coldsend_tui.clock import ManualClock

KEY = "cs_live_" + "k3y0" * 10
BASE_URL = "http://127.0.0.1:9/api/public/v1"
NOW = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def ok(data: Any = None, status: int = 200, **headers: str) -> httpx.Response:
    """A JSON answer. Header names are written with underscores."""
    body = json.dumps({"campaigns": [], "pagination": {}} if data is None else data).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers={"content-type": "application/json", **named}, content=body)


def refuse(status: int, detail: Any = "no", more: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
    """An error with the contract's body."""
    return ok({"detail": detail, **(more or {})}, status, **headers)


def html(status: int) -> httpx.Response:
    """A web page of some proxy."""
    page = "<html><body><h1>Bad Gateway</h1>" + "padding " * 200 + "</body></html>"
    return httpx.Response(status, headers={"content-type": "text/html"}, content=page.encode())


class Server:
    """Answers from a script; the last entry is repeated. Time moves only by the client's waits, which are remembered."""

    def __init__(self, *script: Reply) -> None:
        self.script = list(script) or [ok()]
        self.requests: list[httpx.Request] = []
        self.clock = ManualClock(NOW)
        self.waits: list[float] = []

    @property
    def wire(self) -> httpx.MockTransport:
        """The way to this server."""
        return httpx.MockTransport(self._answer)

    def client(self, **options: Any) -> ColdSend:
        """A client that talks to this server, with the dice fixed at one half."""
        settings = {"base_url": BASE_URL, "budget": Budget(), "wire": self.wire, **options}
        return ColdSend(KEY, clock=self.clock, sleep=self.sleep, chance=lambda: 0.5, **settings)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass that a client waits."""
        self.waits.append(seconds)
        self.clock.advance(seconds)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        match reply:
            case Exception():
                raise reply
            case httpx.Response():
                return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
            case _:
                return reply(request)
