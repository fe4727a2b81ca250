"""`coldsend-tui contacts`: the team's people from a shell: search, import, and every change the console makes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from coldsend_tui.actions import contacts, mails, people
from coldsend_tui.actions.list_source import Source
from coldsend_tui.actions.mails import Letter
from coldsend_tui.commands.as_json import dumped
from coldsend_tui.commands.chosen_people import chosen, one, search
from coldsend_tui.commands.column_mapping import mapped
from coldsend_tui.commands.lists import list_named
from coldsend_tui.commands.replies import written
from coldsend_tui.commands.writing import Desk, carry_out, consult
from coldsend_tui.errors import ExitCode, UsageError
from coldsend_tui.live import feeds
from coldsend_tui.live.browsing.contacts import Known, read_contact
from coldsend_tui.ops import contact_file, contact_query, lookup, wording
from coldsend_tui.people import Contact
from coldsend_tui.text import safe

if TYPE_CHECKING:
    from argparse import Namespace

    from coldsend_tui.actions.plan import Plan

NOBODY = "nobody is found: nothing was sent"


def run(options: Namespace) -> int:
    """Carry out the command that was asked for; the exit status."""
    match options.what:
        case "search":
            return _search(options)
        case "show":
            return _show(options)
    make = _PLANS[options.what]
    return carry_out(options, lambda desk: make(desk, options), NOBODY)


def _search(options: Namespace) -> int:
    (rows, total), _ = consult(options, lambda desk: search(desk, options.query, options.limit))
    if options.json:
        print(dumped(rows))
        return ExitCode.OK
    for row in rows:
        tags = ", ".join(tag.name for tag in row.tags)
        print(
            f"{row.id}  {safe(row.signal):<16}  {safe(row.email)}  {safe(row.name)}  {safe(row.company)}  {safe(tags)}".rstrip()
        )
    print(f"coldsend-tui: {len(rows):,} of {wording.plural(total, 'contact')}", file=sys.stderr)
    return ExitCode.OK


def _show(options: Namespace) -> int:
    async def work(desk: Desk) -> Known:
        return await read_contact(desk.session, await one(desk, options.who))

    known, _ = consult(options, work)
    if options.json:
        print(dumped(known))
        return ExitCode.OK
    row = known.contact
    print(f"{safe(row.email)}  {row.id}")
    signal = safe(row.signal) + (" (pinned)" if row.pinned else "")
    suppressed = (
        "yes: " + safe(row.suppression or "") if row.suppressed else "no" if row.suppressed is False else "not told"
    )
    for label, value in (("name", row.name), ("company", row.company), ("signal", signal), ("suppressed", suppressed)):
        print(f"  {label:<12}{safe(value)}".rstrip())
    print(f"  {'tags':<12}{safe(', '.join(f'{tag.name} ({tag.id})' for tag in row.tags))}".rstrip())
    for name, value in row.custom.items():
        print(f"  {safe(name)}: {safe(value)}")
    for membership in known.memberships:
        print(f"  in {safe(membership.campaign)}: {safe(membership.status)}")
    return ExitCode.OK


def _about(desk: Desk, kind: str, action: str) -> dict[str, Any]:
    return {"read_only": desk.refusal(kind, action), "budget_left": desk.budget_left}


async def _tag(desk: Desk, options: Namespace) -> Plan:
    off = options.what == "untag"
    rows = await chosen(desk, options)
    id, name = await _tag_named(desk, options.target, rows)
    return people.plan_tag(rows, id, name, off=off, **_about(desk, people.KIND, people.UNTAG if off else people.TAG))


async def _tag_named(desk: Desk, text: str, rows: list[Contact]) -> tuple[str, str]:
    """A tag by its id, or by its name on these people or on the newest contacts: the API lists none."""
    known = {tag.id: tag.name for row in rows for tag in row.tags}
    found = [id for id, name in known.items() if text in (id, name)]
    if not found:
        newest, _ = await search(desk, "", 100)
        known |= {tag.id: tag.name for row in newest for tag in row.tags}
        found = [id for id, name in known.items() if text in (id, name)]
    if found:
        return found[0], known[found[0]]
    if len(text) == 36 and text.count("-") == 4:
        return text, text
    raise UsageError(
        f"No tag {safe(text)} is known.",
        "The API lists no tags: give its id, from `contacts show` of somebody who has it.",
    )


async def _put(desk: Desk, options: Namespace) -> Plan:
    into = await list_named(desk, options.target)
    return people.plan_put(await chosen(desk, options), into, **_about(desk, people.KIND, people.PUT))


async def _enrol(desk: Desk, options: Namespace) -> Plan:
    await desk.session.reread(feeds.ANALYTICS)
    id = lookup.find("campaign", options.target, desk.workspace).id
    into = next(row for row in desk.workspace.campaigns if row.id == id)
    return people.plan_enrol(await chosen(desk, options), into, **_about(desk, people.KIND, people.ENROL))


async def _delete(desk: Desk, options: Namespace) -> Plan:
    return people.plan_delete(await chosen(desk, options), **_about(desk, people.KIND, people.DELETE))


async def _signal(desk: Desk, options: Namespace) -> Plan:
    free = options.target.lower() == "none"
    signal = None if free else contact_query.nearest_signal(options.target)
    action = contacts.UNPIN if free else contacts.PIN
    return contacts.plan_signal(await chosen(desk, options), signal, **_about(desk, contacts.KIND, action))


async def _edit(desk: Desk, options: Namespace) -> Plan:
    changes: dict[str, Any] = {}
    for text in options.set:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"{text} is no FIELD=VALUE.", "Write company=Acme.")
        if name in contacts.FIELDS:
            changes[name] = value or None
        else:
            changes.setdefault("custom_fields", {})[name] = value or None
    row = (await read_contact(desk.session, await one(desk, options.who))).contact
    return contacts.plan_edit(row, changes, **_about(desk, contacts.KIND, contacts.EDIT))


async def _import(desk: Desk, options: Namespace) -> Plan:
    into = await list_named(desk, options.list) if options.list else None
    source = await asyncio.to_thread(Source, options.file)
    fields = mapped(source.table, contact_file.guess(source.table), options.map, "--map")
    file = await asyncio.to_thread(contacts.sent_of, source.table, fields)
    last = -1

    def sent(number: int, total: int | None) -> None:
        nonlocal last
        tenth = number * 10 // total if total else -1
        if tenth > last:
            last = tenth
            print(f"coldsend-tui: {number:,} of {total or 0:,} bytes sent", file=sys.stderr)

    about = _about(desk, contacts.IMPORTED, contacts.IMPORT)
    return contacts.plan_import(options.file.name, file, into, notes=source.table.notes, on_sent=sent, **about)


async def _mail(desk: Desk, options: Namespace) -> Plan:
    await desk.session.reread(feeds.SENDERS)
    inbox = lookup.find("inbox", options.inbox, desk.workspace)
    sender = next(row for row in desk.workspace.senders if row.id == inbox.id)
    letter = Letter(
        written(options.text), tuple(options.attach), options.subject, sender.id,
        mails.addresses(",".join(options.cc)), mails.addresses(",".join(options.bcc)),
    )  # fmt: skip
    row = (await read_contact(desk.session, await one(desk, options.who))).contact
    return mails.plan_direct(row, sender, letter, **_about(desk, mails.DIRECT, mails.DIRECT))


_PLANS: dict[str, Callable[[Desk, Namespace], Awaitable[Plan | None]]] = {
    "tag": _tag, "untag": _tag, "put": _put, "enrol": _enrol, "delete": _delete, "signal": _signal, "edit": _edit,
    "import": _import, "mail": _mail,
}  # fmt: skip
