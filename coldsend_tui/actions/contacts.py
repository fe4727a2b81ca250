"""One contact: its fields, its pinned signal; and the import of many from a CSV file (behaviour.md §15)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from coldsend_tui.actions.confirmation import ConfirmationLevel, for_write
from coldsend_tui.actions.list_source import BATCH_BYTES_MAX
from coldsend_tui.actions.plan import Plan, PlanItem, Refusal, Row, cost
from coldsend_tui.actions.readings import Answer, Readings, Seen, Verdict
from coldsend_tui.api.errors import NotFound
from coldsend_tui.api.limits import UPLOAD_LEADS_MAX
from coldsend_tui.live.projection import contacts as projection
from coldsend_tui.ops import contact_query, wording
from coldsend_tui.people import Contact, ContactList

if TYPE_CHECKING:
    from coldsend_tui.api import ColdSend
    from coldsend_tui.ops.contact_file import ContactFile, Part
    from coldsend_tui.ops.lead_list.columns import Fields
    from coldsend_tui.ops.lead_list.table import Table

KIND: Final = "contact"
EDIT, PIN, UNPIN, IMPORT = "edit contact", "pin signal", "unpin signal", "import contacts"
IMPORTED: Final = "contact file"
"""The object of an import; its id is the address in the last row of the file that has one."""
_FREE: Final = "not pinned"
EMAIL: Final = "email"
FIELDS: Final = ("first_name", "last_name", "company")
_BLOCKED_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way. `on_sent` hears of bytes sent and bytes in all."""

    part: Part
    fields: Sequence[str]
    list_id: str | None
    on_sent: Callable[[int, int | None], None] | None = None


def plan_edit(
    contact: Contact, changes: Mapping[str, Any], *, read_only: str = "", budget_left: int | None = None
) -> Plan:
    """Plan to change fields of a person: `changes` is the merge patch (None empties a field, or a custom one's key)."""
    rows = [*_differences({name: getattr(contact, name) for name in FIELDS}, changes)]
    rows += _differences(contact.custom, changes.get("custom_fields") or {})
    shown = tuple(Row(f"{name}: {before or 'empty'} → {after or 'empty'}") for name, before, after in rows)
    changed = _patched(contact, changes)
    item = PlanItem(
        KIND, contact.id, contact.email, EDIT, _digest(contact), _digest(changed), ("PATCH what changes", "read it back"),
        sends=dict(changes), shown=shown, detail="; ".join(row.text for row in shown)[:160],
    )  # fmt: skip
    reason = read_only or ("" if shown else "nothing would change")
    return _plan(f"Edit {contact.email}", EDIT, [item], reason, budget_left=budget_left)


def plan_signal(
    people: Sequence[Contact], signal: str | None, *, read_only: str = "", budget_left: int | None = None
) -> Plan:
    """Plan to pin a signal for people, or (None) to leave it to the platform again."""
    action, after = (UNPIN, _FREE) if signal is None else (PIN, _pinned(signal))
    items, same = [], []
    for row in people:
        before = _pinned(row.signal) if row.pinned else _FREE
        if before == after:
            same.append(Refusal(row.email, f"its signal is {after} already", ""))
            continue
        items.append(
            PlanItem(KIND, row.id, row.email, action, before, after, ("PUT signal", "read it back"), sends=signal)
        )
    word = contact_query.SIGNALS
    reason = read_only or ("" if signal is None or signal in word else f"there is no signal {signal}")
    who = items[0].name if len(items) == 1 else wording.plural(len(items), "person", "people")
    title = f"Unpin the signal of {who}" if signal is None else f"Pin {signal} to {who}"
    notes = ["the platform computes it again with its next run."] if signal is None else []
    return _plan(title, action, items, reason, notes=notes, same=same, budget_left=budget_left)


def sent_of(table: Table, fields: Fields) -> ContactFile:
    """What is sent of a list, in as few files as the limits allow. Heavy: in a thread. ListFault when there is nobody in it."""
    from coldsend_tui.ops.contact_file import contact_file

    return contact_file(table, fields, most_rows=UPLOAD_LEADS_MAX, most_bytes=BATCH_BYTES_MAX)


