"""Contacts and saved lists over HTTP."""

import uuid
from typing import Any

import pytest

from tests.sandbox.local import LocalSandbox

NOBODY = str(uuid.UUID(int=7))


async def some_contacts(sandbox: LocalSandbox, count: int = 3, **query: Any) -> list[dict[str, Any]]:
    """The first contacts a search finds."""
    return (await sandbox.get("/contacts", limit=count, **query))["contacts"]


async def imported(sandbox: LocalSandbox, content: bytes, **fields: str) -> Any:
    """The answer of an import, whatever it is."""
    return await sandbox.call(
        "POST", "/contacts/import", files={"file": ("people.csv", content, "text/csv")}, data=fields
    )


async def test_search_by_every_field(sandbox: LocalSandbox) -> None:
    total = (await sandbox.get("/contacts", limit=1))["pagination"]["total"]
    assert total > 100
    for name, flag in [("has_replied", True), ("has_opened", True), ("is_unsubscribed", False), ("is_bounced", True)]:
        rows = await some_contacts(sandbox, 20, **{name: flag})
        assert all(row[name] is flag for row in rows), name
    bounced = await some_contacts(sandbox, 20, signal="BOUNCED")
    assert bounced
    assert all(row["signal"] == "BOUNCED" and row["is_suppressed"] for row in bounced)
    campaign = (await sandbox.get("/campaigns", status="ACTIVE"))["campaigns"][0]
    inside = await sandbox.get("/contacts", campaign_id=campaign["campaign_id"])
    outside = await sandbox.get("/contacts", not_in_campaign_id=campaign["campaign_id"])
    assert inside["pagination"]["total"] == campaign["total_leads"]
    assert inside["pagination"]["total"] + outside["pagination"]["total"] == total
    person = inside["contacts"][0]
    assert person["contact_id"] in {
        row["contact_id"] for row in await some_contacts(sandbox, 20, search=person["email"].upper())
    }
    assert (await sandbox.get("/contacts", source_name="no such file"))["contacts"] == []
    preview = await sandbox.get("/contacts/lists/preview", campaign_id=campaign["campaign_id"], sample_size=2)
    assert (preview["total"], len(preview["sample"])) == (campaign["total_leads"], 2)


async def test_detail_patch_and_signal(sandbox: LocalSandbox) -> None:
    person = (await some_contacts(sandbox, 1))[0]
    path = f"/contacts/{person['contact_id']}"
    detail = (await sandbox.get(path))["contact"]
    assert {name: detail[name] for name in person} == person
    assert len(detail["campaigns"]) == person["campaign_count"]
    patched = await sandbox.call("PATCH", path, json={"company": "Acme", "custom_fields": {"team": "A", "gone": None}})
    assert (patched.json()["contact"]["company"], patched.json()["contact"]["custom_fields"]["team"]) == ("Acme", "A")
    assert (await sandbox.call("PATCH", path, json={})).status_code == 422
    pinned = await sandbox.call("PUT", f"{path}/signal", json={"signal_override": "HOT_LEAD"})
    assert (pinned.json()["contact"]["signal"], pinned.json()["contact"]["signal_override"]) == ("HOT_LEAD", "HOT_LEAD")
    cleared = await sandbox.call("PUT", f"{path}/signal", json={"signal_override": None})
    assert cleared.json()["contact"]["signal_override"] is None
    assert (await sandbox.call("PUT", f"{path}/signal", json={})).status_code == 422
    assert (await sandbox.call("GET", f"/contacts/{NOBODY}")).status_code == 404


