"""Plans for sending domains: activate one whose nameservers are set, or retry a failed setup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, cost
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.ops import domain_setup, wording
from coldsend_tui.workspace import Domain

ACTIVATE: Final = "activate"
ACTIVATED: Final = ("SERVICES_CONFIGURING", "ACTIVE")
"""States in which activation is under way or done [docs: domains/overview]."""


def plan_activate(domains: Sequence[Domain], *, read_only: str | bool = False, budget_left: int | None = None) -> Plan:
    """Plan the activation of `domains`; those in a state that does not allow it are refused with the reason."""
    items, refusals = [], []
    for domain in domains:
        move = domain_setup.activation(domain.status)
        if read_only:
            refusals.append(Refusal(domain.name, read_only if isinstance(read_only, str) else READ_ONLY, ""))
        elif not move.legal:
            refusals.append(Refusal(domain.name, move.reason, move.instead))
        else:
            steps = ("POST activate; the platform checks the nameservers", "read its state back")
            items.append(PlanItem("domain", domain.id, domain.name, ACTIVATE, domain.status, ACTIVATED[0], steps))
    one = f"Activate {domains[0].name}" if len(domains) == 1 else f"Activate {wording.plural(len(items), 'domain')}"
    first = items[0] if items else None
    warnings = (
        ("nothing changes unless its nameservers have been set; they take 15-30 min to spread.",) if items else ()
    )
    return Plan(
        title=one,
        verb="activate",
        items=tuple(items),
        refusals=tuple(refusals),
        warnings=warnings,
        irreversible=(),
        confirmation=for_write(
            ConfirmationLevel.BUTTON, len(items), first.name if first else "", first.id if first else ""
        ),
        requests=cost(len(items), read_each=True),
        budget_left=budget_left,
    )
