"""One caller with one key does everything there is: each of the 75 operations answers with its success, judged by the contract."""

from typing import Any

from coldsend_tui.sandbox.rules.operations import OPERATIONS
from tests.contract.validator import load
from tests.sandbox.http.test_branch_operations import BRANCH
from tests.sandbox.http.test_sender_operations import SMTP, active_domain
from tests.sandbox.local import LocalSandbox

VARIANT = {"subject_template": "A question", "email_content": "Hello {{first_name}}, may I ask something?"}
NEVER = {"getMe"}
"""`GET /me` is assumed not to exist (behaviour.md §19.25)."""


async def test_every_operation_succeeds_at_least_once(sandbox: LocalSandbox) -> None:
    seen: set[str] = set()

    async def do(method: str, path: str, body: object = None, **options: Any) -> Any:
        """The JSON of a call that must end with the success the contract documents."""
        if body is not None:
            options["json"] = body
        response = await sandbox.call(method, path, **options)
        name = load().operation_of(method, path)
        assert name is not None
        assert response.status_code == OPERATIONS[name].success, (name, response.text)
        seen.add(name)
        return response.json() if name != "exportLeads" else response.text

    # domains, with a redirect
    domain = (await do("POST", "/domains", {"domain": "tour.example"}))["domain_id"]
    sandbox.advance(1)
    await do("POST", f"/domains/{domain}/activate")
    await do("GET", f"/domains/{domain}/progress")
    sandbox.advance(1)
    assert (await do("GET", f"/domains/{domain}"))["status"] == "ACTIVE"
    await do("POST", f"/domains/{domain}/redirect", {"target_domain": "company.example"})
    await do("GET", f"/domains/{domain}/redirect")
    await do("DELETE", f"/domains/{domain}/redirect")
    assert (await do("GET", "/domains"))["domains"]
    await do("DELETE", f"/domains/{domain}")

    # sender accounts
    room = (await active_domain(sandbox))["domain_id"]
    native = await do("POST", "/sender-accounts/coldsend-native", {"domain_id": room, "email_prefix": "tour"})
    items = [{"email_prefix": "tour.two", "display_name": "Tour Two"}]
    job = (await do("POST", "/sender-accounts/coldsend-native/bulk", {"domain_id": room, "inboxes": items}))["job_id"]
    await do("GET", f"/sender-accounts/coldsend-native/bulk/{job}/progress")
    smtp = (await do("POST", "/sender-accounts/smtp", SMTP))["inbox_id"]
    await do("POST", "/sender-accounts", {**SMTP, "email_address": "legacy@outreach.example.com"})
    bulk = {"inboxes": [{**SMTP, "email_address": "bulk@outreach.example.com"}]}
    job = (await do("POST", "/sender-accounts/smtp/bulk", bulk))["job_id"]
    await do("GET", f"/sender-accounts/smtp/bulk/{job}/progress")
    job = (await do("POST", "/sender-accounts/bulk/delete", {"inbox_ids": [smtp], "confirm_deletion": True}))["job_id"]
    await do("GET", f"/sender-accounts/bulk/delete/{job}/progress")
    await do("GET", f"/sender-accounts/{native['inbox_id']}")
    await do("POST", f"/sender-accounts/{native['inbox_id']}/test-email", {"recipient_email": "me@example.com"})
    assert (await do("GET", "/sender-accounts", params={"search": "tour@"}))["pagination"]["total"] == 1
    await do("GET", "/sender-accounts/daily-usage")

    # a campaign with leads
    campaign = (await do("POST", "/campaigns", {"name": "A tour of everything"}))["campaign_id"]
    path = f"/campaigns/{campaign}"
    files = {"file": ("a.csv", b"email\nann@leads.example.com\nbob@leads.example.com\n")}
    job = (await do("POST", f"{path}/leads", files=files))["job_id"]
    sandbox.advance(0.2)
    assert (await do("GET", f"{path}/leads/upload/{job}"))["status"] == "COMPLETED"
    lead = (await do("POST", f"{path}/leads/manual", {"email": "cleo@leads.example.com"}))["lead_id"]
    await do("PUT", f"{path}/leads/{lead}", {"company": "Acme"})
    await do("GET", f"{path}/leads/{lead}")
    await do("GET", f"{path}/leads/{lead}/journey")
    assert (await do("GET", f"{path}/leads/export")).count("@") == 3
    await do("DELETE", f"{path}/leads", [lead])
    first = (await do("GET", f"{path}/leads"))["leads"][0]["lead_id"]
    await do("PUT", path, {"variants": [VARIANT], "inbox_ids": [native["inbox_id"]], "launch": True})
    branch = await do("POST", f"{path}/flow/subsequences", BRANCH)
    edge, node = branch["entry_edge"]["id"], branch["nodes"][0]["id"]
    await do("PUT", f"{path}/flow/subsequences/{edge}", {"priority": 2})
    await do("GET", f"{path}/flow")
    move = {"lead_ids": [first], "target_subsequence_node_id": node}
    await do("POST", f"{path}/leads/move-to-subsequence", move)
    await do("GET", "/sender-accounts/quotas", params={"campaign_id": campaign})
    for part in ("", "/timeline", f"/{campaign}/ctr", f"/{campaign}/ctr/links", f"/{campaign}/subsequences"):
        await do("GET", f"/analytics/campaigns{part}")
    await do("DELETE", f"{path}/flow/subsequences/{edge}")
    await do("POST", f"{path}/pause")
    await do("POST", f"{path}/activate")
    await do("POST", f"{path}/pause")
    await do("POST", f"{path}/archive")
    assert (await do("GET", path))["status"] == "ARCHIVED"
    await do("DELETE", path)
    assert campaign not in str(await do("GET", "/campaigns", params={"limit": 100}))
    await do("DELETE", f"/sender-accounts/{native['inbox_id']}")

    # conversations
    inbox = await do("GET", "/replies")
    thread = f"/replies/threads/{next(row for row in inbox['conversations'] if row['inbox_email'])['thread_id']}"
    await do("GET", thread)
    await do("GET", f"{thread}/messages")
    await do("POST", f"{thread}/reply", {"body": "Thursday works."})
    await do("PATCH", f"{thread}/read")
    await do("PATCH", f"{thread}/star")

    # people and lists
    await do("POST", "/contacts/import", files={"file": ("a.csv", b"email\ndora@people.example.com\n")})
    person = (await do("GET", "/contacts", params={"search": "dora@"}))["contacts"][0]["contact_id"]
    await do("GET", f"/contacts/{person}")
    await do("PATCH", f"/contacts/{person}", {"company": "Acme"})
    await do("PUT", f"/contacts/{person}/signal", {"signal_override": "HOT_LEAD"})
    sender = (await sandbox.get("/sender-accounts", status="ACTIVE"))["sender_accounts"][0]["inbox_id"]
    await do("POST", f"/contacts/{person}/send-email", {"inbox_id": sender, "subject": "Hi", "body_text": "Hello."})
    saved = (await do("POST", "/contacts/lists", {"name": "Tour", "list_type": "STATIC"}))["list"]["list_id"]
    await do("GET", "/contacts/lists")
    await do("GET", f"/contacts/lists/{saved}")
    await do("GET", "/contacts/lists/preview")
    await do("PATCH", f"/contacts/lists/{saved}", {"name": "Tour of people"})
    await do("POST", "/contacts/bulk/lists", {"contact_ids": [person], "list_id": saved})
    known = (await sandbox.get("/contacts", has_replied=True, limit=100))["contacts"]
    tag = next(tag["tag_id"] for found in known for tag in found["tags"])
    await do("POST", "/contacts/bulk/tags", {"contact_ids": [person], "tag_id": tag})
    await do("POST", "/contacts/bulk/tags/remove", {"contact_ids": [person], "tag_id": tag})
    draft = (await do("POST", "/campaigns", {"name": "For one person"}))["campaign_id"]
    await do("POST", "/contacts/bulk/campaigns", {"contact_ids": [person], "campaign_id": draft})
    await do("DELETE", f"/contacts/lists/{saved}")
    await do("DELETE", "/contacts", [person])

    assert set(OPERATIONS) - seen == NEVER