async def test_import_matches_by_email(sandbox: LocalSandbox) -> None:
    content = b"email,first_name\nnew.one@people.example.com,New\nnew.two@people.example.com,Two\nnobody,X\n"
    first = (await imported(sandbox, content, filename="autumn list")).json()
    assert (first["total_rows"], first["contacts_created"], first["contacts_matched"], first["skipped_rows"]) == (
        3,
        2,
        0,
        1,
    )
    again = (await imported(sandbox, content)).json()
    assert (again["contacts_created"], again["contacts_matched"]) == (0, 2)
    found = await some_contacts(sandbox, 5, source_name="autumn list")
    assert {row["email"] for row in found} == {"new.one@people.example.com", "new.two@people.example.com"}
    suppressed = (await some_contacts(sandbox, 1, is_bounced=True))[0]["email"]
    blocked = (await imported(sandbox, f"email\n{suppressed}\n".encode())).json()
    assert len(blocked["blocked"]) == 1
    assert (await imported(sandbox, b"name\nAnn\n")).status_code == 400
    assert (await imported(sandbox, content, list_id="x")).status_code == 422
    assert (await imported(sandbox, content, list_id=NOBODY)).status_code == 400


async def test_lists(sandbox: LocalSandbox) -> None:
    people = [row["contact_id"] for row in await some_contacts(sandbox)]
    body = {"name": "Warm contacts", "list_type": "STATIC", "contact_ids": people[:2]}
    created = await sandbox.call("POST", "/contacts/lists", json=body)
    assert created.status_code == 201, created.text
    static = created.json()["list"]["list_id"]
    assert (await sandbox.call("POST", "/contacts/lists", json=body)).status_code == 409
    added = (
        await sandbox.call("POST", "/contacts/bulk/lists", json={"contact_ids": [*people, NOBODY], "list_id": static})
    ).json()
    assert (added["requested"], added["affected"], added["skipped"], added["not_found"]) == (4, 1, 2, 1)
    assert {row["contact_id"] for row in await some_contacts(sandbox, 10, list_id=static)} == set(people)

    dynamic_body = {"name": "Bounced people", "list_type": "DYNAMIC", "filter_definition": {"signal": ["BOUNCED"]}}
    dynamic = (await sandbox.call("POST", "/contacts/lists", json=dynamic_body)).json()["list"]
    assert (dynamic["filter_definition"], dynamic["cached_count"]) == ({"signal": ["BOUNCED"]}, None)
    found = await some_contacts(sandbox, 50, list_id=dynamic["list_id"])
    assert found
    assert {row["signal"] for row in found} == {"BOUNCED"}
    into_dynamic = {"contact_ids": people, "list_id": dynamic["list_id"]}
    assert (await sandbox.call("POST", "/contacts/bulk/lists", json=into_dynamic)).status_code == 400

    names = [row["name"] for row in (await sandbox.get("/contacts/lists"))["lists"]]
    assert names[:2] == ["Bounced people", "Warm contacts"]
    assert {row["list_type"] for row in (await sandbox.get("/contacts/lists", list_type="STATIC"))["lists"]} == {
        "STATIC"
    }
    renamed = await sandbox.call(
        "PATCH", f"/contacts/lists/{static}", json={"name": "Warmer contacts", "description": None}
    )
    assert renamed.json()["list"]["name"] == "Warmer contacts"
    assert (
        await sandbox.call("PATCH", f"/contacts/lists/{static}", json={"name": "Bounced people"})
    ).status_code == 409
    assert (await sandbox.call("PATCH", f"/contacts/lists/{static}", json={})).status_code == 400
    assert (await sandbox.get(f"/contacts/lists/{static}"))["list"]["name"] == "Warmer contacts"
    assert (await sandbox.call("DELETE", f"/contacts/lists/{static}")).status_code == 200
    assert (await sandbox.call("GET", f"/contacts/lists/{static}")).status_code == 404
    assert (await sandbox.call("GET", f"/contacts/{people[0]}")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "A", "list_type": "DYNAMIC"}, 400),
        ({"name": "A", "list_type": "STATIC", "filter_definition": {}}, 400),
        ({"name": " ", "list_type": "STATIC"}, 422),
        ({"name": "A", "list_type": "MAGIC"}, 422),
        ({"name": "A", "list_type": "DYNAMIC", "filter_definition": {"signal": "BOUNCED"}}, 422),
    ],
)
async def test_lists_that_break_a_rule(sandbox: LocalSandbox, body: dict[str, Any], status: int) -> None:
    assert (await sandbox.call("POST", "/contacts/lists", json=body)).status_code == status


