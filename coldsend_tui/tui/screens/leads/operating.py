"""Adding, changing and deleting leads from the list: forms, then plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from coldsend_tui.ops.lead_list import addresses
from coldsend_tui.people import Lead
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.writes import budget_left, offer

if TYPE_CHECKING:
    from coldsend_tui.actions.leads import Of, Wanted
    from coldsend_tui.actions.plan import Plan
    from coldsend_tui.tui.app import ConsoleApp
    from coldsend_tui.tui.console import Console

_CUSTOM_ROWS = 6
_LONGEST = 255
_SEPARATOR = ":"

Written = Callable[[], None]


def campaign_of(state: Console, campaign_id: str) -> Of:
    """The campaign as the workspace knows it."""
    from coldsend_tui.actions.leads import Of

    known = next((row for row in state.workspace.campaigns if row.id == campaign_id), None)
    return Of(campaign_id, known.name if known else "", known.status if known else "")


def add(app: ConsoleApp, of: Of, written: Written) -> None:
    """Ask for a new lead, then offer its plan."""
    from coldsend_tui.actions.leads import CLOSED, plan_add

    if of.status in CLOSED:
        app.state.say(f"add: a campaign that is {of.status} takes no leads", "warn")
        return

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            plan = plan_add(of, _wanted(values), read_only=app.state.write_refusal, budget_left=budget_left(app))
            _offer(app, plan, written)

    app.push_screen(Form(f"A new lead of {of.name}", [Field("email", "address"), *_fields(None)], check), answered)


def edit(app: ConsoleApp, of: Of, lead: Lead, written: Written) -> None:
    """Ask for the fields of a lead, then offer the plan of what differs."""
    from coldsend_tui.actions.leads import plan_edit

    def answered(values: dict[str, str] | None) -> None:
        if values is None:
            return
        wanted = _as_it_was(lead, _wanted({**values, "email": lead.email}, lead))
        plan = plan_edit(of, lead, wanted, read_only=app.state.write_refusal, budget_left=budget_left(app))
        if not plan.items and not plan.refusals:
            app.state.say("nothing to change: the lead is like that already")
            return
        _offer(app, plan, written)

    app.push_screen(
        Form(f"{lead.email}: its address cannot change", _fields(lead), lambda values: check(values, lead)), answered
    )


def delete(app: ConsoleApp, of: Of, leads: Sequence[Lead], written: Written) -> None:
    """Offer the plan to delete those of `leads` that are PENDING."""
    from coldsend_tui.actions.leads import plan_delete

    if leads:
        plan = plan_delete(of, leads, read_only=app.state.write_refusal, budget_left=budget_left(app))
        _offer(app, plan, written)


def _offer(app: ConsoleApp, plan: Plan, written: Written) -> None:
    offer(app, plan, lambda outcome: written() if outcome is not None else None)


def _fields(lead: Lead | None) -> list[Field]:
    custom = "\n".join(_lines(lead))
    hint = "one a line, name: value" + ("; one taken out is removed" if lead else "")
    return [
        Field("first_name", "first name", safe(lead.first_name) if lead else ""),
        Field("last_name", "last name", safe(lead.last_name) if lead else ""),
        Field("company", "company", safe(lead.company) if lead else ""),
        Field("title", "job title", safe(lead.title) if lead else ""),
        Field("custom", "custom fields", custom, hint, rows=_CUSTOM_ROWS),
    ]


def _as_it_was(lead: Lead, wanted: Wanted) -> Wanted:
    """A field that stands in the form as it was put there keeps what a form cannot show: control characters, outer space."""
    from coldsend_tui.actions.leads import PLAIN

    kept = {name: getattr(lead, name) for name in PLAIN if wanted.value(name) == safe(getattr(lead, name)).strip()}
    return wanted._replace(**kept)


def _lines(lead: Lead | None) -> dict[str, tuple[str, str]]:
    """The custom fields as lines of the form; each leads back to what it stands for."""
    custom = lead.custom.items() if lead else ()
    return {f"{_one_line(name)}{_SEPARATOR} {_one_line(value)}".strip(): (name, value) for name, value in custom}


def _one_line(value: str) -> str:
    """A value as it stands in the form, safe to draw; line breaks are written as \\n."""
    return safe(value.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n"))


def _several(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def custom_fields(text: str, kept: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> Mapping[str, str]:
    """`name: value` lines as fields; a line of `kept` is what it stands for. ValueError with the words for a line that is none."""
    fields: dict[str, str] = {}
    for shown in filter(str.strip, text.splitlines()):
        if shown.strip() in kept:
            name, value = kept[shown.strip()]
            fields[name] = value
            continue
        name, sign, value = shown.partition(_SEPARATOR)
        name = name.strip()
        if not sign or not name:
            raise ValueError(f"“{shown.strip()}” is not name: value")
        if name in fields:
            raise ValueError(f"{name} stands twice")
        if value.strip():
            fields[name] = _several(value.strip())
    return fields


def check(values: Mapping[str, str], lead: Lead | None = None) -> dict[str, str]:
    """What is wrong with a lead, by field of the form."""
    wrong = {}
    if "email" in values and (fault := addresses.fault(values["email"].strip())):
        wrong["email"] = f"the address has {fault}" if fault.startswith("no ") else f"the address: {fault}"
    for name, value in values.items():
        if name not in ("custom", "email") and len(value) > _LONGEST:
            wrong[name] = f"at most {_LONGEST} characters"
    try:
        custom_fields(values.get("custom", ""), _lines(lead))
    except ValueError as error:
        wrong["custom"] = str(error)
    return wrong


def _wanted(values: Mapping[str, str], lead: Lead | None = None) -> Wanted:
    from coldsend_tui.actions.leads import Wanted

    email, first, last, company, job = (
        values[name].strip() for name in ("email", "first_name", "last_name", "company", "title")
    )
    return Wanted(email, first, last, company, job, custom_fields(values["custom"], _lines(lead)))
