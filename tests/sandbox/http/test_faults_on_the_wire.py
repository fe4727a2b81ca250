"""What a client meets when faults are set."""

import json
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.sandbox.local import LocalSandbox


@pytest.mark.parametrize(
    ("spec", "status", "detail"),
    [
        ("429", 429, "Rate limit exceeded. Retry after 60 seconds."),
        ("500", 500, "Internal server error"),
        ("503", 503, "Service temporarily unavailable"),
    ],
)
async def test_error_answers_look_like_real_ones(sandbox: LocalSandbox, spec: str, status: int, detail: str) -> None:
    sandbox.faults(spec)
    response = await sandbox.call("GET", "/campaigns")
    assert response.status_code == status
    assert response.json() == {"detail": detail}
    assert response.headers["x-ratelimit-limit"] == "100"


async def test_silence_and_a_cut_connection(sandbox: LocalSandbox) -> None:
    sandbox.faults("timeout 40s on listCampaigns; cut on getTimeline")
    with pytest.raises(httpx.ReadTimeout):
        await sandbox.call("GET", "/campaigns")
    assert sandbox.real.slept == [40.0]
    with pytest.raises(httpx.RemoteProtocolError):
        await sandbox.call("GET", "/analytics/campaigns/timeline")
    assert (await sandbox.call("GET", "/domains")).status_code == 200


async def test_latency_delays_and_changes_nothing(sandbox: LocalSandbox) -> None:
    sound = await sandbox.get("/campaigns")
    sandbox.faults("latency 800ms")
    assert await sandbox.get("/campaigns") == sound
    assert sandbox.real.slept == [0.8]


async def test_half_a_body_and_html(sandbox: LocalSandbox) -> None:
    sandbox.faults("truncate on listCampaigns; html on listDomains")
    half = await sandbox.call("GET", "/campaigns")
    assert half.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        half.json()
    page = await sandbox.call("GET", "/domains")
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.startswith("<!DOCTYPE html>")


async def test_wrong_types_unknown_words_and_falling_counters(sandbox: LocalSandbox) -> None:
    sound = await sandbox.get("/campaigns")
    sandbox.faults("wrong-types")
    assert await sandbox.get("/campaigns") != sound
    sandbox.faults("unknown-enum")
    assert {row["status"] for row in (await sandbox.get("/campaigns"))["campaigns"]} == {"HIBERNATING"}
    sandbox.faults("falling-counters by 50%")
    fallen = await sandbox.get("/campaigns")
    pairs = [
        (row["sent_count"], now["sent_count"]) for row, now in zip(sound["campaigns"], fallen["campaigns"], strict=True)
    ]
    assert all(now == before // 2 for before, now in pairs)
    assert any(now < before for before, now in pairs)


async def test_clock_skew_moves_only_the_date(sandbox: LocalSandbox) -> None:
    right = parsedate_to_datetime((await sandbox.call("GET", "/campaigns")).headers["date"])
    sandbox.faults("clock-skew -90s")
    skewed = parsedate_to_datetime((await sandbox.call("GET", "/campaigns")).headers["date"])
    assert (skewed - right).total_seconds() == -90


async def test_a_storm_comes_and_goes_on_the_real_clock(sandbox: LocalSandbox) -> None:
    sandbox.faults("429 for 30s every 5m")
    statuses = []
    for moment in (0, 29, 31, 299, 301):
        sandbox.real.unix = 1_800_000_000.0 + moment
        statuses.append((await sandbox.call("GET", "/campaigns")).status_code)
    assert statuses == [429, 429, 200, 200, 429]


async def test_chance_is_seeded(make_sandbox: Callable[..., LocalSandbox]) -> None:
    async def history() -> list[int]:
        sandbox = make_sandbox(faults="503 30%")
        return [(await sandbox.call("GET", "/me")).status_code for _ in range(60)]

    first = await history()
    assert first == await history()
    assert 5 <= first.count(503) <= 35
