"""Sender accounts over HTTP."""

import uuid
from typing import Any

from tests.sandbox.local import LocalSandbox

SMTP: dict[str, Any] = {
    "email_address": "ann@outreach.example.com",
    "display_name": "Ann Example",
    "inbox_type": "CUSTOM_SMTP",
    "smtp_host": "smtp.example.com",
    "smtp_port": 587,
    "smtp_username": "ann",
    "smtp_password": "not-a-secret",
    "imap_host": "imap.example.com",
    "imap_port": 993,
    "imap_username": "ann",
    "imap_password": "not-a-secret",
    "daily_limit": 40,
}


async def active_domain(sandbox: LocalSandbox) -> dict[str, Any]:
    """An ACTIVE domain with room for inboxes."""
    domains = (await sandbox.get("/domains", status="ACTIVE", limit=100))["domains"]
    return next(domain for domain in domains if domain["current_inboxes"] + 3 <= domain["max_inboxes"])


async def test_list_and_detail_agree(sandbox: LocalSandbox) -> None:
    listed = await sandbox.get("/sender-accounts", limit=100)
    assert listed["pagination"]["total"] == len(listed["sender_accounts"]) >= 8
    for row in listed["sender_accounts"]:
        detail = await sandbox.get(f"/sender-accounts/{row['inbox_id']}")
        assert {name: detail[name] for name in row} == row
        assert 0 <= row["health_score"] <= 100


async def test_filters_and_order(sandbox: LocalSandbox) -> None:
    for spelling in ("status", "status_filter"):
        rows = (await sandbox.get("/sender-accounts", **{spelling: "ACTIVE"}))["sender_accounts"]
        assert {row["overall_status"] for row in rows} == {"ACTIVE"}
    native = (await sandbox.get("/sender-accounts", inbox_type="COLDSEND", limit=100))["sender_accounts"]
    assert {row["inbox_type"] for row in native} == {"COLDSEND"}
    healthiest = (await sandbox.get("/sender-accounts", sort_by="health_score", limit=100))["sender_accounts"]
    scores = [row["health_score"] for row in healthiest]
    assert scores == sorted(scores, reverse=True)
    wanted = healthiest[0]["email_address"]
    found = (await sandbox.get("/sender-accounts", search=wanted[:8].upper()))["sender_accounts"]
    assert wanted in {row["email_address"] for row in found}


async def test_usage_of_today(sandbox: LocalSandbox) -> None:
    usage = await sandbox.get("/sender-accounts/daily-usage")
    assert usage["date"] == sandbox.world.iso(sandbox.world.now)[:10]
    assert usage["reset_at_utc"] > sandbox.world.iso(sandbox.world.now)
    for row in usage["inboxes"]:
        assert row["remaining"] == max(0, row["daily_limit"] - row["sent_today"])


async def test_quotas_of_a_campaign(sandbox: LocalSandbox) -> None:
    active = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]["campaign_id"]
    quotas = await sandbox.get("/sender-accounts/quotas", campaign_id=active)
    assigned = (await sandbox.get(f"/campaigns/{active}"))["inboxes"]
    assert {row["inbox_id"] for row in quotas["inboxes"]} == {row["inbox_id"] for row in assigned}
    for row in quotas["inboxes"]:
        assert 0 <= row["effective_remaining"] <= row["effective_daily_limit"] <= row["daily_limit"]
    missing = await sandbox.call("GET", "/sender-accounts/quotas")
    assert missing.json()["detail"] == [
        {"loc": ["query", "campaign_id"], "msg": "field required", "type": "value_error.missing"}
    ]
    unknown = await sandbox.call("GET", "/sender-accounts/quotas", params={"campaign_id": str(uuid.UUID(int=3))})
    assert unknown.status_code == 404


