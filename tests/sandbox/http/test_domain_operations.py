"""Domains and redirects over HTTP."""

import uuid

import pytest

from tests.sandbox.local import LocalSandbox


async def test_a_domain_from_adding_to_active(sandbox: LocalSandbox) -> None:
    added = await sandbox.call("POST", "/domains", json={"domain": "Fresh-Domain.example"})
    assert added.status_code == 201, added.text
    domain = added.json()["domain_id"]
    assert added.json()["domain_name"] == "fresh-domain.example"
    assert len(added.json()["nameservers"]) == 2
    assert (await sandbox.call("POST", "/domains", json={"domain": "fresh-domain.example"})).status_code == 409

    sandbox.advance(0.1)
    assert (await sandbox.get(f"/domains/{domain}"))["status"] == "DNS_PENDING"
    early = (await sandbox.call("POST", f"/domains/{domain}/activate")).json()
    assert (early["dns_verified"], early["status"]) == (False, "DNS_PENDING")
    sandbox.advance(0.5)
    verified = (await sandbox.call("POST", f"/domains/{domain}/activate", json={})).json()
    assert (verified["dns_verified"], verified["status"]) == (True, "SERVICES_CONFIGURING")
    progress_path = verified["progress_url"].removeprefix("/api/public/v1")
    assert (await sandbox.get(progress_path))["status"] == "IN_PROGRESS"
    sandbox.advance(0.5)
    done = await sandbox.get(progress_path)
    assert (done["status"], done["progress_percentage"], done["is_complete"]) == ("COMPLETED", 100, True)
    assert (await sandbox.get(f"/domains/{domain}"))["status"] == "ACTIVE"
    assert (await sandbox.call("POST", f"/domains/{domain}/activate")).status_code == 400


async def test_list_filters_and_detail(sandbox: LocalSandbox) -> None:
    everything = (await sandbox.get("/domains", limit=100))["domains"]
    for spelling in ("status", "status_filter"):
        active = (await sandbox.get("/domains", **{spelling: "ACTIVE"}))["domains"]
        assert {row["status"] for row in active} == {"ACTIVE"}
    for row in everything:
        detail = await sandbox.get(f"/domains/{row['domain_id']}")
        assert {name: detail[name] for name in row} == row
        assert (await sandbox.get(f"/domains/{row['domain_id']}/progress"))["domain_name"] == row["domain_name"]
    inboxes = (await sandbox.get("/sender-accounts", limit=100))["sender_accounts"]
    for row in everything:
        assert row["current_inboxes"] == sum(inbox["domain_id"] == row["domain_id"] for inbox in inboxes)


@pytest.mark.parametrize(
    "name", ["", "nodot", "-bad.example", "https://x.example", "a b.example", "x" * 254, "exämple.example"]
)
async def test_what_is_no_host_name_is_422(sandbox: LocalSandbox, name: str) -> None:
    assert (await sandbox.call("POST", "/domains", json={"domain": name})).status_code == 422


async def test_a_domain_with_inboxes_stays(sandbox: LocalSandbox) -> None:
    used = next(row for row in (await sandbox.get("/domains"))["domains"] if row["current_inboxes"])
    assert (await sandbox.call("DELETE", f"/domains/{used['domain_id']}")).status_code == 400
    unused = (await sandbox.call("POST", "/domains", json={"domain": "short-lived.example"})).json()["domain_id"]
    deleted = await sandbox.call("DELETE", f"/domains/{unused}")
    assert deleted.json()["deleted"] is True
    assert (await sandbox.call("GET", f"/domains/{unused}")).status_code == 404
    assert (await sandbox.call("GET", f"/domains/{uuid.UUID(int=1)}/progress")).status_code == 404


async def test_redirects(sandbox: LocalSandbox) -> None:
    active = (await sandbox.get("/domains", status="ACTIVE"))["domains"][0]["domain_id"]
    path = f"/domains/{active}/redirect"
    assert (await sandbox.call("GET", path)).status_code == 404
    assert (await sandbox.call("DELETE", path)).status_code == 404
    first = (await sandbox.call("POST", path, json={"target_domain": "company.example"})).json()
    assert (first["status_code"], first["preserve_path"], first["preserve_query_string"]) == (301, True, True)
    second = (
        await sandbox.call("POST", path, json={"target_domain": "www.company.example", "status_code": 302})
    ).json()
    assert second["redirect_id"] == first["redirect_id"]
    assert (await sandbox.get(path))["target_domain"] == "www.company.example"
    assert (
        await sandbox.call("POST", path, json={"target_domain": "x.example", "status_code": 200})
    ).status_code == 422
    sandbox.advance(1)
    assert (await sandbox.get(path))["setup_completed"] is True
    assert (await sandbox.call("DELETE", path)).status_code == 200
    assert (await sandbox.call("GET", path)).status_code == 404
    pending = (await sandbox.call("POST", "/domains", json={"domain": "waiting.example"})).json()["domain_id"]
    refused = await sandbox.call("POST", f"/domains/{pending}/redirect", json={"target_domain": "company.example"})
    assert refused.status_code == 400
