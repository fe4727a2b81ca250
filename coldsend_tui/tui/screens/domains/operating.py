"""Adding and deleting a domain, and copying what its owner must enter at the registrar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coldsend_tui.details import DnsRecord, DomainSetup
from coldsend_tui.ops.addresses import ascii_host, host_fault
from coldsend_tui.ops.wording import plural
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.writes import budget_left, offer
from coldsend_tui.workspace import Domain

if TYPE_CHECKING:
    from coldsend_tui.actions.outcome import Outcome
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.screens.domains.screen import DomainsScreen

_ALL = "all"


def add(app: ConsoleApp, screen: DomainsScreen, typed_before: str = "", wrong: Mapping[str, str] | None = None) -> None:
    """Ask for the name; show the plan; put the cursor on the new domain."""
    from coldsend_tui.actions.domains import plan_add

    def check(typed: Mapping[str, str]) -> Mapping[str, str]:
        name = typed["domain"]
        if fault := host_fault(name):
            return {"domain": fault}
        known = {domain.name.lower() for domain in app.state.workspace.domains}
        return {"domain": "that domain is in this workspace already"} if ascii_host(name) in known else {}

    def preview(typed: Mapping[str, str]) -> list[Line]:
        name, wanted = typed["domain"].strip().lower().rstrip("."), ascii_host(typed["domain"])
        if not name or host_fault(typed["domain"]) or wanted == name:
            return [()]
        return [line(("in the DNS it is  ", "muted"), (safe(wanted), "bold"))]

    def answered(typed: dict[str, str] | None) -> None:
        if typed is None:
            app.state.say("add domain: cancelled, nothing was sent")
            return
        name = typed["domain"]
        plan = plan_add(
            name, app.state.workspace.domains, read_only=app.state.write_refusal, budget_left=budget_left(app)
        )

        def ended(outcome: Outcome | None) -> None:
            if outcome is not None and outcome.ok:
                screen.awaited = ascii_host(name)
                screen.side = True
                return
            detail = outcome.items[0].detail if outcome else plan.refusals[0].reason if plan.refusals else ""
            add(app, screen, name, {"domain": detail} if detail else None)

        offer(app, plan, ended)

    field = Field("domain", "domain", typed_before, "mail.example.com: the name alone, in any script")
    app.push_screen(Form("Add a domain", [field], check, wrong=wrong, preview=preview), answered)


def delete(app: ConsoleApp, domain: Domain) -> None:
    """Show the plan to delete a domain; with inboxes on it, say which."""
    from coldsend_tui.actions.domains import plan_delete

    state = app.state
    plan = plan_delete(domain, state.workspace.senders, read_only=state.write_refusal, budget_left=budget_left(app))
    offer(app, plan)


def copy(app: ConsoleApp, domain: Domain, setup: DomainSetup) -> None:
    """Choose what goes to the clipboard: everything, or single nameservers and records."""
    lines = {f"ns {at}": server for at, server in enumerate(setup.nameservers)}
    choices = [Choice(_ALL, "all nameservers", plural(len(setup.nameservers), "line"))] * bool(setup.nameservers)
    choices += [Choice(f"ns {at}", server, "nameserver") for at, server in enumerate(setup.nameservers)]
    for at, record in enumerate(setup.records):
        lines[f"record {at}"] = record_text(record)
        choices.append(Choice(f"record {at}", f"{record.kind} {record.name}", record.value))

    def picked(ids: tuple[str, ...] | None) -> None:
        if not ids:
            return
        texts = list(setup.nameservers) if _ALL in ids else []
        texts += [lines[id] for id in ids if id in lines and lines[id] not in texts]
        app.copy_to_clipboard("\n".join(safe(text) for text in texts))
        app.state.say(f"copied {texts[0]}" if len(texts) == 1 else f"copied {plural(len(texts), 'line')}")

    app.push_screen(Pick(f"Copy for {domain.name}", choices), picked)


def record_text(record: DnsRecord) -> str:
    """A record as it is entered at a registrar: name, type, priority if it has one, value."""
    parts = (record.name, record.kind, "" if record.priority is None else str(record.priority), record.value)
    return " ".join(part for part in parts if part)
