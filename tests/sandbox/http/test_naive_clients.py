"""Callers that know HTTP and the contract but not this server: command lines, scripts, generated clients."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.sandbox.http.test_lead_operations import draft, finished, upload
from tests.sandbox.local import LocalSandbox

JSON = "application/json"
BODY = b'{"name": "Made by a script", "colour": "red"}'


@pytest.mark.parametrize(
    "path", ["/campaigns/", "/%63ampaigns", "/campaigns?colour=red", "/campaigns?limit=20&page=1&x"]
)
async def test_ways_to_ask_for_the_same(sandbox: LocalSandbox, path: str) -> None:
    answer = await sandbox.call("GET", path)
    assert answer.status_code == 200
    assert answer.json() == await sandbox.get("/campaigns")


async def test_ids_in_capitals_and_headers_in_any_case(sandbox: LocalSandbox) -> None:
    campaign = (await sandbox.get("/campaigns"))["campaigns"][0]["campaign_id"]
    answer = await sandbox.call(
        "GET", f"/campaigns/{campaign.upper()}/", key="", headers={"x-ApI-kEy": sandbox.api_key}
    )
    assert answer.json()["campaign_id"] == campaign


async def test_a_slash_at_the_end_of_a_write_loses_nothing(sandbox: LocalSandbox) -> None:
    made = await sandbox.call("POST", "/campaigns/", json={"name": "With a slash"})
    assert made.status_code == 201
    changed = await sandbox.call("PUT", f"/campaigns/{made.json()['campaign_id']}/", json={"name": "Without a slash"})
    assert changed.json()["name"] == "Without a slash"


async def test_head_is_get_without_the_body(sandbox: LocalSandbox) -> None:
    campaign = (await sandbox.get("/campaigns"))["campaigns"][0]["campaign_id"]
    for path in ("/campaigns", f"/campaigns/{campaign}", f"/campaigns/{campaign}/leads/export", "/campaigns/7", "/me"):
        asked, got = await sandbox.call("HEAD", path), await sandbox.call("GET", path)
        assert (asked.status_code, asked.content) == (got.status_code, b"")
        for name in ("content-type", "content-length", "x-ratelimit-limit"):
            assert asked.headers[name] == got.headers[name]
    assert (await sandbox.call("HEAD", "/campaigns", key="")).status_code == 401


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/campaigns", "GET, HEAD, POST"),
        ("/contacts", "DELETE, GET, HEAD"),
        ("/contacts/bulk/tags", "POST"),
        ("/replies/threads/00000000-0000-4000-8000-000000000001/star", "PATCH"),
    ],
)
async def test_a_wrong_method_hears_the_right_ones(sandbox: LocalSandbox, path: str, allowed: str) -> None:
    for method in ("OPTIONS", "TRACE"):
        answer = await sandbox.call(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
        assert answer.json() == {"detail": "Method Not Allowed"}
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("word", ["true", "True", "TRUE", "1", "yes", "on"])
async def test_yes_in_any_word_of_a_query(sandbox: LocalSandbox, word: str) -> None:
    wanted = await sandbox.get("/contacts", has_replied="true")
    assert wanted["pagination"]["total"] > 0
    assert await sandbox.get("/contacts", has_replied=word) == wanted


@pytest.mark.parametrize(
    "kind", [None, JSON, "application/json; charset=UTF-8", "application/vnd.coldsend+json", "APPLICATION/JSON"]
)
async def test_json_by_any_name_and_none(sandbox: LocalSandbox, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    for content in (BODY, b"\xef\xbb\xbf" + BODY, b" \r\n" + BODY + b"\n"):
        answer = await sandbox.call("POST", "/campaigns", content=content, headers=headers)
        assert answer.status_code == 201, answer.text


async def test_a_body_in_pieces(sandbox: LocalSandbox) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for byte in BODY:
            yield bytes([byte])

    answer = await sandbox.call("POST", "/campaigns", content=pieces(), headers={"Content-Type": JSON})
    assert answer.status_code == 201, answer.text


async def test_a_form_where_json_belongs_is_refused_in_the_platform_s_words(sandbox: LocalSandbox) -> None:
    answer = await sandbox.call("POST", "/campaigns", data={"name": "Made by a form"})
    assert answer.status_code == 422
    assert answer.json()["detail"] == [{"loc": ["body"], "msg": "value is not a valid dict", "type": "type_error.dict"}]


@pytest.mark.parametrize(
    "fields",
    [
        {"delete_existing": "True"},
        {"delete_existing": "1"},
        {"delete_existing": "0", "duplicate_action": "", "mapping": ""},
        {"delete_existing": "", "colour": "red"},
    ],
)
async def test_form_fields_as_scripts_write_them(sandbox: LocalSandbox, fields: dict[str, str]) -> None:
    campaign = await draft(sandbox)
    answer = await upload(sandbox, campaign, b"email\nnew@leads.example.com\n", **fields)
    assert answer.status_code == 200, answer.text


async def test_delete_existing_by_any_word(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    for word, left in (("True", 1), ("no", 2), ("1", 1)):
        await finished(sandbox, campaign, f"email\n{word}@leads.example.com\n".encode(), delete_existing=word)
        assert (await sandbox.get(f"/campaigns/{campaign}"))["total_leads"] == left


@pytest.mark.parametrize("text", ["x" * 60_000, "%_\\" * 4_000, "ü" * 10_000, "\0", "'; DROP TABLE lead; --"])
async def test_a_search_for_anything_finds_nothing_and_breaks_nothing(sandbox: LocalSandbox, text: str) -> None:
    campaign = (await sandbox.get("/campaigns"))["campaigns"][0]["campaign_id"]
    for path, rows in [
        ("/campaigns", "campaigns"),
        (f"/campaigns/{campaign}/leads", "leads"),
        ("/sender-accounts", "sender_accounts"),
        ("/replies", "conversations"),
        ("/contacts", "contacts"),
        ("/contacts/lists/preview", "sample"),
    ]:
        assert (await sandbox.get(path, search=text))[rows] == [], path
    body: dict[str, Any] = {"name": "Long", "list_type": "DYNAMIC", "filter_definition": {"search": text}}
    made = await sandbox.call("POST", "/contacts/lists", json=body)
    assert (await sandbox.get("/contacts", list_id=made.json()["list"]["list_id"]))["contacts"] == []


@pytest.mark.parametrize("path", ["", "/", "/campaigns/%00", "/campaigns/%ff%fe", "/campaigns/..", "/campaigns/a%2Fb"])
async def test_paths_that_lead_nowhere(sandbox: LocalSandbox, path: str) -> None:
    async with httpx.AsyncClient(transport=sandbox.transport) as client:
        answer = await client.get(sandbox.base_url + path, headers={"X-API-Key": sandbox.api_key})
    assert answer.status_code in (404, 422)
    assert answer.json()["detail"]
    assert "x-ratelimit-limit" in answer.headers


async def test_a_form_by_a_name_in_capitals_with_a_file_named_in_another_script(sandbox: LocalSandbox) -> None:
    campaign = await draft(sandbox)
    part = (
        'Content-Disposition: form-data; name="file"; filename="контакты.csv"\r\nContent-Type: application/octet-stream'
    )
    content = f"--X\r\n{part}\r\n\r\nemail\r\nann@leads.example.com\r\n--X--\r\n".encode()
    headers = {"Content-Type": "Multipart/Form-Data; boundary=X"}
    answer = await sandbox.call("POST", f"/campaigns/{campaign}/leads", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    assert (await sandbox.get(f"/campaigns/{campaign}"))["lead_batches"][0]["filename"] == "контакты.csv"
