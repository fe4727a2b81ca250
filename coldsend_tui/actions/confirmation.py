"""How firmly a write must be confirmed (console.md §6)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

from coldsend_tui.text import safe

BULK_OVER: Final = 10
"""More objects than this are confirmed by typing their number."""
_LONGEST_TYPED_NAME: Final = 60
_ID_PART: Final = 8


class ConfirmationLevel(IntEnum):
    """From no question to typing a word."""

    NONE = 0
    KEY = 1
    BUTTON = 2
    TYPE = 3


class Confirmation(NamedTuple):
    """What a person must do. `word` is what to type at level TYPE, else None."""

    level: ConfirmationLevel
    word: str | None = None

    def accepts(self, typed: str) -> bool:
        """Whether `typed` confirms a plan of level TYPE; surrounding space does not matter, letter case does."""
        return self.word is not None and typed.strip() == self.word


def for_write(level: ConfirmationLevel, objects: int, name: str, id: str) -> Confirmation:
    """The confirmation of a write of `level` on `objects` objects; over ten are typed as a count, a single one as its name."""
    if objects > BULK_OVER or (level is ConfirmationLevel.TYPE and objects > 1):
        return Confirmation(ConfirmationLevel.TYPE, str(objects))
    if level is ConfirmationLevel.TYPE:
        return Confirmation(level, typed_name(name, id))
    return Confirmation(level)


def typed_name(name: str, id: str) -> str:
    """What to type for an object: its name, or the first part of its id when the name cannot well be typed."""
    word = " ".join(safe(name).split())
    if word != name.strip() or not word.isascii() or not 0 < len(word) <= _LONGEST_TYPED_NAME:
        return id[:_ID_PART]
    return word
