from __future__ import annotations

from coldsend_tui.actions.confirmation import ConfirmationLevel
from coldsend_tui.actions.domains import plan_activate
from tests.ops.rows import domain


def test_activation_is_planned_where_it_is_legal() -> None:
    rows = [domain("d1", status="DNS_PENDING"), domain("d2", status="FAILED"), domain("d3", status="ACTIVE")]
    plan = plan_activate(rows)
    assert [item.id for item in plan.items] == ["d1", "d2"]
    assert [refusal.reason for refusal in plan.refusals] == ["it is already active"]
    assert plan.confirmation.level is ConfirmationLevel.BUTTON
    assert plan.requests == 4


def test_read_only_refuses_it() -> None:
    plan = plan_activate([domain(status="DNS_PENDING")], read_only=True)
    assert not plan.runnable
    assert plan.lines() == ("Activate acme.example", "Left alone (1):", "  acme.example: this console is read-only")
