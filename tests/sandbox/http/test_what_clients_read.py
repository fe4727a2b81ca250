"""Fields that published clients read beside the documented flat ones, and the calls they are known to make."""

from typing import Any

import pytest

from tests.sandbox.http.test_sender_operations import SMTP, active_domain
from tests.sandbox.local import LocalSandbox


def is_twin(answer: dict[str, Any], name: str) -> bool:
    """Whether `answer[name]` is the answer's flat object once more, with `id`."""
    twin = answer[name]
    flat = {key: value for key, value in answer.items() if key != name}
    return bool(twin["id"] == answer[f"{name}_id"] and flat.items() <= twin.items())


async def test_campaigns_stand_flat_and_under_their_name(sandbox: LocalSandbox) -> None:
    made = (
        await sandbox.call("POST", "/campaigns", json={"name": "Flat and wrapped", "daily_limit_per_inbox": 50})
    ).json()
    assert is_twin(made, "campaign")
    path = f"/campaigns/{made['campaign_id']}"
    detail = await sandbox.get(path)
    assert is_twin(detail, "campaign")
    assert detail["campaign"]["daily_limit"] == 50
    assert is_twin((await sandbox.call("PUT", path, json={"name": "Flat and renamed"})).json(), "campaign")
    active = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]["campaign_id"]
    for verb in ("pause", "activate", "pause", "archive"):
        answer = (await sandbox.call("POST", f"/campaigns/{active}/{verb}")).json()
        assert is_twin(answer, "campaign")
        assert answer["message"]


async def test_leads_and_their_uploads(sandbox: LocalSandbox) -> None:
    campaign = (await sandbox.call("POST", "/campaigns", json={"name": "A place for leads"})).json()["campaign_id"]
    path = f"/campaigns/{campaign}/leads"
    added = (await sandbox.call("POST", f"{path}/manual", json={"email": "ann@leads.example.com"})).json()
    assert is_twin(added, "lead")
    assert is_twin(await sandbox.get(f"{path}/{added['lead_id']}"), "lead")
    assert is_twin((await sandbox.call("PUT", f"{path}/{added['lead_id']}", json={"title": "CTO"})).json(), "lead")
    files = {"file": ("leads.csv", b"email\nbob@leads.example.com\n", "text/csv")}
    job = (
        await sandbox.call("POST", path, files=files, data={"duplicate_action": "skip", "delete_existing": "false"})
    ).json()
    assert (job["total_rows"], job["total_valid"]) == (1, 1)
    sandbox.advance(0.2)
    done = await sandbox.get(f"{path}/upload/{job['job_id']}")
    assert done["processed"] == done["processed_count"] == 1


async def test_domains_and_the_older_form_of_their_progress(sandbox: LocalSandbox) -> None:
    added = (await sandbox.call("POST", "/domains", json={"domain": "wrapped.example"})).json()
    assert is_twin(added, "domain")
    path = f"/domains/{added['domain_id']}"
    assert is_twin(await sandbox.get(path), "domain")
    progress = await sandbox.get(f"{path}/progress")
    assert progress["progress"]["percent_complete"] == progress["progress_percentage"]
    assert progress["progress"]["next_step"] == progress["status_message"]


async def test_sender_accounts_without_the_name_their_client_leaves_out(sandbox: LocalSandbox) -> None:
    needed = {name: value for name, value in SMTP.items() if not name.startswith("imap_")}
    single = await sandbox.call("POST", "/sender-accounts/smtp", json={**needed, "display_name": None})
    assert single.status_code == 201, single.text
    assert is_twin(single.json(), "inbox")
    assert single.json()["display_name"] is None
    del needed["display_name"], needed["inbox_type"]
    bare = {**needed, "email_address": "bare@outreach.example.com"}
    assert (await sandbox.call("POST", "/sender-accounts/smtp", json=bare)).status_code == 422
    job = await sandbox.call("POST", "/sender-accounts/smtp/bulk", json={"inboxes": [bare]})
    sandbox.advance(0.5)
    [row] = (await sandbox.get(f"/sender-accounts/smtp/bulk/{job.json()['job_id']}/progress"))["job"]["results"]
    assert (row["status"], row["imap_valid"]) == ("SUCCESS", None)
    assert (await sandbox.get(f"/sender-accounts/{row['inbox_id']}"))["inbox_type"] == "CUSTOM_SMTP"
    domain = await active_domain(sandbox)
    native = {"domain_id": domain["domain_id"], "email_prefix": "nameless"}
    assert is_twin((await sandbox.call("POST", "/sender-accounts/coldsend-native", json=native)).json(), "inbox")


@pytest.mark.parametrize(
    "block", [{"imap_host": None, "imap_port": None, "imap_username": None, "imap_password": None}, {}]
)
async def test_no_imap_may_be_null_or_absent(sandbox: LocalSandbox, block: dict[str, None]) -> None:
    body = {**{name: value for name, value in SMTP.items() if not name.startswith("imap_")}, **block}
    assert (await sandbox.call("POST", "/sender-accounts/smtp", json=body)).status_code == 201
    half = {**body, "email_address": "half@outreach.example.com", "imap_host": "imap.example.com", "imap_port": None}
    refused = await sandbox.call("POST", "/sender-accounts/smtp", json=half)
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "imap_port"]


async def test_conversations_and_contacts(sandbox: LocalSandbox) -> None:
    inbox = await sandbox.get("/replies", limit=200)
    assert inbox["unread_count"] <= inbox["total_count"]
    thread = inbox["conversations"][0]["thread_id"]
    assert (await sandbox.get(f"/replies/threads/{thread}"))["status"] in ("read", "unread")
    await sandbox.call("PATCH", f"/replies/threads/{thread}/read", json={})
    assert (await sandbox.get(f"/replies/threads/{thread}"))["status"] == "read"
    for message in (await sandbox.get(f"/replies/threads/{thread}/messages", limit=200))["messages"]:
        assert message["direction"] == ("outgoing" if message["is_outgoing"] else "incoming")
        assert message["body"] == message["body_text"]
    person = (await sandbox.get("/contacts", limit=1))["contacts"][0]["contact_id"]
    detail = await sandbox.get(f"/contacts/{person}")
    assert detail["campaigns"] == detail["contact"]["campaigns"]


async def test_tags_can_be_found_and_used(sandbox: LocalSandbox) -> None:
    """No call lists or makes tags: those that replies left on people are the only ones a caller can know."""
    answered = (await sandbox.get("/contacts", has_replied=True, limit=100))["contacts"]
    tag = next(tag for person in answered for tag in person["tags"])
    threads = (await sandbox.get("/replies", limit=200))["conversations"]
    assert all([found["name"] for found in row["tags"]] == [row["category"]] for row in threads if row["category"])
    silent = [row["contact_id"] for row in (await sandbox.get("/contacts", has_replied=False, limit=3))["contacts"]]
    body = {"contact_ids": silent, "tag_id": tag["tag_id"]}
    assert (await sandbox.call("POST", "/contacts/bulk/tags", json=body)).json()["affected"] == 3
    assert (await sandbox.get(f"/contacts/{silent[0]}"))["contact"]["tags"] == [tag]


async def test_a_sender_is_found_by_its_address(sandbox: LocalSandbox) -> None:
    """How the client of the direct email turns an address into an inbox."""
    wanted = (await sandbox.get("/sender-accounts", status="ACTIVE"))["sender_accounts"][0]
    found = await sandbox.get("/sender-accounts", status="ACTIVE", limit=100, search=wanted["email_address"].upper())
    assert [row["inbox_id"] for row in found["sender_accounts"]] == [wanted["inbox_id"]]
