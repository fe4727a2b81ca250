"""Leads over HTTP: by hand, by CSV, listed, changed, deleted, exported."""

import csv
import io
import uuid
from typing import Any

import pytest

from tests.sandbox.local import LocalSandbox

CSV = b"Mail,First,industry\nann@leads.example.com,Ann,Shoes\nbob@leads.example.com,Bob,\n"
MAPPING = '{"email": "Mail", "first_name": "First", "custom_industry": "industry"}'


async def draft(sandbox: LocalSandbox) -> str:
    """A DRAFT without leads."""
    response = await sandbox.call("POST", "/campaigns", json={"name": "A place for leads"})
    return response.json()["campaign_id"]


async def upload(sandbox: LocalSandbox, campaign: str, content: bytes, **fields: str) -> Any:
    """The answer of an upload, whatever it is."""
    return await sandbox.call(
        "POST", f"/campaigns/{campaign}/leads", files={"file": ("leads.csv", content, "text/csv")}, data=fields
    )


async def finished(sandbox: LocalSandbox, campaign: str, content: bytes, **fields: str) -> Any:
    """The progress of an upload that ran to its end."""
    accepted = await upload(sandbox, campaign, content, **fields)
    assert accepted.status_code == 200, accepted.text
    sandbox.advance(0.2)
    return await sandbox.get(f"/campaigns/{campaign}/leads/upload/{accepted.json()['job_id']}")


