"""Single flight, records, pacing by the budget, and options."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import httpx
import pytest

from coldsend_tui.api import Budget, Priority, RequestRecord, errors
from tests.api.server import NOW, Server, ok, refuse

ID = "0b0e5a3c-0000-4000-8000-000000000001"


class Gate:
    """A server that answers when it is told to."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.asked = asyncio.Semaphore(0)
        self.requests: list[str] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(f"{request.method} {request.url.path.rpartition('/')[2]}")
        self.asked.release()
        await self.open.wait()
        return ok({"campaigns": [], "status": "PAUSED", "message": "done"})


async def test_equal_reads_share_one_request() -> None:
    gate = Gate()
    async with Server().client(wire=httpx.MockTransport(gate)) as cs:
        tasks = [asyncio.create_task(cs.campaigns.list(page=page)) for page in (1, 1, 2, 1)]
        await gate.asked.acquire()
        gate.open.set()
        await asyncio.gather(*tasks)
        assert len(gate.requests) == 2
        await cs.campaigns.list(page=1)
        assert len(gate.requests) == 3


async def test_one_who_gives_up_does_not_take_the_others_along() -> None:
    gate = Gate()
    async with Server().client(wire=httpx.MockTransport(gate)) as cs:
        first, second = (asyncio.create_task(cs.campaigns.list()) for _ in range(2))
        await gate.asked.acquire()
        first.cancel()
        await asyncio.wait([first])
        gate.open.set()
        assert (await second).rows == []
        assert len(gate.requests) == 1


async def test_when_all_give_up_the_request_ends() -> None:
    gate = Gate()
    async with Server().client(wire=httpx.MockTransport(gate)) as cs:
        tasks = [asyncio.create_task(cs.campaigns.list()) for _ in range(2)]
        await gate.asked.acquire()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        for _ in range(3):
            await asyncio.sleep(0)
        assert cs.budget.in_flight == 0


async def test_a_read_after_a_write_does_not_join_one_from_before_it() -> None:
    gate = Gate()
    async with Server().client(wire=httpx.MockTransport(gate)) as cs:
        before = asyncio.create_task(cs.campaigns.list())
        await gate.asked.acquire()
        write = asyncio.create_task(cs.campaigns.pause(ID))
        await gate.asked.acquire()
        during = asyncio.create_task(cs.campaigns.list())
        await gate.asked.acquire()
        gate.open.set()
        await asyncio.gather(before, write, during)
    assert gate.requests == ["GET campaigns", "POST pause", "GET campaigns"]


async def test_failures_are_shared_too() -> None:
    server = Server(refuse(404))
    async with server.client() as cs:
        results = await asyncio.gather(cs.campaigns.get(ID), cs.campaigns.get(ID), return_exceptions=True)
    assert [type(result) for result in results] == [errors.NotFound, errors.NotFound]
    assert len(server.requests) == 1


async def test_every_attempt_is_told() -> None:
    records: list[RequestRecord] = []
    server = Server(
        httpx.ReadTimeout(""),
        refuse(503),
        ok(
            date="Mon, 01 Mar 2027 15:00:05 GMT",
            x_request_id="r-9",
            x_ratelimit_limit="100",
            x_ratelimit_remaining="41",
        ),
    )
    async with server.client(on_request=records.append) as cs:
        await cs.campaigns.list(search="ada@example.com")
        assert cs.server_time == NOW.replace(second=5)
    assert [(record.attempt, record.status, record.error) for record in records] == [
        (1, None, "TimedOut"),
        (2, 503, "Unavailable"),
        (3, 200, None),
    ]
    last = records[-1]
    assert (last.method, last.path, last.request_id) == ("GET", "/campaigns", "r-9")
    assert last.server_time == NOW.replace(second=5)
    assert last.remaining_minute == 41
    assert last.received_bytes > 0
    assert "ada@" not in repr(records)


async def test_a_client_waits_for_its_budget() -> None:
    server = Server()
    budget = Budget(3, 1000, reserve_minute=1, reserve_hour=0)
    async with server.client(budget=budget) as cs:
        for page in range(1, 4):
            await cs.campaigns.list(page=page)
    assert server.waits == [60.0]


async def test_or_says_how_long_it_would_have_to() -> None:
    server = Server(ok({"campaigns": [], "message": "done"}))
    budget = Budget(3, 1000, reserve_minute=1, reserve_hour=0)
    async with server.client(budget=budget, pace="raise") as cs:
        for page in (1, 2):
            await cs.campaigns.list(page=page)
        server.clock.advance(20)
        with pytest.raises(errors.BudgetExhausted) as caught:
            await cs.campaigns.list(page=3)
        assert caught.value.wait == pytest.approx(40)
        await cs.campaigns.pause(ID)  # writes have a reserve
        assert len(server.requests) == 3


async def test_reading_back_may_use_the_reserve() -> None:
    server = Server()
    budget = Budget(2, 1000, reserve_minute=1, reserve_hour=0)
    async with server.client(budget=budget, pace="raise") as cs:
        await cs.campaigns.list()
        urgent = cs.with_options(priority=Priority.WRITE)
        await urgent.campaigns.list()
        assert urgent.budget is cs.budget
        assert urgent.circuit is cs.circuit


async def test_a_closed_client_opens_again() -> None:
    server = Server()
    cs = server.client()
    await cs.campaigns.list()
    await cs.close()
    await cs.campaigns.list()
    await cs.close()
    assert len(server.requests) == 2


def test_the_package_is_cheap_to_import() -> None:
    script = (
        "import sys, coldsend_tui.api, coldsend_tui.api.errors, coldsend_tui.api.budget; print(*sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"httpx", "pydantic", "pydantic_core", "asyncio", "ssl"} & set(loaded)


def test_loading_leaves_nothing_heavy_for_the_first_call() -> None:
    script = (
        "import sys; from coldsend_tui.api import load; cs = load()('k'); before = set(sys.modules);"
        "cs.campaigns, cs.analytics, cs.sender_accounts, cs.domains, cs.replies; print(*set(sys.modules) - before);"
        "print(*{'click', 'rich', 'pygments', 'textual', 'fastapi'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() == []