async def test_tags_and_campaigns_in_bulk(sandbox: LocalSandbox) -> None:
    people = [row["contact_id"] for row in await some_contacts(sandbox, is_bounced=False, is_unsubscribed=False)]
    tag = sandbox.world.uid("tag", sandbox.world.dashboard.tag("vip", None))
    body = {"contact_ids": people, "tag_id": tag}
    assert (await sandbox.call("POST", "/contacts/bulk/tags", json=body)).json()["affected"] == 3
    assert (await sandbox.call("POST", "/contacts/bulk/tags", json=body)).json()["affected"] == 0
    tags = (await sandbox.get(f"/contacts/{people[0]}"))["contact"]["tags"]
    assert tag in {found["tag_id"] for found in tags}
    assert (await sandbox.call("POST", "/contacts/bulk/tags/remove", json=body)).json()["affected"] == 3
    assert (await sandbox.call("POST", "/contacts/bulk/tags", json={**body, "tag_id": NOBODY})).status_code == 404

    campaign = (await sandbox.call("POST", "/campaigns", json={"name": "A second chance"})).json()["campaign_id"]
    suppressed = (await some_contacts(sandbox, 1, is_bounced=True))[0]["contact_id"]
    body = {"contact_ids": [*people, suppressed], "campaign_id": campaign}
    enrolled = (await sandbox.call("POST", "/contacts/bulk/campaigns", json=body)).json()
    assert (enrolled["requested"], enrolled["affected"]) == (4, 3)
    assert len(enrolled["details"]["blocked"]) == 1
    assert (await sandbox.get(f"/campaigns/{campaign}"))["total_leads"] == 3


async def test_deletion_is_idempotent(sandbox: LocalSandbox) -> None:
    await imported(sandbox, b"email\nshort.lived@people.example.com\n")
    person = (await some_contacts(sandbox, 1, search="short.lived@"))[0]["contact_id"]
    first = (await sandbox.call("DELETE", "/contacts", json=[person])).json()
    again = (await sandbox.call("DELETE", "/contacts", json=[person])).json()
    assert (first["deleted"], again["deleted"], again["not_found"]) == (1, 0, 1)
    assert (await sandbox.call("DELETE", "/contacts", json=[NOBODY] * 1001)).status_code == 422


async def test_direct_email(sandbox: LocalSandbox) -> None:
    person = (await some_contacts(sandbox, 1, is_bounced=False, is_unsubscribed=False))[0]
    inbox = (await sandbox.get("/sender-accounts", status="ACTIVE"))["sender_accounts"][0]
    path = f"/contacts/{person['contact_id']}/send-email"
    body = {"inbox_id": inbox["inbox_id"], "subject": "A personal note", "body_text": "Hello there."}
    sent = await sandbox.call("POST", path, json=body)
    assert sent.status_code == 200, sent.text
    assert sent.json()["message_id"].startswith("direct_")
    assert sent.json()["recipient_email"] == person["email"]
    thread = await sandbox.get(f"/replies/threads/{sent.json()['thread_id']}")
    assert (thread["campaign_name"], thread["campaign_id"]) == ("External", None)

    suppressed = (await some_contacts(sandbox, 1, is_bounced=True))[0]["contact_id"]
    refused = await sandbox.call("POST", f"/contacts/{suppressed}/send-email", json=body)
    assert refused.status_code == 409
    assert refused.json()["suppression_reason"]
    sandbox.world.dashboard.set_credits(0)
    broke = await sandbox.call("POST", path, json=body)
    assert broke.status_code == 402
    assert (broke.json()["required"], broke.json()["available"]) == (1, 0)
    sandbox.world.dashboard.set_credits(10)
    sandbox.world.dashboard.set_sender_status(sandbox.world.find("inbox", inbox["inbox_id"]), "PAUSED")
    assert (await sandbox.call("POST", path, json=body)).status_code == 400
    for wrong in (
        {"subject": "  "},
        {"body_text": None},
        {"cc": ["nobody"]},
        {"attachments": [{"filename": "a", "content_base64": "?"}]},
    ):
        assert (await sandbox.call("POST", path, json={**body, **wrong})).status_code == 422


