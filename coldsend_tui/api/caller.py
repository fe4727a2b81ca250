"""One call through all gates: single flight, circuit breaker, budget, transport, typed errors, retries, record."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from coldsend_tui.api import errors
from coldsend_tui.api.body import json_of
from coldsend_tui.api.breaker import Breaker
from coldsend_tui.api.budget import Budget, Priority
from coldsend_tui.api.failures import failure_of
from coldsend_tui.api.flight import SingleFlight
from coldsend_tui.api.headers import reading, request_id, server_time
from coldsend_tui.api.record import RequestHook, RequestRecord
from coldsend_tui.api.request_log import RequestLog, told
from coldsend_tui.api.retry import LONGEST_PAUSE, fate_unknown, may_repeat, pause
from coldsend_tui.api.transport import Transport
from coldsend_tui.api.wire import Answer, ByteProgress, Call, Options, Repeat, Stream
from coldsend_tui.clock import Clock

T = TypeVar("T")
Consume = Callable[[Stream], Awaitable[T]]


class Caller:
    """Makes calls for the resources. `wait_for_budget` decides between waiting and `BudgetExhausted`."""

    def __init__(
        self,
        transport: Transport,
        *,
        clock: Clock,
        budget: Budget,
        breaker: Breaker,
        wait_for_budget: bool,
        on_request: RequestHook | None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.transport = transport
        self.clock = clock
        self.budget = budget
        self.breaker = breaker
        self.wait_for_budget = wait_for_budget
        self.server_time: datetime | None = None
        self.sleep = sleep
        self.requests = RequestLog()
        self._on_request = on_request
        self._chance = chance
        self._flights: SingleFlight[Answer] = SingleFlight()
        self._writes = 0

    async def call(self, call: Call, options: Options, *, on_sent: ByteProgress | None = None) -> Answer:
        """The decoded answer of one operation; an `ApiError` otherwise.

        Equal reads that are under way share one request, but a read never joins one that started before a write did.
        Do not change the data of a shared answer.
        """

        async def consume(stream: Stream) -> Answer:
            reply = await stream.read()
            data = json_of(call.info, reply)
            return Answer(call, reply.status, data, reply.request_id, server_time(reply.headers))

        if call.repeat is Repeat.READ:
            key = (call.path, call.params, options, self._writes)
            return await self._flights.run(key, lambda: self.consume(call, options, consume))
        self._writes += 1
        try:
            return await self.consume(call, options, consume, on_sent=on_sent)
        finally:
            self._writes += 1

    async def consume(
        self, call: Call, options: Options, consume: Consume[T], *, on_sent: ByteProgress | None = None
    ) -> T:
        """What `consume` makes of the successful answer's stream, trying again where the contract allows it."""
        unknown = False
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._attempt(call, options.priority_of(call), attempt, consume, on_sent)
            except errors.ApiError as failure:
                error = failure
            unknown |= fate_unknown(error) or isinstance(error, errors.BadBody)
            wait = pause(attempt, error, self._chance())
            if attempt > options.retries or not may_repeat(call.repeat, error) or wait > LONGEST_PAUSE:
                break
            await self.sleep(wait)
        raise errors.unknown_outcome(error) if unknown and call.repeat is not Repeat.READ else error

    async def _attempt(
        self, call: Call, priority: Priority, attempt: int, consume: Consume[T], on_sent: ByteProgress | None
    ) -> T:
        await self._admit(call, priority)
        self.budget.launch()
        started = self.clock.monotonic()
        stream: Stream | None = None
        try:
            async with self.transport.stream(call, on_sent=on_sent) as stream:
                if not 200 <= stream.status < 300:
                    raise failure_of(call, await stream.read(), self.clock.real(), self.transport.base_url)
                result = await consume(stream)
        except errors.ApiError as failure:
            self._settle(failure, stream)
            self._tell(call, attempt, started, stream, type(failure).__name__)
            raise
        except BaseException as given_up:
            self.budget.complete(self.clock.monotonic())
            self.breaker.leave(self.clock.monotonic())
            self._tell(call, attempt, started, stream, type(given_up).__name__)
            raise
        self._settle(None, stream)
        self._tell(call, attempt, started, stream, None)
        return result

    async def _admit(self, call: Call, priority: Priority) -> None:
        """Return when the request may leave at once; the budget and the breaker are asked again after every wait."""
        while True:
            now = self.clock.monotonic()
            if (wait := self.breaker.wait(now)) > 0:
                closed = errors.CircuitOpen(
                    f"{call.info} was not sent: {self.breaker.reason}", f"Next try in {wait:.0f} s.", request=call.info
                )
                closed.wait = wait
                raise closed
            wait = self.budget.wait_time(now, 1, priority)
            if wait <= 0:
                self.breaker.enter(now)
                return
            if not self.wait_for_budget:
                spent = errors.BudgetExhausted(
                    f"{call.info} was not sent: the request budget is used up.",
                    f"Free in {wait:.0f} s.",
                    request=call.info,
                )
                spent.wait = wait
                raise spent
            await self.sleep(wait)

    def _settle(self, failure: errors.ApiError | None, stream: Stream | None) -> None:
        """Let budget, breaker and clock learn from how an attempt ended."""
        now = self.clock.monotonic()
        if isinstance(failure, errors.Unreachable) and not failure.sent:
            self.budget.withdraw()
        else:
            self.budget.complete(now, reading(stream.headers, self.clock.real()) if stream else None)
        if isinstance(failure, errors.RateLimited):
            self.budget.block(now, failure.retry_after)
        if isinstance(failure, (errors.Unreachable, errors.ServerError, errors.BadBody)):
            self.breaker.fail(now, failure.message)
        else:
            self.breaker.succeed()
        if stream is not None:
            self.server_time = server_time(stream.headers) or self.server_time

    def _tell(self, call: Call, attempt: int, started: float, stream: Stream | None, error: str | None) -> None:
        now = self.clock.monotonic()
        record = self.requests.add(
            RequestRecord(
                method=call.method,
                path=call.path,
                status=stream.status if stream else None,
                ms=(now - started) * 1000,
                attempt=attempt,
                at=self.clock.real(),
                received_bytes=stream.received if stream else 0,
                remaining_minute=self.budget.remaining_minute(now),
                remaining_hour=self.budget.remaining_hour(now),
                server_time=server_time(stream.headers) if stream else None,
                request_id=request_id(stream.headers) if stream else None,
                error=error,
                query=told(call.params),
            )
        )
        if self._on_request is not None:
            self._on_request(record)
