"""The one table of the API is the contract's."""

from coldsend_tui.sandbox.app import RESOURCES
from coldsend_tui.sandbox.rules.operations import BY_PRECEDENCE, EVERYWHERE, OPERATIONS, match
from coldsend_tui.sandbox.rules.routing import HANDLERS
from tests.contract.validator import Contract


def test_every_operation_of_the_contract_is_in_the_table_with_its_scope_and_statuses(contract: Contract) -> None:
    wanted = {
        name: (
            operation["method"],
            operation["path"],
            (operation["x-scopes"] or [None])[0],
            operation["tags"][0],
            sorted(map(int, operation["responses"])),
        )
        for name, operation in contract.operations.items()
    }
    present = {
        row.id: (row.method, row.path, row.scope, row.tag, sorted({row.success, *row.refusals, *EVERYWHERE}))
        for row in OPERATIONS.values()
    }
    assert present == wanted
    assert len(present) == 75


def test_every_operation_has_a_handler() -> None:
    assert RESOURCES
    assert HANDLERS.keys() == OPERATIONS.keys()


def test_literal_path_parts_win_over_ids() -> None:
    paths = [row.path for row in BY_PRECEDENCE]
    assert paths.index("/contacts/lists") < paths.index("/contacts/{contact_id}")
    found = match("GET", "/contacts/lists")
    assert found is not None
    assert found.id == "listContactLists"
    found = match("GET", "/campaigns/c7/leads/export")
    assert found is not None
    assert found.id == "exportLeads"
    assert match("PUT", "/contacts/lists") is None
