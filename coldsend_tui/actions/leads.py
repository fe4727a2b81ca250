"""Plans for single leads: add one, change its fields (merge-patch), delete those nobody wrote to (behaviour.md §10)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from coldsend_tui.actions.confirmation import Confirmation, ConfirmationLevel, for_write
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, Row
from coldsend_tui.actions.transitions import READ_ONLY
from coldsend_tui.ops import wording
from coldsend_tui.ops.lead_list import addresses
from coldsend_tui.people import Lead

KIND: Final = "lead"
SEVERAL: Final = "leads"
"""The object of a deletion of several at once."""
ADD, EDIT, DELETE = "add lead", "edit lead", "delete leads"
PENDING: Final = "PENDING"
NOT_THERE: Final = "not there"
CLOSED: Final = ("COMPLETED", "ARCHIVED", "FAILED")
"""Campaigns that take no new leads [inferred]."""
PLAIN: Final = ("first_name", "last_name", "company", "title")
"""Fields of a lead that can be changed; its address cannot."""
AT_ONCE: Final = 500
"""Ids in one deletion: no limit is documented, a move takes as many [client]."""


class Of(NamedTuple):
    """The campaign whose leads are written."""

    id: str
    name: str
    status: str


class Wanted(NamedTuple):
    """A lead as a person wants it. Blank fields are none."""

    email: str
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    title: str = ""
    custom: Mapping[str, str] = {}

    def value(self, name: str) -> str:
        """One of `PLAIN`."""
        return str(getattr(self, name))


@dataclass(slots=True)
class Deletion:
    """The leads of one deletion. `deleted` is what the server counted."""

    ids: tuple[str, ...]
    deleted: int | None = field(default=None)


def wanted_of(lead: Lead) -> Wanted:
    """A lead as it is."""
    return Wanted(lead.email, lead.first_name, lead.last_name, lead.company, lead.title, dict(lead.custom))


def content(wanted: Wanted) -> str:
    """Everything that can be written of a lead, in the journal's words: `fields #3f2a9c1e07`."""
    held = [*(wanted.value(name) for name in PLAIN), sorted(wanted.custom.items())]
    return "fields #" + hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()[:10]


def changes(before: Wanted, after: Wanted) -> dict[str, Any]:
    """The merge-patch from one to the other: only what differs; None empties a field or removes a custom one."""
    body: dict[str, Any] = {
        name: after.value(name) or None for name in PLAIN if before.value(name) != after.value(name)
    }
    custom: dict[str, str | None] = {
        name: value for name, value in after.custom.items() if before.custom.get(name) != value
    }
    custom |= {name: None for name in before.custom if name not in after.custom}
    return body | ({"custom_fields": custom} if custom else {})


def _refused(of: Of, read_only: str | bool, closed: Sequence[str]) -> str:
    if read_only:
        return read_only if isinstance(read_only, str) else READ_ONLY
    return f"the campaign is {of.status}" if of.status in closed else ""


def plan_add(of: Of, wanted: Wanted, *, read_only: str | bool = False, budget_left: int | None = None) -> Plan:
    """Plan a new lead. An address that cannot be one is refused; that the campaign has it is found out before sending."""
    wrong = addresses.fault(wanted.email)
    reason = _refused(of, read_only, CLOSED) or (f"{wanted.email or 'the address'}: {wrong}" if wrong else "")
    body: dict[str, Any] = {name: wanted.value(name) for name in PLAIN if wanted.value(name)}
    if wanted.custom:
        body["custom_fields"] = dict(wanted.custom)
    item = PlanItem(
        KIND, f"{of.id}/+{wanted.email}", wanted.email, ADD, NOT_THERE, PENDING, ("POST the lead", "read it back"),
        sends=body, shown=_shown(Wanted(wanted.email), wanted), detail=f"to {of.name}",
    )  # fmt: skip
    return Plan(
        title=f"Add {wanted.email} to {of.name}",
        verb=ADD,
        items=() if reason else (item,),
        refusals=(Refusal(wanted.email, reason, ""),) if reason else (),
        warnings=() if reason else tuple(_notes(of, wanted.email)),
        irreversible=(),
        confirmation=Confirmation(ConfirmationLevel.BUTTON),
        requests=0 if reason else 3,
        budget_left=budget_left,
    )


