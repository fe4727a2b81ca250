"""`resource:action`, `resource:all`, `*`."""

import pytest

from coldsend_tui.sandbox.rules.scopes import GRANTABLE, KNOWN, allows


@pytest.mark.parametrize("granted", [["campaigns:pause"], ["campaigns:all"], ["*"], ["leads:read", "campaigns:pause"]])
def test_scope_is_held(granted: list[str]) -> None:
    assert allows(granted, "campaigns:pause")


@pytest.mark.parametrize("granted", [[], ["campaigns:read"], ["leads:all"], ["campaigns"], ["campaigns:*"]])
def test_scope_is_not_held(granted: list[str]) -> None:
    assert not allows(granted, "campaigns:pause")


def test_every_family_can_be_granted_as_a_whole() -> None:
    families = {scope.split(":")[0] for scope in KNOWN}
    assert families == {"campaigns", "leads", "sender_accounts", "domains", "contacts", "replies"}
    assert {f"{family}:all" for family in families} <= GRANTABLE
    assert "campaigns:write" not in GRANTABLE
