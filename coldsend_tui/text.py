"""The one sanitiser. Names, subjects, replies and API errors are written by strangers: they pass through here once before
they are drawn (`safe`, `fit`) and once before they are exported (`csv_cell`)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REPLACEMENT = "\ufffd"

# C0 but newline, DEL and C1 would drive the terminal; lone surrogates cannot be encoded.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Zero-width and bidirectional controls, line separators and tag characters hide or reorder what follows.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MAX_CHARACTERS = 20_000


def safe(text: str, *, newlines: bool = False) -> str:
    """Text that cannot drive a terminal: control characters become U+FFFD, invisible and bidi ones vanish.

    One line by default: line breaks become a space. With `newlines`, `\\r\\n` and `\\n` stay line breaks.
    Tabs become a space. Nothing longer than `MAX_CHARACTERS` comes back.
    """
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if not newlines:
        text = text.replace("\n", " ")
    return _INVISIBLE.sub("", _CONTROL.sub(REPLACEMENT, text))


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def width(text: str) -> int:
    """Terminal cells that `text` takes. Combining marks take none, East Asian wide characters two."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def cut(text: str, cells: int) -> str:
    """`text` shortened to at most `cells` cells, the last of them an ellipsis where something was cut off."""
    if cells <= 0:
        return ""
    if width(text) <= cells:
        return text
    if text.isascii():
        return text[: cells - 1] + "…"
    taken, used = [], 0
    for char in text:
        wide = _char_width(char)
        if used + wide > cells - 1:
            break
        taken.append(char)
        used += wide
    return "".join(taken) + "…"


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """`text` cut or padded to exactly `cells` cells, aligned left, or right where asked."""
    text = cut(text, cells)
    padding = " " * (cells - width(text))
    return padding + text if right else text + padding


def csv_cell(value: object) -> str:
    """A cell that a spreadsheet will not run as a formula: such text gets a leading apostrophe. Numbers stay numbers."""
    if isinstance(value, (int, float)):
        return str(value)
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
