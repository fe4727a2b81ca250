"""The middleware that lets faults happen. It stands behind the gate, so that broken answers carry its headers too."""

from __future__ import annotations

import json
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coldsend_tui.sandbox.faults import spoiling
from coldsend_tui.sandbox.faults.spec import Rule, parse
from coldsend_tui.sandbox.rules import refusals
from coldsend_tui.sandbox.rules.operations import PUBLIC, match

_DETAIL: Final = {"500": refusals.FAULT, "503": "Service temporarily unavailable"}
_STORM_WAIT: Final = 60
_SPOILED: Final = frozenset({"truncate", "html", "wrong-types", "unknown-enum", "falling-counters", "cut"})


class ConnectionCut(ConnectionResetError):
    """Raised out of the application to make the HTTP server drop the connection in the middle of an answer."""


class NoAnswer(ConnectionCut):
    """The same after a long silence."""


class FaultInjector:
    """Wraps the public API. `monotonic` runs schedules, `sleep` is awaited for latency, dice are seeded."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        seed: int,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._app = app
        self._dice = random.Random(seed)
        self._monotonic = monotonic
        self._sleep = sleep
        self.rules: list[Rule] = []
        """What is set at present, whether due or not."""
        self._set_at = monotonic()

    def set(self, spec: str) -> list[Rule]:
        """Replace all faults by those of `spec` ("off" for none). Raises SpecError and then changes nothing."""
        self.rules = parse(spec)
        self._set_at = self._monotonic()
        return self.rules

    @property
    def clock_skew(self) -> timedelta:
        """What is added to the time told in `Date`."""
        return timedelta(seconds=sum(rule.amount for rule in self._due() if rule.kind == "clock-skew"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, with the faults that are due for it."""
        rules = self._drawn(scope) if self.rules and scope["type"] == "http" else []
        for rule in rules:
            if rule.kind == "latency":
                await self._sleep(rule.amount)
        for rule in rules:
            if rule.kind == "timeout":
                await self._sleep(rule.amount)
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
                raise NoAnswer("fault: timeout")
            if rule.kind == "429":
                await refusals.too_many(_STORM_WAIT)(scope, receive, send)
                return
            if rule.kind in _DETAIL:
                await refusals.refusal(int(rule.kind), _DETAIL[rule.kind])(scope, receive, send)
                return
        spoiled = [rule for rule in rules if rule.kind in _SPOILED]
        await self._app(scope, receive, _Spoiler(spoiled, self._dice, send) if spoiled else send)

    def _due(self) -> list[Rule]:
        elapsed = self._monotonic() - self._set_at
        return [rule for rule in self.rules if rule.due(elapsed)]

    def _drawn(self, scope: Scope) -> list[Rule]:
        path = scope["path"].removeprefix(PUBLIC)
        if path == scope["path"]:
            return []
        operation = match(scope["method"], path)
        name = operation.id if operation else ""
        meant = [rule for rule in self._due() if rule.meets(scope["method"], path, name)]
        return [rule for rule in meant if rule.chance >= 1 or self._dice.random() < rule.chance]


class _Spoiler:
    """Collects one answer and sends it broken."""

    def __init__(self, rules: list[Rule], dice: random.Random, send: Send) -> None:
        self._rules = rules
        self._dice = dice
        self._send = send
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Take one ASGI message of the application."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._finish()

    async def _finish(self) -> None:
        body, kinds = bytes(self._body), {rule.kind for rule in self._rules}
        for rule in self._rules:
            body = self._spoil(rule, body)
        headers = [pair for pair in self._start["headers"] if pair[0] not in (b"content-length", b"content-type")]
        headers.append((b"content-length", str(len(body)).encode()))
        headers.append((b"content-type", b"text/html; charset=utf-8" if "html" in kinds else b"application/json"))
        await self._send({**self._start, "headers": headers})
        if "cut" in kinds:
            await self._send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            raise ConnectionCut("fault: cut")
        await self._send({"type": "http.response.body", "body": body})

    def _spoil(self, rule: Rule, body: bytes) -> bytes:
        match rule.kind:
            case "html":
                return spoiling.HTML
            case "truncate":
                return body[: len(body) // 2]
            case "cut":
                return body
        try:
            value = json.loads(body)
        except ValueError:
            return body  # a CSV export has no types to get wrong
        match rule.kind:
            case "wrong-types":
                value = spoiling.with_wrong_types(value, self._dice)
            case "unknown-enum":
                value = spoiling.with_unknown_words(value)
            case _:
                value = spoiling.with_falling_counters(value, rule.amount)
        return json.dumps(value).encode()
