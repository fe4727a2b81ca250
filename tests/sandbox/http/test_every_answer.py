"""What every answer carries, whatever it says."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.contract.validator import Contract
from tests.sandbox.local import LocalSandbox


@pytest.mark.parametrize(
    ("method", "path", "key", "status"),
    [
        ("GET", "/campaigns", None, 200),
        ("GET", "/nowhere", None, 404),
        ("PATCH", "/campaigns", None, 405),
        ("GET", "/campaigns", "", 401),
        ("GET", "/campaigns/not-an-id", None, 422),
    ],
)
async def test_rate_headers_and_the_time_of_the_sandbox(
    sandbox: LocalSandbox, method: str, path: str, key: str | None, status: int
) -> None:
    response = await sandbox.call(method, path, key=key)
    assert response.status_code == status
    assert response.headers["x-ratelimit-limit"] == "100"
    assert int(response.headers["x-ratelimit-reset"]) > sandbox.real.unix
    assert response.headers.get_list("date") == [response.headers["date"]]
    assert parsedate_to_datetime(response.headers["date"]) == datetime.fromtimestamp(sandbox.world.now, UTC)
    assert "detail" in response.json() or status == 200


async def test_the_date_follows_the_virtual_clock(sandbox: LocalSandbox) -> None:
    before = parsedate_to_datetime((await sandbox.call("GET", "/campaigns")).headers["date"])
    sandbox.advance(30)
    after = parsedate_to_datetime((await sandbox.call("GET", "/campaigns")).headers["date"])
    assert (after - before).total_seconds() == 30 * 3600


async def test_the_hundred_and_first_call_is_refused_and_the_next_minute_is_open(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    sandbox = make_sandbox(rate_limit=True)
    answers = [await sandbox.call("GET", "/campaigns", params={"limit": 1}) for _ in range(100)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == [str(left) for left in range(99, -1, -1)]
    refused = await sandbox.call("GET", "/campaigns")
    assert refused.status_code == 429
    assert refused.json() == {"detail": "Rate limit exceeded. Retry after 60 seconds."}
    assert refused.headers["x-ratelimit-remaining"] == "0"
    other = await sandbox.call("GET", "/campaigns", key=sandbox.key("*"))
    assert other.status_code == 200
    sandbox.real.unix = float(refused.headers["x-ratelimit-reset"])
    assert (await sandbox.call("GET", "/campaigns")).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"name": "\\ud800 is half a character"}',
        b'{"name": NaN}',
        b'"x"',
    ],
    ids=["empty", "open", "list", "null", "bytes", "deep", "surrogate", "nan", "text"],
)
async def test_bodies_that_are_no_campaign_are_422_with_a_list(sandbox: LocalSandbox, content: bytes) -> None:
    response = await sandbox.call("POST", "/campaigns", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    items = response.json()["detail"]
    assert items
    assert all(item["loc"][0] == "body" for item in items)


async def test_page_far_beyond_the_end_is_empty(sandbox: LocalSandbox) -> None:
    for path, rows in [("/campaigns", "campaigns"), ("/replies", "conversations"), ("/contacts", "contacts")]:
        answer = await sandbox.get(path, page=10**30)
        assert answer[rows] == []


async def test_query_errors_name_the_parameter(sandbox: LocalSandbox) -> None:
    response = await sandbox.call("GET", "/campaigns", params={"limit": 101, "status": "SLEEPING", "page": 0})
    assert response.status_code == 422
    assert {tuple(item["loc"]) for item in response.json()["detail"]} == {
        ("query", "limit"),
        ("query", "status"),
        ("query", "page"),
    }


async def test_docs_show_the_contract_operations(sandbox: LocalSandbox, contract: Contract) -> None:
    async with httpx.AsyncClient(transport=sandbox.transport, base_url="http://127.0.0.1:8080") as client:
        document = (await client.get("/openapi.json")).json()
        page = await client.get("/docs")
    served = {
        operation["operationId"]: (method.upper(), path.removeprefix("/api/public/v1"))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert served == {name: (operation["method"], operation["path"]) for name, operation in contract.operations.items()}
    assert page.status_code == 200


async def test_headers_on_every_kind_of_answer_and_each_costs_one(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(rate_limit=True)
    narrow = sandbox.key("domains:read")
    calls: list[tuple[str, str, int]] = [
        ("GET", "/domains", 200),
        ("HEAD", "/domains", 200),
        ("GET", "/campaigns", 403),
        ("HEAD", "/campaigns", 403),
        ("GET", "/nowhere", 404),
        ("GET", "/me", 404),
        ("PATCH", "/domains", 405),
        ("OPTIONS", "/domains", 405),
        ("GET", "/domains/7", 422),
        ("GET", "/domains/", 200),
    ]
    for number, (method, path, status) in enumerate(calls, 1):
        answer = await sandbox.call(method, path, key=narrow)
        assert answer.status_code == status, path
        assert answer.headers["x-ratelimit-remaining"] == str(100 - number)
    for spec in ("500", "503", "429", "html", "truncate"):
        sandbox.faults(spec)
        answer = await sandbox.call("GET", "/domains", key=narrow)
        assert answer.headers["x-ratelimit-limit"] == "100", spec
    sandbox.faults("off")
    for key in ("", "cs_live_wrong"):
        answer = await sandbox.call("GET", "/domains", key=key)
        assert (answer.status_code, answer.headers["x-ratelimit-limit"]) == (401, "100")
    while (answer := await sandbox.call("HEAD", "/domains", key=narrow)).status_code == 200:
        pass
    assert (answer.status_code, answer.headers["x-ratelimit-remaining"], answer.content) == (429, "0", b"")


async def test_a_bug_is_the_documented_500_with_headers_and_without_details(
    sandbox: LocalSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret reasons")

    monkeypatch.setattr(sandbox.world.reads, "quotas", broken)
    campaign = (await sandbox.get("/campaigns"))["campaigns"][0]["campaign_id"]
    transport = httpx.ASGITransport(app=sandbox.sandbox.asgi, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=sandbox.base_url) as client:
        headers = {"X-API-Key": sandbox.api_key}
        answer = await client.get("/sender-accounts/quotas", params={"campaign_id": campaign}, headers=headers)
    assert (answer.status_code, answer.json()) == (500, {"detail": "Internal server error"})
    assert answer.headers["x-ratelimit-limit"] == "100"
    assert answer.headers["content-type"] == "application/json"


async def test_the_thousand_and_first_call_of_an_hour_waits_for_the_next(
    make_sandbox: Callable[..., LocalSandbox],
) -> None:
    sandbox = make_sandbox(rate_limit=True, scale="empty")
    sandbox.real.unix = 1_800_000_000.0  # a full hour
    async with sandbox.client() as client:
        for _minute in range(10):
            assert {(await client.get("/me")).status_code for _ in range(100)} == {404}
            sandbox.real.unix += 60
        refused = await client.get("/me")
        assert refused.status_code == 429
        assert refused.json() == {"detail": "Rate limit exceeded. Retry after 3000 seconds."}
        sandbox.real.unix = float(refused.headers["x-ratelimit-reset"])
        assert (await client.get("/me")).status_code == 404