def plan_import(
    name: str, file: ContactFile, into: ContactList | None, *, notes: Sequence[str] = (), read_only: str = "",
    budget_left: int | None = None, on_sent: Callable[[int, int | None], None] | None = None,
) -> Plan:  # fmt: skip
    """Plan to import a list that was judged; `name` is its file's, `notes` say what had to be guessed to read it."""
    reason = read_only
    if into is not None and into.kind != "STATIC":
        reason = reason or f"{into.name} is a DYNAMIC list: it finds its people by its filter"
    known = (EMAIL, *FIELDS)
    shown = [Row(f"{field:<14}← {header}", "added") for field, header in file.mapping if field in known]
    shown += [Row(f"{field:<14}← {header} (custom field)") for field, header in file.mapping if field not in known]
    lists = f" and put into {into.name}" if into else ""
    fields = [field for field, _ in file.mapping]
    items = [
        PlanItem(
            IMPORTED, part.last_address, _named(name, number, len(file.parts)), IMPORT,
            wording.plural(part.rows, "row of the file", "rows of the file"), f"among the contacts{lists}",
            (f"POST {len(part.content):,} bytes", "read the person of its last row"),
            sends=Upload(part, fields, into.id if into else None, on_sent),
            shown=tuple(shown) if number == 1 else (), detail=file.summary, objects=part.rows,
        )
        for number, part in enumerate(file.parts, 1)
    ]  # fmt: skip
    told = [
        f"{file.summary}.",
        *(f"{note}." for note in notes),
        "known people are updated: the newest value that is not empty wins; suppressed ones are blocked.",
    ]
    return _plan(f"Import {name}", IMPORT, items, reason, notes=told, budget_left=budget_left)


def _named(name: str, number: int, parts: int) -> str:
    """The file's name as the platform is told it: of several, each has its own."""
    path = Path(name)
    return name if parts == 1 else f"{path.stem}-{number}of{parts}{path.suffix}"


def _plan(
    title: str,
    verb: str,
    items: Sequence[PlanItem],
    reason: str,
    *,
    notes: Sequence[str] = (),
    same: Sequence[Refusal] = (),
    budget_left: int | None = None,
) -> Plan:
    refused = [Refusal(item.name, reason, "") for item in items] if reason else []
    items = () if reason else tuple(items)
    first = items[0] if items else None
    return Plan(
        title=title,
        verb=verb,
        items=tuple(items),
        refusals=(*same, *refused),
        warnings=tuple(notes) if items else (),
        irreversible=(),
        confirmation=for_write(
            ConfirmationLevel.BUTTON, len(items), first.name if first else "", first.id if first else ""
        ),
        requests=cost(len(items), read_each=True),
        budget_left=budget_left,
    )


