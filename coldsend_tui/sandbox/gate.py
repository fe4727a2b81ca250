"""The gate in front of the public API: knows the key, draws from its rate limit, stamps every answer.

Pure ASGI, so that answers of every origin (also unknown paths and refused bodies) carry the `X-RateLimit-*` headers
and a `Date` in the sandbox's own time. Scopes are checked behind it, where the operation is known (routing.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coldsend_tui.sandbox.rules import refusals
from coldsend_tui.sandbox.rules.rate_limit import RateLimiter

PUBLIC: Final = "/api/public/v1"
GRANTED: Final = "coldsend.granted"
"""Name in the ASGI scope under which the key's scopes travel to the route."""


class Gate:
    """Wraps the application. `grants` gives the scopes of a key or None, `now` the time told in `Date`."""

    def __init__(
        self,
        app: ASGIApp,
        grants: Callable[[str], frozenset[str] | None],
        limiter: RateLimiter,
        now: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._grants = grants
        self._limiter = limiter
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: list[tuple[bytes, bytes]] = []

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._now(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date), *headers]
            await send(message)

        app = self._app
        if scope["path"].startswith(PUBLIC + "/"):
            key = Headers(scope=scope).get("x-api-key", "")
            granted = self._grants(key) if key else None
            peer = (scope.get("client") or ("unknown",))[0]
            verdict = self._limiter.take(f"key {key}" if granted is not None else f"peer {peer}")
            headers = verdict.headers
            if not verdict.allowed:
                app = refusals.too_many(verdict.wait)
            elif granted is None:
                app = refusals.refusal(401, refusals.KEY_INVALID if key else refusals.KEY_REQUIRED)
            else:
                scope[GRANTED] = granted
        await app(scope, receive, stamped)
