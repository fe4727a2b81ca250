"""A sandbox in the same process, for tests of everything that talks to the API: no port, no process, stepped clock."""

from __future__ import annotations

import json as json_text
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx

from coldsend_tui.sandbox.app import Sandbox, create_app
from coldsend_tui.sandbox.faults.injector import ConnectionCut, NoAnswer
from coldsend_tui.sandbox.rules.operations import PUBLIC
from coldsend_tui.sandbox.virtual_clock import SteppedClock
from coldsend_tui.sandbox.world import World
from tests.contract.validator import Contract, load

ORIGIN = "http://127.0.0.1:8080"
SEED = 7


@cache
def seeded(scale: str, seed: int = SEED) -> bytes:
    """A seeded world as bytes; built once per test process, then cloned in milliseconds."""
    world = World.create(seed=seed, scale=scale, clock=SteppedClock())
    try:
        return world.snapshot()
    finally:
        world.close()


@dataclass
class RealClock:
    """The machine's clock as the server sees it, for rate limits and fault schedules; moves when told."""

    unix: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)

    def time(self) -> float:
        """Unix seconds, also used as the monotonic clock."""
        return self.unix

    async def sleep(self, seconds: float) -> None:
        """Takes no time but moves the clock."""
        self.slept.append(seconds)
        self.unix += seconds


class SandboxTransport(httpx.AsyncBaseTransport):
    """httpx over ASGI. Faults look as they do on a wire; every sound answer is judged by the contract."""

    def __init__(self, sandbox: Sandbox, contract: Contract) -> None:
        self._sandbox = sandbox
        self._contract = contract
        self._inner = httpx.ASGITransport(app=sandbox.asgi)  # type: ignore[arg-type]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, answered in full."""
        try:
            response = await self._inner.handle_async_request(request)
        except NoAnswer as error:
            raise httpx.ReadTimeout("the sandbox did not answer", request=request) from error
        except ConnectionCut as error:
            raise httpx.RemoteProtocolError("the sandbox cut the connection", request=request) from error
        body = await response.aread()
        name = self._contract.operation_of(request.method, request.url.path)
        if name and not self._sandbox.faults.rules:
            self._contract.check(name, response.status_code, response.headers, body)
        return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(body))


class LocalSandbox:
    """A fresh workspace, or one like that of which `snapshot` was taken. `base_url` and `api_key` are what a client needs beside `transport`."""

    def __init__(
        self,
        *,
        scale: str = "small",
        rate_limit: bool = False,
        faults: str = "off",
        seed: int = SEED,
        snapshot: bytes | None = None,
    ) -> None:
        self.world = World.from_snapshot(snapshot or seeded(scale, seed), clock=SteppedClock())
        self.real = RealClock()
        self.sandbox = create_app(
            self.world,
            rate_limit=rate_limit,
            faults=faults,
            seed=seed,
            real=self.real.time,
            monotonic=self.real.time,
            sleep=self.real.sleep,
        )
        self.base_url = ORIGIN + PUBLIC
        self.control_url = f"{ORIGIN}/_sandbox"
        self.api_key: str = self.world.keys.first
        self.transport = SandboxTransport(self.sandbox, load())

    def key(self, *scopes: str) -> str:
        """A new key that holds exactly these scopes."""
        return self.world.keys.create(list(scopes))

    def advance(self, hours: float) -> None:
        """Let virtual time pass; everything due has happened when it returns."""
        self.world.advance(hours)

    def faults(self, spec: str) -> None:
        """Replace all faults; "off" ends them."""
        self.sandbox.faults.set(spec)

    def client(self, key: str | None = None) -> httpx.AsyncClient:
        """A bare httpx client below the public API, with the default key; `key=""` sends none."""
        used = self.api_key if key is None else key
        headers = {"X-API-Key": used} if used else {}
        return httpx.AsyncClient(transport=self.transport, base_url=self.base_url, headers=headers)

    async def call(self, method: str, path: str, *, key: str | None = None, **options: Any) -> httpx.Response:
        """One call below the public API."""
        async with self.client(key) as client:
            return await client.request(method, path, **options)

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that must succeed."""
        response = await self.call("GET", path, params=query)
        assert response.status_code == 200, response.text
        return response.json()

    async def control(self, method: str, path: str, body: object = None) -> Any:
        """The JSON of a control route, which must succeed."""
        async with httpx.AsyncClient(transport=self.transport, base_url=self.control_url) as client:
            content = None if body is None else json_text.dumps(body)
            response = await client.request(method, path, content=content, headers={"Content-Type": "application/json"})
        assert response.status_code == 200, response.text
        return response.json()

    def close(self) -> None:
        """Free the database."""
        self.world.close()
