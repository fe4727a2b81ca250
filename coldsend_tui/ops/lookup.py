"""Find one campaign, inbox or domain by what a person calls it: id, name, or a part of the name that only it has."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from coldsend_tui.errors import UsageError
from coldsend_tui.text import safe
from coldsend_tui.workspace import Workspace

KINDS: Final = ("campaign", "inbox", "domain")
_SHOWN: Final = 5
_ALIKE: Final = 0.8
"""Share of equal characters from which a name is taken for another one mistyped: one slip in five letters, two in ten."""


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
    meant = _meant(wanted, [row.name for row in every])
    raise UsageError(f'There is no {kind} "{safe(text)}".', f'Did you mean "{safe(meant)}"?' if meant else "")


def _meant(wanted: str, names: Sequence[str]) -> str | None:
    """The name that was surely meant but for a slip or two. Behind it may stand a kill switch: no guesses.

    What all names end in (`.example`, `@acme.example`) makes nothing alike: only what stands before it is compared.
    """
    folded = {name.casefold(): name for name in names}
    ending = _common_ending([wanted, *folded])
    stems = {name.removesuffix(ending): name for name in folded}
    near = difflib.get_close_matches(wanted.removesuffix(ending), stems, n=1, cutoff=_ALIKE)
    return folded[stems[near[0]]] if near else None


def _common_ending(names: Sequence[str]) -> str:
    alike = takewhile(lambda letters: len({*letters}) == 1, zip(*map(reversed, names), strict=False))
    shared = "".join(letters[0] for letters in alike)[::-1]
    at = min((place for place in map(shared.find, ".@ ") if place >= 0), default=len(shared))
    return shared[at:]


def quoted(name: str) -> str:
    """A name as it is typed behind a command: in quotes where it has a space."""
    return f'"{name}"' if " " in name else name
