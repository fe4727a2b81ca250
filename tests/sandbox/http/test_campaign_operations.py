"""Campaigns over HTTP: lists, configuration in parts, launch, and every move between states."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.local import LocalSandbox

VARIANT = {
    "variant_name": "a",
    "subject_template": "Quick question, {{first_name}}",
    "email_content": "Hi {{first_name}}, a short note about {{company}}.",
    "distribution_percent": 100,
}
FOLLOW_UP = {
    "step_number": 2,
    "trigger_type": "NOT_REPLIED",
    "wait_days": 3,
    "variants": [{"email_content": "Hi {{first_name}}, did you see my note?"}],
}


async def new_campaign(sandbox: LocalSandbox, name: str = "Autumn outreach") -> str:
    """A DRAFT with nothing in it."""
    response = await sandbox.call("POST", "/campaigns", json={"name": name})
    assert response.status_code == 201, response.text
    return response.json()["campaign_id"]


async def active_inboxes(sandbox: LocalSandbox) -> list[str]:
    """Ids of sender accounts that can send."""
    found = await sandbox.get("/sender-accounts", status="ACTIVE", limit=100)
    return [account["inbox_id"] for account in found["sender_accounts"]]


async def ready_campaign(sandbox: LocalSandbox) -> str:
    """A DRAFT that can be launched."""
    campaign = await new_campaign(sandbox)
    for name in ("ann", "bob", "cleo"):
        added = await sandbox.call(
            "POST", f"/campaigns/{campaign}/leads/manual", json={"email": f"{name}@leads.example.com"}
        )
        assert added.status_code == 201, added.text
    changed = await put(
        sandbox, campaign, inbox_ids=(await active_inboxes(sandbox))[:2], variants=[VARIANT], sequences=[FOLLOW_UP]
    )
    assert changed["missing_requirements"] == []
    return campaign


async def put(sandbox: LocalSandbox, campaign: str, **fields: Any) -> Any:
    """An update that must succeed."""
    response = await sandbox.call("PUT", f"/campaigns/{campaign}", json=fields)
    assert response.status_code == 200, response.text
    return response.json()


async def refused(sandbox: LocalSandbox, method: str, path: str, **options: Any) -> Any:
    """A call that must be refused with 400."""
    response = await sandbox.call(method, path, **options)
    assert response.status_code == 400, response.text
    return response.json()


async def move(sandbox: LocalSandbox, campaign: str, verb: str) -> Any:
    """pause, activate or archive, which must succeed."""
    response = await sandbox.call("POST", f"/campaigns/{campaign}/{verb}")
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_campaign_is_configured_in_parts_and_launched(sandbox: LocalSandbox) -> None:
    campaign = await new_campaign(sandbox)
    empty = await put(sandbox, campaign, timezone="Europe/Berlin")
    assert empty["status"] == "DRAFT"
    assert not empty["is_launch_ready"]
    assert set(empty["missing_requirements"]) == {"leads", "inboxes", "variants"}

    early = await refused(sandbox, "PUT", f"/campaigns/{campaign}", json={"launch": True})
    assert set(early["missing_requirements"]) == {"leads", "inboxes", "variants"}
    assert all(token in early["detail"] for token in early["missing_requirements"])
    assert (await sandbox.get(f"/campaigns/{campaign}"))["status"] == "DRAFT"

    campaign = await ready_campaign(sandbox)
    launched = await put(sandbox, campaign, launch=True)
    assert (launched["status"], launched["is_launch_ready"], launched["missing_requirements"]) == ("ACTIVE", True, [])
    detail = await sandbox.get(f"/campaigns/{campaign}")
    assert detail["launched_at"] is not None
    assert detail["total_leads"] == 3
    assert [variant["variant_name"] for variant in detail["variants"]] == ["A"]
    assert [step["step_number"] for step in detail["sequences"]] == [2]
    assert len(detail["inboxes"]) == 2


async def test_settings_are_returned_as_they_were_set(sandbox: LocalSandbox) -> None:
    settings = {
        "name": "Winter outreach",
        "daily_limit_per_inbox": 30,
        "start_date": "2030-01-20T09:00:00Z",
        "timezone": "Asia/Tokyo",
        "sending_days": [1, 3, 5],
        "sending_window_start": 8,
        "sending_window_start_minute": 15,
        "sending_window_end": 24,
        "sending_window_end_minute": 0,
        "enable_tracking": True,
        "enable_unsubscribe": False,
        "enable_click_tracking": True,
        "ramp_up_enabled": True,
        "ramp_up_increment": 5,
        "ramp_up_max_limit": 80,
    }
    created = await sandbox.call("POST", "/campaigns", json=settings)
    campaign = created.json()["campaign_id"]
    detail = await sandbox.get(f"/campaigns/{campaign}")
    assert {name: detail[name] for name in settings} == settings
    await put(sandbox, campaign, daily_limit_per_inbox=None, start_date=None, lead_mapping={"email": "Mail"})
    detail = await sandbox.get(f"/campaigns/{campaign}")
    assert (detail["daily_limit_per_inbox"], detail["start_date"], detail["lead_mapping"]) == (
        None,
        None,
        {"email": "Mail"},
    )


async def test_a_life_from_active_to_archived_and_gone(sandbox: LocalSandbox) -> None:
    campaign = await ready_campaign(sandbox)
    await refused(sandbox, "POST", f"/campaigns/{campaign}/pause")
    assert "launch" in (await refused(sandbox, "POST", f"/campaigns/{campaign}/activate"))["detail"]
    await put(sandbox, campaign, launch=True)
    assert "ause" in (await refused(sandbox, "PUT", f"/campaigns/{campaign}", json={"name": "Another name"}))["detail"]
    await refused(sandbox, "DELETE", f"/campaigns/{campaign}")
    await refused(sandbox, "POST", f"/campaigns/{campaign}/archive")
    assert (await move(sandbox, campaign, "pause"))["status"] == "PAUSED"
    assert (await move(sandbox, campaign, "pause"))["status"] == "PAUSED"
    assert (await put(sandbox, campaign, name="Renamed while paused"))["name"] == "Renamed while paused"
    assert (await move(sandbox, campaign, "activate"))["status"] == "ACTIVE"
    await move(sandbox, campaign, "pause")
    assert (await move(sandbox, campaign, "archive"))["status"] == "ARCHIVED"
    await refused(sandbox, "PUT", f"/campaigns/{campaign}", json={"name": "Another name"})
    await refused(sandbox, "POST", f"/campaigns/{campaign}/activate")
    deleted = await sandbox.call("DELETE", f"/campaigns/{campaign}")
    assert deleted.status_code == 200
    assert deleted.json()["campaign_id"] == campaign
    assert (await sandbox.call("GET", f"/campaigns/{campaign}")).status_code == 404


async def test_content_is_replaced_in_draft_and_merged_while_paused(sandbox: LocalSandbox) -> None:
    campaign = await ready_campaign(sandbox)
    halves = [{**VARIANT, "variant_name": name, "distribution_percent": 50} for name in "AB"]
    await put(sandbox, campaign, variants=halves)
    await put(sandbox, campaign, launch=True)
    await move(sandbox, campaign, "pause")
    await put(sandbox, campaign, variants=[{**halves[1], "subject_template": "New words"}])
    detail = await sandbox.get(f"/campaigns/{campaign}")
    assert [variant["variant_name"] for variant in detail["variants"]] == ["A", "B"]
    assert detail["variants"][1]["subject_template"] == "New words"
    await refused(sandbox, "PUT", f"/campaigns/{campaign}", json={"sequences": [FOLLOW_UP]})
    step = detail["sequences"][0]["sequence_id"]
    edits = [
        {"action": "edit", "sequence_id": step, "wait_days": 5},
        {
            "action": "add",
            "step_number": 3,
            "trigger_type": "NOT_OPENED",
            "wait_days": 2,
            "variants": FOLLOW_UP["variants"],
        },
    ]
    await put(sandbox, campaign, sequence_edits=edits)
    steps = (await sandbox.get(f"/campaigns/{campaign}"))["sequences"]
    assert [(found["step_number"], found["wait_days"]) for found in steps] == [(2, 5), (3, 2)]
    await put(sandbox, campaign, sequence_edits=[{"action": "delete", "sequence_id": step}])
    assert len((await sandbox.get(f"/campaigns/{campaign}"))["sequences"]) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"colour": "red"},
        {"sequences": [FOLLOW_UP], "sequence_edits": []},
        {"sequence_edits": [{"action": "delete", "sequence_id": str(uuid.UUID(int=1))}]},
        {"variants": [{**VARIANT, "distribution_percent": 60}]},
        {"variants": [{**VARIANT, "distribution_percent": 50}] * 2},
        {"inbox_ids": [str(uuid.UUID(int=1))]},
        {"sending_window_start": 20},
    ],
    ids=["empty", "unknown", "both", "edits in draft", "split", "twice", "inbox", "window"],
)
async def test_updates_that_break_a_rule_are_400_and_change_nothing(
    sandbox: LocalSandbox, fields: dict[str, Any]
) -> None:
    campaign = await new_campaign(sandbox)
    before = await sandbox.get(f"/campaigns/{campaign}")
    await refused(sandbox, "PUT", f"/campaigns/{campaign}", json=fields)
    assert await sandbox.get(f"/campaigns/{campaign}") == before


async def test_unknown_ids_are_404_and_malformed_ones_422(sandbox: LocalSandbox) -> None:
    for method, path in [
        ("GET", ""),
        ("PUT", ""),
        ("DELETE", ""),
        ("POST", "/pause"),
        ("POST", "/archive"),
        ("GET", "/flow"),
    ]:
        unknown = await sandbox.call(
            method, f"/campaigns/{uuid.UUID(int=5)}{path}", json={"name": "A long enough name"}
        )
        assert unknown.status_code == 404
        assert unknown.json() == {"detail": "Campaign not found"}
        malformed = await sandbox.call(method, f"/campaigns/7{path}")
        assert malformed.status_code == 422
        assert malformed.json()["detail"][0]["loc"] == ["path", "campaign_id"]


async def test_list_pages_filters_and_sorts(make_sandbox: Callable[..., LocalSandbox]) -> None:
    sandbox = make_sandbox()
    for number in range(7):
        await new_campaign(sandbox, f"Numbered {number} % of _all_")
    everything = await sandbox.get("/campaigns", limit=100)
    total = everything["pagination"]["total"]
    assert total == len(everything["campaigns"])
    pages = [await sandbox.get("/campaigns", limit=3, page=page) for page in range(1, total // 3 + 2)]
    assert [row["campaign_id"] for page in pages for row in page["campaigns"]] == [
        row["campaign_id"] for row in everything["campaigns"]
    ]
    assert pages[0]["pagination"] == {
        "page": 1, "limit": 3, "total": total, "pages": -(-total // 3), "has_next": True, "has_prev": False,
    }  # fmt: skip
    assert not pages[-1]["pagination"]["has_next"]
    for spelling in ("status", "status_filter"):
        drafts = (await sandbox.get("/campaigns", **{spelling: "DRAFT"}, limit=100))["campaigns"]
        assert {row["status"] for row in drafts} == {"DRAFT"}
    found = await sandbox.get("/campaigns", search="numbered 3 % OF _A")
    assert [row["name"] for row in found["campaigns"]] == ["Numbered 3 % of _all_"]
    by_name = await sandbox.get("/campaigns", sort_by="name", sort_order="asc", limit=100)
    names = [row["name"] for row in by_name["campaigns"]]
    assert names == sorted(names)
    by_sent = await sandbox.get("/campaigns", sort_by="sent_count", limit=100)
    sent = [row["sent_count"] for row in by_sent["campaigns"]]
    assert sent == sorted(sent, reverse=True)
    fresh = await sandbox.get("/campaigns", days=1, limit=100)
    assert {row["name"] for row in fresh["campaigns"]} >= {f"Numbered {number} % of _all_" for number in range(7)}


async def test_an_archived_campaign_is_view_only(sandbox: LocalSandbox) -> None:
    campaign = await ready_campaign(sandbox)
    await put(sandbox, campaign, launch=True)
    await move(sandbox, campaign, "pause")
    await move(sandbox, campaign, "archive")
    path = f"/campaigns/{campaign}"
    lead = (await sandbox.get(f"{path}/leads"))["leads"][0]["lead_id"]
    branch = {"trigger_type": "STATUS", "trigger_params": {"status": "REPLIED"}, "steps": [{"wait_seconds": 0, "variants": [{"subject": "a", "body": "b"}]}]}  # fmt: skip
    for method, below, body in [
        ("PUT", "", {"name": "Another name"}),
        ("PUT", "", {"launch": True}),
        ("POST", "/pause", None),
        ("POST", "/activate", None),
        ("POST", "/archive", None),
        ("POST", "/leads/manual", {"email": "late@leads.example.com"}),
        ("PUT", f"/leads/{lead}", {"company": "Acme"}),
        ("DELETE", "/leads", [lead]),
        ("POST", "/flow/subsequences", branch),
        ("POST", "/leads/move-to-subsequence", {"lead_ids": [lead], "target_subsequence_node_id": lead}),
    ]:
        answer = await refused(sandbox, method, path + below, json=body)
        assert "ARCHIVED" in answer["detail"], (method, below)
    files = {"file": ("a.csv", b"email\nlate@leads.example.com\n")}
    await refused(sandbox, "POST", f"{path}/leads", files=files)
    assert (await sandbox.get(f"{path}/leads/{lead}"))["company"] is None
    assert (await sandbox.call("DELETE", path)).status_code == 200


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"variants": [{**VARIANT, "variant_name": name, "distribution_percent": 20} for name in "ABCDE"]}, "variants"),
        ({"variants": [{**VARIANT, "email_content": "too short"}]}, "email_content"),
        ({"variants": [{**VARIANT, "subject_template": "x" * 501}]}, "subject_template"),
        ({"variants": [{**VARIANT, "variant_label": "x" * 101}]}, "variant_label"),
        ({"variants": [{**VARIANT, "content_type": "markdown"}]}, "content_type"),
        ({"sequences": [{**FOLLOW_UP, "wait_days": 31}]}, "wait_days"),
        ({"sequences": [{**FOLLOW_UP, "wait_days": 0}]}, "wait_days"),
        ({"sequences": [{**FOLLOW_UP, "step_number": 1}]}, "step_number"),
        ({"sequences": [{**FOLLOW_UP, "step_number": 12}]}, "step_number"),
        ({"sequences": [{**FOLLOW_UP, "trigger_type": "ALWAYS"}]}, "trigger_type"),
        ({"sequences": [{**FOLLOW_UP, "variants": []}]}, "variants"),
        ({"inbox_ids": []}, "inbox_ids"),
        ({"ramp_up_increment": 101}, "ramp_up_increment"),
        ({"ramp_up_max_limit": 1001}, "ramp_up_max_limit"),
        ({"name": "x" * 256}, "name"),
        ({"timezone": "x" * 101}, "timezone"),
    ],
)
async def test_bounds_of_settings_and_content(sandbox: LocalSandbox, fields: dict[str, Any], where: str) -> None:
    campaign = await new_campaign(sandbox)
    response = await sandbox.call("PUT", f"/campaigns/{campaign}", json=fields)
    assert response.status_code == 422, response.text
    assert response.json()["detail"][0]["loc"][-1] == where


async def test_names_of_variants_are_capitals_and_the_merge_must_total_a_hundred(sandbox: LocalSandbox) -> None:
    campaign = await ready_campaign(sandbox)
    await put(sandbox, campaign, variants=[{**VARIANT, "variant_name": "a"}])
    assert [row["variant_name"] for row in (await sandbox.get(f"/campaigns/{campaign}"))["variants"]] == ["A"]
    await put(sandbox, campaign, launch=True)
    await move(sandbox, campaign, "pause")
    more = [{**VARIANT, "variant_name": "B", "distribution_percent": 50}]
    assert "150" in (await refused(sandbox, "PUT", f"/campaigns/{campaign}", json={"variants": more}))["detail"]
    await put(sandbox, campaign, variants=[*more, {**VARIANT, "variant_name": "A", "distribution_percent": 50}])
    assert (await put(sandbox, campaign, launch=True))["status"] == "ACTIVE", "launch of a paused one is activation"
