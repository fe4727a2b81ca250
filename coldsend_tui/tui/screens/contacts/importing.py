"""Importing people from a CSV file: path and list, columns as they are taken, plan, upload with its bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coldsend_tui.actions import contacts
from coldsend_tui.errors import ColdSendError
from coldsend_tui.ops import wording
from coldsend_tui.people import ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.screens.contacts.operating import about, put_forward, read_lists

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.contacts.screen import ContactsScreen

NONE = "–"
TENTHS = 10
CANCELLED = "import: cancelled, nothing was sent"


async def begin(screen: ContactsScreen) -> None:
    """Ask for the file and for a list to put them into."""
    lists = await read_lists(screen)
    if lists is None:
        return
    static = {safe(one.name): one for one in lists if one.kind == "STATIC"}

    def check(values: Mapping[str, str]) -> dict[str, str]:
        path = _path(values)
        return {} if values["path"].strip() and path.is_file() else {"path": f"there is no file {path}"}

    fields = [
        Field("path", "CSV file", hint="its first line names the columns"),
        Field("list", "Put them into", NONE, choices=(NONE, *static)),
    ]
    values = await screen.app.push_screen_wait(Form("Import contacts", fields, check, then="reads its columns"))
    if values is None:
        screen.state.say(CANCELLED)
        return
    try:
        await _columns(screen, _path(values), static.get(values["list"]))
    except ColdSendError as error:
        screen.state.say(f"{error.title}: {error}", "error")


def _path(values: Mapping[str, str]) -> Path:
    return Path(values["path"].strip()).expanduser()


async def _columns(screen: ContactsScreen, path: Path, into: ContactList | None) -> None:
    """Read the file, show what each column is taken for, offer the plan."""
    from coldsend_tui.actions.list_source import Source
    from coldsend_tui.ops import contact_file
    from coldsend_tui.tui.uploading import mapping

    screen.state.say(f"reading {safe(path.name)} …")
    source = await asyncio.to_thread(Source, path)
    screen.state.say("")
    width = len(source.table.header)
    lines = mapping.columns_of(source.table, contact_file.guess(source.table))
    heading = f"{safe(path.name)} · {wording.plural(len(source.table.records), 'row')} · which column is which field"
    values = await screen.app.push_screen_wait(Form(heading, lines, lambda answers: mapping.check(answers, width)))
    if values is None:
        screen.state.say(CANCELLED)
        return
    file = await asyncio.to_thread(contacts.sent_of, source.table, mapping.fields_in(values, width))
    told_of = about(screen, contacts.IMPORTED, contacts.IMPORT)
    plan = contacts.plan_import(
        path.name, file, into, notes=source.table.notes, on_sent=told(screen.state.say), **told_of
    )
    put_forward(screen, plan, ())


def told(say: Callable[[str], None]) -> Callable[[int, int | None], None]:
    """Tells bytes sent, at most once for every tenth of a file."""
    last = -1

    def sent(number: int, total: int | None) -> None:
        nonlocal last
        tenth = number * TENTHS // total if total else -1
        if tenth != last:
            last = tenth
            say(f"import: {number / 1000:,.0f} of {(total or 0) / 1000:,.0f} kB sent")

    return sent
