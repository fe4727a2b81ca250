"""The circuit breaker, alone and in the client."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from coldsend_tui.api import Breaker, Circuit, errors
from tests.api.server import Server, ok, refuse


def test_it_opens_after_failures_in_a_row_and_waits_longer_each_time() -> None:
    breaker = Breaker(threshold=3, first=5, longest=30)
    now, waits = 0.0, []
    for _ in range(2):
        breaker.fail(now, "down")
    assert breaker.state is Circuit.CLOSED
    for _ in range(5):
        breaker.fail(now, "down")
        waits.append(breaker.wait(now))
        now += waits[-1]
        assert breaker.enter(now)
        assert not breaker.enter(now)  # one at a time
    assert waits == [5, 10, 20, 30, 30]
    breaker.succeed()
    assert (breaker.state, breaker.wait(now), breaker.failures) == (Circuit.CLOSED, 0.0, 0)


def test_an_answer_in_between_starts_the_count_anew() -> None:
    breaker = Breaker(threshold=2)
    breaker.fail(0, "x")
    breaker.succeed()
    breaker.fail(0, "x")
    assert breaker.state is Circuit.CLOSED


def test_a_trial_that_is_given_up_leaves_the_way_open_for_the_next() -> None:
    breaker = Breaker(threshold=1, first=5)
    breaker.fail(0, "x")
    assert breaker.enter(5)
    breaker.leave(5)
    assert breaker.state is Circuit.OPEN
    assert breaker.enter(5)


async def test_an_open_circuit_sends_nothing_and_says_why() -> None:
    server = Server(httpx.ConnectError("connection refused"))
    async with server.client(retries=0) as cs:
        for _ in range(5):
            with pytest.raises(errors.Unreachable):
                await cs.campaigns.list()
        assert cs.circuit.state is Circuit.OPEN
        with pytest.raises(errors.CircuitOpen, match="cannot be reached") as caught:
            await cs.campaigns.list()
        assert caught.value.wait == pytest.approx(5.0)
        assert len(server.requests) == 5
        assert cs.budget.remaining_hour(server.clock.monotonic()) == 1000
        server.clock.advance(5)
        server.script = [ok()]
        await cs.campaigns.list()
        assert cs.circuit.state is Circuit.CLOSED


async def test_refusals_do_not_open_it() -> None:
    server = Server(refuse(404))
    async with server.client() as cs:
        for _ in range(20):
            with pytest.raises(errors.NotFound):
                await cs.campaigns.get("x")
        assert cs.circuit.state is Circuit.CLOSED


async def test_a_cancelled_request_teaches_nothing_and_is_paid() -> None:
    started = asyncio.Event()

    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            started.set()
            await asyncio.Event().wait()
            raise AssertionError

    cs = Server().client(wire=Silent())
    task = asyncio.create_task(cs.campaigns.list())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert cs.circuit.failures == 0
    assert cs.budget.in_flight == 0
    assert cs.budget.remaining_minute(0.0) == 99
    await cs.close()
