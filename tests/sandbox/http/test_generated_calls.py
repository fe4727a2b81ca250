"""Generated calls over the served OpenAPI: no fault of the server, no answer the contract does not document."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from coldsend_tui.sandbox.answers import documentation
from coldsend_tui.sandbox.app import api
from tests.contract.validator import load
from tests.sandbox.local import LocalSandbox


@pytest.fixture(scope="module")
def workspace() -> Iterator[LocalSandbox]:
    """One workspace for all cases: what one case does, the next one finds."""
    sandbox = LocalSandbox()
    yield sandbox
    sandbox.close()


TABLES = {
    "campaign_id": ("campaign", "campaign"),
    "inbox_id": ("inbox", "inbox"),
    "domain_id": ("domain", "domain"),
    "contact_id": ("contact", "contact"),
    "list_id": ("list", "contact_list"),
    "thread_id": ("thread", "thread"),
    "tag_id": ("tag", "tag"),
    "job_id": ("job", "job"),
    "target_subsequence_node_id": ("node", "branch_node"),
}
"""Name of an id in paths and bodies → kind and table of living objects."""


def living(sandbox: LocalSandbox, path: str) -> dict[str, str]:
    """Ids of objects that exist: generated UUIDs alone would only ever meet 404."""
    world = sandbox.world
    rows = {}
    for name, (kind, table) in TABLES.items():
        rows[name] = (kind, world.db.execute(f"SELECT id FROM {table} ORDER BY random() LIMIT 1").fetchone())
    for name, table in (("lead_id", "lead"), ("subsequence_id", "branch")):
        if name in path:
            member = world.db.execute(f"SELECT id, campaign_id FROM {table} ORDER BY random() LIMIT 1").fetchone()
            rows[name] = (table, member)
            rows["campaign_id"] = ("campaign", member and {"id": member["campaign_id"]})
    return {name: world.uid(kind, row["id"]) for name, (kind, row) in rows.items() if row}


def with_living(value: Any, ids: dict[str, str]) -> Any:
    """`value` with every id of a known name replaced by one that exists."""
    match value:
        case dict():
            return {name: ids[name] if name in ids else with_living(inner, ids) for name, inner in value.items()}
        case list():
            return [with_living(inner, ids) for inner in value]
        case _:
            return value


def judge(sandbox: LocalSandbox, case: Any) -> None:
    """Send one generated case; the contract judges the answer."""
    if case.meta and not case.meta.generation.mode.is_negative:
        ids = living(sandbox, case.path)
        case.path_parameters = with_living(dict(case.path_parameters or {}), ids)
        if isinstance(case.body, dict) and case.media_type == "application/json":
            case.body = with_living(case.body, ids)
    parts = case.as_transport_kwargs(base_url="http://127.0.0.1:8080")
    body = {name: parts[name] for name in ("json", "data", "files") if parts.get(name) is not None}
    if "files" in body:
        body["files"] = [(name, value if isinstance(value, bytes) else str(value)) for name, value in body["files"]]
    if isinstance(body.get("data"), bytes | str):
        body["content"] = body.pop("data")
    headers = {**(parts.get("headers") or {}), "X-API-Key": sandbox.api_key}

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=sandbox.transport) as client:
            request = client.build_request(
                parts["method"], parts["url"], params=parts.get("params"), headers=headers, **body
            )
            return await client.send(request)

    response = asyncio.run(send())
    operation = case.operation.definition.raw["operationId"]
    if load().operation_of(parts["method"], response.request.url.path) == operation:
        load().check(operation, response.status_code, response.headers, response.content)
    assert response.status_code < 500


def judge_every_operation(sandbox: LocalSandbox, examples: int, *, against_the_rules: bool) -> int:
    """Send up to `examples` calls by the rules, and as many against them, to every operation; how many were sent."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode

    sent = 0
    modes = [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if against_the_rules else [])]
    quiet = settings(
        max_examples=examples,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    schema = schemathesis.openapi.from_dict(documentation.openapi(api()))
    for found in schema.get_all_operations():
        for mode in modes:

            @quiet
            @given(case=found.ok().as_strategy(generation_mode=mode))
            def probe(case: Any) -> None:
                nonlocal sent
                sent += 1
                judge(sandbox, case)

            with contextlib.suppress(Unsatisfiable):  # some operations have nothing that could be wrong
                probe()
    return sent


def test_some_calls_of_every_operation(workspace: LocalSandbox) -> None:
    assert judge_every_operation(workspace, 1, against_the_rules=False) >= 75


@pytest.mark.slow
def test_two_thousand_calls(workspace: LocalSandbox) -> None:
    sent = judge_every_operation(workspace, 25, against_the_rules=True)
    print(f"{sent:,} generated calls")  # shown with -s
    assert sent >= 2000
