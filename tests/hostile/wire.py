"""The sandbox with a stranger's words in every free text of every answer, over ASGI or on a port."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any

import httpx

from tests.hostile.corpus import CORPUS

# What the console works with, and so would not show anything at all if it were nonsense: ids, times, states.
_KEPT = re.compile(
    r"id|.*_id|.*_at|.*_at_utc|date|.*_date|status|overall_status|direction|kind|type|.*_type|signal|timezone|created_by"
    r"|node_group|condition|reset.*"
)


class Spoiler:
    """Puts one of `texts` after the other into every free text, mappings' own keys included where they are free."""

    HUGE = 40

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self._texts = list((texts or CORPUS).values())
        self._turn = count()

    def text(self) -> str:
        """The next one."""
        turn = next(self._turn)
        text = self._texts[turn % len(self._texts)]
        # A megabyte is a megabyte once or twice; in every field it would be an answer that is refused as a whole.
        return text if len(text) < 100_000 or turn < self.HUGE else text[:3_000]

    def spoiled(self, value: Any, key: str = "") -> Any:
        """`value` as a stranger would have filled it in. Ids, times and states stay."""
        if isinstance(value, dict):
            if key in ("custom_fields", "custom_variables", "custom"):
                return {self.text()[:200]: self.text()[:5_000] for _ in value} | {
                    str(name): self.text() for name in value
                }
            return {name: self.spoiled(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.spoiled(inner, key) for inner in value]
        return self.text() if isinstance(value, str) and not _KEPT.fullmatch(key) else value

    def body(self, body: bytes) -> bytes:
        """A JSON answer, spoiled; others as they are."""
        try:
            return json.dumps(self.spoiled(json.loads(body))).encode("ascii")
        except ValueError:
            return body


class HostileWire(httpx.AsyncBaseTransport):
    """In front of another transport. Requests whose path contains `refuse` are refused with a stranger's reason."""

    def __init__(self, inner: httpx.AsyncBaseTransport, spoiler: Spoiler | None = None) -> None:
        self._inner, self._spoiler = inner, spoiler or Spoiler()
        self.refuse = ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, its answer spoiled."""
        if self.refuse and self.refuse in request.url.path:
            detail = json.dumps({"detail": self._spoiler.text(), "message": self._spoiler.text()})
            return httpx.Response(409, headers={"Content-Type": "application/json"}, content=detail, request=request)
        answer = await self._inner.handle_async_request(request)
        body = self._spoiler.body(await answer.aread())
        headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
        return httpx.Response(answer.status_code, headers=headers, content=body, request=request)


@contextmanager
def hostile_port(upstream: str, spoiler: Spoiler | None = None) -> Iterator[str]:
    """An address that answers as `upstream` (an origin) does, spoiled."""
    made = spoiler or Spoiler()

    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            names = ("X-API-Key", "Content-Type", "Idempotency-Key")
            headers = {name: value for name in names if (value := self.headers.get(name))}
            sent = self.rfile.read(length) if length else None
            asked = urllib.request.Request(upstream + self.path, sent, headers, method=self.command)
            try:
                with urllib.request.urlopen(asked) as answer:
                    status, body = answer.status, answer.read()
            except urllib.error.HTTPError as error:
                status, body = error.code, error.read()
            body = made.body(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _pass_on

        def log_message(self, *_: object) -> None:
            """Nothing on the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
