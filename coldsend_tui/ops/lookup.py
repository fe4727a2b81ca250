"""Find one campaign, inbox or domain by what a person calls it: id, name, or a part of the name that only it has."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final, NamedTuple

from coldsend_tui.errors import UsageError
from coldsend_tui.text import safe
from coldsend_tui.workspace import Workspace

KINDS: Final = ("campaign", "inbox", "domain")
_SHOWN: Final = 5


class Named(NamedTuple):
    """An object by id and name (of an inbox: its address)."""

    id: str
    name: str


def named(kind: str, workspace: Workspace) -> Sequence[Named]:
    """All objects of a kind."""
    match kind:
        case "campaign":
            return [Named(row.id, row.name) for row in workspace.campaigns]
        case "inbox":
            return [Named(row.id, row.email) for row in workspace.senders]
        case "domain":
            return [Named(row.id, row.name) for row in workspace.domains]
    raise UsageError(f"There is no kind {kind}.", f"Kinds are {', '.join(KINDS)}.")


def find(kind: str, text: str, workspace: Workspace) -> Named:
    """The object of `kind` that `text` names. Raises `UsageError` when it names none (with the nearest) or several."""
    every, wanted = named(kind, workspace), text.strip().strip('"').casefold()
    if not wanted:
        raise UsageError(f"Which {kind}?", f"Write its name or id after {kind}.")
    for found in (
        [row for row in every if row.id.casefold() == wanted],
        [row for row in every if row.name.casefold() == wanted],
        [row for row in every if wanted in row.name.casefold() or row.id.casefold().startswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f'"{safe(row.name)}" ({row.id})' for row in found[:_SHOWN])
            raise UsageError(f"{len(found)} {kind}s are called {safe(text)}: {names}.", "Write the id instead.")
    near = difflib.get_close_matches(wanted, [row.name.casefold() for row in every], n=1, cutoff=0.5)
    meant = next((row.name for row in every if near and row.name.casefold() == near[0]), None)
    raise UsageError(f'There is no {kind} "{safe(text)}".', f'Did you mean "{safe(meant)}"?' if meant else "")


def quoted(name: str) -> str:
    """A name as it is typed behind a command: in quotes where it has a space."""
    return f'"{name}"' if " " in name else name
