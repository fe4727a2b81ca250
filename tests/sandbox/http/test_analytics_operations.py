"""Analytics over HTTP: sums of events, pooled rates, days without gaps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.sandbox.local import LocalSandbox


async def test_totals_are_the_sums_of_the_rows(sandbox: LocalSandbox) -> None:
    answer = await sandbox.get("/analytics/campaigns")
    rows, kpis = answer["campaigns"], answer["workspace_kpis"]
    assert kpis["total_campaigns"] == len(rows)
    sent = sum(row["total_sent"] for row in rows)
    assert sent > 0
    assert kpis["total_sends"] == sent
    assert kpis["avg_open_rate"] == round(sum(row["total_opened"] for row in rows) / sent, 4)
    for row in rows:
        assert row["reply_rate"] == (round(row["total_replied"] / row["total_sent"], 4) if row["total_sent"] else 0)
    listed = {row["campaign_id"]: row for row in (await sandbox.get("/campaigns", limit=100))["campaigns"]}
    assert {row["campaign_id"]: row["total_bounced"] for row in rows} == {
        key: row["bounce_count"] for key, row in listed.items()
    }


async def test_filters_by_state_and_launch_day(sandbox: LocalSandbox) -> None:
    active = (await sandbox.get("/analytics/campaigns", status="ACTIVE"))["campaigns"]
    assert {row["status"] for row in active} == {"ACTIVE"}
    launched = {
        row["campaign_id"]: row["launched_at"][:10]
        for row in (await sandbox.get("/campaigns", limit=100))["campaigns"]
        if row["launched_at"]
    }
    day = sorted(launched.values())[len(launched) // 2]
    since = {row["campaign_id"] for row in (await sandbox.get("/analytics/campaigns", from_date=day))["campaigns"]}
    until = {row["campaign_id"] for row in (await sandbox.get("/analytics/campaigns", to_date=day))["campaigns"]}
    assert since == {key for key, at in launched.items() if at >= day}
    assert until == {key for key, at in launched.items() if at <= day}


async def test_timeline_has_every_day(sandbox: LocalSandbox) -> None:
    today = date.fromisoformat(sandbox.world.iso(sandbox.world.now)[:10])
    answer = await sandbox.get("/analytics/campaigns/timeline")
    assert (answer["from_date"], answer["to_date"]) == (str(today - timedelta(days=90)), str(today))
    assert [point["date"] for point in answer["timeline"]] == [
        str(today - timedelta(days=back)) for back in range(90, -1, -1)
    ]
    week = await sandbox.get("/analytics/campaigns/timeline", from_date=today - timedelta(days=6), to_date=today)
    assert week["timeline"] == answer["timeline"][-7:]
    assert sum(point["sent"] for point in answer["timeline"]) > 0
    for point in answer["timeline"]:
        assert point["bounce_rate"] == (round(point["bounced"] / point["sent"], 4) if point["sent"] else 0)


@pytest.mark.parametrize("path", ["/analytics/campaigns", "/analytics/campaigns/timeline"])
async def test_impossible_ranges(sandbox: LocalSandbox, path: str) -> None:
    backwards = await sandbox.call("GET", path, params={"from_date": "2026-05-02", "to_date": "2026-05-01"})
    assert backwards.status_code == 400
    no_date = await sandbox.call("GET", path, params={"from_date": "2026-02-30"})
    assert no_date.status_code == 422
    assert no_date.json()["detail"][0] == {
        "loc": ["query", "from_date"],
        "msg": "invalid date format",
        "type": "value_error.date",
    }


async def test_a_timeline_of_centuries_is_refused(sandbox: LocalSandbox) -> None:
    response = await sandbox.call("GET", "/analytics/campaigns/timeline", params={"from_date": "1971-01-01"})
    assert response.status_code == 400


async def test_clicks_and_branches_of_every_campaign(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox(scale="medium")
    for row in (await sandbox.get("/campaigns", limit=100))["campaigns"]:
        campaign = row["campaign_id"]
        human = await sandbox.get(f"/analytics/campaigns/{campaign}/ctr")
        assert 0 <= human["verified_ctr"] <= human["raw_ctr"] <= 100
        assert human["unique_verified_clickers"] <= human["unique_raw_clickers"] <= human["total_sent"]
        assert (await sandbox.get(f"/analytics/campaigns/{campaign}/ctr", verified=False))["campaign_id"] == campaign
        for link in (await sandbox.get(f"/analytics/campaigns/{campaign}/ctr/links"))["links"]:
            assert link["verified_clicks"] <= link["raw_clicks"]
        for branch in (await sandbox.get(f"/analytics/campaigns/{campaign}/subsequences"))["subsequences"]:
            assert branch["completed_count"] <= branch["enrolled_count"]