async def test_smtp_accounts_are_created_by_both_paths_once(sandbox: LocalSandbox) -> None:
    first = await sandbox.call("POST", "/sender-accounts/smtp", json=SMTP)
    assert first.status_code == 201, first.text
    assert first.json()["email_address"] == SMTP["email_address"]
    again = await sandbox.call("POST", "/sender-accounts", json=SMTP)
    assert again.status_code == 409
    legacy = await sandbox.call("POST", "/sender-accounts", json={**SMTP, "email_address": "bob@outreach.example.com"})
    assert legacy.status_code == 201
    detail = await sandbox.call("GET", f"/sender-accounts/{first.json()['inbox_id']}")
    assert "not-a-secret" not in detail.text
    assert detail.json()["smtp_host"] == "smtp.example.com"
    broken = {**SMTP, "email_address": "cleo@outreach.example.com", "smtp_host": "smtp.invalid"}
    assert (await sandbox.call("POST", "/sender-accounts/smtp", json=broken)).status_code == 400


async def test_native_inboxes_need_an_active_domain_with_room(sandbox: LocalSandbox) -> None:
    domain = await active_domain(sandbox)
    body = {"domain_id": domain["domain_id"], "email_prefix": "Newcomer", "display_name": "New Comer"}
    created = await sandbox.call("POST", "/sender-accounts/coldsend-native", json=body)
    assert created.status_code == 201, created.text
    assert created.json()["email_address"] == f"newcomer@{domain['domain_name']}"
    assert (await sandbox.call("POST", "/sender-accounts/coldsend-native", json=body)).status_code == 409
    pending = await sandbox.call("POST", "/domains", json={"domain": "fresh-domain.example"})
    body = {"domain_id": pending.json()["domain_id"], "email_prefix": "early"}
    assert (await sandbox.call("POST", "/sender-accounts/coldsend-native", json=body)).status_code == 400
    body = {"domain_id": str(uuid.UUID(int=9)), "email_prefix": "nowhere"}
    assert (await sandbox.call("POST", "/sender-accounts/coldsend-native", json=body)).status_code == 404


async def test_an_unused_account_is_deleted_and_a_used_one_is_not(sandbox: LocalSandbox) -> None:
    created = (await sandbox.call("POST", "/sender-accounts/smtp", json=SMTP)).json()
    deleted = await sandbox.call("DELETE", f"/sender-accounts/{created['inbox_id']}")
    assert deleted.json()["deleted"] is True
    assert (await sandbox.call("GET", f"/sender-accounts/{created['inbox_id']}")).status_code == 404
    active = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]["campaign_id"]
    used = (await sandbox.get(f"/campaigns/{active}"))["inboxes"][0]["inbox_id"]
    assert (await sandbox.call("DELETE", f"/sender-accounts/{used}")).status_code == 409


async def test_a_test_email_is_sent(sandbox: LocalSandbox) -> None:
    inbox = (await sandbox.get("/sender-accounts", status="ACTIVE"))["sender_accounts"][0]
    sent = await sandbox.call(
        "POST", f"/sender-accounts/{inbox['inbox_id']}/test-email", json={"recipient_email": "me@example.com"}
    )
    assert sent.status_code == 200, sent.text
    assert sent.json()["inbox_email"] == inbox["email_address"]
    assert sent.json()["sent_at"] == sandbox.world.iso(sandbox.world.now)


async def test_native_bulk_job(sandbox: LocalSandbox) -> None:
    domain = await active_domain(sandbox)
    items = [{"email_prefix": name, "display_name": name.title()} for name in ("bulk.one", "bulk.two")]
    accepted = await sandbox.call(
        "POST", "/sender-accounts/coldsend-native/bulk", json={"domain_id": domain["domain_id"], "inboxes": items}
    )
    assert accepted.status_code == 200, accepted.text
    job = accepted.json()
    assert (job["total"], job["success_count"], job["results"]) == (2, 0, [])
    progress_path = job["progress_url"].removeprefix("/api/public/v1")
    assert (await sandbox.get(progress_path))["status"] in ("PENDING", "IN_PROGRESS")
    sandbox.advance(0.5)
    done = await sandbox.get(progress_path)
    assert (done["status"], done["progress_percentage"], done["success_count"]) == ("COMPLETED", 100, 2)
    assert {row["email_prefix"] for row in done["results"]} == {"bulk.one", "bulk.two"}