def _notes(of: Of, email: str) -> list[str]:
    notes = []
    domain, box = addresses.domain_of(email), addresses.box_of(email)
    if right := addresses.meant(domain):
        notes.append(f"{domain}: was {right} meant?")
    if addresses.disposable(domain):
        notes.append(f"{domain} gives out addresses for a short time.")
    if box in addresses.NEVER | addresses.ROLES:
        notes.append(f"{box}@ belongs to a function, not to a person.")
    if of.status == "ACTIVE":
        notes.append("the campaign is ACTIVE: this person is mailed as soon as its window is open.")
    return notes


def plan_edit(
    of: Of, lead: Lead, wanted: Wanted, *, read_only: str | bool = False, budget_left: int | None = None
) -> Plan:
    """Plan the merge-patch from `lead` to `wanted`; without a difference it has no items."""
    before = wanted_of(lead)
    body = changes(before, wanted)
    reason = _refused(of, read_only, ("ARCHIVED",))
    item = PlanItem(
        KIND, f"{of.id}/{lead.id}", lead.email, EDIT, content(before), content(wanted),
        (f"PUT {', '.join(body)}", "read it back and compare every field"), sends=body, shown=_shown(before, wanted),
        detail=", ".join(_names(body)), expects=content(before),
    )  # fmt: skip
    return Plan(
        title=f"Edit {lead.email} of {of.name}",
        verb=EDIT,
        items=() if reason or not body else (item,),
        refusals=(Refusal(lead.email, reason, ""),) if reason else (),
        warnings=("mails already sent do not change.",) if body and lead.step else (),
        irreversible=(),
        confirmation=Confirmation(ConfirmationLevel.BUTTON),
        requests=0 if reason or not body else 3,
        budget_left=budget_left,
    )


def _names(body: Mapping[str, Any]) -> list[str]:
    return [*(name for name in body if name != "custom_fields"), *body.get("custom_fields", {})]


def _shown(before: Wanted, after: Wanted) -> tuple[Row, ...]:
    rows = []
    pairs = [(name, before.value(name), after.value(name)) for name in PLAIN]
    names = dict.fromkeys((*before.custom, *after.custom))
    pairs += [(name, before.custom.get(name, ""), after.custom.get(name, "")) for name in names]
    for name, old, new in pairs:
        if old != new:
            rows += [Row(f"- {name}: {old}", "removed")] if old else []
            rows += [Row(f"+ {name}: {new}", "added")] if new else []
    return tuple(rows)


def plan_delete(
    of: Of, leads: Sequence[Lead], *, read_only: str | bool = False, budget_left: int | None = None
) -> Plan:
    """Plan to delete the PENDING ones among `leads`; the API deletes no others, so they are named as left alone."""
    reason = _refused(of, read_only, ("ARCHIVED",))
    gone = [] if reason else [lead for lead in leads if lead.status == PENDING]
    stay = [lead for lead in leads if reason or lead.status != PENDING]
    refusals = [
        Refusal(
            lead.email, reason or f"it is {lead.status or 'in an unknown state'}; only PENDING leads can be deleted", ""
        )
        for lead in stay
    ]
    items = []
    for start in range(0, len(gone), AT_ONCE):
        some = gone[start : start + AT_ONCE]
        one = len(some) == 1
        items.append(
            PlanItem(
                KIND if one else SEVERAL, f"{of.id}/{some[0].id}", some[0].email if one else f"{len(some):,} leads of {of.name}",
                DELETE, PENDING, None, (f"DELETE {wording.plural(len(some), 'id')}", "read the first, one between and the last back"),
                sends=Deletion(tuple(lead.id for lead in some)), shown=tuple(Row(f"- {lead.email}", "removed") for lead in some),
                detail=f"{wording.plural(len(some), 'lead')} of {of.name}",
            )
        )  # fmt: skip
    notes = (
        [f"{wording.plural(len(stay), 'lead')} of {len(leads):,} are not PENDING and are left."]
        if stay and gone
        else []
    )
    name = gone[0].email if len(gone) == 1 else ""
    return Plan(
        title=f"Delete {name or wording.plural(len(gone), 'lead')} of {of.name}",
        verb=DELETE,
        items=tuple(items),
        refusals=tuple(refusals),
        warnings=tuple(notes),
        irreversible=("a deleted lead is gone from the campaign; the person stays a contact of the team.",)
        if gone
        else (),
        confirmation=for_write(ConfirmationLevel.TYPE, len(gone), name, gone[0].id if gone else ""),
        requests=4 * len(items),
        budget_left=budget_left,
    )
