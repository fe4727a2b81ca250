"""Every operation of the contract has its method, and every method asks what the contract describes."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import httpx
import pytest

from coldsend_tui.api import ColdSend, errors
from tests.api.operations import OPERATIONS
from tests.api.server import KEY, Server, ok
from tests.contract.validator import PUBLIC, Contract

NOUNS = {
    "campaigns": ("campaign",),
    "flow": ("flow",),
    "leads": ("lead", "leads"),
    "contacts": ("contact", "contacts"),
    "contact_lists": ("contact", "list"),
    "sender_accounts": ("sender", "account", "inbox", "senders"),
    "domains": ("domain",),
    "analytics": (),
    "replies": ("conversation", "thread", "reply"),
}
# Where the rule of `resources` would give a worse name.
EXCEPTIONS = {
    "getCampaignAnalytics": "campaigns",
    "getSubsequenceAnalytics": "subsequences",
    "getLeadUpload": "upload_progress",
    "getNativeBulk": "native_bulk_progress",
    "getSmtpBulk": "smtp_bulk_progress",
    "getBulkDelete": "bulk_delete_progress",
    "importContacts": "import_",
    "listContactLists": "list",
}


def test_the_table_is_the_contract(contract: Contract) -> None:
    assert set(OPERATIONS) == set(contract.operations)
    assert len(OPERATIONS) == 75
    assert len({operation.method for operation in OPERATIONS.values()}) == 75


@pytest.mark.parametrize("name", OPERATIONS)
def test_methods_are_named_by_one_rule_and_documented(name: str) -> None:
    resource, _, method = OPERATIONS[name].method.rpartition(".")
    home = type(getattr(ColdSend(KEY), resource)) if resource else ColdSend
    target = getattr(home, method)
    assert inspect.iscoroutinefunction(target)
    assert target.__doc__
    words = re.sub(r"([A-Z])", r"_\1", name).lower().split("_")
    plural = {noun + "s" for noun in NOUNS.get(resource, ())}
    short = [word for word in words if word not in NOUNS.get(resource, ()) and word not in plural] or words
    if short[0] == "get" and len(short) > 1:
        short = short[1:]
    assert method == EXCEPTIONS.get(name, "_".join(short))


def test_every_operation_is_there_under_the_contracts_own_name(contract: Contract) -> None:
    cs = ColdSend(KEY)
    for name in contract.operations:
        resource, _, method = OPERATIONS[name].method.rpartition(".")
        home = getattr(cs, resource) if resource else cs
        assert getattr(cs.operations, re.sub(r"([A-Z])", r"_\1", name).lower()) == getattr(home, method), name
    assert len(vars(cs.operations)) == len(contract.operations) == 75


@pytest.mark.parametrize("name", OPERATIONS)
async def test_requests_are_those_of_the_contract(
    name: str, contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server = Server(ok({"odd": 1}, 404))
    async with server.client(retries=0) as cs:
        with pytest.raises((errors.NotFound, errors.NotTheApi)):
            await OPERATIONS[name].call(cs)
    [request] = server.requests
    operation = contract.operations[name]
    assert contract.operation_of(request.method, request.url.path) == name
    parameters = [contract.resolved(parameter) for parameter in operation.get("parameters", ())]
    for key, value in request.url.params.items():
        [schema] = [p["schema"] for p in parameters if p["in"] == "query" and p["name"] == key]
        schema = contract.resolved(schema)
        wire = json.loads(value) if schema["type"] in ("integer", "boolean", "number") else value
        assert contract.problems(schema, wire) == []
    if name not in ("exportLeads", "getMe"):
        # Every query parameter of the contract can be given.
        assert {p["name"] for p in parameters if p["in"] == "query"} == set(request.url.params)
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        schema = body["application/json"]["schema"]
        sent = json.loads(request.content)
        assert contract.problems(schema, sent) == []
        listed = contract.resolved(schema).get("properties", {})
        assert not isinstance(sent, dict) or set(sent) <= set(listed)
    elif "multipart/form-data" in body:
        listed = contract.resolved(body["multipart/form-data"]["schema"])["properties"]
        names = re.findall(rb'form-data; name="([^"]+)"', request.content)
        assert {field.decode() for field in names} <= set(listed)
        assert b"ada@example.com,Ada" in request.content
    else:
        assert request.content == b""
    assert request.url.path.startswith(PUBLIC)


ODD = [
    None,
    [],
    {},
    "text",
    7,
    [None, 3, {}],
    {"id": 5, "status": None, "campaign": 3, "job": [], "list": "x", "contact": None},
    {
        key: [{"x": 1}, None]
        for key in ("campaigns", "leads", "inboxes", "domains", "lists", "sample", "nodes", "edges")
    },
    {key: {"deep": {}} for key in ("pagination", "workspace_kpis", "job_id", "campaign_id", "message", "errors")},
]


@pytest.mark.parametrize("name", OPERATIONS)
async def test_no_answer_brings_the_client_down(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for data in ODD:
        reply = httpx.Response(200, content=json.dumps(data).encode())
        server = Server(reply)
        async with server.client(retries=0) as cs:
            try:
                answer = await OPERATIONS[name].call(cs)
            except errors.ApiError as error:
                assert isinstance(
                    error, errors.BadBody if server.requests[0].method == "GET" else errors.UnknownOutcome
                )
            else:
                getattr(answer, "items", None)
                getattr(answer, "head", None)
                getattr(answer, "kpis", None)
        (tmp_path / "exported.csv").unlink(missing_ok=True)