async def test_smtp_bulk_and_delete_jobs(sandbox: LocalSandbox) -> None:
    items = [
        {**SMTP, "email_address": "bulk.one@outreach.example.com"},
        {**SMTP, "email_address": "bulk.two@outreach.example.com", "smtp_host": "smtp.invalid"},
    ]
    accepted = (await sandbox.call("POST", "/sender-accounts/smtp/bulk", json={"inboxes": items})).json()
    sandbox.advance(0.5)
    done = (await sandbox.get(f"/sender-accounts/smtp/bulk/{accepted['job_id']}/progress"))["job"]
    assert (done["status"], done["success_count"], done["failed_count"]) == ("COMPLETED", 1, 1)
    good = next(row for row in done["results"] if row["status"] == "SUCCESS")

    body = {"inbox_ids": [good["inbox_id"], str(uuid.UUID(int=8))], "confirm_deletion": False}
    assert (await sandbox.call("POST", "/sender-accounts/bulk/delete", json=body)).status_code == 400
    accepted = (
        await sandbox.call("POST", "/sender-accounts/bulk/delete", json={**body, "confirm_deletion": True})
    ).json()
    sandbox.advance(0.5)
    deleted = await sandbox.get(f"/sender-accounts/bulk/delete/{accepted['job_id']}/progress")
    assert (deleted["status"], deleted["deleted_count"], deleted["skipped_count"]) == ("COMPLETED", 1, 1)
    assert (await sandbox.call("GET", f"/sender-accounts/{good['inbox_id']}")).status_code == 404


async def test_unknown_jobs_are_404(sandbox: LocalSandbox) -> None:
    nobody = str(uuid.UUID(int=6))
    for path in ("coldsend-native/bulk", "smtp/bulk", "bulk/delete"):
        assert (await sandbox.call("GET", f"/sender-accounts/{path}/{nobody}/progress")).status_code == 404
    assert (await sandbox.call("GET", "/sender-accounts/smtp/bulk/job-7/progress")).status_code == 404
    assert (await sandbox.call("GET", "/sender-accounts/coldsend-native/bulk/job-7/progress")).status_code == 422


async def test_a_full_domain_takes_no_more_inboxes(sandbox: LocalSandbox) -> None:
    domain = await active_domain(sandbox)
    free = domain["max_inboxes"] - domain["current_inboxes"]
    statuses = []
    for number in range(free + 1):
        body = {"domain_id": domain["domain_id"], "email_prefix": f"extra{number}"}
        statuses.append((await sandbox.call("POST", "/sender-accounts/coldsend-native", json=body)).status_code)
    assert statuses == [201] * free + [400]


async def test_inboxes_in_use_are_skipped_by_a_bulk_deletion(sandbox: LocalSandbox) -> None:
    active = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]["campaign_id"]
    used = (await sandbox.get(f"/campaigns/{active}"))["inboxes"][0]["inbox_id"]
    body = {"inbox_ids": [used], "confirm_deletion": True}
    job = (await sandbox.call("POST", "/sender-accounts/bulk/delete", json=body)).json()["job_id"]
    sandbox.advance(0.5)
    done = await sandbox.get(f"/sender-accounts/bulk/delete/{job}/progress")
    assert [row["status"] for row in done["results"]] == ["SKIPPED"]
    assert (await sandbox.get(f"/sender-accounts/{used}"))["inbox_id"] == used


async def test_an_address_cannot_be_reused_at_once(sandbox: LocalSandbox) -> None:
    made = (await sandbox.call("POST", "/sender-accounts/smtp", json=SMTP)).json()["inbox_id"]
    assert (await sandbox.call("DELETE", f"/sender-accounts/{made}")).status_code == 200
    assert (await sandbox.call("POST", "/sender-accounts/smtp", json=SMTP)).status_code == 409
