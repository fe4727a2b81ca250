"""`/openapi.json` says what the contract says; `/docs` shows all of it and needs nothing from anywhere else."""

import json
import re
import shlex
from html import unescape
from typing import Any

import httpx
import pytest

from coldsend_tui.sandbox.answers import documentation
from coldsend_tui.sandbox.app import api
from coldsend_tui.sandbox.docs.calls import curl, sample_body
from coldsend_tui.sandbox.docs.page import page
from coldsend_tui.sandbox.docs.schemas import Schemas
from coldsend_tui.sandbox.rules.operations import OPERATIONS, PUBLIC, Operation
from tests.contract.validator import Contract
from tests.sandbox.local import LocalSandbox

ADDED = {"status_filter"}
"""Parameters the sandbox takes beside those of the contract: the client's spelling of `status`."""
LOOSER = {"display_name", "inbox_type", "imap_host", "imap_port", "imap_username", "imap_password"}
"""Fields of SMTP accounts the docs require and the vendor's client leaves out."""


def served(row: Operation) -> dict[str, Any]:
    """An operation of the served document."""
    found: dict[str, Any] = documentation.openapi(api())["paths"][PUBLIC + row.path][row.method.lower()]
    return found


@pytest.mark.parametrize("row", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_an_operation_is_described_as_in_the_contract(contract: Contract, row: Operation) -> None:
    wanted, described = contract.operations[row.id], served(row)
    assert described["operationId"] == row.id
    assert described["tags"] == wanted["tags"]
    assert described["x-scopes"] == wanted["x-scopes"]
    assert described["summary"]
    parameters = {(given["in"], given["name"]): given for given in described.get("parameters", ())}
    resolved = [contract.resolved(parameter) for parameter in wanted.get("parameters", ())]
    assert {name for name in parameters if name[1] not in ADDED} == {(given["in"], given["name"]) for given in resolved}
    for given in resolved:
        assert parameters[given["in"], given["name"]].get("required", False) == given.get("required", False)
    assert described["responses"].keys() == wanted["responses"].keys()
    for response in described["responses"].values():
        assert response["headers"].keys() == {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
        assert response["content"]
    assert ("requestBody" in described) == ("requestBody" in wanted)
    schemas = Schemas(documentation.openapi(api()))
    for kind, content in wanted.get("requestBody", {}).get("content", {}).items():
        theirs = contract.resolved(content["schema"])
        ours = schemas.plain(described["requestBody"]["content"][kind]["schema"])
        assert ours.get("properties", {}).keys() == theirs.get("properties", {}).keys()
        assert set(theirs.get("required", ())) - set(ours.get("required", ())) <= LOOSER
        assert set(ours.get("required", ())) <= set(theirs.get("required", ()))


def test_the_sample_body_of_every_operation_is_one_the_contract_takes(contract: Contract) -> None:
    schemas = Schemas(documentation.openapi(api()))
    judged = 0
    for row in OPERATIONS.values():
        content = contract.operations[row.id].get("requestBody", {}).get("content", {})
        if "application/json" in content:
            sample = sample_body(served(row), schemas)
            problems = contract.problems(content["application/json"]["schema"], sample)
            tolerated = tuple(f"'{name}' is a required property" for name in LOOSER)
            assert not [problem for problem in problems if not problem.endswith(tolerated)], (row.id, sample)
            judged += 1
    assert judged > 20


def test_every_command_is_one_line_of_shell_words() -> None:
    schemas = Schemas(documentation.openapi(api()))
    for row in OPERATIONS.values():
        words = shlex.split(curl(row.method, "http://127.0.0.1" + PUBLIC + row.path, served(row), schemas))
        assert words[0] == "curl"
        method = words[words.index("-X") + 1] if "-X" in words else "POST" if {"-d", "-F"} & set(words) else "GET"
        assert method == row.method, words
        if "-d" in words:
            json.loads(words[words.index("-d") + 1])


async def test_the_page_shows_every_operation_and_loads_nothing(sandbox: LocalSandbox) -> None:
    async with httpx.AsyncClient(transport=sandbox.transport, base_url="http://127.0.0.1:8080") as client:
        answer = await client.get("/docs")
        assert (await client.get("/")).headers["location"] == "/docs"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    text = answer.text
    assert not re.findall(r"\bsrc=|@import|url\(|<link(?! rel=\"icon\" href=\"data:,\")", text)
    assert set(re.findall(r'href="([^#"][^"]*)"', text)) == {"/openapi.json", "data:,"}
    assert sandbox.api_key not in text
    for row in OPERATIONS.values():
        card = unescape(re.sub(r"<[^>]+>", " ", text.split(f'<details id="{row.id}"')[1].split('<details id="')[0]))
        for word in (row.method, row.scope or "any key", "curl", str(row.success), *map(str, row.refusals), "429"):
            assert word in card, (row.id, word)
        assert row.path.replace("{", " {").replace("}", "} ").split()[0] in card


def test_what_a_document_says_is_shown_as_text() -> None:
    operation = {
        "operationId": "x",
        "tags": ["<b>"],
        "summary": "<script>1</script>",
        "x-scopes": ["<i>"],
        "responses": {},
    }
    document = {"info": {"title": "<script>"}, "tags": [{"name": "<b>"}], "paths": {"/<u>": {"get": operation}}}
    html = page(document, "http://127.0.0.1")
    assert "<script>1" not in html
    assert "<u>" not in html
    assert html.count("<script>") == 1
