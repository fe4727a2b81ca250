"""Texts as TOML strings that a person can edit and no editor damages.

tomli-w writes what stands on one line. Bodies are written here: its multi-line strings turn CRLF into LF and escape every
quotation mark, and neither survives a look into an HTML mail.
"""

from __future__ import annotations

import re

import tomli_w

_TRAILING = re.compile(r"[ \t]+(?=\n|$)")


def literal(value: object) -> str:
    """A value as TOML on one line (lists: one element a line)."""
    text = tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")
    return "".join(_visible(char) for char in text)


def body(text: str) -> str:
    """A body over several lines. `read_body` takes away the line break that sets the closing mark on a line of its own."""
    hidden = any(_visible(char) != char for char in text) or _TRAILING.search(text) is not None
    if not hidden and "\\" not in text and '"""' not in text:
        return f'"""\n{text}\n"""'
    if not hidden and "'''" not in text:
        return f"'''\n{text}\n'''"
    escaped = text.replace("\\", "\\\\").replace('"""', '""\\"')
    # Signatures begin with "-- ": editors that take away trailing blanks must not.
    escaped = _TRAILING.sub(lambda blanks: blanks[0][:-1] + ("\\u0020" if blanks[0][-1] == " " else "\\t"), escaped)
    return '"""\n' + "".join(_visible(char) for char in escaped) + '\n"""'


def read_body(value: str) -> str:
    """The body of a string read from a file: without the one line break before the closing mark."""
    return value.removesuffix("\n")


def _visible(char: str) -> str:
    """Characters that cannot be seen (controls, zero-width, direction marks, odd blanks) as escapes."""
    if char.isprintable() or char in "\n\t":
        return char
    if char == "\r":
        return "\\r"
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