async def test_a_list_is_counted_by_the_hour_and_anew_after_a_change_of_its_filter(sandbox: LocalSandbox) -> None:
    body = {"name": "Counted", "list_type": "DYNAMIC", "filter_definition": {"has_replied": True}}
    created = (await sandbox.call("POST", "/contacts/lists", json=body)).json()["list"]
    path = f"/contacts/lists/{created['list_id']}"
    assert created["cached_count"] is None
    sandbox.advance(1)
    total = (await sandbox.get("/contacts", has_replied=True))["pagination"]["total"]
    assert (await sandbox.get(path))["list"]["cached_count"] == total > 0
    renamed = (await sandbox.call("PATCH", path, json={"name": "Still counted"})).json()["list"]
    assert renamed["cached_count"] == total
    changed = {"filter_definition": {"has_replied": False}}
    assert (await sandbox.call("PATCH", path, json=changed)).json()["list"]["cached_count"] is None


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/contacts/lists/preview?sample_size=51", None, 422),
        ("GET", "/contacts/lists/preview?sample_size=0", None, 200),
        ("GET", "/contacts?limit=101", None, 422),
        ("POST", "/contacts/bulk/tags", {"contact_ids": [NOBODY] * 1001, "tag_id": NOBODY}, 422),
        ("POST", "/contacts/bulk/lists", {"contact_ids": [NOBODY] * 1001, "list_id": NOBODY}, 422),
        ("POST", "/contacts/bulk/campaigns", {"contact_ids": [NOBODY] * 1001, "campaign_id": NOBODY}, 422),
        ("POST", "/contacts/bulk/campaigns", {"contact_ids": [NOBODY], "campaign_id": NOBODY}, 404),
        ("PUT", f"/contacts/{NOBODY}/signal", {"signal_override": "HOT_LEAD"}, 404),
        ("POST", "/contacts/lists", {"name": "D", "list_type": "DYNAMIC", "filter_definition": {}, "contact_ids": [NOBODY]}, 400),
    ],
)  # fmt: skip
async def test_bounds_of_searches_and_bulk_calls(
    sandbox: LocalSandbox, method: str, path: str, body: object, status: int
) -> None:
    assert (await sandbox.call(method, path, json=body)).status_code == status


async def test_the_type_of_a_list_is_fixed(sandbox: LocalSandbox) -> None:
    made = (await sandbox.call("POST", "/contacts/lists", json={"name": "Fixed", "list_type": "STATIC"})).json()["list"]
    path = f"/contacts/lists/{made['list_id']}"
    for change in ({"list_type": "DYNAMIC"}, {"filter_definition": {"has_replied": True}}):
        assert (await sandbox.call("PATCH", path, json=change)).status_code == 400
    assert (await sandbox.get(path))["list"] == made


async def test_a_subject_too_long_is_told_in_characters(sandbox: LocalSandbox) -> None:
    person = (await some_contacts(sandbox, 1))[0]["contact_id"]
    body = {"inbox_id": NOBODY, "subject": "x" * 501, "body_text": "Hello."}
    refused = await sandbox.call("POST", f"/contacts/{person}/send-email", json=body)
    assert refused.json()["detail"] == [
        {
            "loc": ["body", "subject"],
            "msg": "ensure this value has at most 500 characters",
            "type": "value_error.any_str.max_length",
        }
    ]
