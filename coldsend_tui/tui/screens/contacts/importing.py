"""Importing people from a CSV file: path, columns as they are taken, plan, upload with its bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.actions import contacts
from coldsend_tui.ops import contact_file
from coldsend_tui.people import ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.screens.contacts.operating import about, put_forward, read_lists

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.contacts.screen import ContactsScreen

NONE = "–"
TENTHS = 10


async def begin(screen: ContactsScreen) -> None:
    """Ask for the file and for a list to put them into."""
    lists = await read_lists(screen)
    if lists is None:
        return
    static = {safe(one.name): one for one in lists if one.kind == "STATIC"}

    def check(values: Mapping[str, str]) -> dict[str, str]:
        path = Path(values["path"].strip()).expanduser()
        return {} if values["path"].strip() and path.is_file() else {"path": f"there is no file {path}"}

    def filled(values: dict[str, str] | None) -> None:
        if values is None:
            screen.state.say("import: cancelled, nothing was sent")
            return
        into = static.get(values["list"])
        path = Path(values["path"].strip()).expanduser()
        screen.run_worker(_columns(screen, path, into), group="import", exclusive=True, exit_on_error=False)

    fields = [
        Field("path", "CSV file", hint="its first line names the columns"),
        Field("list", "Put them into", NONE, choices=(NONE, *static)),
    ]
    screen.app.push_screen(Form("Import contacts", fields, check), filled)


async def _columns(screen: ContactsScreen, path: Path, into: ContactList | None) -> None:
    """Show what each column is taken for; left and right change it."""
    file = await asyncio.to_thread(contact_file.inspect, path)
    headers = (*file.mapping.values(), *file.unmapped)
    if not headers:
        screen.state.say(f"{safe(path.name)}: {file.problem}", "warn")
        return
    named = {safe(header): header for header in headers}
    choices = (NONE, *named)
    labels = {"email": "Address", "first_name": "First name", "last_name": "Last name", "company": "Company"}
    fields = [
        Field(
            name,
            label,
            safe(file.mapping.get(name, NONE)),
            hint=f"{len(headers)} columns, ← → changes it",
            choices=choices,
        )
        for name, label in labels.items()
    ]

    def check(values: Mapping[str, str]) -> dict[str, str]:
        chosen = [value for value in values.values() if value != NONE]
        twice = next((name for name in values if values[name] != NONE and chosen.count(values[name]) > 1), None)
        if twice:
            return {twice: f"{values[twice]} is taken twice"}
        return {"email": "choose the column of the address"} if values["email"] == NONE else {}

    def filled(values: dict[str, str] | None) -> None:
        if values is None:
            screen.state.say("import: cancelled, nothing was sent")
            return
        mapping = {name: named[header] for name, header in values.items() if header != NONE}
        screen.run_worker(_propose(screen, path, mapping, into), group="import", exclusive=True, exit_on_error=False)

    screen.app.push_screen(Form(f"Columns of {safe(path.name)}", fields, check), filled)


async def _propose(screen: ContactsScreen, path: Path, mapping: Mapping[str, str], into: ContactList | None) -> None:
    file = await asyncio.to_thread(contact_file.inspect, path, mapping)
    plan = contacts.plan_import(
        file, into, on_sent=told(screen.state.say), **about(screen, contacts.IMPORTED, contacts.IMPORT)
    )
    put_forward(screen, plan, ())


def told(say: Callable[[str], None]) -> Callable[[int, int | None], None]:
    """Tells bytes sent, at most once for every tenth of the file."""
    last = -1

    def sent(number: int, total: int | None) -> None:
        nonlocal last
        tenth = number * TENTHS // total if total else -1
        if tenth > last:
            last = tenth
            say(f"import: {number / 1000:,.0f} of {(total or 0) / 1000:,.0f} kB sent")

    return sent
