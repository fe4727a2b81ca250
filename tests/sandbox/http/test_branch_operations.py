"""Branches over HTTP."""

import uuid
from typing import Any

import pytest

from tests.sandbox.local import LocalSandbox

STEP = {"wait_seconds": 0, "variants": [{"subject": "Pricing overview", "body": "The price list is attached below."}]}
LATER = {
    "wait_seconds": 172_800,
    "variants": [{"subject": "Re: Pricing overview", "body": "Did the numbers work for you?"}],
}
BRANCH: dict[str, Any] = {
    "trigger_type": "KEYWORD",
    "trigger_params": {"phrases": ["pricing", "how much"]},
    "label": "Pricing questions",
    "steps": [STEP, LATER],
}


async def paused(sandbox: LocalSandbox) -> str:
    """A campaign with leads that were written to, standing still."""
    active = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]["campaign_id"]
    await sandbox.call("POST", f"/campaigns/{active}/pause")
    return active


async def test_create_change_and_delete(sandbox: LocalSandbox) -> None:
    campaign = await paused(sandbox)
    path = f"/campaigns/{campaign}/flow"
    before = await sandbox.get(path)
    created = await sandbox.call("POST", f"{path}/subsequences", json=BRANCH)
    assert created.status_code == 201, created.text
    branch = created.json()
    assert branch["entry_edge"]["kind"] == "EVENT"
    assert branch["entry_edge"]["condition_type"] == "KEYWORD"
    assert branch["entry_edge"]["to_node_id"] == branch["nodes"][0]["id"]
    emails = [node for node in branch["nodes"] if node["node_type"] == "EMAIL"]
    assert [node["variants"][0]["subject"] for node in emails] == ["Pricing overview", "Re: Pricing overview"]

    graph = await sandbox.get(path)
    assert graph["subsequences_enabled"] is True
    assert branch["entry_edge"]["id"] in {edge["id"] for edge in graph["edges"]}
    assert all(node["variants"] is None for node in graph["nodes"] if node["node_group"] == "MAIN")

    one = f"{path}/subsequences/{branch['entry_edge']['id']}"
    changed = (await sandbox.call("PUT", one, json={"is_active": False, "priority": 3, "steps": [STEP]})).json()
    assert (changed["entry_edge"]["is_active"], changed["entry_edge"]["priority"]) == (False, 3)
    assert changed["nodes"][0]["id"] == branch["nodes"][0]["id"]
    assert len([node for node in changed["nodes"] if node["node_type"] == "EMAIL"]) == 1
    assert (await sandbox.call("PUT", one, json={})).status_code == 400

    assert (await sandbox.call("DELETE", one)).status_code == 200
    assert (await sandbox.call("DELETE", one)).status_code == 404
    assert len((await sandbox.get(path))["edges"]) == len(before["edges"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"trigger_type": "NOT_REPLIED"}, 400),
        ({"steps": [{**STEP, "variants": [{"subject": "a", "body": "b", "weight": 60}]}]}, 400),
        ({"trigger_type": "WEATHER"}, 422),
        ({"steps": []}, 422),
        ({"steps": [{**STEP, "wait_seconds": -1}]}, 422),
        ({"entry_from_node_id": str(uuid.UUID(int=1))}, 400),
    ],
)
async def test_branches_that_break_a_rule(sandbox: LocalSandbox, change: dict[str, Any], status: int) -> None:
    campaign = await paused(sandbox)
    response = await sandbox.call("POST", f"/campaigns/{campaign}/flow/subsequences", json={**BRANCH, **change})
    assert response.status_code == status, response.text


