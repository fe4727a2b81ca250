"""The routes beside the public API."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from tests.sandbox.local import LocalSandbox


async def test_clock_and_advance(sandbox: LocalSandbox) -> None:
    before = await sandbox.control("GET", "/clock")
    after = await sandbox.control("POST", "/advance", {"hours": 1.5})
    assert after["virtual"] > before["virtual"]
    assert after["virtual"] == sandbox.world.iso(sandbox.world.now)
    assert before["speed"] == 0


async def test_keys_with_scopes(sandbox: LocalSandbox) -> None:
    made = await sandbox.control("POST", "/keys", {"scopes": ["domains:read"]})
    assert (await sandbox.call("GET", "/domains", key=made["api_key"])).status_code == 200
    assert (await sandbox.call("GET", "/campaigns", key=made["api_key"])).status_code == 403


async def test_faults_are_set_and_ended(sandbox: LocalSandbox) -> None:
    assert await sandbox.control("POST", "/faults", {"spec": "503 on listCampaigns"}) == {"rules": ["503"]}
    assert (await sandbox.call("GET", "/campaigns")).status_code == 503
    await sandbox.control("POST", "/faults", {"spec": "off"})
    assert (await sandbox.call("GET", "/campaigns")).status_code == 200


async def test_events_are_read_on_from_a_number(sandbox: LocalSandbox) -> None:
    first = (await sandbox.control("GET", "/events?limit=5"))["events"]
    assert len(first) == 5
    rest = (await sandbox.control("GET", f"/events?after={first[-1]['id']}&limit=5"))["events"]
    assert rest[0]["id"] > first[-1]["id"]


async def test_reset_brings_the_same_workspace_back(sandbox: LocalSandbox) -> None:
    before = await sandbox.get("/campaigns")
    await sandbox.call("POST", "/campaigns", json={"name": "One that will be gone"})
    sandbox.advance(24)
    await sandbox.control("POST", "/reset")
    assert await sandbox.get("/campaigns") == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/advance", {"hours": -1}),
        ("/advance", {}),
        ("/speed", {"speed": "fast"}),
        ("/keys", {"scopes": ["campaigns:write"]}),
        ("/faults", {"spec": "boom"}),
        ("/faults", {"spec": 5}),
    ],
)
async def test_mistakes_are_refused(sandbox: LocalSandbox, path: str, body: object) -> None:
    async with httpx.AsyncClient(transport=sandbox.transport, base_url=sandbox.control_url) as client:
        response = await client.post(path, json=body)
    assert response.status_code in (400, 422)
    assert response.json()["detail"]


@pytest.mark.parametrize(
    ("peer", "origin", "headers"),
    [
        ("192.0.2.7", "http://127.0.0.1", {}),
        ("127.0.0.1", "http://rebound.example", {}),
        ("127.0.0.1", "http://127.0.0.1", {"Origin": "https://page.example"}),
        ("127.0.0.1", "http://127.0.0.1", {"Origin": "null"}),
    ],
    ids=["another machine", "another name", "a web page", "a sandboxed page"],
)
async def test_only_the_same_machine_may_use_them(
    sandbox: LocalSandbox, peer: str, origin: str, headers: dict[str, str]
) -> None:
    transport = httpx.ASGITransport(app=sandbox.sandbox.asgi, client=(peer, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=f"{origin}/_sandbox", headers=headers) as client:
        assert (await client.get("/clock")).status_code == 404
        assert (await client.post("/reset")).status_code == 404


async def test_others_are_answered_while_the_clock_is_moved_far(sandbox: LocalSandbox) -> None:
    done: list[str] = []

    async def far() -> None:
        await sandbox.control("POST", "/advance", {"hours": 240})
        done.append("advance")

    async def look() -> None:
        await sandbox.get("/campaigns")
        done.append("look")

    await asyncio.gather(far(), look())
    assert done == ["look", "advance"]


async def test_they_draw_nothing_from_the_rate_limit(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(rate_limit=True)
    for _ in range(150):
        await sandbox.control("GET", "/clock")
    assert (await sandbox.call("GET", "/campaigns")).headers["x-ratelimit-remaining"] == "99"
