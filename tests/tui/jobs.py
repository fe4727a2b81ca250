"""Server jobs under a console whose time stands still: a look at a job takes a minute."""

from __future__ import annotations

import httpx

from tests.sandbox.local import LocalSandbox

MINUTE = 1 / 60


class Working(httpx.AsyncBaseTransport):
    """Lets a minute pass before each look at a job; notes what was posted."""

    def __init__(self, sandbox: LocalSandbox) -> None:
        self._sandbox, self._inner = sandbox, sandbox.transport
        self.posted: list[tuple[str, bytes]] = []
        sandbox.transport = self  # type: ignore[assignment]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        if "/bulk/" in request.url.path and request.method == "GET":
            self._sandbox.advance(MINUTE)
        if request.method == "POST":
            self.posted.append((request.url.path, request.content))
        return await self._inner.handle_async_request(request)

    def count(self, ending: str) -> int:
        """Requests posted so far to a path with this end."""
        return sum(path.endswith(ending) for path, _ in self.posted)
