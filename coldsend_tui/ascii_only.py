"""Glyphs for terminals and pipes that have none but ASCII: one table of equivalents, applied where text leaves the program.

Every equivalent is one character for one, so that what was aligned stays aligned. A printed line keeps a stranger's
letters as escapes (`Zo\\xeb`), which say what they were; on the console, where cells are counted, a letter loses its accent or
becomes a question mark.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata
from functools import lru_cache
from io import TextIOWrapper

from coldsend_tui.text import width

ON_ERROR = "coldsend-ascii"
"""Name of the error handler of streams."""

_GLYPHS = {
    "*": "●•▇", "@": "◉", "o": "○◦", ".": "·◌▂░", "!": "▲⚠★", "^": "↑△", "v": "↓▼▽", "+": "✓✔▆", "x": "✗✘×",
    "-": "–—−‐‑▪─╌┄┈╴╼▄", "=": "‖▤━╶╸╺╾═▅", "/": "⊘", "#": "■█▉▊▋¶", "%": "▓",
    ">": "≥→⇢↳▸▶►⟩›»▌", "<": "≤←⇠↲↩⏎␍◂◀⟨‹«", "~": "…≈", "|": "¦▍▎▏▐▕│┃╎┆┊╵╷╹╻║", "_": "▁", ":": "▃▒",
    "'": "▔▀‘’", '"': "“”„", "u": "µ", " ": "\u00a0\u202f",
}  # fmt: skip
EQUIVALENTS = {glyph: plain for plain, glyphs in _GLYPHS.items() for glyph in glyphs}
"""What stands for a glyph. Corners, braille and what else there are hundreds of is made by rule."""
_IN_FULL = {"≥": ">=", "≤": "<="}
"""Where nothing has to stay aligned, or a space follows."""
_UPPER_DOTS, _LOWER_DOTS = 0b00011011, 0b11100100
"""The dots of a braille character as bits: the upper four, the lower four."""
_MANY_DOTS = 5


@lru_cache(maxsize=4096)
def equivalent(char: str) -> str | None:
    """The ASCII character that stands for a glyph; None where it is a letter or sign that has none."""
    if (known := EQUIVALENTS.get(char)) is not None:
        return known
    code = ord(char)
    if 0x2500 <= code <= 0x257F:
        return "+"
    if 0x2580 <= code <= 0x259F:
        return "#"
    if 0x2800 <= code <= 0x28FF:
        dots = code - 0x2800
        if dots.bit_count() >= _MANY_DOTS:
            return "#"
        upper, lower = bool(dots & _UPPER_DOTS), bool(dots & _LOWER_DOTS)
        return ":" if upper and lower else "'" if upper else "." if lower else " "
    return None


def cells(text: str) -> str:
    """`text` in ASCII, as wide as it was."""
    return text if text.isascii() else "".join(map(_cell, _compared(text)))


def _compared(text: str) -> str:
    text = text.replace(" · ", " | ")
    for sign, full in _IN_FULL.items():
        text = text.replace(f"{sign} ", full)
    return text


@lru_cache(maxsize=4096)
def _cell(char: str) -> str:
    if char.isascii():
        return char
    if (known := equivalent(char)) is not None:
        return known
    wide = width(char)
    base = unicodedata.normalize("NFKD", char)[:1]
    return base if wide == 1 and base.isascii() else "?" * wide


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Error handler: the equivalent where there is one, else an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = []
    for at, char in enumerate(error.object[error.start : error.end], error.start):
        between = char == "·" and error.object[max(0, at - 2) : at].strip()
        plain.append("|" if between else _IN_FULL.get(char) or equivalent(char) or _escaped(char))
    return "".join(plain), error.end


def _escaped(char: str) -> str:
    return char.encode("ascii", "backslashreplace").decode("ascii")


def prepare_streams(*, asked: bool = False) -> None:
    """Let standard output and error print what they cannot encode in ASCII; with `asked`, let them print nothing else."""
    codecs.register_error(ON_ERROR, _replace)
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper) or (stream.errors == ON_ERROR and stream.encoding == "ascii"):
            continue  # no text stream, or done before: a console that runs may be writing to it
        if asked:
            stream.reconfigure(encoding="ascii", errors=ON_ERROR)
        else:
            stream.reconfigure(errors=ON_ERROR)
