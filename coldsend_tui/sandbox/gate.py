"""The gate in front of the API: knows the key, draws from its rate limit, stamps every answer.

Pure ASGI, so that answers of every origin (also unknown paths and refused bodies) carry the `X-RateLimit-*` headers
and a `Date` in the sandbox's own time. Scopes are checked behind it, where the operation is known (rules/routing.py).
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from coldsend_tui.sandbox.faults.injector import FaultInjector
from coldsend_tui.sandbox.rules import refusals
from coldsend_tui.sandbox.rules.operations import PUBLIC
from coldsend_tui.sandbox.rules.rate_limit import RateLimiter
from coldsend_tui.sandbox.world import World

_VISIT: Final = "coldsend.visit"


class Visit(NamedTuple):
    """What travels with a request from the gate to its handler; `granted` are the scopes of its key."""

    world: World
    faults: FaultInjector
    granted: frozenset[str]


def visit(request: Request) -> Visit:
    """The visit a request is part of."""
    found: Visit = request.scope[_VISIT]
    return found


class Gate:
    """The way into one world. `faults` wraps the API itself.

    No idempotency keys, no ETags, no CORS: there is no evidence of any (behaviour.md §19.24).
    """

    def __init__(self, world: World, faults: FaultInjector, limiter: RateLimiter) -> None:
        self._world = world
        self._faults = faults
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers: list[tuple[bytes, bytes]] = []
        bodiless = scope["method"] == "HEAD"
        scope = _as_asked(scope)

        async def stamped(message: Message) -> None:
            if bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                now = datetime.fromtimestamp(self._world.now, UTC) + self._faults.clock_skew
                date = format_datetime(now, usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date), *headers]
            await send(message)

        granted: frozenset[str] = frozenset()
        if _is_public(scope["path"]):
            key = Headers(scope=scope).get("x-api-key", "")
            scopes = self._world.keys.look_up(key) if key else None
            peer = (scope.get("client") or ("unknown",))[0]
            verdict = self._limiter.take(f"peer {peer}" if scopes is None else f"key {key}")
            headers = verdict.headers
            if not verdict.allowed:
                await refusals.too_many(verdict.wait)(scope, receive, stamped)
                return
            if scopes is None:
                detail = refusals.KEY_INVALID if key else refusals.KEY_REQUIRED
                await refusals.refusal(401, detail)(scope, receive, stamped)
                return
            granted = frozenset(scopes)
        scope[_VISIT] = Visit(self._world, self._faults, granted)
        await self._faults(scope, receive, stamped)


def _is_public(path: str) -> bool:
    return path == PUBLIC or path.startswith(PUBLIC + "/")


def _as_asked(scope: Scope) -> Scope:
    """What the caller means: HEAD asks what GET would answer, and a slash at the end of a path means nothing.

    A redirect to the path without the slash, the framework's own way, would lose the body of clients that do not follow it.
    """
    if not _is_public(scope["path"]):
        return scope
    path = scope["path"].removesuffix("/")
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    return {**scope, "path": path, "raw_path": path.encode(), "method": method}