async def test_leads_are_moved_into_a_branch_once(sandbox: LocalSandbox) -> None:
    campaign = await paused(sandbox)
    leads = [
        lead["lead_id"] for lead in (await sandbox.get(f"/campaigns/{campaign}/leads", status="SENT", limit=2))["leads"]
    ]
    branch = (await sandbox.call("POST", f"/campaigns/{campaign}/flow/subsequences", json=BRANCH)).json()
    path = f"/campaigns/{campaign}/leads/move-to-subsequence"
    body = {"lead_ids": leads, "target_subsequence_node_id": branch["nodes"][0]["id"]}
    moved = (await sandbox.call("POST", path, json=body)).json()
    assert (moved["success_count"], moved["skipped_leads"]) == (2, [])
    assert {entry["lead_id"] for entry in moved["enrollments"]} == set(leads)
    again = (await sandbox.call("POST", path, json=body)).json()
    assert (again["success_count"], set(again["skipped_leads"])) == (0, set(leads))
    journey = await sandbox.get(f"/campaigns/{campaign}/leads/{leads[0]}/journey")
    assert [entry["subsequence_id"] for entry in journey["enrollments"]] == [branch["entry_edge"]["id"]]
    edge = {**body, "target_subsequence_node_id": branch["entry_edge"]["id"]}
    assert (await sandbox.call("POST", path, json=edge)).status_code == 400
    main = next(
        node for node in (await sandbox.get(f"/campaigns/{campaign}/flow"))["nodes"] if node["node_group"] == "MAIN"
    )
    assert (
        await sandbox.call("POST", path, json={**body, "target_subsequence_node_id": main["id"]})
    ).status_code == 400
    rows = (await sandbox.get(f"/analytics/campaigns/{campaign}/subsequences"))["subsequences"]
    assert [(row["entry_node_id"], row["enrolled_count"]) for row in rows] == [(branch["nodes"][0]["id"], 2)]


async def test_the_first_branch_turns_branches_on_and_the_last_one_off(sandbox: LocalSandbox) -> None:
    campaign = (await sandbox.call("POST", "/campaigns", json={"name": "Without branches"})).json()["campaign_id"]
    path = f"/campaigns/{campaign}"
    lead = (await sandbox.call("POST", f"{path}/leads/manual", json={"email": "ann@leads.example.com"})).json()
    move = {"lead_ids": [lead["lead_id"]], "target_subsequence_node_id": lead["lead_id"]}
    assert (await sandbox.call("POST", f"{path}/leads/move-to-subsequence", json=move)).status_code == 400
    too_many = {**move, "lead_ids": [lead["lead_id"]] * 501}
    assert (await sandbox.call("POST", f"{path}/leads/move-to-subsequence", json=too_many)).status_code == 422
    edges = []
    for enabled in (False, True):
        assert (await sandbox.get(f"{path}/flow"))["subsequences_enabled"] is enabled
        made = (await sandbox.call("POST", f"{path}/flow/subsequences", json=BRANCH)).json()
        edges.append(made["entry_edge"]["id"])
    for edge in edges:
        assert (await sandbox.get(f"{path}/flow"))["subsequences_enabled"] is True
        await sandbox.call("DELETE", f"{path}/flow/subsequences/{edge}")
    assert (await sandbox.get(f"{path}/flow"))["subsequences_enabled"] is False


@pytest.mark.parametrize(
    ("trigger", "params"),
    [
        ("INTENT_TAG", {"tag_names": ["pricing", "demo"]}),
        ("INTENT_TAG", {"tag_name": "pricing"}),
        ("KEYWORD", {"phrases": ["interested"]}),
        ("STATUS", {"status": "REPLIED"}),
    ],
)
async def test_every_trigger_with_its_parameters(sandbox: LocalSandbox, trigger: str, params: dict[str, Any]) -> None:
    campaign = await paused(sandbox)
    body = {**BRANCH, "trigger_type": trigger, "trigger_params": params}
    edge = (await sandbox.call("POST", f"/campaigns/{campaign}/flow/subsequences", json=body)).json()["entry_edge"]
    assert (edge["condition_type"], edge["condition_params"]) == (trigger, params)
