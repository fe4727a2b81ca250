"""Plans for sending domains: add, activate (or retry a failed setup), redirect, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.domain_operations import (
    ADD,
    DELETE,
    REMOVE_REDIRECT,
    SET_REDIRECT,
    NewDomain,
    redirect_text,
)
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, cost
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.details import DomainRedirect
from coldsend_tui.ops import domain_setup, wording
from coldsend_tui.ops.addresses import ascii_host, host_fault
from coldsend_tui.workspace import Domain, Sender

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


REDIRECT_CODES: Final = (301, 302, 303, 307, 308)
"""HTTP statuses of a redirect; the API takes 301-308, of which these send a visitor on [docs: domains/redirect]."""


def plan_add(
    name: str, domains: Sequence[Domain], *, read_only: str | bool = False, budget_left: int | None = None
) -> Plan:
    """Plan a new domain, by the name that the DNS has for it."""
    wanted = ascii_host(name)
    reason, instead = _read_only(read_only), ""
    if not reason and (fault := host_fault(name)):
        reason = fault
    elif not reason and any(domain.name.lower() == wanted for domain in domains):
        reason, instead = "that domain is in this workspace already", "select it in the list"
    steps = ("POST the domain; the platform makes its zone", "read its nameservers")
    item = PlanItem("domain", "", wanted, ADD, "not there", domain_setup.PIPELINE[1], steps, sends=NewDomain(wanted))
    typed = name.strip().rstrip(".").lower()
    return _one(
        f"Add {wanted}", ADD, item, reason, instead, ConfirmationLevel.BUTTON, requests=3, budget_left=budget_left,
        warnings=(
            *((f"{typed} is {wanted} in the DNS.",) if typed != wanted else ()),
            "its owner must set the nameservers at the registrar; delegating a domain moves all its DNS to ColdSend.",
        ),
    )  # fmt: skip


def plan_delete(
    domain: Domain, senders: Sequence[Sender], *, read_only: str | bool = False, budget_left: int | None = None
) -> Plan:
    """Plan to delete a domain; refused, with the inboxes named, while there are any on it."""
    inboxes = [sender.email for sender in senders if sender.domain_id == domain.id]
    reason, instead = _read_only(read_only), ""
    if not reason and inboxes:
        what = wording.plural(len(inboxes), "inbox is on it", "inboxes are on it")
        reason, instead = f"{what}: {wording.named(inboxes)}", "delete those first (3, D)"
    elif not reason and domain.current_inboxes:
        what = wording.plural(domain.current_inboxes, "inbox is", "inboxes are")
        reason, instead = f"{what} on it", "delete those first (3, D)"
    steps = ("DELETE the domain", "read that it is gone")
    item = PlanItem("domain", domain.id, domain.name, DELETE, domain.status, None, steps)
    return _one(
        f"Delete {domain.name}", DELETE, item, reason, instead, ConfirmationLevel.TYPE, requests=2, budget_left=budget_left,
        irreversible=("its zone, its records and its redirect are removed at ColdSend; the nameservers at the registrar stay as they are.",),
    )  # fmt: skip


def redirect_faults(target: str, source: str) -> str:
    """What is wrong with the target of a redirect; "" when nothing is. A whole address is taken for its host."""
    host = redirect_target(target)
    if "/" in host or "?" in host or "#" in host:
        return "a redirect goes to a whole domain: leave out the path"
    if fault := host_fault(host):
        return fault
    return "it would redirect to itself" if ascii_host(host) == source.lower() else ""


def redirect_target(text: str) -> str:
    """What was typed without the scheme and a last slash: `https://example.com/` is example.com."""
    bare = text.strip()
    for scheme in ("https://", "http://"):
        bare = bare[len(scheme) :] if bare.lower().startswith(scheme) else bare
    return bare.rstrip("/")


def plan_redirect(
    domain: Domain,
    now: DomainRedirect | None,
    wanted: DomainRedirect | None,
    *,
    read_only: str | bool = False,
    budget_left: int | None = None,
) -> Plan:
    """Plan to set a redirect (it replaces the one there is) or, with `wanted` None, to remove it. `now` is the present one."""
    reason, instead = _read_only(read_only), ""
    before, after = redirect_text(now), redirect_text(wanted)
    if not reason and wanted is not None and domain.status != "ACTIVE":
        reason, instead = f"it is {domain.status}; redirects need an ACTIVE domain", "activate it with A"
    elif not reason and wanted is not None and (fault := redirect_faults(wanted.target, domain.name)):
        reason = fault
    elif not reason and before == after:
        reason = "it has no redirect" if wanted is None else "it is like that already"
    verb = REMOVE_REDIRECT if wanted is None else SET_REDIRECT
    steps = ("DELETE the redirect" if wanted is None else "POST the redirect", "read it back")
    item = PlanItem("domain", domain.id, domain.name, verb, before, after, steps, sends=wanted)
    warnings = []
    if wanted is not None and wanted.code in (301, 308):
        warnings.append(f"browsers remember a {wanted.code} for long; try a 302 first when in doubt.")
    return _one(
        f"{verb.capitalize()} of {domain.name}", verb, item, reason, instead, ConfirmationLevel.BUTTON, requests=2,
        budget_left=budget_left, warnings=tuple(warnings),
    )  # fmt: skip


def _read_only(read_only: str | bool) -> str:
    return read_only if isinstance(read_only, str) else READ_ONLY if read_only else ""


def _one(
    title: str,
    verb: str,
    item: PlanItem,
    reason: str,
    instead: str,
    level: ConfirmationLevel,
    *,
    requests: int,
    budget_left: int | None,
    warnings: tuple[str, ...] = (),
    irreversible: tuple[str, ...] = (),
) -> Plan:
    refused = bool(reason)
    return Plan(
        title=title,
        verb=verb,
        items=() if refused else (item,),
        refusals=(Refusal(item.name, reason, instead),) if refused else (),
        warnings=() if refused else warnings,
        irreversible=() if refused else irreversible,
        confirmation=for_write(level, 1, item.name, item.id),
        requests=0 if refused else requests,
        budget_left=budget_left,
    )
