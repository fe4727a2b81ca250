"""Whose key it is, out of an answer whose shape is not documented (GET /me, behaviour.md §19.25)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from coldsend_tui.text import cut, safe

if TYPE_CHECKING:
    from coldsend_tui.secret import Secret

MOST: Final = 12
"""Facts that are printed; more than that is no answer to whose key it is."""
_CELLS: Final = 100
_PIECE: Final = 6
"""So many characters in a row of the key are taken for a part of it."""
_SECRET: Final = re.compile(r"key(?!_name)|token|secret|password|hash|last_?(4|four)", re.IGNORECASE)
_WRAPPERS: Final = ("data", "success", "message")


def told(answer: object, key: Secret) -> list[str]:
    """`team.name: Acme`, `scopes: campaigns:read, leads:read`: what was answered, in its order and its names, as text that is
    safe to print. Never the key or a part of it."""
    if isinstance(answer, Mapping) and isinstance(answer.get("data"), Mapping):
        answer = answer["data"]
    secret = key.get_secret_value().rpartition("_")[2]
    pieces = {secret[at : at + _PIECE] for at in range(len(secret) - _PIECE + 1)}
    facts = (
        (name, text)
        for name, text in _facts(answer)
        if text and not _SECRET.search(name.rpartition(".")[2]) and not any(piece in name + text for piece in pieces)
    )
    return [cut(safe(f"{name}: {text}"), _CELLS) for _, (name, text) in zip(range(MOST), facts, strict=False)]


def _facts(answer: object, above: str = "") -> Iterator[tuple[str, str]]:
    """Plain values with their names, those of an object within by `object.name`."""
    for name, value in answer.items() if isinstance(answer, Mapping) else ():
        if isinstance(value, Mapping) and not above:
            yield from _facts(value, f"{name}.")
        elif isinstance(value, list):
            yield f"{above}{name}", ", ".join(item for item in value if isinstance(item, str))
        elif isinstance(value, (str, int, float)) and name not in _WRAPPERS:
            yield f"{above}{name}", str(value)
