"""The one sanitiser. Names, subjects, replies and API errors are written by strangers: they pass through here once before
they are drawn (`safe`, `fit`) and once before they are exported (`csv_cell`)."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

REPLACEMENT = "\ufffd"

# C0 but newline, DEL and C1 would drive the terminal; lone surrogates cannot be encoded.
_CONTROL = ((0x00, 0x09), (0x0B, 0x1F), (0x7F, 0x9F), (0xD800, 0xDFFF))
# Zero-width and bidirectional controls, line separators and tag characters hide or reorder what follows; skin tones are a
# cell or two more in some terminals.
_INVISIBLE = (
    *((code, code) for code in (0x00AD, 0x034F, 0x061C, 0x3164, 0xFEFF, 0xFFA0)),
    *((0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F)),
    *((0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF), (0xE0000, 0xE0FFF)),
)
# Neither terminals nor Textual agree on what these take: not assigned, private, or formatting for scholars.
_UNMEASURED = ("Cn", "Co", "Cf", "Cs")
# Below this one, everything that has to go is not printable either.
_FIRST_TO_HIDE = "\u034f"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MAX_CHARACTERS = 20_000


def safe(text: str, *, newlines: bool = False) -> str:
    """Text that cannot drive a terminal: control characters become U+FFFD, invisible and bidi ones vanish.

    One line by default: line breaks become a space. With `newlines`, `\\r\\n` and `\\n` stay line breaks.
    Tabs become a space. Nothing longer than `MAX_CHARACTERS` comes back.
    """
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
    if text.isprintable() and (text.isascii() or max(text) < _FIRST_TO_HIDE):
        return text
    return _made_safe(text, newlines)


# The same names are drawn again and again; a few hundred of the longest take some megabytes.
@lru_cache(maxsize=512)
def _made_safe(text: str, newlines: bool) -> str:
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if not newlines:
        text = text.replace("\n", " ")
    return "".join(map(_measured, text.translate(_harmless_on_screen())))


# A table and no regular expression: the first glance draws safe text before `re` is imported.
@cache
def _harmless_on_screen() -> dict[int, str]:
    table = {code: REPLACEMENT for first, last in _CONTROL for code in range(first, last + 1)}
    table |= {code: "" for first, last in _INVISIBLE for code in range(first, last + 1)}
    # Flags are two letters that terminals draw as one picture or two, in two cells or four: they stay letters.
    return table | {0x1F1E6 + at: chr(ord("A") + at) for at in range(26)}


@lru_cache(maxsize=4096)
def _measured(char: str) -> str:
    return REPLACEMENT if not char.isprintable() and unicodedata.category(char) in _UNMEASURED else char


@cache
def _harmless_in_files() -> dict[int, str]:
    table = {code: REPLACEMENT for first, last in _CONTROL for code in range(first, last + 1) if code != 0x09}
    # What reorders the text around it: in a file as on a screen it makes a line read differently from what it is.
    orders = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x2028, 0x2029)
    return table | dict.fromkeys(orders, "")


def harmless(text: str) -> str:
    """Text for a file that people print and open: whole, with its line breaks and joined emoji, but without control and
    bidirectional characters."""
    return text if text.isascii() and text.isprintable() else text.replace("\r\n", "\n").translate(_harmless_in_files())


# The later letters of a Hangul syllable, drawn into its first one.
_JOINED = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7c6"), ("\ud7cb", "\ud7fb"))
# Wide since Unicode 16, which the interpreter may not know yet.
_WIDE_SINCE_16 = (
    ("\u2630", "\u2637"),
    ("\u268a", "\u268f"),
    ("\u4dc0", "\u4dff"),
    ("\U0001d300", "\U0001d356"),
    ("\U0001d360", "\U0001d376"),
)


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Mc", "Me"):
        return 0
    if any(first <= char <= last for first, last in _JOINED):
        return 0
    if any(first <= char <= last for first, last in _WIDE_SINCE_16):
        return 2
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