def _differences(before: Mapping[str, Any], changes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    kept = {name: str(before.get(name) or "") for name in changes if name != "custom_fields"}
    return [(name, kept[name], changes[name] or "") for name in kept if kept[name] != (changes[name] or "")]


def _patched(contact: Contact, changes: Mapping[str, Any]) -> Contact:
    custom = dict(contact.custom) | dict(changes.get("custom_fields") or {})
    fields = {name: str(changes.get(name, getattr(contact, name)) or "") for name in FIELDS}
    return contact._replace(
        first_name=fields["first_name"],
        last_name=fields["last_name"],
        company=fields["company"],
        custom={name: value for name, value in custom.items() if value is not None},
    )


def _digest(contact: Contact) -> str:
    values = [contact.first_name, contact.last_name, contact.company, sorted(contact.custom.items())]
    return "#" + hashlib.sha256(json.dumps(values).encode()).hexdigest()[:10]


def _pinned(signal: str) -> str:
    return f"pinned {signal}"


# -- what is sent and read ------------------------------------------------------------------------------------------------


async def _send_edit(client: ColdSend, item: PlanItem) -> Answer:
    await client.contacts.update(item.id, **cast("Any", item.sends))
    return Answer()


async def _send_signal(client: ColdSend, item: PlanItem) -> Answer:
    await client.contacts.set_signal(item.id, cast("str | None", item.sends))
    return Answer()


async def _send_import(client: ColdSend, item: PlanItem) -> Answer:
    upload = cast("Upload", item.sends)
    with tempfile.TemporaryDirectory(prefix="coldsend-import-") as directory:
        path = Path(directory) / item.name
        await asyncio.to_thread(path.write_bytes, upload.part.content)
        mapping = {field: field for field in upload.fields}
        done = await client.contacts.import_(path, mapping=mapping, list_id=upload.list_id, on_sent=upload.on_sent)
    told = [(done.total_rows, "rows"), (done.contacts_created, "new"), (done.contacts_matched, "known")]
    told += [(done.skipped_rows, "skipped")]
    note = ", ".join(f"{number:,} {word}" for number, word in told if number is not None)
    blocked = done.blocked or []
    if blocked:
        names = ", ".join(_blocked(one) for one in blocked[:_BLOCKED_SHOWN])
        more = f" and {len(blocked) - _BLOCKED_SHOWN:,} more" if len(blocked) > _BLOCKED_SHOWN else ""
        note += f", {len(blocked):,} blocked: {names}{more}"
    nobody = done.imported_rows == 0
    return Answer(declined=f"nobody was imported: {note}") if nobody else Answer(note=note)


def _blocked(one: Any) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    return f"{one.get('email', '?')}" + (f" ({one['reason']})" if one.get("reason") else "")


async def _person(readings: Readings, id: str) -> Contact | None:
    try:
        return projection.contact((await readings.client.contacts.get(id)).payload())
    except NotFound:
        return None


async def _look_edit(readings: Readings, item: PlanItem) -> Seen:
    now = await _person(readings, item.id)
    if now is None:
        return Seen(None, Verdict.OTHER, "it is gone")
    state = _digest(now)
    if state == item.after:
        return Seen(state, Verdict.DONE)
    if isinstance(item.sends, Mapping):
        left = _differences({name: getattr(now, name) for name in FIELDS}, item.sends)
        left += _differences(now.custom, item.sends.get("custom_fields") or {})
        if not left:
            return Seen(state, Verdict.DONE, "something else was changed meanwhile")
        if state != item.before:
            return Seen(state, Verdict.OTHER, f"{', '.join(name for name, _, _ in left)} did not change")
    return Seen(state, Verdict.UNCHANGED if state == item.before else Verdict.OTHER)


async def _look_signal(readings: Readings, item: PlanItem) -> Seen:
    now = await _person(readings, item.id)
    if now is None:
        return Seen(None, Verdict.OTHER, "it is gone")
    state = _pinned(now.signal) if now.pinned else _FREE
    verdict = Verdict.DONE if state == item.after else Verdict.UNCHANGED if state == item.before else Verdict.OTHER
    return Seen(state, verdict)


async def _look_import(readings: Readings, item: PlanItem) -> Seen:
    """The person of the last row is known, and from this very file; one who was known before proves nothing."""
    page = await readings.client.contacts.list(search=item.id, limit=10)
    found = next((row for row in page if row.email.lower() == item.id.lower()), None)
    if found is None:
        return Seen(item.before, Verdict.UNCHANGED, f"{item.id} of its last row is not among the contacts")
    if found.source_name == item.name:
        return Seen(item.after, Verdict.DONE)
    note = f"{item.id} of its last row was known before; importing the file again only updates"
    return Seen(item.after, Verdict.QUEUED, note)


async def _free(readings: Readings, item: PlanItem) -> str:
    return ""


WRITES: Final = {
    (KIND, EDIT): (_send_edit, _look_edit, _free),
    (KIND, PIN): (_send_signal, _look_signal, _free),
    (KIND, UNPIN): (_send_signal, _look_signal, _free),
    (IMPORTED, IMPORT): (_send_import, _look_import, _free),
}
"""What is sent, how its fate is read, what must hold before."""