async def test_an_upload_is_a_job(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    accepted = (await upload(sandbox, campaign, CSV, mapping=MAPPING)).json()
    assert (accepted["total_rows"], accepted["total_valid"], accepted["status"]) == (2, 2, "PENDING")
    path = f"/campaigns/{campaign}/leads/upload/{accepted['job_id']}"
    first = await sandbox.get(path)
    assert (first["status"], first["processed_count"], first["progress_percentage"]) == ("PENDING", 0, 0)
    sandbox.advance(0.2)
    done = await sandbox.get(path)
    assert (done["status"], done["success_count"], done["progress_percentage"]) == ("COMPLETED", 2, 100)
    leads = (await sandbox.get(f"/campaigns/{campaign}/leads", batch_id=accepted["batch_id"]))["leads"]
    assert [(lead["email"], lead["first_name"], lead["custom_fields"]) for lead in leads] == [
        ("ann@leads.example.com", "Ann", {"industry": "Shoes"}),
        ("bob@leads.example.com", "Bob", {}),
    ]
    assert {lead["status"] for lead in leads} == {"PENDING"}
    detail = await sandbox.get(f"/campaigns/{campaign}")
    assert detail["total_leads"] == 2
    assert detail["lead_batches"][0]["filename"] == "leads.csv"
    other = await draft(sandbox)
    assert (await sandbox.call("GET", f"/campaigns/{other}/leads/upload/{accepted['job_id']}")).status_code == 404


async def test_duplicates_are_skipped_updated_or_replaced(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    await finished(sandbox, campaign, b"email,first_name,last_name\nann@leads.example.com,Ann,Old\n")
    newer = b"email,first_name,last_name\nANN@leads.example.com,Anna,\n"
    skipped = await finished(sandbox, campaign, newer)
    assert (skipped["success_count"], skipped["duplicate_count"]) == (0, 1)
    updated = await finished(sandbox, campaign, newer, duplicate_action="update")
    assert (
        updated["processed_count"]
        == updated["success_count"] + updated["duplicate_count"] + updated["error_count"]
        == 1
    )
    lead = (await sandbox.get(f"/campaigns/{campaign}/leads"))["leads"][0]
    assert (lead["first_name"], lead["last_name"]) == ("Anna", "Old")
    await finished(sandbox, campaign, newer, duplicate_action="replace")
    lead = (await sandbox.get(f"/campaigns/{campaign}/leads"))["leads"][0]
    assert (lead["first_name"], lead["last_name"]) == ("Anna", None)
    await finished(sandbox, campaign, b"email\nbob@leads.example.com\n", delete_existing="true")
    leads = (await sandbox.get(f"/campaigns/{campaign}/leads"))["leads"]
    assert [lead["email"] for lead in leads] == ["bob@leads.example.com"]


async def test_bad_rows_are_reported_and_the_rest_is_taken(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    content = b"email,company\nann@leads.example.com,=1+1\nnobody,Two\n,Three\nann@leads.example.com,Four\n"
    done = await finished(sandbox, campaign, content)
    assert (done["total_count"], done["success_count"], done["duplicate_count"], done["error_count"]) == (4, 1, 1, 2)
    assert {error["row"] for error in done["errors"]} == {3, 4}
    assert all(error["error"] for error in done["errors"])


@pytest.mark.parametrize(
    ("content", "fields", "status"),
    [
        (b"", {}, 400),
        ("email\nann@example.com\n".encode("utf-16"), {}, 400),
        (b"email;first_name\nann@example.com;Ann\n", {}, 400),
        (b"email\nann\0@example.com\n", {}, 400),
        (b"email,a,a\nann@example.com,1,2\n", {}, 400),
        (b'email\n"ann@example.com\n', {}, 400),
        (b"email\n" + b"ann@example.com\n" * 10_001, {}, 400),
        (CSV, {"mapping": '{"email": "Nowhere"}'}, 400),
        (CSV, {"mapping": "{"}, 422),
        (CSV, {"mapping": "[]"}, 422),
        (CSV, {"mapping": '{"email": 7}'}, 422),
        (CSV, {"mapping": MAPPING, "duplicate_action": "merge"}, 422),
        (CSV, {"mapping": MAPPING, "delete_existing": "maybe"}, 422),
    ],
)
async def test_hostile_files_get_their_error_and_the_server_goes_on(
    sandbox: LocalSandbox, content: bytes, fields: dict[str, str], status: int
) -> None:
    campaign = await draft(sandbox)
    response = await upload(sandbox, campaign, content, **fields)
    assert response.status_code == status, response.text
    assert response.json()["detail"]
    assert (await finished(sandbox, campaign, CSV, mapping=MAPPING))["success_count"] == 2


async def test_sixty_megabytes_are_too_much(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    response = await upload(sandbox, campaign, b"email\n" + b"x" * 60_000_000)
    assert response.status_code == 400
    assert response.json()["detail"] == "File too large: at most 50 MB are allowed"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({}, 422),
        ({"json": {"file": "email"}}, 422),
        ({"data": {"mapping": MAPPING}, "files": {"other": b"x"}}, 422),
        ({"content": b"--x\r\nnonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422),
        ({"content": b"nonsense", "headers": {"Content-Type": "multipart/form-data"}}, 400),
    ],
    ids=["nothing", "json", "another field", "broken", "no boundary"],
)
async def test_what_is_no_upload(sandbox: LocalSandbox, options: dict[str, Any], status: int) -> None:
    campaign = await draft(sandbox)
    response = await sandbox.call("POST", f"/campaigns/{campaign}/leads", **options)
    assert response.status_code == status, response.text


async def test_one_lead_by_hand(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    body = {
        "email": "Cleo@leads.example.com",
        "first_name": "Cleo",
        "title": "CTO",
        "custom_fields": {"team": "A", "size": 5},
    }
    added = await sandbox.call("POST", f"/campaigns/{campaign}/leads/manual", json=body)
    assert added.status_code == 201
    lead = added.json()
    assert (lead["email"], lead["title"], lead["status"], lead["batch_id"]) == (
        "cleo@leads.example.com",
        "CTO",
        "PENDING",
        None,
    )
    again = await sandbox.call("POST", f"/campaigns/{campaign}/leads/manual", json={"email": "cleo@leads.example.com"})
    assert again.status_code == 409

    path = f"/campaigns/{campaign}/leads/{lead['lead_id']}"
    changed = await sandbox.call("PUT", path, json={"company": "Acme", "custom_fields": {"team": None, "size": 6}})
    assert (changed.json()["company"], changed.json()["custom_fields"]) == ("Acme", {"size": 6})
    assert (await sandbox.call("PUT", path, json={})).status_code == 400
    assert (await sandbox.call("PUT", path, json={"email": "new@example.com"})).status_code == 400
    assert (await sandbox.get(path))["email"] == "cleo@leads.example.com"
    assert (await sandbox.call("GET", f"/campaigns/{campaign}/leads/{uuid.UUID(int=4)}")).status_code == 404
    other = await draft(sandbox)
    assert (await sandbox.call("GET", f"/campaigns/{other}/leads/{lead['lead_id']}")).status_code == 404


async def test_only_pending_leads_are_deleted(sandbox: LocalSandbox) -> None:
    active = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]["campaign_id"]
    sent = (await sandbox.get(f"/campaigns/{active}/leads", status="SENT", limit=2))["leads"]
    pending = (await sandbox.get(f"/campaigns/{active}/leads", status_filter="PENDING", limit=3))["leads"]
    ids = [lead["lead_id"] for lead in sent + pending]
    done = await sandbox.call("DELETE", f"/campaigns/{active}/leads", json=[*ids, str(uuid.UUID(int=2))])
    assert done.json()["deleted_count"] == len(pending)
    for lead in sent:
        assert (await sandbox.call("GET", f"/campaigns/{active}/leads/{lead['lead_id']}")).status_code == 200
    assert (await sandbox.call("DELETE", f"/campaigns/{active}/leads", json=[])).status_code == 422


async def test_detail_shows_what_was_sent_and_answered(sandbox: LocalSandbox) -> None:
    for row in (await sandbox.get("/campaigns", limit=100))["campaigns"]:
        replied = (await sandbox.get(f"/campaigns/{row['campaign_id']}/leads", status="REPLIED", limit=3))["leads"]
        for lead in replied:
            detail = await sandbox.get(f"/campaigns/{row['campaign_id']}/leads/{lead['lead_id']}")
            assert any(email["sent"] for email in detail["email_interactions"])
            assert all("{{" not in email["subject"] for email in detail["email_interactions"])
            assert any(not reply["is_auto_reply"] for reply in detail["replies"])
            journey = await sandbox.get(f"/campaigns/{row['campaign_id']}/leads/{lead['lead_id']}/journey")
            assert journey["email"] == lead["email"]
            assert len(journey["touchpoints"]) >= len(detail["email_interactions"])


async def test_list_pages_and_search(sandbox: LocalSandbox) -> None:
    largest = max((await sandbox.get("/campaigns", limit=100))["campaigns"], key=lambda row: row["total_leads"])
    path = f"/campaigns/{largest['campaign_id']}/leads"
    first, second = [await sandbox.get(path, limit=50, page=page) for page in (1, 2)]
    assert first["pagination"]["total"] == largest["total_leads"]
    ids = [lead["lead_id"] for lead in first["leads"] + second["leads"]]
    assert len(set(ids)) == len(ids)
    wanted = second["leads"][0]["email"]
    found = await sandbox.get(path, search=wanted.upper())
    assert wanted in {lead["email"] for lead in found["leads"]}
    assert (await sandbox.get(path, batch_id=str(uuid.UUID(int=1))))["leads"] == []


async def test_export_holds_every_lead(sandbox: LocalSandbox) -> None:
    largest = max((await sandbox.get("/campaigns", limit=100))["campaigns"], key=lambda row: row["total_leads"])
    response = await sandbox.call("GET", f"/campaigns/{largest['campaign_id']}/leads/export")
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == largest["total_leads"]
    assert {row["status"] for row in rows} <= {
        "PENDING",
        "QUEUED",
        "SENT",
        "OPENED",
        "REPLIED",
        "FAILED",
        "BOUNCED",
        "UNSUBSCRIBED",
    }
