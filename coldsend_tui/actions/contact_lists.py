"""Saved lists of contacts: create, edit, delete (behaviour.md §15). Names are unique, by them a lost creation is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from coldsend_tui.actions import people
from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.people import Group
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, Row
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.limits import BULK_CONTACTS_MAX
from coldsend_tui.ops import wording
from coldsend_tui.people import Contact, ContactList

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend

KIND: Final = "list"
CREATE, EDIT, DELETE = "create list", "edit list", "delete list"
STATIC, DYNAMIC = "STATIC", "DYNAMIC"
_NEW: Final = "not there"
NAME_MAX: Final = 255


def plan_create(
    name: str,
    kind: str,
    *,
    description: str = "",
    filter: Mapping[str, Any] | None = None,
    members: Sequence[Contact] = (),
    taken: Sequence[str] = (),
    read_only: str = "",
    budget_left: int | None = None,
) -> Plan:
    """Plan a new list: a STATIC one of `members`, or a DYNAMIC one of a `filter` (as the API stores it). `taken` are names."""
    name = " ".join(name.split())
    members = tuple({row.id: row for row in members}.values()) if kind == STATIC else ()
    reason = read_only or _name_problem(name, taken) or _kind_problem(kind, filter)
    body: dict[str, Any] = {"name": name, "list_type": kind}
    if description:
        body["description"] = description
    if kind == DYNAMIC:
        body["filter_definition"] = dict(filter or {})
    ids = [row.id for row in members]
    if ids:
        body["contact_ids"] = ids[:BULK_CONTACTS_MAX]
    shown = [Row(f"{'type':<13}{kind}"), *([Row(f"{'description':<13}{description}")] if description else [])]
    shown += (
        [Row(f"{key:<13}{_text(value)}", "added") for key, value in (filter or {}).items()] if kind == DYNAMIC else []
    )
    shown += (
        [Row(f"{'members':<13}{wording.plural(len(members), 'person', 'people')}", "added")] if kind == STATIC else []
    )
    first = PlanItem(
        KIND, "", name, CREATE, _NEW, state(body), ("POST the list", "read it back"),
        sends=body, shown=tuple(shown), detail=f"{kind} {_text(filter or {})}".strip()[:160], objects=max(1, len(ids[:BULK_CONTACTS_MAX])),
    )  # fmt: skip
    items = [first]
    for start in range(BULK_CONTACTS_MAX, len(members), BULK_CONTACTS_MAX):
        batch = members[start : start + BULK_CONTACTS_MAX]
        sample = tuple((row.id, row.email) for row in batch[: people.SAMPLE])
        count = wording.plural(len(batch), "person", "people")
        items.append(
            PlanItem(
                people.KIND, "", name, people.PUT, f"not in {name}", f"in {name}",
                (f"POST {count}", f"read {len(sample)} of them back"),
                sends=Group(tuple(row.id for row in batch), "", sample), follows=True, objects=len(batch),
            )
        )  # fmt: skip
    notes = [] if members or kind == DYNAMIC else ["it has nobody yet."]
    return _plan(
        f"Create list {name}",
        CREATE,
        items,
        name,
        reason,
        notes=notes,
        objects=max(1, len(members)),
        budget_left=budget_left,
    )


def plan_edit(
    row: ContactList,
    *,
    name: str | None = None,
    description: str | None = None,
    filter: Mapping[str, Any] | None = None,
    taken: Sequence[str] = (),
    read_only: str = "",
    budget_left: int | None = None,
) -> Plan:
    """Plan to rename, describe or filter a list anew; None leaves a field as it is. The type stays."""
    body: dict[str, Any] = {}
    if name is not None and (name := " ".join(name.split())) != row.name:
        body["name"] = name
    if description is not None and description != row.description:
        body["description"] = description
    if filter is not None and dict(filter) != dict(row.filter):
        body["filter_definition"] = dict(filter)
    reason = read_only
    if not reason and "name" in body:
        reason = _name_problem(body["name"], [one for one in taken if one != row.name])
    if not reason and "filter_definition" in body:
        reason = "a STATIC list has no filter" if row.kind != DYNAMIC else _kind_problem(DYNAMIC, filter)
    reason = reason or ("" if body else "nothing would change")
    before = {"name": row.name, "description": row.description, "filter_definition": row.filter}
    shown = tuple(
        Row(f"{key}: {_text(before[key]) or 'empty'} → {_text(value) or 'empty'}") for key, value in body.items()
    )
    item = PlanItem(
        KIND, row.id, row.name, EDIT, state(_body_of(row)), state({**_body_of(row), **body}), ("PATCH what changes", "read it back"),
        sends=body, shown=shown, detail="; ".join(one.text for one in shown)[:160],
    )  # fmt: skip
    notes = (
        ["who is in it changes at once; its count is unknown until it is counted again."]
        if "filter_definition" in body
        else []
    )
    return _plan(f"Edit list {row.name}", EDIT, [item], row.name, reason, notes=notes, budget_left=budget_left)


def plan_delete(row: ContactList, *, read_only: str = "", budget_left: int | None = None) -> Plan:
    """Plan to delete a list. Its people stay."""
    item = PlanItem(
        KIND, row.id, row.name, DELETE, state(_body_of(row)), None, ("DELETE the list", "read that it is gone")
    )
    return _plan(
        f"Delete list {row.name}", DELETE, [item], row.name, read_only, level=ConfirmationLevel.TYPE,
        notes=["its people stay: only the list goes."], losses=["the list is deleted for good."], budget_left=budget_left,
    )  # fmt: skip


def state(body: Mapping[str, Any]) -> str:
    """`DYNAMIC #3f2a9c1e07`: the type, and a digest of name, description and filter."""
    values = [body.get("name"), body.get("description") or "", body.get("filter_definition") or {}]
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:10]
    return f"{body.get('list_type', '')} #{digest}"


def _body_of(row: ContactList) -> dict[str, Any]:
    return {
        "name": row.name,
        "list_type": row.kind,
        "description": row.description,
        "filter_definition": dict(row.filter),
    }


def _name_problem(name: str, taken: Sequence[str]) -> str:
    if not name:
        return "a list needs a name"
    if len(name) > NAME_MAX:
        return f"a name has at most {NAME_MAX} characters"
    folded = {one.casefold() for one in taken}
    return "a list of that name exists already" if name.casefold() in folded else ""


def _kind_problem(kind: str, filter: Mapping[str, Any] | None) -> str:
    if kind not in (STATIC, DYNAMIC):
        return f"a list is {STATIC} or {DYNAMIC}"
    return "a DYNAMIC list needs a filter" if kind == DYNAMIC and not filter else ""


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _plan(
    title: str,
    verb: str,
    items: Sequence[PlanItem],
    name: str,
    reason: str,
    *,
    level: ConfirmationLevel = ConfirmationLevel.BUTTON,
    notes: Sequence[str] = (),
    losses: Sequence[str] = (),
    objects: int = 1,
    budget_left: int | None = None,
) -> Plan:
    return Plan(
        title=title,
        verb=verb,
        items=() if reason else tuple(items),
        refusals=(Refusal(name or "(no name)", reason, ""),) if reason else (),
        warnings=() if reason else tuple(notes),
        irreversible=() if reason else tuple(losses),
        confirmation=for_write(level, objects, name, items[0].id),
        requests=0 if reason else 2 * len(items) + 2 * sum(item.follows for item in items),
        budget_left=budget_left,
    )


# -- what is sent and read ------------------------------------------------------------------------------------------------


async def _send_create(client: ColdSend, item: PlanItem) -> Answer:
    return Answer(made=(await client.contact_lists.create(**cast("Any", item.sends))).list_id)


async def _send_edit(client: ColdSend, item: PlanItem) -> Answer:
    await client.contact_lists.update(item.id, **cast("Any", item.sends))
    return Answer()


async def _send_delete(client: ColdSend, item: PlanItem) -> Answer:
    await client.contact_lists.delete(item.id)
    return Answer()


async def _name_is_free(readings: Readings, item: PlanItem) -> str:
    """A second list of the same name could not be told from a creation whose answer got lost."""
    lists = await readings.client.contact_lists.list()
    taken = any(row.name.casefold() == item.name.casefold() for row in lists)
    return "a list of that name exists already" if taken else ""


async def _look(readings: Readings, item: PlanItem) -> Seen:
    lists = await readings.client.contact_lists.list()
    row = next((row for row in lists if (row.list_id == item.id if item.id else row.name == item.name)), None)
    if row is None:
        gone = item.after is None
        return Seen(None if gone or item.before != _NEW else _NEW, Verdict.DONE if gone else Verdict.UNCHANGED)
    found = state(
        {
            "name": row.name,
            "list_type": row.list_type,
            "description": row.description,
            "filter_definition": row.filter_definition,
        }
    )
    if found == item.after:
        return Seen(found, Verdict.DONE, id=row.list_id)
    return Seen(found, Verdict.UNCHANGED if found == item.before else Verdict.OTHER, id=row.list_id)


async def _free(readings: Readings, item: PlanItem) -> str:
    return ""


WRITES: Final = {
    (KIND, CREATE): (_send_create, _look, _name_is_free),
    (KIND, EDIT): (_send_edit, _look, _free),
    (KIND, DELETE): (_send_delete, _look, _free),
}
"""What is sent, how its fate is read, what must hold before."""
