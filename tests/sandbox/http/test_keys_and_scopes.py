"""Who may call what: key first, scope next, everything else after that."""

import uuid

import pytest

from coldsend_tui.sandbox.rules.operations import OPERATIONS, Operation
from coldsend_tui.sandbox.rules.scopes import KNOWN
from tests.sandbox.local import LocalSandbox

SCOPED = [operation for operation in OPERATIONS.values() if operation.scope]


def path_of(operation: Operation) -> str:
    """The operation's path with ids that nobody has."""
    parts = operation.path.split("/")
    return "/".join(str(uuid.UUID(int=number)) if part.startswith("{") else part for number, part in enumerate(parts))


async def test_every_operation_refuses_a_key_without_its_scope_before_it_looks_at_anything(
    sandbox: LocalSandbox,
) -> None:
    for operation in SCOPED:
        others = sorted(KNOWN - {operation.scope})
        response = await sandbox.call(operation.method, path_of(operation), key=sandbox.key(*others), content=b"{")
        assert response.status_code == 403, operation.id
        assert response.json() == {
            "detail": f"Missing required scopes: {operation.scope}",
            "error": "insufficient_scopes",
            "required": [operation.scope],
            "granted": others,
        }


async def test_every_operation_lets_its_own_scope_pass(sandbox: LocalSandbox) -> None:
    for operation in SCOPED:
        response = await sandbox.call(operation.method, path_of(operation), key=sandbox.key(operation.scope or ""))
        assert response.status_code != 403, operation.id
        assert response.status_code < 500, operation.id


@pytest.mark.parametrize("operation", ["listCampaigns", "createCampaign", "getMe", "uploadLeads"])
async def test_without_a_key_nothing_is_answered(sandbox: LocalSandbox, operation: str) -> None:
    row = OPERATIONS[operation]
    missing = await sandbox.call(row.method, path_of(row), key="")
    assert missing.status_code == 401
    assert missing.json() == {"detail": "API key required. Include your API key in X-API-Key header."}
    wrong = await sandbox.call(row.method, path_of(row), key="cs_live_" + "0" * 40)
    assert wrong.status_code == 401
    assert wrong.json() == {"detail": "Invalid or revoked API key"}


async def test_a_revoked_key_is_dead_at_once(sandbox: LocalSandbox) -> None:
    key = sandbox.key("campaigns:read")
    assert (await sandbox.call("GET", "/campaigns", key=key)).status_code == 200
    sandbox.world.keys.revoke(key)
    assert (await sandbox.call("GET", "/campaigns", key=key)).status_code == 401


async def test_the_default_key_holds_everything_and_looks_like_one(sandbox: LocalSandbox) -> None:
    prefix, body = sandbox.api_key[:8], sandbox.api_key[8:]
    assert prefix == "cs_live_"
    assert len(body) == 40
    assert body.isalnum()
    assert body == body.lower()
    assert (await sandbox.call("GET", "/domains")).status_code == 200


async def test_me_does_not_exist(sandbox: LocalSandbox) -> None:
    assert (await sandbox.call("GET", "/me")).status_code == 404
